"""The projection of an open period against fractions worked out by hand and by an oracle of its own."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, sqrt
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi.projection import largest_move, projected

MODEST = settings(max_examples=120, deadline=None)
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
Row = dict[str, Any]


def project(num: int | None, den: int | None, *, covered: int | date = 24, **more: Any) -> Row:  # noqa: ANN401 - any column
    row = {
        "numerator": num, "denominator": den, "fewest": 30, "goal": 9500, "step": 8000, "swing": 0,
        "direction": "high", "period_start": NOVEMBER[0], "period_end": NOVEMBER[1],
        "covered": covered if isinstance(covered, date) else date(2026, 11, covered), **more,
    }  # fmt: skip
    whole = dict.fromkeys(("numerator", "denominator", "fewest", "goal", "step", "swing"), pl.Int64)
    return projected(pl.DataFrame([row], schema_overrides=whole)).row(0, named=True)


def text(value: Fraction) -> str:
    """Per cent with two decimals, half up."""
    cents = floor(value * 10_000 + Fraction(1, 2))
    return f"{cents // 100}.{cents % 100:02d}"


def test_a_november_by_hand() -> None:
    """24 of 30 days: 2,400 cases so far, so 600 more. 70 %: 1,680 + 420 of 3,000; ±1 point of 600 = ±6 cases."""
    found = project(1680, 2400, swing=100)
    assert (found["outlook"], found["remaining"], found["end_shown"]) == ("made", 600, "70.00")
    # Wilson of 1680/2400 is 68.13…71.80, wider than one point: 68.13 % of 600 = 408.78 → 408; 71.80 % → 430.8 → 431
    assert (found["end_low_shown"], found["end_high_shown"]) == (text(Fraction(2088, 3000)), text(Fraction(2111, 3000)))
    assert (found["goal_needed"], found["goal_needed_shown"]) == (2850 - 1680, None)
    assert found["goal_best_shown"] == "76.00"
    # twice the pace, all of it good: 2,880 of 3,600 = 80 %: 95 % is lost, 80 % just is not
    assert (found["goal_lost"], found["step_lost"]) == (True, False)
    assert (found["step_needed"], found["step_needed_shown"]) == (720, None)


def test_what_the_rest_has_to_reach() -> None:
    found = project(1900, 2400)
    assert (found["step_needed"], found["step_needed_shown"], found["step_best_shown"]) == (500, "83.33", "83.33")
    over = project(2900, 2950)
    # 2,950 · 6 / 24 = 737.5, so 738 more; 80 % of 3,688 is 2,950.4, so 51 more: 51 of 738 = 6.91 %
    assert (over["remaining"], over["step_needed"], over["step_needed_shown"]) == (738, 51, "6.91")
    assert project(2400, 2400)["step_needed"] == 0


def test_a_low_aim_counts_what_is_still_allowed() -> None:
    found = project(100, 2400, goal=1000, step=None, direction="low")
    assert (found["goal_needed"], found["goal_needed_shown"], found["goal_best_shown"]) == (200, "33.33", "3.33")
    assert (found["step_needed"], found["step_best_shown"], found["goal_lost"]) == (None, None, False)
    passed = project(1000, 2400, goal=1000, step=None, direction="low")
    assert (passed["goal_needed"], passed["goal_needed_shown"], passed["goal_lost"]) == (-700, None, True)


@pytest.mark.parametrize(
    ("num", "den", "covered", "outlook"),
    [(20, 29, 24, "few"), (None, None, 24, "few"), (0, 0, 24, "few"), (40, 50, 4, "early"), (40, 50, 30, "ended")],
)
def test_nothing_is_projected_from_little(num: int | None, den: int | None, covered: int, outlook: str) -> None:
    found = project(num, den, covered=covered)
    assert found["outlook"] == outlook
    told = {name: value for name, value in found.items() if name.startswith(("remaining", "end_", "goal_", "step_"))}
    assert set(told.values()) == {None}


def wilson(num: int, den: int) -> tuple[float, float]:
    z, p = 1.959963984540054, num / den
    centre, width = p + z * z / (2 * den), z * sqrt(p * (1 - p) / den + z * z / (4 * den * den))
    low, high = (centre - width) / (1 + z * z / den), (centre + width) / (1 + z * z / den)
    return 0.0 if num == 0 else low, 1.0 if num == den else high


@MODEST
@given(
    st.integers(30, 10**7), st.floats(0, 1), st.integers(5, 29), st.integers(0, 2000), st.integers(1, 10_000)
)  # fmt: skip
def test_it_agrees_with_fractions(den: int, share: float, covered: int, swing: int, goal: int) -> None:
    num = round(den * share)
    found = project(num, den, covered=covered, swing=swing, goal=goal)
    left = ceil(Fraction(den * (30 - covered), covered))
    assert found["remaining"] == left
    likely = floor(Fraction(num * left, den) + Fraction(1, 2))
    assert found["end_shown"] == text(Fraction(num + likely, den + left))
    low, high = (Fraction(end) for end in wilson(num, den))
    least = max(0, floor(min(Fraction(num, den) - Fraction(swing, 10_000), low) * left) - 2 * left // 10_000 - 2)
    most = min(left, ceil(max(Fraction(num, den) + Fraction(swing, 10_000), high) * left) + 2 * left // 10_000 + 2)
    assert Fraction(num + least, den + left) <= Fraction(found["end_low"]) / 100 + Fraction(1, 10**12)
    assert Fraction(found["end_high"]) / 100 <= Fraction(num + most, den + left) + Fraction(1, 10**12)
    assert found["end_low"] <= found["end"] <= found["end_high"]
    needed = max(0, ceil(Fraction(goal * (den + left), 10_000)) - num)
    assert found["goal_needed"] == needed
    assert found["goal_needed_shown"] == (text(Fraction(needed, left)) if needed <= left else None)
    # reaching it exactly with what is needed, and with one case fewer not
    if 0 < needed <= left:
        assert Fraction(num + needed, den + left) >= Fraction(goal, 10_000) > Fraction(num + needed - 1, den + left)


@MODEST
@given(st.integers(30, 10**6), st.floats(0, 1), st.integers(5, 29), st.integers(1, 10_000))
def test_what_is_lost_cannot_be_reached_even_at_twice_the_pace(den: int, share: float, covered: int, goal: int) -> None:
    num = round(den * share)
    found = project(num, den, covered=covered, goal=goal)
    twice = ceil(Fraction(2 * den * (30 - covered), covered))
    assert found["goal_lost"] == (Fraction(num + twice, den + twice) < Fraction(goal, 10_000))
    assert not found["goal_lost"] or found["goal_needed_shown"] is None


@MODEST
@given(st.integers(30, 10**6), st.floats(0, 1), st.integers(0, 1000), st.integers(0, 1000))
def test_a_larger_swing_never_narrows_the_interval(den: int, share: float, first: int, more: int) -> None:
    num = round(den * share)
    narrow, wide = project(num, den, swing=first), project(num, den, swing=first + more)
    assert wide["end_low"] <= narrow["end_low"] <= narrow["end_high"] <= wide["end_high"]


def test_the_largest_move_of_a_year_leaves_out_breaks_and_holes() -> None:
    rates = [70.0, 70.5, None, 90.0, 91.2, 40.0]
    breaks = [None, None, None, None, None, "restated"]
    frame = pl.DataFrame({"rate": rates, "trend_break": breaks}, schema={"rate": pl.Float64, "trend_break": pl.String})
    assert largest_move(frame) == 121  # 91.2 − 90.0 is a hair over 1.2 in binary; rounded up, never down
    assert largest_move(frame.head(1)) is None


def test_a_leap_year_is_counted_in_days() -> None:
    year = {"period_start": date(2028, 1, 1), "period_end": date(2028, 12, 31)}
    half = date(2028, 1, 1) + timedelta(days=182)  # the 183rd of 366 days
    assert project(500, 1000, **{**year, "covered": half})["remaining"] == 1000
