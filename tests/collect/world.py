"""A small declared province and a connector that yields what a test tells it to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

from connectors.base import Batch, Connector, ConnectorOptions, Evidence, Reject, Span, Window, count_frame
from connectors.errors import SourceError
from monitor.declared import load
from monitor.declared.declared import Declared
from monitor.declared.fields import Bilingual
from monitor.declared.models import Indicator, Measure, Reading, Source, Unit, UnitCode, WorkingCalendar
from monitor.periods import CalendarName, month_of
from tests.running import ROOT

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TEXT = Bilingual(vi="chữ", en="text")
CHECKS = load(ROOT / "config").checks
"""What the province declares: the identities of the forms."""
SERIES = "table"
RECEIVED, DIGITIZED, NOT_DIGITIZED = (
    "dossiers_received",
    "dossiers_components_digitized",
    "dossiers_components_not_digitized",
)
RESOLVED, ELECTRONIC, JOINT = "dossiers_resolved", "results_electronic", "dossiers_input_result_digitized"
MEASURES = (
    RECEIVED,
    DIGITIZED,
    NOT_DIGITIZED,
    RESOLVED,
    ELECTRONIC,
    "results_not_electronic",
    JOINT,
    "dossiers_online",
    "dossiers_direct",
    "dossiers_postal",
    "dossiers_handled",
    "dossiers_handled_on_time",
    "dossiers_handled_overdue",
    "casefiles",
    "documents_sent",
    "documents_sent_signed",
)


def month(code: str, calendar: CalendarName = "calendar") -> Span:
    """The span of a month given as 2026-10."""
    year, number = map(int, code.split("-"))
    found = month_of(date(year, number, 1), calendar)
    return Span(found.start, found.end)


OCTOBER, NOVEMBER = month("2026-10"), month("2026-11")


def row(measure: str, value: int | None, unit: str = "U1", span: Span = OCTOBER, **more: object) -> dict[str, object]:
    """One row of a Batch."""
    return {
        "series": SERIES,
        "unit_code": unit,
        "unit_name": None,
        "measure": measure,
        "period_start": span.start,
        "period_end": span.end,
        "procedure": "",
        "value": value,
        **more,
    }


def batch(
    rows: Sequence[dict[str, object]],
    at: datetime = NOW,
    rejects: tuple[Reject, ...] = (),
    url: str = "http://source.test/table",
) -> Batch:
    """A Batch whose evidence is the rows themselves."""
    body = json.dumps([rows, [reject.value for reject in rejects]], default=str).encode()
    return Batch(count_frame(list(rows)), Evidence(url, "GET", 200, "application/json", body, at), rejects)


def reject(measure: str, value: str, unit: str = "U1", span: Span | None = OCTOBER) -> Reject:
    """A cell that is no number."""
    return Reject("Sheet1!C7", unit, None, measure, span, value, "not an integer", "", SERIES if span else "")


@dataclass
class Scripted(Connector):
    """Yields the given batches, then raises the given error if there is one."""

    batches: Sequence[Batch]
    error: BaseException | None = None
    asked: list[Window] = field(default_factory=list)

    name: ClassVar[str] = "scripted"
    system: ClassVar[str] = "a test"
    Options: ClassVar[type[ConnectorOptions]] = ConnectorOptions
    measures: ClassVar[frozenset[str]] = frozenset(MEASURES)

    def steps(self, window: Window) -> int:
        self.asked.append(window)
        return len(self.batches)

    def pull(self, window: Window) -> Iterator[Batch]:
        del window
        yield from self.batches
        if self.error is not None:
            raise self.error

    def probe(self, today: date) -> str:
        return f"alive on {today}"


def source(**changes: object) -> Source:
    """A source with everything at its default."""
    return Source.model_validate({"name": "src", "connector": "scripted", **changes})


def declared(
    readings: Sequence[tuple[Sequence[str], Sequence[str]]] = (
        ((DIGITIZED,), (RECEIVED,)),
        ((ELECTRONIC,), (RESOLVED,)),
    ),
    units: Sequence[Unit] | None = None,
    unit_codes: Sequence[UnitCode] = (),
    effective_from: date = date(2020, 1, 1),
) -> Declared:
    """Three units valid since mid-2025, the measures above, one indicator per reading."""
    return Declared(
        units=tuple(units or [unit(code) for code in ("U1", "U2", "U3")]),
        unit_codes=tuple(unit_codes),
        measures=tuple(Measure(code=code, kind="flow", noun="dossiers", vi=code, en=code) for code in MEASURES),
        indicators=tuple(_indicator(f"K{i}", over, under, effective_from) for i, (over, under) in enumerate(readings)),
        targets={},
        sources=(),
        calendar=WorkingCalendar(time_zone="Asia/Ho_Chi_Minh", calendars={}, default_calendar="calendar"),
        checks=CHECKS,
    )


def unit(code: str, valid_from: date = date(2025, 7, 1), valid_to: date | None = None) -> Unit:
    """A commune."""
    return Unit(code=code, name=f"Xã {code}", kind="commune", parent=None, valid_from=valid_from, valid_to=valid_to)


def ticking(start: datetime = NOW) -> Callable[[], datetime]:
    """A clock that moves one second each time it is read."""
    moments = (start + timedelta(seconds=n) for n in range(10**9))
    return lambda: next(moments)


def broken(kind: type[SourceError], evidence: Evidence | None = None) -> SourceError:
    """A source's error with recognisable words."""
    return kind("It did not work.", "Do this next.", evidence)


def _indicator(code: str, over: Sequence[str], under: Sequence[str], effective_from: date) -> Indicator:
    return Indicator(
        code=code,
        slug=code,
        version=1,
        effective_from=effective_from,
        name=TEXT,
        numerator=TEXT,
        denominator=TEXT,
        exclusions=TEXT,
        readings=(Reading(numerator=tuple(over), denominator=tuple(under), basis=TEXT),),
        direction="high",
        noun="dossiers",
        standing="proposed",
        legal_basis=TEXT,
        lead_agency="U1",
        remedy=TEXT,
    )
