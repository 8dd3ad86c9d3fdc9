"""Two sources side by side: named causes that add up to the whole difference, and nothing made up."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TypeAlias

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi import figures
from monitor.trust.reconciliation import CAUSES, Side, reconciled
from tests.kpi.world import BIRTH, LEAVES, frame, pair, question, reading_frame, unit_frame, unit_row

READINGS = reading_frame(("X", 1, 1, "a", "b", BIRTH, None))
NO_COUNTS = pl.DataFrame(schema={"unit": pl.String, "measure": pl.String, "value": pl.Int64})
NO_PROCEDURES = pl.DataFrame(
    schema={"unit": pl.String, "procedure": pl.String, "numerator": pl.Int64, "denominator": pl.Int64}
)
NOTHING_WITHDRAWN = pl.DataFrame(schema={"measure": pl.String, "inside": pl.String})
Cells: TypeAlias = dict[str, tuple[int | None, int | None]]


def side(cells: Cells, earlier: Cells | None = None, **more: object) -> Side:
    """A source that counts X = a/b of October."""

    def told(known: Cells) -> pl.DataFrame:
        rows = [one for unit, (num, den) in known.items() for one in pair(unit, num, den)]
        return figures(question(frame(rows), readings=READINGS))

    return Side(
        figures=told(cells),
        earlier=None if earlier is None else told(earlier),
        numerator=("a",),
        denominator=("b",),
        counted=NO_COUNTS,
        procedures=NO_PROCEDURES,
        **more,  # type: ignore[arg-type]
    )


def causes(
    first: Side, second: Side, unit: str = "P", withdrawn: pl.DataFrame = NOTHING_WITHDRAWN
) -> dict[str, tuple[int, int]]:
    """Causes of a unit that are not nothing."""
    _, parts = reconciled(first, second, withdrawn)
    rows = parts.filter(unit=unit).select("cause", "numerator", "denominator").rows()
    assert [cause for cause, *_ in rows] == list(CAUSES)
    return {cause: (num, den) for cause, num, den in rows if num or den}


WHOLE: Cells = dict.fromkeys(LEAVES, (5, 10))


def test_two_sources_that_agree_have_nothing_to_explain() -> None:
    rows, parts = reconciled(side(WHOLE), side(WHOLE), NOTHING_WITHDRAWN)
    assert set(rows["numerator"]) == set(rows["denominator"]) == set(rows["points"]) == {0}
    assert parts.filter((pl.col("numerator") != 0) | (pl.col("denominator") != 0)).is_empty()


def test_a_difference_nobody_can_explain_is_said_to_be_unexplained() -> None:
    assert causes(side(WHOLE), side(WHOLE | {"C1": (2, 9)}), "C1") == {"unexplained": (3, 1)}


def test_what_changed_after_the_other_source_was_looked_at_is_timing() -> None:
    now, then = WHOLE | {"C1": (8, 12)}, WHOLE | {"C1": (5, 11)}
    found = causes(side(now, then), side(WHOLE, WHOLE))
    assert found == {"timing": (3, 1), "unexplained": (0, 1)}
    assert causes(side(WHOLE, WHOLE), side(now, then)) == {"timing": (-3, -1), "unexplained": (0, -1)}


def test_a_count_that_did_not_exist_then_is_not_guessed_to_be_timing() -> None:
    then = {unit: cell for unit, cell in WHOLE.items() if unit != "C1"}
    assert causes(side(WHOLE | {"C1": (8, 12)}, then), side(WHOLE, WHOLE)) == {"unexplained": (3, 2)}


def test_units_of_one_source_only_and_codes_nobody_mapped_are_units() -> None:
    fewer = {unit: cell for unit, cell in WHOLE.items() if unit != "C1"} | {"C2": (None, None)}
    assert causes(side(WHOLE), side(fewer)) == {"units": (10, 20)}
    assert causes(side(fewer), side(WHOLE)) == {"units": (-10, -20)}
    assert causes(side(WHOLE), side(WHOLE, unmapped=(1, 4))) == {"units": (1, 4), "unexplained": (-1, -4)}
    rows, parts = reconciled(side(WHOLE), side(fewer), NOTHING_WITHDRAWN)
    assert rows.filter(unit="C1").row(0, named=True)["numerator"] is None
    assert parts.filter(unit="C1").is_empty()
    assert causes(side(WHOLE), side(fewer), "P/commune") == {"units": (10, 20)}


def test_procedures_of_one_source_only_are_procedures() -> None:
    both = [("C1", "1.001", 2, 4), ("C1", "1.002", 3, 6)]
    lists = [pl.DataFrame(rows, schema=NO_PROCEDURES.schema, orient="row") for rows in (both, both[:1])]
    first = replace(side(WHOLE), procedures=lists[0])
    second = replace(side(WHOLE | {"C1": (2, 4)}), procedures=lists[1])
    assert causes(first, second) == {"procedures": (3, 6)}
    assert causes(second, first) == {"procedures": (-3, -6)}
    assert causes(first, replace(second, procedures=NO_PROCEDURES)) == {"unexplained": (3, 6)}


def counted(*rows: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=NO_COUNTS.schema, orient="row")


def test_withdrawn_cases_are_a_cause_only_where_both_numbers_are_known() -> None:
    withdrawn = pl.DataFrame({"measure": ["w"], "inside": ["b"]})
    first = replace(side(WHOLE | {"C1": (5, 14)}), counted=counted(("C1", "w", 3)))
    second = side(WHOLE)
    assert causes(first, second, withdrawn=withdrawn) == {"unexplained": (0, 4)}
    told = replace(second, counted=counted(("C1", "w", 1)))
    assert causes(first, told, withdrawn=withdrawn) == {"cancelled": (0, 2), "unexplained": (0, 2)}
    without = replace(second, leaves_out=frozenset({"w"}))
    assert causes(first, without, withdrawn=withdrawn) == {"cancelled": (0, 3), "unexplained": (0, 1)}


def test_another_basis_is_a_cause_where_one_source_counts_in_both_ways() -> None:
    first = side(WHOLE)
    second = replace(side(WHOLE | {"C1": (5, 13)}), denominator=("c",))
    assert causes(first, second) == {"unexplained": (0, -3)}
    knows_c = replace(first, counted=counted(("C1", "c", 12)))
    assert causes(knows_c, second) == {"basis": (0, -2), "unexplained": (0, -1)}
    knows_b = replace(second, counted=counted(("C1", "b", 11)))
    assert causes(first, knows_b) == {"basis": (0, -2), "unexplained": (0, -1)}


def test_a_count_of_the_province_alone_is_not_compared_unit_by_unit() -> None:
    assert causes(side(WHOLE), side({"P": (20, 55)})) == {"unexplained": (5, -5)}


def test_causes_of_units_below_a_unit_reach_it_and_its_group() -> None:
    units = unit_frame(unit_row("P", None), unit_row("D1", "P"), unit_row("C1", "D1"), unit_row("C2", "D1"))

    def told(rows: list[dict[str, object]]) -> Side:
        return replace(side(WHOLE), figures=figures(question(frame(rows), units=units, readings=READINGS)))

    first = told(pair("C1", 1, 2) + pair("C2", 3, 9))
    second = told(pair("C1", 1, 3))
    for unit in ("P", "D1", "D1/commune", "P/department"):
        assert causes(first, second, unit) == {"units": (3, 9), "unexplained": (0, -1)}


def test_points_follow_the_causes_in_their_order_and_add_up() -> None:
    # 5/10 → timing +3/+1 → 8/11 → rest 0/+1 → 8/12: 50 % → 72.727… % → 66.666… %
    found, parts = reconciled(side({"C1": (8, 12)}, {"C1": (5, 11)}), side({"C1": (5, 10)}), NOTHING_WITHDRAWN)
    assert found.filter(unit="C1")["points"].to_list() == [1667]
    told = {cause: points for cause, points in parts.filter(unit="C1").select("cause", "points").iter_rows() if points}
    assert told == {"timing": 2273, "unexplained": -606}


SIZES = st.integers(0, 60)
CELL = st.one_of(
    st.tuples(SIZES, SIZES).map(lambda two: (min(two), max(two))), st.sampled_from([(None, None), (0, 0), (None, 5)])
)
CELLS = st.dictionaries(st.sampled_from(LEAVES), CELL, min_size=1)
EXTRA = st.lists(st.tuples(st.sampled_from(LEAVES), st.sampled_from(["w", "b", "c"]), SIZES), max_size=8)
UNMAPPED = st.tuples(SIZES, SIZES)


@settings(max_examples=40, deadline=None)
@given(CELLS, CELLS, CELLS, CELLS, EXTRA, EXTRA, UNMAPPED, st.booleans())
def test_the_parts_always_add_up_to_the_whole(  # noqa: PLR0913, PLR0917 - one argument per thing that may differ
    now: Cells,
    then: Cells,
    other: Cells,
    other_then: Cells,
    extra: list[tuple[str, str, int]],
    other_extra: list[tuple[str, str, int]],
    unmapped: tuple[int, int],
    same_basis: bool,
) -> None:
    withdrawn = pl.DataFrame({"measure": ["w"], "inside": ["b"]})
    more = [
        counted(*rows).unique(["unit", "measure"], keep="first", maintain_order=True) for rows in (extra, other_extra)
    ]
    first = replace(side(now, then, unmapped=unmapped), counted=more[0])
    second = replace(side(other, other_then), counted=more[1], denominator=("b",) if same_basis else ("c",))
    rows, parts = reconciled(first, second, withdrawn)
    sums = parts.group_by("unit").agg(pl.col("numerator", "denominator", "points").sum())
    both = rows.join(sums, on="unit", suffix="_told")
    assert both.height == rows["denominator"].count()
    for row in both.iter_rows(named=True):
        assert (row["numerator"], row["denominator"]) == (row["numerator_told"], row["denominator_told"])
        ends = [(row[f"{name}_numerator"], row[f"{name}_denominator"]) for name in ("first", "second")]
        if all(den for _, den in ends):
            exact = Fraction(*ends[0]) - Fraction(*ends[1])
            assert abs(Fraction(row["points"], 10_000) - exact) <= Fraction(1, 20_000)
            assert row["points"] == row["points_told"]
        else:
            assert row["points"] is None
