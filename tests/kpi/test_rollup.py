"""Groups: sums along the tree of units, completeness, validity, own counts."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.kpi import figures
from tests.kpi.world import LEAVES, pair, question, row, unit_frame, unit_row


def test_a_group_is_summed_from_the_units_that_reported_never_averaged() -> None:
    rows = pair("C1", 1, 1) + pair("C2", 0, 999) + pair("C3", None, 7)
    found = row(figures(question(rows)), "P")
    assert (found["numerator"], found["denominator"], found["shown"]) == (1, 1000, "0.10")
    assert (found["reported"], found["expected"], found["basis"]) == (2, 5, "children")


def test_level_groups_are_named_after_parent_and_level() -> None:
    result = figures(question(pair("C1", 1, 2) + pair("D1", 3, 4)))
    groups = result.filter(kind="group", indicator="X").sort("unit")
    columns = ["unit", "unit_name", "level", "parent", "numerator", "reported", "expected", "basis"]
    assert groups.select(columns).rows() == [
        ("P/commune", "Unit P", "commune", "P", 1, 1, 3, "children"),
        ("P/department", "Unit P", "department", "P", 3, 1, 2, "children"),
    ]


def test_a_unit_s_own_count_is_never_added_to_those_below_it() -> None:
    found = row(figures(question(pair("P", 50, 100) + pair("C1", 1, 2))), "P")
    assert (found["numerator"], found["denominator"], found["basis"]) == (1, 2, "children")


def test_own_counts_stand_where_the_source_gives_nothing_below() -> None:
    found = row(figures(question(pair("P", 50, 100))), "P")
    assert (found["numerator"], found["basis"], found["reported"], found["expected"]) == (50, "own", 1, 1)


def test_the_basis_does_not_change_in_a_month_without_reports() -> None:
    rows = pair("P", 50, 100) + pair("P", 40, 100, "2026-09") + pair("C1", 1, 2, "2026-09")
    found = row(figures(question(rows, "2026-10")), "P")
    assert (found["basis"], found["status"], found["reported"], found["expected"]) == (
        "children",
        "not_reported",
        0,
        5,
    )


def test_a_unit_the_source_never_named_is_expected_all_the_same() -> None:
    result = figures(question(pair("C1", 1, 2)))
    silent = result.filter(indicator="X", status="not_reported")["unit"].to_list()
    assert silent == ["C2", "C3", "D1", "D2", "P/department"]
    assert result.filter(unit="C2", indicator="X").select("numerator", "reported", "expected").row(0) == (None, 0, 1)


DEEP = unit_frame(
    unit_row("P", None), unit_row("D1", "P"), unit_row("D11", "D1"), unit_row("D12", "D1"), unit_row("C1", "P")
)


def test_sums_climb_through_every_height() -> None:
    rows = pair("D11", 1, 10) + pair("D12", 2, 10) + pair("C1", 4, 10) + pair("D1", 9, 10) + pair("P", 9, 10)
    result = figures(question(rows, units=DEEP))
    assert row(result, "D1")["numerator"] == 3
    assert row(result, "P")["numerator"] == 7
    assert (row(result, "P")["reported"], row(result, "P")["expected"]) == (3, 3)
    assert row(result, "D1/department")["numerator"] == 3
    assert row(result, "P/department")["numerator"] == 3


def test_a_middle_unit_with_own_counts_only_is_one_part_of_the_whole() -> None:
    result = figures(question(pair("D1", 9, 10) + pair("C1", 4, 10), units=DEEP))
    assert (row(result, "D1")["basis"], row(result, "P")["numerator"]) == ("own", 13)
    assert (row(result, "P")["reported"], row(result, "P")["expected"]) == (2, 2)


MERGED = unit_frame(
    unit_row("P", None),
    unit_row("C1", "P", valid_to=date(2026, 8, 31)),
    unit_row("C2", "P", valid_from=date(2026, 9, 1)),
)


@pytest.mark.parametrize(
    ("period", "as_of", "units", "expected"),
    [
        ("2026-08", "period", ["C1"], 1),
        ("2026-09", "period", ["C2"], 1),
        ("2026-Q3", "period", ["C1", "C2"], 3),
        ("2026-08", "today", ["C2"], 1),
        ("2026-Q3", "today", ["C2"], 3),
    ],
)
def test_units_are_expected_while_they_exist(period: str, as_of: str, units: list[str], expected: int) -> None:
    rows = [cell for u in ("C1", "C2") for m in ("2026-07", "2026-08", "2026-09") for cell in pair(u, 1, 2, m)]
    result = figures(question(rows, period, units=MERGED, units_as_of={"s": as_of})).filter(indicator="X")
    assert result.filter(kind="commune")["unit"].to_list() == units
    found = row(result, "P")
    assert (found["reported"], found["expected"], found["numerator"]) == (expected, expected, expected)


def test_completeness_of_a_quarter_counts_unit_months() -> None:
    rows = [cell for unit in LEAVES for month in ("2026-07", "2026-08") for cell in pair(unit, 1, 2, month)]
    found = row(figures(question(rows, "2026-Q3")), "P")
    assert (found["reported"], found["expected"]) == (10, 15)


def test_a_province_among_provinces_without_units_of_its_own_has_its_own_figure() -> None:
    provinces = unit_frame(unit_row("P1", None), unit_row("P2", None))
    result = figures(question(pair("P1", 1, 2) + pair("P2", 1, 4), units=provinces)).filter(indicator="X")
    assert result.select("unit", "shown", "basis").rows() == [("P1", "50.00", "own"), ("P2", "25.00", "own")]
