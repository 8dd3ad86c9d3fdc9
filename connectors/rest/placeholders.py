"""``{start:%d/%m/%Y}`` in a declared question: the days that are asked for, written as the source wants them. Pure.

A closed list, nothing is evaluated: ``start`` (first day), ``end`` (last day), ``after`` (the day after the last),
each with a format of %d %m %Y %y and, without leading zero, %-d %-m. ``{start:%-m|number}`` alone in a text of a body
becomes a JSON number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from connectors.base import Span

_PLACEHOLDER = re.compile(r"\{(start|end|after):([^{}|]+)(\|number)?\}")
_DIRECTIVE = re.compile(r"%(-?.)")
_DIRECTIVES: Mapping[str, Callable[[date], str]] = {
    "d": lambda day: f"{day.day:02}",
    "-d": lambda day: str(day.day),
    "m": lambda day: f"{day.month:02}",
    "-m": lambda day: str(day.month),
    "Y": lambda day: f"{day.year:04}",
    "y": lambda day: f"{day.year % 100:02}",
}
_DAYS: Mapping[str, Callable[[Span], date]] = {
    "start": lambda span: span.start,
    "end": lambda span: span.end,
    "after": lambda span: span.end + timedelta(days=1),
}
_HOW = "write {start:%d/%m/%Y}, with start, end or after and %d %m %Y %y %-d %-m"


def fault(text: str) -> str | None:
    """What is wrong with the placeholders of a text, or None."""
    for name, form, number in _PLACEHOLDER.findall(text):
        if number and _PLACEHOLDER.fullmatch(text) is None:
            return "|number goes with a placeholder that stands alone in its text"
        unknown = [f"%{found}" for found in _DIRECTIVE.findall(form) if found not in _DIRECTIVES]
        if unknown or "%" in _DIRECTIVE.sub("", form) or "%" not in form:
            return f"the format of {{{name}:{form}}} is not known; {_HOW}"
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        return f"a brace belongs to no known placeholder; {_HOW}"
    return None


def fault_in(value: object) -> str | None:
    """The first fault in the texts of a declared value, at any depth."""
    if isinstance(value, str):
        return fault(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next((found for part in parts if (found := fault_in(part)) is not None), None)


def filled(text: str, span: Span) -> str:
    """The text with the span's days."""
    return _PLACEHOLDER.sub(lambda match: _written(match, span), text)


def filled_in(value: object, span: Span) -> object:
    """A declared value with the span's days in its texts, at any depth."""
    if isinstance(value, dict):
        return {key: filled_in(part, span) for key, part in value.items()}
    if isinstance(value, list):
        return [filled_in(part, span) for part in value]
    if not isinstance(value, str):
        return value
    alone = _PLACEHOLDER.fullmatch(value)
    return (
        int(_written(alone, span)) if alone and alone[3] and _written(alone, span).isdecimal() else filled(value, span)
    )


def _written(match: re.Match[str], span: Span) -> str:
    day = _DAYS[match[1]](span)
    return _DIRECTIVE.sub(lambda directive: _DIRECTIVES[directive[1]](day), match[2])
