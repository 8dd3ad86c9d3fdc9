"""Division against independent arithmetic: fractions, decimals and the standard library's normal distribution."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from statistics import NormalDist

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from monitor.kpi import division

NUM, DEN, TARGET, LOW = pl.col("num"), pl.col("den"), pl.col("target"), pl.col("low")
MODEST = settings(max_examples=60, deadline=None)
COUNT = st.one_of(st.integers(0, 300), st.integers(0, 10**6), st.integers(0, division.LARGEST_COUNT))


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    """A numerator and a denominator that is at least as large and not 0."""
    den = draw(COUNT.filter(bool))
    return draw(st.one_of(st.integers(0, den), st.sampled_from([0, den, den - 1]))), den


def value(expression: pl.Expr, **columns: object) -> object:
    frame = pl.DataFrame(
        {name: [item] for name, item in columns.items()},
        schema_overrides={name: pl.Int64 for name in columns if name != "low"},
    )
    return frame.select(expression.alias("value"))["value"][0]


@MODEST
@given(shares())
@example((division.LARGEST_COUNT, division.LARGEST_COUNT))
@example((2, 617612))
def test_rate_is_the_correctly_rounded_quotient(share: tuple[int, int]) -> None:
    num, den = share
    assert value(division.rate(NUM, DEN), num=num, den=den) == float(Fraction(100 * num, den))


@MODEST
@given(shares())
@example((94996, 100000))
@example((94995, 100000))
@example((94994, 100000))
@example((1, 16))
@example((1, 20000))
@example((division.LARGEST_COUNT - 1, division.LARGEST_COUNT))
def test_shown_is_rounded_half_up_from_the_integers(share: tuple[int, int]) -> None:
    num, den = share
    with localcontext() as context:
        context.prec = 60
        # 10 000·num/den has at most 50 significant digits before it repeats; a tie is exact in 60 digits
        exact = Decimal(100 * num) / Decimal(den)
        expected = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert value(division.shown(NUM, DEN), num=num, den=den) == str(expected)


@MODEST
@given(shares(), st.integers(0, 10_000), st.booleans())
@example(share=(94996, 100000), target=9500, low=False)
@example(share=(95000, 100000), target=9500, low=False)
@example(share=(10004, 100000), target=1000, low=True)
def test_met_and_near_compare_exactly(share: tuple[int, int], target: int, low: bool) -> None:
    num, den = share
    exact, goal = Fraction(100 * num, den), Fraction(target, 100)
    columns = {"num": num, "den": den, "target": target, "low": low}
    assert value(division.met(NUM, DEN, TARGET, low=LOW), **columns) == (exact <= goal if low else exact >= goal)
    assert value(division.near(NUM, DEN, TARGET, low=LOW), **columns) == (
        exact <= goal + 5 if low else exact >= goal - 5
    )


def test_94_996_per_cent_shows_as_95_and_is_not_met() -> None:
    columns = {"num": 94996, "den": 100000, "target": 9500, "low": False}
    assert value(division.shown(NUM, DEN), num=94996, den=100000) == "95.00"
    assert value(division.met(NUM, DEN, TARGET, low=LOW), **columns) is False
    assert value(division.shortfall(NUM, DEN, TARGET, low=LOW), **columns) == 4


@MODEST
@given(shares(), st.integers(0, 10_000), st.booleans())
def test_shortfall_is_the_smallest_change_that_meets(share: tuple[int, int], target: int, low: bool) -> None:
    num, den = share
    needed = value(division.shortfall(NUM, DEN, TARGET, low=LOW), num=num, den=den, target=target, low=low)
    assert isinstance(needed, int)
    goal = Fraction(target, 10_000)
    if low:
        assert needed == max(num - floor(goal * den), 0)
        assert Fraction(num - needed, den) <= goal
        assert needed == 0 or Fraction(num - needed + 1, den) > goal
    else:
        assert needed == max(ceil(goal * den) - num, 0)
        assert Fraction(num + needed, den) >= goal
        assert needed == 0 or Fraction(num + needed - 1, den) < goal


@MODEST
@given(shares())
@example((0, 1))
@example((1, 1))
@example((29, 30))
def test_wilson_interval_agrees_with_the_quadratic_solved_in_decimals(share: tuple[int, int]) -> None:
    num, den = share
    low, high = (value(f(NUM, DEN), num=num, den=den) for f in (division.wilson_low, division.wilson_high))
    assert isinstance(low, float)
    assert isinstance(high, float)
    expected_low, expected_high = _wilson(num, den)
    assert low == pytest.approx(float(expected_low), abs=1e-9, rel=1e-9)
    assert high == pytest.approx(float(expected_high), abs=1e-9, rel=1e-9)
    assert 0 <= low <= high <= 100


def _wilson(num: int, den: int) -> tuple[Decimal, Decimal]:
    """Roots of (p − share)² = z²·p·(1 − p)/den in p, in per cent, in 60 digits."""
    with localcontext() as context:
        context.prec = 60
        z2 = Decimal(NormalDist().inv_cdf(0.975)) ** 2
        share, n = Decimal(num) / Decimal(den), Decimal(den)
        # (1 + z²/n)·p² − (2·share + z²/n)·p + share² = 0
        a, b, c = 1 + z2 / n, -(2 * share + z2 / n), share * share
        root = (b * b - 4 * a * c).sqrt()
        return (-b - root) / (2 * a) * 100, (-b + root) / (2 * a) * 100


def test_wilson_interval_is_exact_at_its_ends() -> None:
    assert value(division.wilson_low(NUM, DEN), num=0, den=7) == 0.0
    assert value(division.wilson_high(NUM, DEN), num=7, den=7) == 100.0


@MODEST
@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_joint_bounds_hold_the_joint_count(cases: list[tuple[bool, bool]]) -> None:
    first, second = sum(a for a, _ in cases), sum(b for _, b in cases)
    joint = sum(a and b for a, b in cases)
    columns = {"a": first, "b": second, "den": len(cases)}
    low = value(division.joint_low(pl.col("a"), pl.col("b"), pl.col("den")), **columns)
    high = value(division.joint_high(pl.col("a"), pl.col("b")), **columns)
    assert low == max(0, first + second - len(cases))
    assert high == min(first, second)
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low <= joint <= high


@pytest.mark.parametrize(("num", "den"), [(None, 5), (5, None), (None, None), (0, 0)])
def test_nothing_is_divided_without_cases_or_without_counts(num: int | None, den: int | None) -> None:
    for expression in (division.rate, division.shown, division.wilson_low, division.wilson_high):
        assert value(expression(NUM, DEN), num=num, den=den) is None
    assert value(division.shortfall(NUM, DEN, pl.lit(9500), low=pl.lit(value=False)), num=num, den=den) is None


@pytest.mark.parametrize(("first", "second", "den"), [(None, 1, 2), (1, None, 2), (1, 1, None)])
def test_a_bound_needs_all_counts(first: int | None, second: int | None, den: int | None) -> None:
    columns = {"a": first, "b": second, "den": den}
    assert value(division.joint_low(pl.col("a"), pl.col("b"), pl.col("den")), **columns) is None
    assert (value(division.joint_high(pl.col("a"), pl.col("b")), **columns) is None) == (None in (first, second))


@MODEST
@given(st.integers(division.LARGEST_COUNT + 1, 2**63 - 1))
def test_counts_too_large_to_divide_exactly_are_not_divided(den: int) -> None:
    assert value(division.rate(NUM, DEN), num=1, den=den) is None


@MODEST
@given(st.integers(0, 2**62), st.integers(1, 400), st.integers(0, 400))
def test_pro_rata_rounds_up_without_wrapping(cases: int, passed: int, left: int) -> None:
    expected = ceil(Fraction(cases * left, passed))
    frame = pl.DataFrame({"cases": [cases], "passed": [passed], "left": [left]})
    assert frame.select(division.pro_rata(pl.col("cases"), pl.col("passed"), pl.col("left"))).item() == expected


@MODEST
@given(shares(), st.integers(0, 10_000))
def test_what_is_shown_never_decides(share: tuple[int, int], target: int) -> None:
    num, den = share
    exact = Fraction(100 * num, den)
    assume(exact != Fraction(target, 100))
    reached = value(division.met(NUM, DEN, TARGET, low=LOW), num=num, den=den, target=target, low=False)
    assert reached == (exact > Fraction(target, 100))
