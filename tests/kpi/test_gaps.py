"""Shares that add up, the way to the province's shortfall, and what if: against whole numbers worked out apart."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi.gaps import Bridge, bridge, closed, enough, leaves, shared

MODEST = settings(max_examples=120, deadline=None)
Pairs = list[tuple[int, int]]
PAIRS = st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda two: (min(two), max(two))), max_size=40)


def units(pairs: Pairs, target: int = 9500, fewest: int = 30) -> pl.DataFrame:
    rows = [
        {
            "unit": f"u{place:03d}", "numerator": num, "denominator": den, "target": target / 100,
            "shortfall": max(0, ceil(Fraction(target * den, 10_000)) - num) if den else None,
            "short": den >= fewest and 10_000 * num < target * den,
        }
        for place, (num, den) in enumerate(pairs)
    ]  # fmt: skip
    schema = {
        "unit": pl.String, "numerator": pl.Int64, "denominator": pl.Int64, "target": pl.Float64,
        "shortfall": pl.Int64, "short": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


HAND: Pairs = [(50, 100), (90, 100), (99, 100), (3, 12), (0, 0)]
"""Two short units (45 and 5 missing), one with 4 to spare, one too small (12·0.95 = 11.4 → 12 − 3 = 9 missing)."""


def test_shares_by_hand() -> None:
    found = {row["unit"]: row for row in shared(units(HAND)).to_dicts()}
    assert (found["u000"]["share"], found["u000"]["share_so_far"]) == ("90.00", "90.00")
    assert (found["u001"]["share"], found["u001"]["share_so_far"]) == ("10.00", "100.00")
    assert [found[name]["share"] for name in ("u002", "u003", "u004")] == [None] * 3
    assert [found[name]["share_width"] for name in ("u000", "u001")] == [100.0, 100 * 5 / 45]


def test_the_way_to_the_province_by_hand() -> None:
    """242 of 312: 95 % is 296.4, so 297 − 242 = 55 missing = 50 + 9 − 4 − 0 rounded."""
    assert bridge(units(HAND), (242, 312), 9500) == Bridge(50, 9, 4, 0, 55)
    assert bridge(units(HAND), (242, 313), 9500) is None
    assert bridge(units([(0, 0)]), (0, 0), 9500) is None


def test_what_if_by_hand() -> None:
    found = closed(units(HAND), (242, 312), (1, 2, 5))
    assert found.select("units", "gained", "shown").rows() == [(1, 45, "91.99"), (2, 50, "93.59")]
    assert [enough(units(HAND), missing) for missing in (1, 45, 46, 50, 51)] == [1, 1, 2, 2, None]


def test_who_has_units_below_is_not_counted_beside_them() -> None:
    frame = pl.DataFrame({"unit": ["p", "a", "b", "d"], "parent": ["N", "p", "p", "N"]})
    assert leaves(frame)["unit"].to_list() == ["a", "b", "d"]


@MODEST
@given(PAIRS, st.integers(1, 10_000))
def test_shares_add_to_the_province_s_shortfall_exactly(pairs: Pairs, target: int) -> None:
    frame = units(pairs, target)
    num, den = sum(num for num, _ in pairs), sum(den for _, den in pairs)
    found = bridge(frame, (num, den), target)
    if not den:
        assert found is None
        return
    assert found is not None
    assert found.province == ceil(Fraction(target * den, 10_000)) - num
    assert found.listed + found.unlisted - found.spare - found.rounding == found.province
    assert found.listed == frame.filter("short")["shortfall"].sum()
    assert min(found.listed, found.unlisted, found.spare) >= 0
    # rounding is what single units round up, less what the province does: not a plug
    up = sum(ceil(Fraction(target * den, 10_000)) for _, den in pairs)
    assert found.rounding == up - ceil(Fraction(target * den, 10_000)) >= 0
    assert found.rounding < max(1, len(pairs))


@MODEST
@given(PAIRS, st.integers(1, 10_000))
def test_parts_and_their_running_sum(pairs: Pairs, target: int) -> None:
    frame = shared(units(pairs, target)).filter("short").sort(["shortfall", "unit"], descending=[True, False])
    total, so_far = sum(frame["shortfall"]), 0
    for row in frame.to_dicts():
        so_far += row["shortfall"]
        for name, part in (("share", row["shortfall"]), ("share_so_far", so_far)):
            cents = floor(Fraction(10_000 * part, total) + Fraction(1, 2))
            assert row[name] == f"{cents // 100}.{cents % 100:02d}"
    if frame.height:
        assert frame["share_so_far"][-1] == "100.00"


@MODEST
@given(PAIRS, st.integers(1, 10_000), st.integers(1, 60))
def test_what_if_is_the_sum_of_the_units_with_the_largest_ones_at_their_target(
    pairs: Pairs, target: int, count: int
) -> None:
    frame = units(pairs, target)
    num, den = sum(num for num, _ in pairs), sum(den for _, den in pairs)
    lacks = sorted((row["shortfall"] for row in frame.filter("short").to_dicts()), reverse=True)
    found = closed(frame, (num, den), (count,))
    if count > len(lacks):
        assert found.is_empty()
        return
    rate = Fraction(num + sum(lacks[:count]), den)
    assert abs(Fraction(found["rate"][0]) / 100 - rate) < Fraction(1, 10**12)
    assert rate <= 1
    missing = max(0, ceil(Fraction(target * den, 10_000)) - num)
    least = enough(frame, missing) if missing else 0
    if least:
        assert sum(lacks[:least]) >= missing > sum(lacks[: least - 1])
