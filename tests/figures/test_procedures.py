"""Figures by procedure on both databases. Expected numbers are counted by hand from the few counts given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from connectors.base import Span
from monitor.collect.pull import pull_source
from monitor.declared import Declared, Source, load
from monitor.figures import FigureService, QueryError
from monitor.figures.procedures import COLUMNS, Asked, by_field, of_units, trend
from monitor.store import Store
from monitor.viewer import Viewer
from tests.collect.world import Scripted, batch, month, row
from tests.running import ROOT

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
OCTOBER, SEPTEMBER = month("2026-10"), month("2026-09")
PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"
BIRTH, MARRIAGE, LAND, UNKNOWN = "1.001193", "1.000894", "1.013978", "9.999999"
Cells = Mapping[tuple[str, str], tuple[int | None, int | None]]
CELLS: Cells = {
    (PHU_QUOC, ""): (50, 100),
    (PHU_QUOC, LAND): (5, 40),
    (PHU_QUOC, BIRTH): (40, 50),
    (LONG_XUYEN, ""): (90, 100),
    (LONG_XUYEN, LAND): (30, 35),
    (LONG_XUYEN, BIRTH): (35, 35),
    (LONG_XUYEN, UNKNOWN): (10, 10),
    (LONG_XUYEN, MARRIAGE): (None, 10),
}


@pytest.fixture(scope="module")
def declared() -> Declared:
    return load(ROOT / "config", environ={})


def counted(cells: Cells, span: Span) -> list[dict[str, object]]:
    measures = ("dossiers_input_result_digitized", "dossiers_resolved")
    return [
        row(measure, value, unit, span, series="theo-thu-tuc", procedure=procedure)
        for (unit, procedure), pair in cells.items()
        for measure, value in zip(measures, pair, strict=True)
    ]


def pulled(store: Store, declared: Declared, rows: Sequence[dict[str, object]], at: datetime, name: str) -> None:
    source = Source.model_validate({"name": name, "connector": "igate", "units_as_of": "today"})
    connector = Scripted([batch(rows, at, url="http://one-stop.test/")])
    result = pull_source(store, declared, source, connector, clock=lambda: at, first=SEPTEMBER.start, last=OCTOBER.end)
    assert (result.outcome, result.quarantined) == ("complete", 0)


@pytest.fixture
def service(store: Store, declared: Declared) -> FigureService:
    """Mot-cua tells totals only; thong-ke-thu-tuc tells two units by procedure, and restates one count later."""
    totals = {key: pair for key, pair in CELLS.items() if not key[1]}
    pulled(store, declared, counted(totals, OCTOBER), NOON - timedelta(days=10), "mot-cua")
    rows = counted(CELLS, OCTOBER) + counted({(PHU_QUOC, LAND): (2, 30)}, SEPTEMBER)
    pulled(store, declared, rows, NOON - timedelta(days=10), "thong-ke-thu-tuc")
    later = counted({(PHU_QUOC, LAND): (6, 40)}, OCTOBER)
    pulled(store, declared, later, NOON - timedelta(days=2), "thong-ke-thu-tuc")
    return FigureService(store, declared, lambda: NOON)


def pairs(frame: pl.DataFrame) -> dict[str, tuple[int | None, int | None]]:
    return {row["procedure"]: (row["numerator"], row["denominator"]) for row in frame.iter_rows(named=True)}


def test_a_unit_by_procedure_and_what_no_procedure_holds(service: FigureService) -> None:
    rows = service.by_procedure("K1", unit=PHU_QUOC, period="2026-10")
    assert dict(rows.schema) == COLUMNS
    assert pairs(rows) == {LAND: (6, 40), BIRTH: (40, 50), "": (4, 10)}
    assert rows["procedure"].to_list() == [LAND, BIRTH, ""]
    # 38 - 6 = 32, 47.5 - 40 = 7.5, 9.5 - 4 = 5.5; together 95 - 50 = 45 dossiers.
    assert rows["shortfall"].to_list() == [32, 8, 5]
    assert rows["share"].to_list() == pytest.approx([100 * 32 / 45, 100 * 7.5 / 45, 100 * 5.5 / 45])
    assert rows["status"].to_list() == ["below", "below", "too_few"]
    assert rows["procedure_name"].to_list()[1:] == ["Thủ tục đăng ký khai sinh", None]
    assert rows["field"].to_list() == ["dat-dai", "ho-tich", ""]
    assert set(rows["source"]) == {"thong-ke-thu-tuc"}


def test_the_province_is_the_sum_of_its_units_by_procedure(service: FigureService) -> None:
    rows = service.by_procedure("K1", period="2026-10")
    assert pairs(rows) == {LAND: (36, 75), BIRTH: (75, 85), UNKNOWN: (10, 10), MARRIAGE: (None, None), "": (19, 30)}
    (whole,) = service.figures(indicators=["K1"], period="2026-10", unit="H01", source="thong-ke-thu-tuc").to_dicts()
    assert (rows["numerator"].sum(), rows["denominator"].sum()) == (whole["numerator"], whole["denominator"])
    assert rows["shortfall"].sum() == whole["shortfall"] == 190 - 140
    assert rows.filter(procedure=LAND)["units"].item() == 2
    assert rows.filter(procedure=BIRTH)["units_short"].item() == 1
    silent = rows.filter(procedure=MARRIAGE).row(0, named=True)
    assert (silent["status"], silent["rate"], silent["shortfall"]) == ("not_reported", None, None)


def test_a_field_is_a_part_of_the_whole(service: FigureService) -> None:
    whole = service.by_procedure("K1", period="2026-10", lang="en")
    land = service.by_procedure("K1", period="2026-10", field="dat-dai", lang="en")
    assert land.equals(whole.filter(pl.col("field") == "dat-dai"))
    assert land["field_name"].to_list() == ["Land"]
    assert service.by_procedure("K1", period="2026-10", field="")["procedure"].to_list() == [UNKNOWN]
    fields = by_field(service, Asked("K1"), service.period("2026-10"))
    assert fields["shortfall"].sum() == whole["shortfall"].sum()
    civil = fields.filter(field="ho-tich").row(0, named=True)
    assert (civil["numerator"], civil["denominator"], civil["units"]) == (75, 85, 2)


def test_who_handles_a_procedure_and_how_it_went_on(service: FigureService) -> None:
    asked, october = Asked("K1"), service.period("2026-10")
    units = of_units(service, asked, october, LAND)
    assert units.select("unit", "shortfall").rows() == [(PHU_QUOC, 32), (LONG_XUYEN, 4)]
    months = trend(service, asked, "calendar", 3, frozenset({LAND}))
    assert months.select("period", "numerator", "denominator").rows() == [("2026-09", 2, 30), ("2026-10", 36, 75)]


def test_as_it_was_known_before_the_restatement(service: FigureService) -> None:
    then = service.by_procedure("K1", unit=PHU_QUOC, period="2026-10", as_known_at=NOON - timedelta(days=5))
    assert pairs(then)[LAND] == (5, 40)


def test_a_source_that_tells_totals_only_has_no_row_by_procedure(service: FigureService) -> None:
    rows = service.by_procedure("K1", unit=PHU_QUOC, period="2026-10", source="mot-cua")
    assert rows["procedure"].to_list() == [""]
    assert service.by_procedure("K2", period="2026-10").is_empty()


def test_a_viewer_of_one_unit_sees_no_other(service: FigureService, store: Store, declared: Declared) -> None:
    narrow = FigureService(store, declared, lambda: NOON, viewer=Viewer(subtree=PHU_QUOC))
    assert pairs(narrow.by_procedure("K1", period="2026-10")) == {LAND: (6, 40), BIRTH: (40, 50), "": (4, 10)}
    assert narrow.by_procedure("K1", period="2026-10")["unit"].to_list() == [None] * 3
    assert narrow.by_procedure("K1", unit=LONG_XUYEN, period="2026-10").is_empty()
    assert of_units(narrow, Asked("K1"), narrow.period("2026-10"), LAND)["unit"].to_list() == [PHU_QUOC]
    assert service.by_procedure("K1", period="2026-10").height == 5


def test_a_name_that_does_not_exist_is_refused(service: FigureService) -> None:
    for indicator, unit, source in (("K99", None, None), ("K1", "H77", None), ("K1", None, "mot-cu")):
        with pytest.raises(QueryError, match="No "):
            service.by_procedure(indicator, period="2026-10", unit=unit, source=source)
