"""What is wrong with the declared data: one sentence for the operator and one that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

DOCS = "docs/config.md describes every key."
_SHOWN_CHARACTERS = 60
_SHOWN_BITS = 200
_SHOWN_NAMES = 12
_IN_ADDRESS = re.compile(r"(?<=//)[^/@\s]*@|(?<=\?).+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one place.

    ``file`` as the operator named it, ``key`` the dotted path or the line, ``value`` as shown by ``show``
    ("" where there is none to show), ``message`` continues the sentence that the key begins, ``remedy`` is a
    sentence of its own. No secret is ever in any of them.
    """

    file: str
    key: str
    value: str
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}".removesuffix(": ")
        shown = f" = {self.value}" if self.value else ""
        line = f"{place}{shown}: {self.message} → {self.remedy}"
        return "".join(letter if letter.isprintable() else " " for letter in line)


class ConfigProblems(Exception):
    """The declared data cannot be used. ``problems`` holds every mistake found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownName(KeyError):
    """A unit, indicator, measure, source or scheme that is not declared; the text lists the nearest names."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(name)
        self.sentence = f"No {what} is called {show(name)}. {nearest(name, known)}"

    def __str__(self) -> str:
        return self.sentence


def nearest(name: object, known: Iterable[str]) -> str:
    """A sentence that leads from a wrong name to the right one."""
    names = sorted(known)
    close = get_close_matches(str(name), names, n=3, cutoff=0.6) if isinstance(name, str) else []
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if not names:
        return "None is declared."
    listed = ", ".join(names[:_SHOWN_NAMES])
    return f"Known: {listed}{', …' if len(names) > _SHOWN_NAMES else ''}."


def show(value: object) -> str:
    """A value as one short piece of text.

    Groups and lists are shown by their size only and addresses without user, password and query, so that no
    secret gets into a message.
    """
    if isinstance(value, dict):
        return f"(a group of {len(value)})"
    if isinstance(value, list | tuple):
        return f"(a list of {len(value)})"
    if isinstance(value, int) and value.bit_length() > _SHOWN_BITS:
        return "(a very large number)"
    text = repr(_IN_ADDRESS.sub("…", value) if "//" in value else value) if isinstance(value, str) else str(value)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[: _SHOWN_CHARACTERS - 1]}…"
