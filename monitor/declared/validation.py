"""From raw data to models: pydantic's errors put into words an operator can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.declared.fields import REFUSED
from monitor.declared.placeholders import contains_placeholder
from monitor.declared.problems import DOCS, Problem, nearest, show

M = TypeVar("M", bound=BaseModel)
Path = tuple[int | str, ...]
"""Keys and positions that lead to a value."""

HIDDEN = "(hidden)"
_SECRET = re.compile(r"passw|pwd|secret|token|credential|api_?key|private", re.IGNORECASE)
_FORM = re.compile(r"[A-Z][A-Za-z]+")
_AS_TEXT = "Write text; put quotes around it if it looks like a number, a date or yes/no."
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("is missing", f"Add it; {DOCS}"),
    "string_type": ("is no text", _AS_TEXT),
    "int_type": ("is no whole number", "Write digits only, without quotes."),
    "int_from_float": ("is no whole number", "Write digits only, without quotes."),
    "int_parsing": ("is no whole number", "Write digits only, without quotes."),
    "float_parsing": ("is no number", "Write a number such as 1.5, without quotes."),
    "float_type": ("is no number", "Write a number such as 1.5, without quotes."),
    "bool_type": ("is neither true nor false", "Write true or false, without quotes."),
    "bool_parsing": ("is neither true nor false", "Write true or false, without quotes."),
    "dict_type": ("is no group of 'key: value' lines", f"Indent its keys below it; {DOCS}"),
    "model_type": ("is no group of 'key: value' lines", f"Indent its keys below it; {DOCS}"),
    "model_attributes_type": ("is no group of 'key: value' lines", f"Indent its keys below it; {DOCS}"),
    "tuple_type": ("is no list", f"Write its entries as lines that begin with '- '; {DOCS}"),
    "list_type": ("is no list", f"Write its entries as lines that begin with '- '; {DOCS}"),
    "too_short": ("is empty", f"Write at least one entry; {DOCS}"),
    "invalid_key": ("is no text", "Write the key as text."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an entry stands: its file, how the operator finds it there, and what follows before a key inside it."""

    file: str
    name: str
    joint: str = "."

    def key(self, path: Path = ()) -> str:
        """The key of a problem at a path inside the entry; the empty path is the entry itself."""
        inside = ".".join(map(str, path))
        return f"{self.name}{self.joint}{inside}" if self.name and inside else self.name or inside


def parse(model: type[M], raw: object, entry: Entry, problems: list[Problem]) -> M | None:
    """One entry as its model; None, and a problem for every mistake, if it has any."""
    try:
        return model.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        problems.extend(problems_of(error, model, raw, entry))
        return None


def problems_of(
    error: ValidationError,
    model: type[BaseModel],
    raw: object,
    entry: Entry,
    skip: Callable[[Path], bool] = lambda _: False,
) -> list[Problem]:
    """The mistakes pydantic found in one entry, in words, those at skipped paths left out.

    ``raw`` gives the values shown, so nothing that was expanded leaks.
    """
    found = []
    for path, details in _of_best_members(error, raw):
        if not _follows_another(details, raw, path) and not skip(path):
            message, remedy = _words(details, model, path)
            found.append(Problem(entry.file, entry.key(path), _shown(details, raw, path), message, remedy))
    return found


def _follows_another(details: ErrorDetails, raw: object, path: Path) -> bool:
    """Whether the error is there only because another value is wrong: no default, or a list counted as empty."""
    kind = details["type"]
    return kind == "default_factory_not_called" or (kind == "too_short" and bool(value_at(raw, path)))


def _of_best_members(error: ValidationError, raw: object) -> Iterator[tuple[Path, ErrorDetails]]:
    """Paths and errors; where a value may have several forms, only what keeps it from the form it comes nearest to."""
    split = [(*_split(details["loc"], raw), details) for details in error.errors(include_url=False)]
    misfits: dict[Path, dict[str, int]] = {}
    for _, prefix, member, details in split:
        counted = misfits.setdefault(prefix, {})
        counted[member] = counted.get(member, 0) + (details["type"] in {"missing", "extra_forbidden"})
    for path, prefix, member, details in split:
        counted = misfits[prefix]
        if member in ("", min(filter(None, counted), key=counted.__getitem__, default="")):
            yield path, details


def _split(location: Path, raw: object) -> tuple[Path, Path, str]:
    """Path in the file, and where a value of several forms stands on it and which form the error is about."""
    path = tuple(part for part in location if part != "[key]")
    for position, part in enumerate(path):
        value = value_at(raw, path[:position])
        named = isinstance(value, dict) and part in value
        if isinstance(part, str) and not named and (_FORM.fullmatch(part) or not isinstance(value, dict | None)):
            return path[:position] + path[position + 1 :], path[:position], part
    return path, (), ""


def _words(details: ErrorDetails, model: type[BaseModel], path: Path) -> tuple[str, str]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == REFUSED:
        return details["msg"], str(context["remedy"])
    if kind == "extra_forbidden":
        return "is no known key", f"{nearest(path[-1], _keys_at(model, path[:-1]))} {DOCS}"
    if details["input"] is None and kind.endswith("_type"):
        return "is empty", f"Write its value; {DOCS}"
    if kind == "literal_error":
        names = re.findall(r"'([^']+)'", str(context["expected"]))
        return "is not known", nearest(details["input"], names)
    if kind in {"greater_than_equal", "less_than_equal", "greater_than", "less_than"}:
        return "is out of range", f"{details['msg'].replace('Input should be', 'Write a number')}."
    return _WORDS.get(kind, ("is not accepted", f"{_plain(details, path)} {DOCS}"))


def _plain(details: ErrorDetails, path: Path) -> str:
    """Pydantic's own sentence; for a secret only its kind, because the sentence may quote the value."""
    if _SECRET.search(".".join(map(str, path))):
        return f"Expected another form ({details['type']})."
    return f"{details['msg'].removeprefix('Value error, ').rstrip('.')}."


def _shown(details: ErrorDetails, raw: object, path: Path) -> str:
    if details["type"] in {"missing", "extra_forbidden", "invalid_key"} or not path:
        return ""
    value = path[-1] if details["loc"][-1] == "[key]" else value_at(raw, path)
    if value is None:
        return ""
    if _SECRET.search(str(path[-1])) and not contains_placeholder(value):
        return HIDDEN
    return show(value)


def value_at(raw: object, path: Path) -> object:
    """What stands at a path of raw data; a single text also stands for a list of one; None where nothing is."""
    for part in path:
        if isinstance(raw, dict):
            raw = raw.get(part)
        elif isinstance(raw, list | tuple) and isinstance(part, int) and part < len(raw):
            raw = raw[part]
        elif not isinstance(raw, str):
            return None
    return raw


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
    """The keys allowed at a path of a model; empty where any key is."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel) and not isinstance(part, int):
            fields = {key_of(current, name): field.annotation for name, field in current.model_fields.items()}
            current = _model_in(fields.get(str(part)))
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [key_of(current, name) for name in current.model_fields]
    return []


def key_of(model: type[BaseModel], field: str) -> str:
    """The key of a field as it is written in the file."""
    alias = model.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        alias = alias.choices[0]
    return alias if isinstance(alias, str) else field


def _model_in(annotation: Any) -> Any:  # noqa: ANN401 - annotations are any objects
    """The model inside an annotation such as ``tuple[Reading, ...]`` or ``Bilingual | None``."""
    if get_origin(annotation) in {Annotated, Union, UnionType, tuple, list, dict}:
        inner = [_model_in(part) for part in get_args(annotation)]
        return next((part for part in inner if part is not None), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
