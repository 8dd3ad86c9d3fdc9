"""Figures by procedure. Expected numbers are counted by hand or with whole numbers and fractions."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi import REMAINDER, FigureInput, figures, procedure_sums
from monitor.kpi.procedures import by_unit, judged, over_units, with_shares
from tests.kpi import world

Cells = dict[tuple[str, str], tuple[int | None, int | None]]
GOAL = 9500


def query(cells: Cells) -> FigureInput:
    rows = [
        world.count(unit, measure, value, procedure=procedure)
        for (unit, procedure), pair in cells.items()
        for measure, value in zip(("a", "b"), pair, strict=True)
    ]
    return world.question(rows, minimum=30)


def told(cells: Cells) -> pl.DataFrame:
    """Judged rows of every unit with their shortfall and share."""
    asked = query(cells)
    totals = figures(asked).filter(pl.col("indicator") == "X", pl.col("basis") == "own")
    sums = procedure_sums(asked).filter(pl.col("indicator") == "X")
    return with_shares(judged(by_unit(sums, totals), asked.targets, asked.indicators), ["unit"])


def one(rows: pl.DataFrame, unit: str, procedure: str) -> dict[str, Any]:
    return rows.filter(unit=unit, procedure=procedure).row(0, named=True)


def test_procedures_and_remainder_add_up_to_the_unit() -> None:
    rows = told({("D1", ""): (60, 100), ("D1", "p"): (10, 40), ("D1", "q"): (40, 41)})
    # Missing of 95 %: p 38 - 10 = 28, q 38.95 - 40 = -1.05, the rest 18.05 - 10 = 8.05; the unit 95 - 60 = 35.
    assert [one(rows, "D1", name)["gap"] for name in ("p", "q", REMAINDER)] == [280_000, -10_500, 80_500]
    assert [one(rows, "D1", name)["shortfall"] for name in ("p", "q", REMAINDER)] == [28, -1, 8]
    assert [one(rows, "D1", name)["needed"] for name in ("p", "q", REMAINDER)] == [28, 0, 9]
    assert one(rows, "D1", "p")["share"] == float(Fraction(28_000_000, 360_500))
    assert one(rows, "D1", "q")["share"] is None
    assert [one(rows, "D1", name)["status"] for name in ("p", "q", REMAINDER)] == ["below", "met", "too_few"]


def test_what_is_not_reported_is_no_zero_and_stays_in_the_remainder() -> None:
    rows = told({("D1", ""): (60, 100), ("D1", "p"): (None, 40), ("D1", "q"): (50, 50)})
    silent = one(rows, "D1", "p")
    assert (silent["numerator"], silent["denominator"], silent["gap"], silent["shortfall"]) == (None,) * 4
    assert silent["status"] == "not_reported"
    assert (one(rows, "D1", REMAINDER)["numerator"], one(rows, "D1", REMAINDER)["denominator"]) == (10, 50)


def test_procedures_above_the_total_leave_a_negative_remainder_to_be_checked() -> None:
    rest = one(told({("D1", ""): (60, 100), ("D1", "p"): (70, 90)}), "D1", REMAINDER)
    assert (rest["numerator"], rest["denominator"], rest["rate"], rest["status"]) == (-10, 10, None, "needs_check")


def test_a_unit_without_a_total_is_the_sum_of_its_procedures() -> None:
    rows = told({("D1", "p"): (1, 40), ("D1", "q"): (2, 40)})
    assert rows["procedure"].sort().to_list() == ["p", "q"]


def test_sums_over_units_count_who_handles_and_who_is_short() -> None:
    cells: Cells = {("D1", "p"): (10, 40), ("D2", "p"): (40, 40), ("C1", "p"): (0, 0), ("C1", "q"): (5, 9)}
    both = over_units(told(cells), ["procedure"]).filter(procedure="p").row(0, named=True)
    assert (both["numerator"], both["denominator"], both["units"], both["units_short"]) == (50, 80, 2, 1)


def test_where_low_is_good_the_gap_is_what_is_too_many() -> None:
    asked = query({("D1", ""): (20, 100), ("D1", "p"): (15, 40), ("D1", "q"): (5, 60)})
    totals = figures(asked).filter(pl.col("indicator") == "L", pl.col("basis") == "own")
    sums = procedure_sums(asked).filter(pl.col("indicator") == "L")
    rows = with_shares(judged(by_unit(sums, totals), asked.targets, asked.indicators), ["unit"])
    assert [one(rows, "D1", name)["shortfall"] for name in ("p", "q")] == [11, -1]


counted = st.integers(0, 60).flatmap(lambda den: st.tuples(st.integers(0, den), st.just(den)))
many = st.dictionaries(st.sampled_from("pqrstuvw"), counted, min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(many, st.tuples(st.integers(0, 40), st.integers(0, 40)))
def test_parts_add_up_whatever_the_counts(procedures: dict[str, tuple[int, int]], rest: tuple[int, int]) -> None:
    num = sum(pair[0] for pair in procedures.values()) + min(rest)
    den = sum(pair[1] for pair in procedures.values()) + max(rest)
    rows = told({("D1", ""): (num, den), **{("D1", name): pair for name, pair in procedures.items()}})
    missing = Fraction(GOAL * den, 10_000) - num
    assert (rows["numerator"].sum(), rows["denominator"].sum()) == (num, den)
    assert Fraction(int(rows["gap"].sum()), 10_000) == missing
    assert rows["shortfall"].sum() == ceil(missing)
    assert all(abs(Fraction(row["gap"], 10_000) - row["shortfall"]) < 1 for row in rows.iter_rows(named=True))
    short = rows.filter(pl.col("gap") > 0)
    if short.height:
        assert abs(float(short["share"].sum()) - 100) < 1e-9
