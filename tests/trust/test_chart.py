"""Really changed, or noise: limits worked out independently, false alarms of a simulated null, planted steps."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from random import Random
from statistics import fmean

import polars as pl
import pytest

from monitor.trust.chart import standardised, unusual
from tests.trust.world import MONTH, histories

LIMITS = {
    "baseline": 24,
    "minimum_months": 12,
    "limit": 3,
    "least_change": 5,
    "together": 50,
    "minimum_denominator": 30,
}
SHARP = {**LIMITS, "least_change": 0, "together": 100}


def binomial(chance: Random, cases: int, share: float) -> tuple[int, int]:
    return sum(chance.random() < share for _ in range(cases)), cases


def by_hand(pairs: list[tuple[int, int]]) -> tuple[float, float]:
    """Expected share and z of the newest month, by the formulas of weighted least squares and of Laney."""
    before = list(enumerate(pairs[:-1], start=-(len(pairs) - 1)))
    weight = sum(den for _, (_, den) in before)
    mean_x = sum(den * x for x, (_, den) in before) / weight
    mean_p = sum(num for _, (num, _) in before) / weight
    squares = sum(den * (x - mean_x) ** 2 for x, (_, den) in before)
    slope = sum(den * (x - mean_x) * (num / den - mean_p) for x, (num, den) in before) / squares
    kept = (sum(num for _, (num, _) in before) + 2) / (weight + 4)
    spread = kept * (1 - kept)
    scores = [(num / den - mean_p - slope * (x - mean_x)) / sqrt(spread / den) for x, (num, den) in before]
    sigma = max(1.0, fmean(abs(a - b) for a, b in pairwise(scores)) * 0.8865)
    num, den = pairs[-1]
    expected = mean_p - slope * mean_x
    error = sqrt(spread * (1 / den + 1 / weight + mean_x**2 / squares))
    return expected, (num / den - expected) / error / sigma


def test_line_limits_and_distance_are_those_worked_out_by_hand() -> None:
    chance = Random(1)
    pairs = [binomial(chance, chance.randrange(40, 400), 0.6 + 0.01 * month) for month in range(20)]
    expected, z = by_hand(pairs)
    newest = standardised(histories({"U": pairs}), MONTH, LIMITS).filter(pl.col("month") == MONTH).to_dicts()[0]
    assert newest["expected"] == pytest.approx(100 * expected)
    assert newest["z"] == pytest.approx(z)
    assert (newest["low"] + newest["high"]) / 2 == pytest.approx(100 * expected)
    assert (newest["value"] - newest["expected"]) / (newest["high"] - newest["expected"]) == pytest.approx(z / 3)


def test_few_false_alarms_where_nothing_changed() -> None:
    """2,000 units whose share never changes: all rules together may err in 3 of 200 months at most."""
    chance = Random(2026)
    rows = histories({f"U{n}": [binomial(chance, 60, 0.8) for _ in range(25)] for n in range(2000)})
    assert 0 < unusual(rows, MONTH, SHARP).height <= 30


def test_few_false_alarms_where_every_month_scatters_more_than_chance() -> None:
    chance = Random(7)
    noisy = {
        f"U{n}": [binomial(chance, 400, min(0.98, max(0.5, chance.gauss(0.8, 0.05)))) for _ in range(25)]
        for n in range(300)
    }
    assert unusual(histories(noisy), MONTH, SHARP).height <= 15


def test_steady_growth_is_no_change_and_a_step_is() -> None:
    chance = Random(3)
    growing = [binomial(chance, 300, 0.5 + 0.015 * month) for month in range(25)]
    steady = [binomial(chance, 300, 0.8) for _ in range(24)]
    rows = histories({"grows": growing, "steps": [*steady, (180, 300)], "steady": [*steady, (240, 300)]})
    (found,) = unusual(rows, MONTH, LIMITS).to_dicts()
    assert (found["unit"], found["value"]) == ("steps", 60.0)
    assert "(ngoài giới hạn)" in found["words_vi"]
    assert "(outside the limits)" in found["words_en"]


@pytest.mark.parametrize(
    ("cases", "words"),
    [
        ([*[238, 242] * 11, 250, 265, 265], "2 of 3"),
        ([*[238, 242] * 10, 262, 262, 262, 262, 262], "4 of 5"),
        ([*[250] * 8, *[232] * 8, *[250] * 9], "9 months"),
    ],
)
def test_small_shifts_that_last_are_found_by_the_run_rules(cases: list[int], words: str) -> None:
    rows = histories({"U": [(number, 300) for number in cases]})
    found = unusual(rows, MONTH, {**SHARP, "limit": 10})
    assert words in found["words_en"].item()


def test_what_changes_everywhere_at_once_is_the_sources_change() -> None:
    chance = Random(4)
    units = {f"U{n}": [*(binomial(chance, 300, 0.8) for _ in range(24)), (150, 300)] for n in range(10)}
    found = unusual(histories(units), MONTH, LIMITS)
    assert found["unit"].to_list() == [None]
    assert found["words_en"].item().startswith("10 of 10 units changed at once")


def test_short_or_small_histories_are_not_judged() -> None:
    rows = histories({"short": [(240, 300)] * 11 + [(10, 300)], "small": [(20, 29)] * 24 + [(0, 29)]})
    assert unusual(rows, MONTH, LIMITS).is_empty()


def test_a_share_of_exactly_one_for_years_still_has_limits() -> None:
    rows = histories({"fine": [(300, 300)] * 25, "falls": [*[(300, 300)] * 24, (270, 300)]})
    assert unusual(rows, MONTH, {**LIMITS, "together": 100})["unit"].to_list() == ["falls"]
