"""On today's map: whole cases, exact totals, no numerator above its denominator; checked against a plain oracle."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi import figures
from tests.kpi.world import count, frame, pair, question, row, unit_frame, unit_row

MODEST = settings(max_examples=40, deadline=None)
MONTHS = ("2026-07", "2026-08", "2026-09")
AUGUST, SEPTEMBER = date(2026, 8, 1), date(2026, 9, 1)
JULY_END, AUGUST_END = date(2026, 7, 31), date(2026, 8, 31)
HEIR_SCHEMA = {"unit": pl.String, "successor": pl.String, "weight": pl.Int64, "whole": pl.Int64}
Heirs: TypeAlias = dict[str, dict[str, Fraction]]
Cells: TypeAlias = dict[tuple[str, str], tuple[int | None, int | None]]


def heir_frame(heirs: Heirs) -> pl.DataFrame:
    rows = []
    for unit, shares in heirs.items():
        whole = 1
        for share in shares.values():
            whole *= share.denominator
        rows += [(unit, heir, int(share * whole), whole) for heir, share in shares.items()]
    return pl.DataFrame(rows, schema=HEIR_SCHEMA, orient="row")


UNITS = unit_frame(
    unit_row("P", None),
    unit_row("C1", "P", valid_to=JULY_END),
    unit_row("C2", "P", valid_to=JULY_END),
    unit_row("C3", "P", valid_to=AUGUST_END),
    unit_row("C4", "P"),
    unit_row("C5", "P", valid_from=AUGUST, valid_to=AUGUST_END),
    unit_row("C6", "P", valid_from=AUGUST),
    unit_row("C7", "P", valid_from=SEPTEMBER),
    unit_row("C8", "P", valid_from=SEPTEMBER),
)
VALID = {
    "C1": ("2026-07",),
    "C2": ("2026-07",),
    "C3": ("2026-07", "2026-08"),
    "C4": MONTHS,
    "C5": ("2026-08",),
    "C6": ("2026-08", "2026-09"),
    "C7": ("2026-09",),
    "C8": ("2026-09",),
}


def halves(first: str, second: str, parts: int) -> dict[str, Fraction]:
    shares = {first: Fraction(parts, 7), second: Fraction(7 - parts, 7)}
    return {heir: share for heir, share in shares.items() if share}


PARTS = st.integers(0, 7)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Heirs, Cells]:
    """C1 and C2 end in July (heirs C5, C6), C3 and C5 in August (heirs C7, C8): chains, splits, merges."""
    first = {code: halves("C5", "C6", draw(PARTS)) for code in ("C1", "C2")}
    later = {code: halves("C7", "C8", draw(PARTS)) for code in ("C3", "C5")}
    chained: Heirs = dict(later)
    for code, shares in first.items():
        chained[code] = {}
        for heir, share in shares.items():
            for last, part in later.get(heir, {heir: Fraction(1)}).items():
                chained[code][last] = chained[code].get(last, Fraction(0)) + share * part
    side = st.one_of(st.integers(0, 30), st.just(2**40 + 1))
    sides = st.one_of(
        st.tuples(side, side).map(lambda two: (min(two), max(two))), st.sampled_from([(None, None), (0, 0), (None, 3)])
    )
    keys = st.tuples(st.sampled_from(sorted(VALID)), st.sampled_from(MONTHS))
    return chained, draw(st.dictionaries(keys, sides, min_size=1, max_size=16))


def dealt(value: int, quotas: dict[str, Fraction]) -> dict[str, int]:
    """Largest remainder, ties to the first code: written anew, with fractions."""
    parts = {code: int(value * quota) for code, quota in quotas.items()}
    order = sorted(quotas, key=lambda code: (parts[code] - value * quotas[code], code))
    for code in order[: value - sum(parts.values())]:
        parts[code] += 1
    return parts


def expected_today(heirs: Heirs, cells: Cells) -> dict[tuple[str, str], tuple[int, int]]:
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for (unit, month), (num, den) in cells.items():
        if month not in VALID[unit] or num is None or den is None:
            continue
        below = dealt(den, heirs.get(unit, {unit: Fraction(1)}))
        above = dealt(num, {code: Fraction(part, den) if den else Fraction(0) for code, part in below.items()})
        for code, part in below.items():
            before = sums.get((code, month), (0, 0))
            sums[code, month] = before[0] + above[code], before[1] + part
    return sums


def test_two_units_that_merged_are_read_as_one() -> None:
    rows = pair("C1", 3, 10, "2026-07") + pair("C2", 5, 5, "2026-07") + pair("C6", 9, 16, "2026-08")
    heirs = heir_frame({"C1": {"C6": Fraction(1)}, "C2": {"C6": Fraction(1)}})
    july = figures(question(rows, "2026-07", units=UNITS, heirs=heirs))
    merged = row(july, "C6")
    assert (merged["numerator"], merged["denominator"], merged["shown"]) == (8, 15, "53.33")
    assert (merged["reported"], merged["expected"], merged["unit_name"]) == (2, 2, "Unit C6")
    assert not july["unit"].is_in(["C1", "C2"]).any()
    published = figures(question(rows, "2026-07", units=UNITS))
    assert row(published, "C1")["shown"] == "30.00"
    assert not published["unit"].is_in(["C6"]).any()
    for unit in ("P", "P/commune"):
        now, then = row(july, unit), row(published, unit)
        assert (now["numerator"], now["denominator"]) == (then["numerator"], then["denominator"]) == (8, 15)


def test_a_predecessor_that_did_not_report_is_missing_at_its_heir_not_zero() -> None:
    rows = pair("C1", 3, 10, "2026-07") + pair("C2", None, None, "2026-07")
    heirs = heir_frame({"C1": {"C6": Fraction(1)}, "C2": {"C6": Fraction(1)}})
    merged = row(figures(question(rows, "2026-07", units=UNITS, heirs=heirs)), "C6")
    assert (merged["numerator"], merged["denominator"], merged["reported"], merged["expected"]) == (3, 10, 1, 2)
    silent = pair("C1", None, None, "2026-07") + pair("C4", 1, 2, "2026-07")
    lost = row(figures(question(silent, "2026-07", units=UNITS, heirs=heirs)), "C6")
    assert (lost["status"], lost["numerator"], lost["expected"]) == ("not_reported", None, 2)


def test_a_split_deals_whole_cases_and_keeps_the_numerator_within_the_denominator() -> None:
    rows = pair("C1", 99, 100, "2026-07")
    heirs = heir_frame({"C1": {"C6": Fraction(1, 3), "C7": Fraction(1, 3), "C8": Fraction(1, 3)}})
    found = figures(question(rows, "2026-07", units=UNITS, heirs=heirs))
    sides = {code: (row(found, code)["numerator"], row(found, code)["denominator"]) for code in ("C6", "C7", "C8")}
    # 100/3: 34, 33, 33 by remainder and code; 99 over them: 33.66, 32.67, 32.67
    assert sides == {"C6": (33, 34), "C7": (33, 33), "C8": (33, 33)}


def test_a_trend_on_todays_map_reaches_back_before_the_merger() -> None:
    rows = pair("C1", 3, 10, "2026-07") + pair("C2", 5, 5, "2026-07") + pair("C6", 9, 16, "2026-08")
    heirs = heir_frame({"C1": {"C6": Fraction(1)}, "C2": {"C6": Fraction(1)}})
    every = figures(question(rows, "2026-07", "2026-08", units=UNITS, heirs=heirs))
    found = every.filter(indicator="X", unit="C6")
    assert found.select("period", "numerator", "denominator").rows() == [("2026-07", 8, 15), ("2026-08", 9, 16)]


def test_counts_of_a_former_parent_are_not_counted_beside_those_of_its_units() -> None:
    units = unit_frame(
        unit_row("P", None),
        unit_row("D9", "P", valid_to=JULY_END),
        unit_row("C1", "D9", valid_to=JULY_END),
        unit_row("C6", "P", valid_from=AUGUST),
    )
    rows = pair("D9", 50, 100, "2026-07") + pair("C1", 3, 10, "2026-07")
    heirs = heir_frame({"C1": {"C6": Fraction(1)}})
    found = figures(question(rows, "2026-07", units=units, heirs=heirs))
    assert [(code, row(found, code)["denominator"]) for code in ("P", "C6")] == [("P", 10), ("C6", 10)]
    assert not found["unit"].is_in(["D9", "C1"]).any()


def test_an_heir_whose_parent_is_younger_still_reaches_its_province() -> None:
    units = unit_frame(
        unit_row("P", None, valid_from=AUGUST),
        unit_row("P0", None, valid_to=JULY_END),
        unit_row("C1", "P0", valid_to=JULY_END),
        unit_row("C6", "P", valid_from=AUGUST),
    )
    heirs = heir_frame({"C1": {"C6": Fraction(1)}})
    found = figures(question(pair("C1", 3, 10, "2026-07"), "2026-07", units=units, heirs=heirs))
    assert [(code, row(found, code)["denominator"]) for code in ("P", "C6")] == [("P", 10), ("C6", 10)]


def test_a_count_held_back_from_a_predecessor_makes_its_heir_doubtful() -> None:
    rows = pair("C1", 3, 10, "2026-07") + pair("C4", 1, 2, "2026-07")
    held = frame([count("C1", "a", 11, "2026-07")]).select(
        "source", "series", "unit", "measure", "period_start", "period_end"
    )
    heirs = heir_frame({"C1": {"C6": Fraction(1)}})
    found = figures(question(rows, "2026-07", units=UNITS, heirs=heirs, quarantine=held))
    assert (row(found, "C6")["status"], row(found, "C4")["status"]) == ("needs_check", "below")


@MODEST
@given(histories())
def test_totals_are_the_same_on_both_maps_and_units_are_dealt_exactly(world: tuple[Heirs, Cells]) -> None:
    heirs, cells = world
    rows = [one for (unit, month), (num, den) in cells.items() for one in pair(unit, num, den, month)]
    published = figures(question(rows, *MONTHS, units=UNITS))
    today = figures(question(rows, *MONTHS, units=UNITS, heirs=heir_frame(heirs)))
    sides = ["period", "unit", "numerator", "denominator"]
    for unit in ("P", "P/commune"):
        both = [one.filter(indicator="X", unit=unit).select(sides).sort("period") for one in (published, today)]
        assert both[0].rows() == both[1].rows()
    wanted = expected_today(heirs, cells)
    leaves = today.filter(pl.col("indicator") == "X", pl.col("basis") == "own", pl.col("unit") != "P")
    seen = {(unit, period): (num, den) for period, unit, num, den in leaves.select(sides).iter_rows()}
    assert {key: value for key, value in seen.items() if value != (None, None)} == wanted
    assert leaves.filter(pl.col("numerator") > pl.col("denominator")).is_empty()
    assert not set(leaves["unit"]) & set(heirs)


@pytest.mark.parametrize("period", ["2026-Q3", "2026-07"])
def test_without_successions_both_maps_are_one(period: str) -> None:
    rows = pair("C4", 3, 10, "2026-07") + pair("C3", 1, 2, "2026-08")
    nobody = pl.DataFrame(schema=HEIR_SCHEMA)
    assert figures(question(rows, period, units=UNITS, heirs=nobody)).equals(
        figures(question(rows, period, units=UNITS))
    )
