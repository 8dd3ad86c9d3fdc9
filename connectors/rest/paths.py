"""Where in an answer something stands: ``data.items``, ``unit.name``, ``rows.0.total``. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import normalize

from connectors.transport import Answer
from connectors.transport.payload import broken

ABSENT = object()
_LISTED = 12


def fault(path: str) -> str | None:
    """What is wrong with a path, or None. The empty path is the answer itself."""
    if path and not all(part.strip() for part in path.split(".")):
        return "write the names of the fields that lead there, joined by dots: data.items"
    return None


def find(value: object, path: str) -> object:
    """What stands at ``path``, or ``ABSENT``. Names are compared in Unicode NFC; digits count from 0 in a list."""
    for name in path.split(".") if path else ():
        value = _step(value, name)
        if value is ABSENT:
            return ABSENT
    return value


def at(answer: Answer, value: object, path: str, where: str = "") -> object:
    """What stands at ``path``. Raises ``ContractBroken`` naming the fields that stand there instead."""
    for name in path.split(".") if path else ():
        inner = _step(value, name)
        place = f"{where}.{name}".lstrip(".")
        if inner is ABSENT:
            fields = ", ".join(list(value)[:_LISTED]) if isinstance(value, dict) else ""
            raise broken(answer, f"{place} is missing; fields found there: {fields or 'none'}")
        value, where = inner, place
    return value


def matches(answer: Answer, row: object, where: Mapping[str, str], place: str) -> bool:
    """Whether every field named matches its pattern; null is the empty text."""
    return all(re.search(pattern, text(answer, row, path, place)) for path, pattern in where.items())


def text(answer: Answer, row: object, path: str, place: str) -> str:
    """A name, code or kind as text, NFC, without outer blanks; null is "". Raises ``ContractBroken``."""
    value = at(answer, row, path, place)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int):
        return normalize("NFC", str(value)).strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    raise broken(answer, f"{place}.{path}: expected text or a whole number, found {type(value).__name__}")


def _step(value: object, name: str) -> object:
    if isinstance(value, dict):
        if name in value:
            return value[name]
        wanted = normalize("NFC", name)
        return next((part for key, part in value.items() if normalize("NFC", key) == wanted), ABSENT)
    if isinstance(value, list) and name.isdecimal() and int(name) < len(value):
        return value[int(name)]
    return ABSENT
