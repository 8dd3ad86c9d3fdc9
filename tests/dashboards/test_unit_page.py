"""A unit's page: what it lacks and where, adding up; its place and peers; sources and causes; what to do next."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from math import ceil

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.callbacks import render
from dashboards.figures.pareto import ABOVE, NAMED, OTHERS, REST, by_field, lines, total
from dashboards.figures.standing import neighbours, peer_rows
from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, nodes, text, tree, with_class
from tests.dashboards.real import LONG_XUYEN

SCHEMA = {
    "procedure": pl.String(),
    "procedure_name": pl.String(),
    "field": pl.String(),
    "field_name": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "shortfall": pl.Int64(),
}
Part = tuple[str, str, int | None, int | None, int | None]


def parts(*rows: Part) -> pl.DataFrame:
    """Procedures of a unit: code, field, numerator, denominator, whole cases missing."""
    full = [
        (code, code and f"name {code}", field, field.upper(), num, den, None, gap)
        for code, field, num, den, gap in rows
    ]
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def test_lines_by_hand() -> None:
    # 95 %: 100 lack 45, 20 lack 9, 40 are 2 above, 10 of 10 (the remainder) are above by half a case
    frame = parts(
        ("a", "x", 50, 100, 45), ("b", "y", 10, 20, 9), ("c", "y", 40, 40, -2), ("d", "", 0, 0, 0), ("", "", 10, 10, 0)
    )
    found = lines(frame, top=1)
    told = [
        (line.kind, line.code, line.count, line.numerator, line.denominator, line.shown, line.missing) for line in found
    ]
    assert told == [
        (NAMED, "a", 1, 50, 100, None, 45),
        (OTHERS, "", 1, 10, 20, "50.00", 9),
        (ABOVE, "", 1, 40, 40, "100.00", -2),
        (REST, "", 1, 10, 10, "100.00", 0),
    ]
    assert total(found) == 52
    fields = lines(by_field(frame))
    assert [(line.name, line.numerator, line.denominator, line.missing) for line in fields if line.kind == NAMED] == [
        ("X", 50, 100, 45),
        ("Y", 50, 60, 7),
    ]
    assert total(fields) == 52


def test_what_is_not_reported_is_no_zero() -> None:
    frame = parts(("a", "x", None, None, None), ("b", "x", 1, 20, 18), ("", "", 0, 5, 5))
    assert [(line.kind, line.code) for line in lines(frame)] == [(NAMED, "b"), (REST, "")]
    only = by_field(parts(("a", "x", None, None, None)))
    assert only["numerator"].to_list() == [None]


drawn = st.lists(
    st.tuples(st.sampled_from(["x", "y", "z", ""]), st.integers(1, 500), st.integers(-30, 200)), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(drawn, st.integers(0, 10), st.integers(-5, 40))
def test_every_line_is_there_once_and_they_add_up(rows: list[tuple[str, int, int]], top: int, rest: int) -> None:
    frame = parts(*((f"p{n}", field, 0, den, gap) for n, (field, den, gap) in enumerate(rows)), ("", "", 0, 7, rest))
    whole = sum(gap for _, _, gap in rows) + rest
    for found in (lines(frame, top), lines(by_field(frame), top)):
        assert total(found) == whole
        assert sum(line.denominator or 0 for line in found) == sum(den for _, den, _ in rows) + 7
        named = [line.missing or 0 for line in found if line.kind == NAMED]
        assert named == sorted(named, reverse=True)
        assert len(named) <= top
    assert sum(line.count for line in lines(frame, top)) == len(rows) + 1


def unit(service: FakeService, code: str, search: str = "") -> object:
    return render(service, f"/unit/{code}", search)[0]


def figure(service: FakeService, code: str) -> dict[str, int]:
    row = service.figures(indicators=["K1"]).filter(pl.col("unit") == code).row(0, named=True)
    return {"numerator": row["numerator"], "denominator": row["denominator"]}


@pytest.mark.parametrize("code", ["H01.201", "H01.101"])
def test_procedures_and_fields_add_up_to_the_cases_the_page_asks_for(service: FakeService, code: str) -> None:
    own = figure(service, code)
    lacking = ceil(Fraction(95, 100) * own["denominator"]) - own["numerator"]
    page = unit(service, code)
    need = text(with_class(page, "need")[0])
    assert f"{lacking:,}".replace(",", ".") in need
    tables = [one for one in with_class(page, "pareto") if one["type"] == "Table"]
    assert len(tables) == 2
    for table in tables:
        rows = [node for node in nodes(table) if node["type"] == "Tr"][1:]
        strong = [text(node) for row in rows for node in nodes(row) if node["type"] == "Strong"]
        cells = [int(cell.replace(".", "").replace("−", "-")) for cell in strong]
        assert sum(cells[:-1]) == cells[-1] == lacking


def test_what_to_do_names_the_remedy_and_the_procedures_to_begin_with(service: FakeService) -> None:
    page = unit(service, "H01.201")
    steps = text(with_class(page, "todo-steps")[0])
    remedy = next(info.remedy for info in service.indicators("vi") if info.code == "K1")
    assert remedy.rstrip(".") in steps
    assert "Bắt đầu từ:" in steps
    assert "sohoa " not in steps


@pytest.mark.parametrize(
    ("code", "said"), [("H01.202", "quá ít hồ sơ"), ("H01.13", "không phát sinh"), ("H01.120", "Chưa có số liệu")]
)
def test_nobody_is_urged_without_cases(service: FakeService, code: str, said: str) -> None:
    page = unit(service, code)
    assert said in text(with_class(page, "need")[0])
    assert not with_class(page, "todo-steps")


def test_neighbours_stand_next_to_it_and_peers_are_alike(service: FakeService) -> None:
    frame = service.figures(indicators=["K1"]).filter(pl.col("unit") != "H01")
    rates = {
        row["unit"]: Fraction(row["numerator"], row["denominator"])
        for row in frame.iter_rows(named=True)
        if row["denominator"]
    }
    ranked = frame.with_columns(
        place=pl.Series(
            [
                1 + sum(other > rates[one] for other in rates.values()) if one in rates else None
                for one in frame["unit"]
            ],
            dtype=pl.UInt32,
        )
    )
    best = min(rates, key=lambda one: (-rates[one], one))
    assert neighbours(ranked, best)["unit"].to_list()[0] == best
    around = neighbours(ranked, "H01.101")
    places = around["place"].to_list()
    assert places == sorted(places)
    assert around.height == 5
    assert around["unit"][2] == "H01.101"
    assert neighbours(ranked, "H01.120").is_empty(), "no rate, no place"
    alike = peer_rows(ranked, "H01.101")
    assert set(alike["kind"]) == {"ward"}
    assert alike.height == 8
    page = text(unit(service, "H01.101"))
    assert "So với các đơn vị khác" in page
    assert "trung vị của 7 đơn vị tương đương" in page
    assert "So với các đơn vị khác" not in text(unit(service, "H01")), "the province has no peers"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Alerted:
    return alerted(tmp_path_factory.mktemp("unit"))


def real(known: Alerted, code: str, search: str) -> object:
    return render(known.figures, f"/unit/{code}", search, known.alerts)[0]


def test_both_sources_stand_side_by_side_with_causes_that_add_up(known: Alerted) -> None:
    page = real(known, LONG_XUYEN, "?indicator=K3&period=2026-10&source=mot-cua")
    table = next(one for one in with_class(page, "causes") if one["type"] == "Table")
    rows = [
        [text(cell) for cell in nodes(row) if cell["type"] in {"Th", "Td"}]
        for row in nodes(table)
        if row["type"] == "Tr"
    ][1:]
    numbers = [[int(cell.replace("−", "-").replace("+", "")) for cell in row[1:3]] for row in rows]
    # 80 of 100 at the one-stop system, 66 of 98 at the portal
    assert numbers[-1] == [14, 2]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == [14, 2]


def test_an_alert_is_told_with_its_answer_and_leads_to_its_page(known: Alerted) -> None:
    before = real(known, "H01.201", "?indicator=K3&period=2026-10")
    number = known.number("H01.201")
    assert f"/alerts/{number}?period=2026-10&indicator=K3" in hrefs(before)
    assert "Chưa giải trình" in text(before)
    assert "Giải trình cảnh báo" in text(with_class(before, "todo-steps")[0])
    known.alerts.acknowledge(number, "unit:H01.201", "equipment", "Máy quét hỏng từ ngày 5.")
    known.alerts.plan(number, "unit:H01.201", owner="Văn thư", product="Quét bù 45 hồ sơ", due=date(2026, 12, 4))
    after = text(real(known, "H01.201", "?indicator=K3&period=2026-10"))
    assert "Máy quét hỏng từ ngày 5." in after
    assert "Quét bù 45 hồ sơ – Văn thư, trước hết ngày 04/12/2026" in after
    assert "Thực hiện biện pháp đã nêu" in after


def test_findings_about_the_unit_say_what_to_do(known: Alerted) -> None:
    data = known.figures.data
    found = data.trust.findings(period="2026-10", calendar="calendar", unit=LONG_XUYEN)
    page = text(real(known, LONG_XUYEN, "?indicator=K3&period=2026-10"))
    assert f"Cần kiểm tra: {found.height} vấn đề" in page
    for row in found.head(5).iter_rows(named=True):
        assert row["title_vi"] in page
        assert row["remedy_vi"] in page


def test_the_page_is_small(service: FakeService) -> None:
    assert len(json.dumps(tree(unit(service, "H01.201")))) < 300_000
