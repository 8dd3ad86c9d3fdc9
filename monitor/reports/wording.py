"""Numbers, periods and codes as a report prints them, in Vietnamese or English. Nothing is rounded here but points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from monitor.periods import Period
from monitor.words import CAUSES, NOUNS, STATUSES, ZONE, local_number

NOTHING = "–"
NO_BREAK = "\N{NO-BREAK SPACE}"
_CENT = Decimal("0.01")
_ROMAN = ("", "I", "II", "III", "IV")
_PERIODS: dict[str, dict[str, str]] = {
    "month": {"vi": f"tháng{NO_BREAK}{{number}}/{{year}}", "en": "{month} {year}"},
    "quarter": {"vi": f"quý{NO_BREAK}{{roman}}/{{year}}", "en": "quarter {roman} of {year}"},
    "half": {"vi": "6 tháng {which} năm {year}", "en": "the {which} half of {year}"},
    "nine-months": {"vi": "9 tháng đầu năm {year}", "en": "the first nine months of {year}"},
    "year": {"vi": "năm {year}", "en": "the year {year}"},
    "to-date": {"vi": "{number} tháng đầu năm {year}", "en": "the first {number} months of {year}"},
}
_HALVES = {"vi": ("", "đầu", "cuối"), "en": ("", "first", "second")}
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that depends on the language of a report: ``lang`` is vi or en."""

    lang: str

    def pick(self, texts: Mapping[str, str]) -> str:
        """The text of this language among {vi, en}."""
        return texts[self.lang]

    def count(self, value: int | None) -> str:
        """A whole number; null is a dash, never 0."""
        if value is None:
            return NOTHING
        return ("−" if value < 0 else "") + local_number(str(abs(value)), self.lang)

    def signed(self, value: int | None) -> str:
        """A difference of counts with its sign; null is a dash."""
        return ("+" if value is not None and value > 0 else "") + self.count(value)

    def percent(self, shown: str | None) -> str:
        """A rate rounded by the core ("77.56"), with its sign; null is a dash."""
        return NOTHING if shown is None else f"{local_number(shown, self.lang)}%"

    def level(self, value: float | None) -> str:
        """A target or milestone: 95%, 92,5%."""
        return NOTHING if value is None else f"{local_number(f'{value:g}', self.lang)}%"

    def points(self, change: float | None) -> str:
        """A change in points with its sign, two decimals half up; null is a dash."""
        if change is None:
            return NOTHING
        rounded = Decimal(str(change)).quantize(_CENT, ROUND_HALF_UP)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
        return sign + local_number(str(abs(rounded)), self.lang)

    def noun(self, code: str) -> str:
        """What is counted: dossiers, documents and so on."""
        return NOUNS[code][self.lang]

    def status(self, code: str) -> str:
        """A status as a word."""
        return STATUSES[code][self.lang]

    def cause(self, code: str) -> str:
        """A cause of a difference between two sources."""
        return CAUSES[code][self.lang]

    def day(self, value: date | None) -> str:
        """dd/mm/yyyy in both languages."""
        return NOTHING if value is None else f"{value:%d/%m/%Y}"

    def moment(self, value: datetime | None) -> str:
        """A point in time in Vietnam: 04:00 ngày 02/11/2026."""
        if value is None:
            return NOTHING
        local = value.astimezone(ZONE)
        return f"{local:%H:%M} ngày {local:%d/%m/%Y}" if self.lang == "vi" else f"{local:%H:%M on %d/%m/%Y}"

    def period(self, period: Period) -> str:
        """A period's name inside a sentence: tháng 10/2026, quý III/2026, 6 tháng đầu năm 2026."""
        return _PERIODS[period.kind][self.lang].format(
            number=period.number,
            year=period.year,
            roman=_ROMAN[period.number] if period.kind == "quarter" else "",
            which=_HALVES[self.lang][period.number] if period.kind == "half" else "",
            month=_MONTHS[period.number - 1],
        )


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
