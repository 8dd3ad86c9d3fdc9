"""Declared comparisons that hold nothing back, and wholes against their parts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from monitor.trust.comparisons import Comparison, compared
from monitor.trust.parts import longer_and_shorter, whole_and_units
from tests.trust.world import NAMES, count, counts

CARRIED = Comparison("carried", ("a",), "=", (), ("b",))


def test_what_is_carried_over_is_what_was_in_process_a_period_ago() -> None:
    rows = counts(count("b", 1200, "2026-09"), count("a", 1150), count("b", 30))
    (found,) = compared(rows, [CARRIED], NAMES).to_dicts()
    assert (found["check"], found["unit"], found["period_start"]) == ("carried", "U1", date(2026, 10, 1))
    assert (found["value"], found["expected"], found["pull_id"]) == (1150, 1200, 7)
    assert found["words_vi"] == "Một = 1.150 ≠ Hai (kỳ trước) = 1.200"
    assert found["words_en"] == "One = 1,150 ≠ Two (period before) = 1,200"
    mended = counts(count("b", 1150, "2026-09"), count("a", 1150), count("b", 30))
    assert compared(mended, [CARRIED], NAMES).is_empty()


def test_nothing_is_said_without_the_period_before_or_a_measure() -> None:
    assert compared(counts(count("a", 5), count("b", 3)), [CARRIED], NAMES).is_empty()
    assert compared(counts(count("b", 3, "2026-09"), count("b", 3)), [CARRIED], NAMES).is_empty()
    assert compared(counts(count("a", None), count("b", 3, "2026-09")), [CARRIED], NAMES).is_empty()
    assert compared(counts(), [CARRIED], NAMES).is_empty()


def test_other_units_lengths_and_months_are_no_period_before() -> None:
    rows = counts(
        count("a", 5),
        count("b", 9, "2026-09", unit="U2"),
        count("b", 9, "2026-08"),
        count("b", 9, "2026-Q3"),
        count("b", 9, "2026-09", source="other"),
    )
    assert compared(rows, [CARRIED], NAMES).is_empty()


@pytest.mark.parametrize(
    ("sign", "left", "tolerance", "broken"),
    [
        ("<=", 7, 0, False),
        ("<=", 8, 0, True),
        ("<=", 8, 1, False),
        (">=", 6, 0, True),
        ("=", 6, 1, False),
        ("=", 5, 1, True),
    ],
)
def test_signs_and_tolerance(sign: str, left: int, tolerance: int, broken: bool) -> None:
    one = Comparison("x", ("a",), sign, ("b",), ("c",), tolerance)  # type: ignore[arg-type]
    rows = counts(count("a", left), count("b", 3), count("c", 4, "2026-09"), count("c", 99))
    assert compared(rows, [one], NAMES).height == broken


def test_only_the_days_and_sources_it_holds_for() -> None:
    rows = counts(count("a", 5), count("b", 9, "2026-09"))
    later = Comparison("x", ("a",), "=", (), ("b",), since=date(2026, 11, 1))
    over = Comparison("x", ("a",), "=", (), ("b",), until=date(2026, 10, 1))
    other = Comparison("x", ("a",), "=", (), ("b",), sources=("o",))
    assert compared(rows, [later, over, other], NAMES).is_empty()


UNITS = pl.DataFrame(
    [("P", None, None, None), ("U1", "P", None, None), ("U2", "P", None, None), ("OLD", "P", None, date(2026, 6, 30))],
    schema={"unit": pl.String, "parent": pl.String, "valid_from": pl.Date, "valid_to": pl.Date},
    orient="row",
)


def test_a_total_row_is_the_sum_of_the_units_below() -> None:
    rows = [count("a", 40), count("a", 60, unit="U2")]
    assert whole_and_units(counts(*rows, count("a", 100, unit="P")), UNITS, NAMES, 0).is_empty()
    assert whole_and_units(counts(*rows, count("a", 101, unit="P")), UNITS, NAMES, 1).is_empty()
    (found,) = whole_and_units(counts(*rows, count("a", 102, unit="P")), UNITS, NAMES, 1).to_dicts()
    assert (found["unit"], found["value"], found["expected"]) == ("P", 102, 100)
    assert found["words_en"] == "One: the unit's own count = 102, sum of the 2 units below = 100"


def test_a_total_is_not_judged_while_a_unit_has_not_reported() -> None:
    rows = counts(count("a", 40), count("a", None, unit="U2"), count("a", 100, unit="P"))
    assert whole_and_units(rows, UNITS, NAMES, 0).is_empty()
    assert whole_and_units(counts(count("a", 40), count("a", 100, unit="P")), UNITS, NAMES, 0).is_empty()


def test_a_longer_stretch_cannot_count_less() -> None:
    rows = counts(count("a", 50, "2026-01"), count("a", 150, "2026-Q1"), count("a", 149, "2026-H1"))
    (found,) = longer_and_shorter(rows, frozenset({"a"}), NAMES).to_dicts()
    assert (found["value"], found["expected"], found["period_end"]) == (149, 150, date(2026, 6, 30))
    assert longer_and_shorter(rows, frozenset(), NAMES).is_empty()
