"""A seeded province in memory that answers like the figure service, from the project's own declaration."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import polars as pl
import yaml

from monitor.periods import CalendarName, Period, PeriodError, parse
from tests.dashboards.fake_figures import CAPTURED, HASH, PROVINCE, figure, frame
from tests.dashboards.fake_procedures import BY_PROCEDURE, COLUMNS, procedure_rows

T = TypeVar("T")

CONFIG = Path(__file__).parents[2] / "config"
TODAY = date(2026, 11, 23)
WAYS = ("today", "year_ago")
Counts = dict[str, tuple[int | None, int | None]]
LEVEL = {"department": "department", "ward": "commune", "commune": "commune", "special_zone": "commune"}
BASE = {"K1": 77.0, "K2": 91.0, "K3": 24.0, "K3a": 83.0, "K4": 84.0, "K5": 22.0, "K7": 93.0, "K10": 94.5, "K11": 70.0}
SOURCES_OF = {
    "K1": ("mot-cua",),
    "K2": ("so-van-ban",),
    "K3": ("cong-dvcqg", "mot-cua"),
    "K3a": ("mot-cua",),
    "K4": ("cong-dvcqg", "mot-cua"),
    "K5": ("cong-dvcqg",),
    "K6": ("cong-dvcqg",),
    "K7": ("cong-dvcqg",),
    "K10": ("so-van-ban",),
    "K11": ("so-van-ban",),
}


@dataclass(frozen=True)
class FakeUnit:
    code: str
    name: str


@dataclass(frozen=True)
class FakeIndicator:
    code: str
    version: int
    name: str
    numerator_text: str
    denominator_text: str
    exclusions: str
    noun: str
    direction: str
    headline: bool
    headline_source: str | None
    remedy: str
    legal_basis: str
    lead_agency_name: str
    standing: str
    checked_by: str | None
    minimum_denominator: int
    adds: bool = True
    milestones: tuple[tuple[int, float], ...] = ((2026, 80.0), (2027, 85.0), (2028, 89.0), (2029, 92.0), (2030, 95.0))


@dataclass(frozen=True)
class FakeSource:
    name: str
    title: Mapping[str, str]
    connector: str
    calendars: tuple[str, ...]
    last_outcome: str | None = "complete"
    problem: str | None = None
    message: str | None = None
    last_pull_at: datetime | None = CAPTURED
    simulated: bool = True


@dataclass(frozen=True)
class FakePassport:
    indicator: str
    period: str
    start: date
    end: date
    calendar: str
    numerator_measures: Sequence[tuple[str, str, int | None]]
    denominator_measures: Sequence[tuple[str, str, int | None]]
    provisional: bool
    reported: int
    expected: int
    source: str | None
    source_title: str | None
    version: int = 1
    basis: str = "Hệ thống một cửa đếm chung cả đầu vào và đầu ra trên hồ sơ đã giải quyết"
    series: str | None = "digitization-by-agency"
    restated: bool = True
    captured_at: datetime | None = CAPTURED
    pull_id: int | None = 41
    evidence: Sequence[tuple[str, str, int]] = ((HASH, "http://127.0.0.1:8810/igate/digitization-by-agency", 18_204),)
    versions: Sequence[tuple[datetime, int | None, int | None]] = ((CAPTURED, 301, 402), (CAPTURED, 298, 402))
    checks: Sequence[tuple[str, str]] = ()
    evidence_count: int = 1
    gathered: Sequence[tuple[str, int, int]] = ()
    simulated: bool = True
    numerator_text: str = "Hồ sơ có đủ thành phần và kết quả điện tử"
    denominator_text: str = "Hồ sơ đã giải quyết trong kỳ"
    exclusions: str = "Hồ sơ mật"
    legal_basis: str = "Quyết định 766/QĐ-TTg"
    standing: str = "proposed"
    checked_by: str | None = None


SOURCES = (
    FakeSource(
        "cong-dvcqg",
        {"vi": "Cổng Dịch vụ công quốc gia (mô phỏng)", "en": "National public service portal (simulated)"},
        "dvcqg",
        ("calendar",),
    ),
    FakeSource(
        "mot-cua",
        {"vi": "Hệ thống một cửa của tỉnh (mô phỏng)", "en": "Provincial one-stop system (simulated)"},
        "igate",
        ("calendar", "nd09"),
    ),
    FakeSource(
        "truc-van-ban",
        {"vi": "Trục liên thông văn bản (mô phỏng)", "en": "Document exchange axis (simulated)"},
        "edoc_axis",
        ("calendar",),
        "failed",
        "unavailable",
    ),
    FakeSource(
        "so-van-ban",
        {"vi": "Sổ văn bản, tệp bảng tính (mô phỏng)", "en": "Document register, spreadsheet (simulated)"},
        "spreadsheet",
        ("calendar",),
    ),
)

CALENDARS_OF = {source.name: source.calendars for source in SOURCES}


@dataclass(frozen=True)
class FakeSight:
    home: FakeUnit
    everything: bool = True

    def hides(self, unit: str) -> bool:  # noqa: ARG002 - the fake's viewer sees everything
        return False


@dataclass
class FakeService:
    """Answers the dashboard's questions about An Giang's 117 units, the same for a seed."""

    seed: int = 7
    simulated: bool = True
    empty: bool = False
    merged: bool = False
    asked: list[str] = field(default_factory=list)
    data: None = None
    procedures: None = None
    copies: int = 1
    """How many times each unit below the province is there, under further codes and names."""

    @property
    def province(self) -> FakeUnit:
        return FakeUnit(PROVINCE, "Tỉnh An Giang")

    @property
    def sight(self) -> FakeSight:
        return FakeSight(self.province)

    @cached_property
    def units(self) -> pl.DataFrame:
        with (CONFIG / "units.csv").open(encoding="utf-8", newline="") as file:
            rows = [
                (row["code"], row["name"], row["kind"], LEVEL.get(row["kind"], "province"), row["parent"] or None)
                for row in csv.DictReader(file)
            ]
        rows += [
            (f"{code}.{copy}", f"{name} {copy}", kind, level, parent)
            for copy in range(2, self.copies + 1)
            for code, name, kind, level, parent in rows
            if code != PROVINCE
        ]
        return pl.DataFrame(rows, schema=["unit", "unit_name", "kind", "level", "parent"], orient="row")

    @lru_cache(maxsize=2)  # noqa: B019 - one fake per test session
    def indicators(self, lang: str = "vi") -> tuple[FakeIndicator, ...]:
        entries = yaml.safe_load((CONFIG / "indicators.yaml").read_text(encoding="utf-8"))
        names = dict(self.units.select("unit", "unit_name").iter_rows())
        return tuple(self._indicator(entry, lang, names) for entry in entries)

    def __hash__(self) -> int:
        return id(self)

    def _indicator(self, entry: Mapping[str, Any], lang: str, names: Mapping[str, str]) -> FakeIndicator:
        return FakeIndicator(
            code=entry["code"],
            version=entry["version"],
            name=entry["name"][lang],
            numerator_text=entry["numerator"][lang],
            denominator_text=entry["denominator"][lang],
            exclusions=entry["exclusions"][lang],
            noun=entry["noun"],
            direction=entry["direction"],
            headline=entry["headline"],
            headline_source=entry["headline_source"],
            remedy=entry["remedy"][lang],
            legal_basis=entry["legal_basis"][lang],
            lead_agency_name=names[entry["lead_agency"]],
            standing=entry["standing"],
            checked_by=entry["checked_by"],
            minimum_denominator=entry["minimum_denominator"],
        )

    def sources(self) -> Sequence[FakeSource]:
        return SOURCES

    def sources_of(self, indicator: str) -> Sequence[str]:
        return () if self.empty else SOURCES_OF.get(indicator, ())

    def periods(self, calendar: CalendarName) -> Sequence[str]:
        if self.empty:
            return ()
        last = Period(calendar, "month", 2026, 11)
        return [month.code for month in _months(last, 36)][::-1]

    @property
    def today(self) -> date:
        return TODAY

    @property
    def remapped(self) -> bool:
        return self.merged

    def known_since(self) -> date | None:
        return None if self.empty else date(2026, 1, 5)

    def begun(self, code: str, calendar: CalendarName) -> Period:
        period = parse(code, calendar)
        if period.start > TODAY:
            raise PeriodError(code)
        return period

    def latest_closed_period(self, calendar: CalendarName) -> str:
        return {"calendar": "2026-10", "nd09": "2026-11"}[calendar]

    def figures(  # noqa: PLR0913 - the interface
        self,
        *,
        indicators: Sequence[str] | None = None,
        period: str | None = None,
        calendar: CalendarName = "calendar",
        source: str | None = None,
        unit: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",
        compare: str = "previous",
    ) -> pl.DataFrame:
        self.asked.append(f"{period} {as_known_at}" + "".join(f" {way}" for way in (on_map, compare) if way in WAYS))
        codes = [code for code in SOURCES_OF if indicators is None or code in indicators]
        pairs = [(code, source or SOURCES_OF[code][0]) for code in codes]
        frames = [
            self._month(code, name, parse(period or "2026-10", calendar))
            for code, name in pairs
            if name in SOURCES_OF[code] and calendar in CALENDARS_OF[name]
        ]
        found = pl.concat(frames) if frames else frame()
        return found if unit is None else found.filter(pl.col("unit") == unit)

    def steadily(self, work: Callable[[], T]) -> T:
        return work()

    def series(  # noqa: PLR0913 - the interface
        self,
        indicator: str,
        unit: str,
        *,
        source: str | None,
        calendar: CalendarName,
        months: int,
        as_known_at: datetime | None = None,
        on_map: str = "published",  # noqa: ARG002 - the fake has one map
    ) -> pl.DataFrame:
        every = self.trends(indicator, source=source, calendar=calendar, months=months, as_known_at=as_known_at)
        return every.filter(pl.col("unit") == unit)

    def trends(  # noqa: PLR0913 - the interface
        self,
        indicator: str,
        *,
        source: str | None,
        calendar: CalendarName,
        months: int,
        as_known_at: datetime | None = None,  # noqa: ARG002 - the fake has one version
        on_map: str = "published",  # noqa: ARG002 - the fake has one map
    ) -> pl.DataFrame:
        name = source or next(iter(self.sources_of(indicator)), None)
        if name is None or calendar not in CALENDARS_OF[name]:
            return frame()
        span = _months(Period(calendar, "month", 2026, 11), months)
        return pl.concat([self._month(indicator, name, month) for month in span])

    def by_procedure(  # noqa: PLR0913 - the interface
        self,
        indicator: str,
        *,
        period: str | None = None,
        calendar: CalendarName = "calendar",
        source: str | None = None,
        unit: str | None = None,
        field: str | None = None,
        as_known_at: datetime | None = None,
        on_map: str = "published",  # noqa: ARG002 - the fake has one map
        lang: str = "vi",
    ) -> pl.DataFrame:
        found = self.figures(
            indicators=[indicator], period=period, calendar=calendar, source=source, as_known_at=as_known_at
        )
        mine = found.filter(pl.col("unit") == (unit or PROVINCE))
        rows = procedure_rows(mine.row(0, named=True), lang) if mine.height and indicator in BY_PROCEDURE else []
        every = pl.DataFrame(rows, schema=COLUMNS)
        return every if field is None else every.filter(pl.col("field") == field, pl.col("procedure") != "")

    def explain(  # noqa: PLR0913 - the interface
        self,
        indicator: str,
        unit: str,
        *,
        period: str,
        calendar: CalendarName = "calendar",
        source: str | None = None,
        lang: str = "vi",
        as_known_at: datetime | None = None,  # noqa: ARG002 - the fake has one version
        on_map: str = "published",  # noqa: ARG002 - the fake has one map
    ) -> FakePassport | None:
        rows = self.figures(indicators=[indicator], period=period, calendar=calendar, source=source, unit=unit)
        if rows.is_empty():
            return None
        row = rows.row(0, named=True)
        names = {"vi": ("Hồ sơ số hóa cả hai", "Hồ sơ đã giải quyết"), "en": ("Digitized in both", "Resolved")}[lang]
        return FakePassport(
            indicator=indicator,
            period=row["period"],
            start=row["period_start"],
            end=row["period_end"],
            calendar=calendar,
            numerator_measures=[("dossiers_input_result_digitized", names[0], row["numerator"])],
            denominator_measures=[("dossiers_resolved", names[1], row["denominator"])],
            provisional=row["provisional"],
            reported=row["reported"],
            expected=row["expected"],
            source=row["source"],
            source_title=next(info.title[lang] for info in SOURCES if info.name == row["source"]),
        )

    def counts_of(self, unit: str, *, period: str, calendar: CalendarName, lang: str) -> pl.DataFrame:
        rows = self.figures(period=period, calendar=calendar, unit=unit)
        name = {"vi": "Hồ sơ đã giải quyết", "en": "Dossiers resolved"}[lang]
        return rows.select(
            "source", "series", pl.lit("dossiers_resolved").alias("measure"), pl.lit(name).alias("measure_name"),
            pl.col("denominator").alias("value"), "captured_at",
        )  # fmt: skip

    @lru_cache(maxsize=2048)  # noqa: B019 - one fake per test session
    def _month(self, code: str, source: str, period: Period) -> pl.DataFrame:
        now = self._counts(code, source, period)
        before = self._counts(code, source, period.previous())
        rows = [self._row(code, source, period, unit, (now, before)) for unit in self.units.iter_rows(named=True)]
        return frame(*[row for row in rows if row is not None])

    def _row(
        self, code: str, source: str, period: Period, unit: Mapping[str, Any], counts: tuple[Counts, Counts]
    ) -> dict[str, Any] | None:
        """One unit's figure; ``counts``: this period's and the one before's."""
        if unit["unit"] not in counts[0]:
            return None
        num, den = counts[0][unit["unit"]]
        old_num, old_den = counts[1].get(unit["unit"], (None, None))
        running = not period.closed(TODAY)
        target = 80.0 if code in ("K5", "K6") else 95.0
        milestone = {"K3": 35.0, "K5": 30.0, "K6": 70.0}.get(code, 80.0) if period.year >= 2026 else None
        row = figure(num, den, target=target, milestone=milestone)
        row.update(
            indicator=code, source=source, **unit, calendar=period.calendar, period=period.code,
            period_start=period.start, period_end=period.end, provisional=running,
            basis="own" if code == "K6" else "children",
        )  # fmt: skip
        if unit["unit"] == PROVINCE and code != "K6":
            row.update(reported=116, expected=117)
        if running and row["rate"] is not None:
            row["status"] = "unreachable" if row["rate"] < 60 else "provisional"
        if num is not None and den and old_num is not None and old_den:
            row["change"] = 100 * num / den - 100 * old_num / old_den
        return row

    @lru_cache(maxsize=4096)  # noqa: B019 - one fake per test session
    def _counts(self, code: str, source: str, period: Period) -> Counts:
        """Numerator and denominator by unit; K6 is known for the province alone."""
        if code == "K6":
            return {PROVINCE: (24_100, 33_020)}
        counts: Counts = {
            unit: self._unit_counts(code, source, period, unit, kind)
            for unit, kind in self.units.select("unit", "kind").iter_rows()
            if kind != "province"
        }
        known = [(num, den) for num, den in counts.values() if num is not None and den is not None]
        return {PROVINCE: (sum(num for num, _ in known), sum(den for _, den in known)), **counts}

    def _unit_counts(
        self, code: str, source: str, period: Period, unit: str, kind: str
    ) -> tuple[int | None, int | None]:
        character = Random(f"{self.seed} {code} {source} {unit}")
        month = Random(f"{self.seed} {code} {source} {unit} {period.code}")
        size = {"department": 520, "ward": 480, "special_zone": 900}.get(kind, 330) * math.exp(character.gauss(0, 0.5))
        if unit in ("H01.202", "H01.15"):
            size = 12
        if unit == "H01.120" or (unit == "H01.117" and period.number in (3, 4)):
            return None, None
        if unit == "H01.13":
            return 0, 0
        growth = (period.year - 2024) * 4 + period.number / 3
        level = BASE[code] - 8 + growth + character.gauss(4 if kind == "department" else 0, 8) + month.gauss(0, 1.5)
        level -= 25 if kind == "special_zone" else 0
        den = max(1, round(size * month.uniform(0.85, 1.15)))
        return min(den, max(0, round(den * min(level, 99.6) / 100))), den


def _months(last: Period, count: int) -> list[Period]:
    return list(_back(last, count))[::-1]


def _back(last: Period, count: int) -> Iterator[Period]:
    for _ in range(count):
        yield last
        last = last.previous()
