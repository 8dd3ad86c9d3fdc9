"""Patterns in monthly figures: found where they are, and nowhere else. Expected numbers are worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import polars as pl
import pytest

from monitor.trust.bursts import end_burst, not_daily
from monitor.trust.history import history, numbered, too_short, too_small
from monitor.trust.patterns import always_full, frozen, rising_exits, shrinking, source_gap
from tests.trust.world import LAST, MONTH, NAMES, count, counts, histories

FULL = {"months": 3, "minimum_denominator": 30}
SHRINK = {"recent": 2, "baseline": 6, "fall": 40, "rise": 3, "minimum_denominator": 30}


def units(found: pl.DataFrame) -> list[str | None]:
    return found["unit"].to_list()


def test_exactly_full_for_months() -> None:
    rows = histories(
        {
            "full": [(39, 40), (50, 50), (60, 60), (70, 70)],
            "once not": [(50, 50), (59, 60), (70, 70), (70, 70)],
            "small": [(20, 20)] * 5,
            "gap": [(50, 50), (50, 50), None, (50, 50), (50, 50)],
            "nearly": [(99_999, 100_000)] * 5,
            "over": [(50, 50), (50, 50), (50, 50), (49, 50)],
        }
    )
    (found,) = always_full(rows, MONTH, FULL).to_dicts()
    assert (found["unit"], found["value"], found["period"]) == ("full", 100.0, "2026-10")
    assert found["words_vi"] == "3 tháng liền đúng 100,00 %; 2026-10: 70/70"


def test_the_same_counts_for_months() -> None:
    rows = histories(
        {
            "frozen": [(10, 40), (30, 40), (30, 40), (30, 40)],
            "two only": [(30, 41), (29, 40), (30, 40), (30, 40)],
            "denominator alone": [(30, 40), (31, 40), (30, 40)],
            "small": [(20, 29)] * 4,
            "gap": [(30, 40), (30, 40), None, (30, 40)],
        }
    )
    found = frozen(rows, MONTH, FULL)
    assert units(found) == ["frozen"]
    assert found["words_en"].item() == "the same counts for 3 months on end: 30/40"
    assert frozen(rows, MONTH, FULL, {"K"}).is_empty()


def test_a_denominator_that_shrinks_while_the_rate_rises() -> None:
    steady = [(80, 100)] * 8
    rows = histories(
        {
            "shrinks": [(80, 100)] * 6 + [(45, 50), (45, 50)],
            "shrinks without gain": [(80, 100)] * 6 + [(40, 50), (40, 50)],
            "quiet once": [(80, 100)] * 7 + [(45, 50)],
            "grows": [(80, 100)] * 6 + [(190, 200), (190, 200)],
            "small": [(16, 20)] * 6 + [(9, 10), (9, 10)],
            **{f"other {number}": steady for number in range(20)},
        }
    )
    (found,) = shrinking(rows, MONTH, SHRINK).to_dicts()
    others_now = 100 + 150 + 400 + 20 + 20 * 200
    others_before = 3 * 600 + 120 + 20 * 600
    due = 600 * others_now / others_before
    assert (found["unit"], found["value"]) == ("shrinks", 100.0)
    assert found["expected"] == pytest.approx(due)
    assert "từ 80,00 % lên 90,00 %" in found["words_vi"]


def test_a_quiet_season_of_everybody_is_no_shrinking() -> None:
    everyone = {f"U{number}": [(80, 100)] * 6 + [(45, 50), (45, 50)] for number in range(10)}
    assert shrinking(histories(everyone), MONTH, SHRINK).is_empty()


def test_a_rising_share_of_returned_dossiers() -> None:
    limits = {"recent": 3, "baseline": 12, "rise": 5, "limit": 3, "minimum_denominator": 30}
    rows = histories(
        {
            "rises": [(4, 100)] * 12 + [(12, 100)] * 3,
            "rises a little": [(4, 100)] * 12 + [(8, 100)] * 3,
            "by chance": [(2, 31)] * 12 + [(4, 31)] * 3,
            "falls": [(12, 100)] * 12 + [(4, 100)] * 3,
        }
    )
    (found,) = rising_exits(rows, MONTH, limits, {"K"}).to_dicts()
    assert (found["unit"], found["value"], found["expected"]) == ("rises", 12.0, 4.0)
    # by hand: pooled 84/1500 = 5.6 %, standard error sqrt(.056·.944·(1/300 + 1/1200)) = 1.484 points; 8 points = 5.4
    assert rising_exits(rows, MONTH, {**limits, "limit": 5.3}, {"K"}).height == 1
    assert rising_exits(rows, MONTH, {**limits, "limit": 5.5}, {"K"}).is_empty()
    assert rising_exits(rows, MONTH, limits, {"G1"}).is_empty()


def test_two_sources_apart() -> None:
    limits = {"points": 20, "spread": 3.5, "units": 10, "minimum_denominator": 30}
    chance = Random(5)
    here = {f"U{n}": [(chance.randrange(860, 900), 1000)] for n in range(20)}
    there = {f"U{n}": [(chance.randrange(800, 840), 1000)] for n in range(20)}
    there["U7"] = [(400, 1000)]
    both = numbered(pl.concat([histories(here, "a"), histories(there, "b")]))
    (found,) = source_gap(both, MONTH, limits).to_dicts()
    assert (found["unit"], found["source"], found["expected"]) == ("U7", "a", 40.0)
    far = {unit: [(pair[0][0] - 400, 1000)] for unit, pair in there.items()}
    whole = source_gap(pl.concat([histories(here, "a"), histories(far, "b")]), MONTH, limits)
    assert sorted(units(whole), key=str) == [None, "U7"]
    assert "20 units" in whole.filter(pl.col("unit").is_null())["words_en"].item()
    assert source_gap(histories(here, "a"), MONTH, limits).is_empty()


def test_a_burst_on_the_last_days_only_where_days_are_counted() -> None:
    limits = {"days": 2, "share": 30, "minimum_cases": 30}
    days = [LAST.start + timedelta(days=n) for n in range(31)]
    burst = [count("a", 50 if day >= date(2026, 10, 30) else 1, day=day) for day in days]
    even = [count("a", 5, day=day, unit="U2") for day in days]
    monthly = count("a", 500, unit="U3", source="m")
    rows = counts(*burst, *even, monthly)
    (found,) = end_burst(rows, (LAST.start, LAST.end), limits, frozenset({"a"}), NAMES).to_dicts()
    assert found["unit"] == "U1"
    assert found["words_vi"] == "Một: 100 trong 129 rơi vào 2 ngày cuối của 31 ngày"
    assert not_daily(rows).select("source", "units").rows() == [("m", 1)]


def test_what_is_not_judged_is_counted_with_the_reason() -> None:
    rows = histories({"small": [(1, 2)] * 5, "new": [(40, 50)], "well": [(40, 50)] * 5, "gone": [(40, 50), None]})
    small = too_small(rows, "always_full", MONTH, 30)
    assert small.select("units", "why_en").rows() == [(1, "the denominator is below 30")]
    assert too_short(rows, "x", MONTH, 4).select("units", "why_vi").rows() == [(1, "chưa đủ 4 tháng trước đó")]


def test_months_on_both_sides_of_a_break_are_no_history_of_each_other() -> None:
    rows = histories({"U1": [(50, 50)] * 6, "U2": [(50, 50)] * 6})
    broken = (pl.col("unit") == "U1") & (pl.col("month") == MONTH - 1)
    marks = [pl.lit("own").alias("basis"), pl.when(broken).then(pl.lit("jumped")).alias("trend_break")]
    figures = rows.with_columns(marks).drop("line", "stretch", "month")
    again = history(figures.sample(fraction=1, shuffle=True, seed=1))
    assert again.group_by("unit", "stretch", maintain_order=True).agg(pl.len().alias("n")).rows() == [
        ("U1", 0, 4),
        ("U2", 0, 6),
        ("U1", 1, 2),
    ]
    assert units(always_full(again, MONTH, FULL)) == ["U2"]
    others = history(figures.with_columns(pl.lit("children").alias("basis")))
    assert others.is_empty()
