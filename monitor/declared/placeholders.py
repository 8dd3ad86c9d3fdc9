"""``${NAME}`` and ``${file:/path}`` in the options of sources: where credentials come from instead of config files.

Values that were expanded never appear in a message or a ``repr``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

_PLACEHOLDER = re.compile(r"\$\{(?:file:(?P<file>[^${}]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*))\}")
PLACEHOLDER_OPENING = "${"

Fill = Callable[[re.Match[str]], str]


class PlaceholderError(Exception):
    """A placeholder cannot be filled: ``message`` says which one and where, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class ResolvedOptions(dict[str, object]):
    """Options with secrets in them: an ordinary dictionary that shows its keys only."""

    def __repr__(self) -> str:
        return f"<options {', '.join(self)}; values hidden>"


@dataclass(frozen=True, slots=True)
class _Filler:
    """Fills the placeholders of one source from the environment and from secret files."""

    where: str
    environ: Mapping[str, str]

    def __call__(self, match: re.Match[str]) -> str:
        return self._from_file(match["file"]) if match["file"] else self._from_environment(match["name"])

    def _from_environment(self, name: str) -> str:
        value = self.environ.get(name, "")
        if not value:
            raise PlaceholderError(
                f"{self.where} needs the variable {name}, which is not set.",
                f"Set {name} in the environment or in .env.",
            )
        return value

    def _from_file(self, path: str) -> str:
        remedy = f"Create {path} with the secret as its only line, readable by the account sohoa runs as."
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            raise PlaceholderError(f"{self.where} needs the file {path}, which cannot be read.", remedy) from None
        if not value:
            raise PlaceholderError(f"{self.where} needs the file {path}, which is empty.", remedy)
        return value


def contains_placeholder(value: object) -> bool:
    """Whether a value, or anything in it, holds a placeholder."""
    if isinstance(value, dict):
        return any(contains_placeholder(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(contains_placeholder(part) for part in value)
    return isinstance(value, str) and _PLACEHOLDER.search(value) is not None


def malformed(text: str) -> bool:
    """Whether a text opens a placeholder that is none: ``${}``, ``${a b}``, ``${NAME`` without its end."""
    return PLACEHOLDER_OPENING in _PLACEHOLDER.sub("", text)


def replace(value: object, fill: Fill) -> object:
    """The same value with every placeholder in its texts filled, at any depth."""
    if isinstance(value, dict):
        return {key: replace(part, fill) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [replace(part, fill) for part in value]
    return _PLACEHOLDER.sub(fill, value) if isinstance(value, str) else value


def filled_from(text: str, environ: Mapping[str, str]) -> str:
    """A text with the variables that are set filled in; the others and secret files are left out."""
    return _PLACEHOLDER.sub(lambda match: environ.get(match["name"] or "", ""), text)


def resolve_options(source: str, options: Mapping[str, object], environ: Mapping[str, str]) -> ResolvedOptions:
    """Options of a source with their placeholders filled. Raises ``PlaceholderError``."""
    return ResolvedOptions(
        {key: replace(value, _Filler(f"Option {key} of source {source}", environ)) for key, value in options.items()}
    )
