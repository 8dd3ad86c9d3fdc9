"""A real service over a few counts by procedure: two communes and a department, 58 more procedures with one case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.base import Span
from monitor.collect.pull import pull_source
from monitor.declared import Source, load
from monitor.figures import FigureService
from monitor.store import Store
from tests.collect.world import Scripted, batch, month, row
from tests.running import ROOT

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
OCTOBER, SEPTEMBER = month("2026-10"), month("2026-09")
PHU_QUOC, LONG_XUYEN, AGRICULTURE = "H01.201", "H01.101", "H01.03"
BIRTH, LAND, RENEWAL, UNKNOWN = "1.001193", "1.013978", "1.012783", "9.999999"
CELLS = {
    (PHU_QUOC, ""): (60, 110),
    (PHU_QUOC, LAND): (6, 40),
    (PHU_QUOC, BIRTH): (44, 50),
    (LONG_XUYEN, ""): (105, 120),
    (LONG_XUYEN, LAND): (30, 40),
    (LONG_XUYEN, BIRTH): (60, 60),
    (LONG_XUYEN, UNKNOWN): (10, 10),
    (AGRICULTURE, ""): (60, 100),
    (AGRICULTURE, RENEWAL): (10, 50),
    (AGRICULTURE, "1.003650"): (50, 50),
}
"""Numerator and denominator of October; 15 of 30 cases are told by no procedure."""


def service(folder: Path, *, many: int = 0) -> FigureService:
    """October and part of September by procedure, totals from the one-stop system; ``many`` more procedures."""
    declared = load(ROOT / "config", sources_file=ROOT / "config/demo/sources.yaml", environ={})
    store = Store(f"sqlite:///{folder / 'sohoa.db'}", folder)
    store.upgrade()
    more = {(LONG_XUYEN, f"5.{number:06d}"): (0, 1) for number in range(many)}
    whole = {LONG_XUYEN: (105, 120 + many)}
    cells = CELLS | more | {(unit, ""): pair for unit, pair in whole.items()}
    rows = counted(cells, OCTOBER) + counted({(PHU_QUOC, ""): (20, 60), (PHU_QUOC, LAND): (2, 30)}, SEPTEMBER)
    totals = counted({key: pair for key, pair in cells.items() if not key[1]}, OCTOBER)
    for name, given in (("mot-cua", totals), ("thong-ke-thu-tuc", rows)):
        source = Source.model_validate(
            {"name": name, "connector": "igate", "units_as_of": "today", "simulated": True}
            | {"title": {"vi": name, "en": name}}
        )
        at = NOON - timedelta(days=3)
        connector = Scripted([batch(given, at, url=f"http://{name}.test/")])
        pull_source(store, declared, source, connector, clock=lambda: NOON, first=SEPTEMBER.start, last=OCTOBER.end)
    return FigureService(store, declared, lambda: NOON, keep=True)


def counted(cells: dict[tuple[str, str], tuple[int, int]], span: Span) -> list[dict[str, object]]:
    """K1's two counts of each unit and procedure."""
    measures = ("dossiers_input_result_digitized", "dossiers_resolved")
    return [
        row(measure, value, unit, span, series="theo-thu-tuc", procedure=procedure)
        for (unit, procedure), pair in cells.items()
        for measure, value in zip(measures, pair, strict=True)
    ]
