"""Words, numbers and dates in the reader's language. Nothing is rounded here: figures arrive rounded (``shown``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboards.text import LANGUAGES, TEXTS
from monitor.periods import Period
from monitor.words import NOUNS, STATUSES, local_number

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_CENT = Decimal("0.01")
_ROMAN = ("", "I", "II", "III", "IV")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that depends on the language of the page: ``lang`` is vi or en.

    ``compare``: a key with a text of its own for this comparison (``col.change.year_ago``) is said in that way.
    """

    lang: str
    compare: str = "previous"

    def __call__(self, key: str, **values: object) -> str:
        """Text of a key with its values filled in. Raises ``KeyError`` for a key that does not exist."""
        told = f"{key}.{self.compare}"
        return TEXTS[told if told in TEXTS else key][LANGUAGES.index(self.lang)].format(**values)

    def rich(self, key: str, **values: object) -> list[str | Component]:
        """Text of a key, its ``**stressed**`` parts as ``<strong>``."""
        return stressed(self(key, **values))

    def of(self, texts: Mapping[str, str]) -> str:
        """The text of this language among {vi, en}."""
        return texts[self.lang]

    def noun(self, code: str) -> str:
        """What is counted: dossiers, documents and so on."""
        return NOUNS[code][self.lang]

    def status(self, code: str) -> str:
        """A status as a word with a capital letter."""
        word = STATUSES[code][self.lang]
        return word[0].upper() + word[1:]

    def count(self, value: int | None) -> str:
        """A whole number, or the word for null: a missing count is never shown as 0."""
        return self("missing") if value is None else signed(value, self.lang)

    def percent(self, shown: str | None) -> str:
        """A rate that was rounded by the core ("77.56"), with its sign; null says not reported."""
        return self("blank") if shown is None else f"{local_number(shown, self.lang)}%"

    def level(self, value: float | None) -> str:
        """A target or a milestone: 95%, 92,5%."""
        return self("blank") if value is None else f"{local_number(f'{value:g}', self.lang)}%"

    def points(self, value: Decimal | float) -> str:
        """A distance in points, two decimals half up, without its sign."""
        exact = abs(Decimal(str(value))).quantize(_CENT, ROUND_HALF_UP)
        return local_number(str(exact), self.lang)

    def day(self, value: date) -> str:
        """dd/mm/yyyy in both languages."""
        return f"{value:%d/%m/%Y}"

    def moment(self, value: datetime) -> str:
        """A point in time, in Vietnam: 04:00 02/11/2026."""
        return f"{value.astimezone(ZONE):%H:%M %d/%m/%Y}"

    def period(self, period: Period) -> str:
        """A period's name: Tháng 10/2026, Quý III/2026."""
        half = self(f"period.half.{period.number}") if period.kind == "half" else ""
        return self(
            f"period.{period.kind}",
            number=period.number,
            year=period.year,
            month=_MONTHS[period.number - 1],
            roman=_ROMAN[period.number] if period.kind == "quarter" else "",
            half=half,
        )


def signed(value: int, lang: str) -> str:
    """A whole number with the language's thousands mark and a true minus sign."""
    return ("−" if value < 0 else "") + local_number(str(abs(value)), lang)


def stressed(text: str) -> list[str | Component]:
    """Split ``a **b** c`` into text and ``<strong>``."""
    parts: list[str | Component] = []
    for index, part in enumerate(_BOLD.split(text)):
        if part:
            parts.append(html.Strong(part) if index % 2 else part)
    return parts
