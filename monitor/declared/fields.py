"""Kinds of values in the declared files: texts, codes, days, percentages. Each says what to do when refused."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, LiteralString

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

REFUSED = "declared"
"""Type of the validation errors raised here; their context carries the remedy."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
_SHARE = re.compile(r"[0-9]{1,6}(/[0-9]{1,6})?|[01]?\.[0-9]{1,6}")
_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_DECIMALS = 2


class Declaration(BaseModel):
    """Base of everything declared: frozen, no unknown keys, no silent change of type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


def refused(message: LiteralString, remedy: str) -> PydanticCustomError:
    """The error a validator raises: ``message`` continues "key = value:", ``remedy`` says what to write."""
    return PydanticCustomError(REFUSED, message, {"remedy": remedy})


def _text(value: str) -> str:
    if not value.strip():
        raise refused("is empty", "Write the text.")
    if value != value.strip():
        raise refused("begins or ends with a blank", "Remove the blank.")
    return value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        raise refused("is no code", "Use letters, digits, '.', '-' and '_' only, without blanks.")
    return value


def _slug(value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise refused("is no plain name", "Use lower-case letters a-z, digits, '-' and '_' only.")
    return value


def _day(value: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise refused("is no day of the calendar", "Correct the day or the month.") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise refused("is no date", "Write it as year-month-day: 2026-10-31.")
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise refused("lies too far away", f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}.")
    return value


def percent(value: object) -> Decimal:
    """A number from 0 to 100 with at most two decimals, exact. Raises ``PydanticCustomError`` otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise refused("is no number", "Write a number such as 95 or 94.5, without quotes and without %.")
    if not 0 <= value <= 100:  # noqa: PLR2004 - per cent
        raise refused("is no share in per cent", "Write a number from 0 to 100.")
    number = Decimal(str(value))
    if number != round(number, _DECIMALS):
        raise refused("has more than two decimals", "Round it to two decimals.")
    return number


def _share(value: object) -> Fraction:
    if not isinstance(value, str) or not _SHARE.fullmatch(value):
        raise refused("is no share", "Write a decimal such as 0.35 or a fraction such as 1/3, of at most 6 digits.")
    try:
        share = Fraction(value)
    except ZeroDivisionError:
        raise refused("divides by zero", "Write a fraction such as 1/3.") from None
    if not 0 < share <= 1:
        raise refused("is no share of a whole", "Write a number above 0 and at most 1.")
    return share


Text = Annotated[str, AfterValidator(_text)]
Code = Annotated[str, AfterValidator(_code)]
Slug = Annotated[str, AfterValidator(_slug)]
Day = Annotated[date, BeforeValidator(_day)]
Percent = Annotated[Decimal, BeforeValidator(percent)]
Share = Annotated[Fraction, BeforeValidator(_share)]
Codes = Annotated[tuple[Code, ...], Field(strict=False)]
"""A list of codes; YAML gives lists, frozen data keeps tuples."""


class Bilingual(Declaration):
    """A text a user sees: Vietnamese first, English beside it."""

    vi: Text
    en: Text
