"""What tests of reports start from: the province's declaration, counts of a few units, the service over a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from connectors.base import Span
from monitor.collect.pull import pull_source
from monitor.declared import Declared, Source
from monitor.figures import FigureService
from monitor.periods import CalendarName
from monitor.reports.service import ReportService
from monitor.store import Store
from tests.collect.world import Scripted, batch, month, row
from tests.running import ROOT

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
SERIES = "digitization-by-agency"
PHU_QUOC, LONG_XUYEN, BINH_DUC, MY_THOI = "H01.201", "H01.101", "H01.102", "H01.103"
OCTOBER, SEPTEMBER = month("2026-10"), month("2026-09")


def pulled(  # noqa: PLR0913, PLR0917 - a pull's address
    store: Store,
    declared: Declared,
    rows: Sequence[dict[str, object]],
    at: datetime,
    calendar: CalendarName = "calendar",
    name: str = "mot-cua",
) -> None:
    """Pull rows of the one-stop system, or of another, as on a given moment."""
    source = Source.model_validate({"name": name, "connector": "igate", "units_as_of": "period", "calendar": calendar})
    spans = [Span(r["period_start"], r["period_end"]) for r in rows]  # type: ignore[arg-type]
    connector = Scripted([batch(rows, at, url=f"http://one-stop.test/{at:%Y%m%d%H%M%S}")])
    first, last = min(spans).start, max(spans).end
    result = pull_source(store, declared, source, connector, clock=lambda: at, first=first, last=last)
    assert result.outcome == "complete", result


def pair(unit: str, joint: int, resolved: int, span: Span) -> list[dict[str, object]]:
    return [
        row("dossiers_input_result_digitized", joint, unit, span, series=SERIES),
        row("dossiers_resolved", resolved, unit, span, series=SERIES),
    ]


def reports(store: Store, declared: Declared, now: datetime = NOON) -> ReportService:
    return ReportService(FigureService(store, declared, lambda: now), lambda: now, ROOT / "config" / "reports")
