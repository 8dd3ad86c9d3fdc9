"""The word said of a figure, how sure it is, and what is compared."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from math import ceil

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi import STATUSES, change, figures
from monitor.kpi.reach import remaining_cases, unreachable
from tests.kpi.world import count, indicator_frame, pair, question, reading_frame, row, target_frame

MODEST = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("num", "den", "status", "certainty"),
    [
        (99_000, 100_000, "met", "surely"),
        (95_000, 100_000, "met", "probably"),
        (94_996, 100_000, "near", "probably"),
        (90_000, 100_000, "near", "surely"),
        (89_999, 100_000, "below", "surely"),
        (30, 30, "met", "probably"),
        (31, 35, "below", "probably"),
        (26, 30, "below", "surely"),
        (29, 29, "too_few", None),
        (0, 29, "too_few", None),
        (0, 0, "no_cases", None),
        (None, 10, "not_reported", None),
        (0, 30, "below", "surely"),
    ],
)
def test_status_of_a_closed_period(num: int | None, den: int, status: str, certainty: str | None) -> None:
    found = row(figures(question(pair("C1", num, den), minimum=30)), "C1")
    assert (found["status"], found["certainty"]) == (status, certainty)
    assert found["status"] in STATUSES


@pytest.mark.parametrize(
    ("num", "status", "certainty", "shortfall"),
    [
        (0, "met", "surely", 0),
        (100, "met", "probably", 0),
        (101, "near", "probably", 1),
        (150, "near", "surely", 50),
        (151, "below", "surely", 51),
    ],
)
def test_an_indicator_that_should_stay_low(num: int, status: str, certainty: str, shortfall: int) -> None:
    found = row(figures(question(pair("C1", num, 1000))), "C1", "L")
    assert (found["status"], found["certainty"], found["shortfall"]) == (status, certainty, shortfall)


def test_94_996_per_cent_shows_95_00_and_is_not_met() -> None:
    found = row(figures(question(pair("C1", 94_996, 100_000))), "C1")
    assert (found["shown"], found["status"], found["shortfall"]) == ("95.00", "near", 4)
    assert found["rate"] == 94.996


def test_targets_and_milestones_follow_kind_and_year() -> None:
    goals = target_frame({"X": (9500, 8000), "L": (1000, None)}).with_columns(
        milestone=pl.when(indicator="X", kind="commune", year=2026).then(7000).otherwise("milestone")
    )
    result = figures(question(pair("C1", 69, 100) + pair("D1", 69, 100), targets=goals))
    commune, department, group = row(result, "C1"), row(result, "D1"), row(result, "P/commune")
    assert (commune["target"], commune["milestone"], commune["shortfall"], commune["milestone_shortfall"]) == (
        95.0,
        70.0,
        26,
        1,
    )
    assert (department["milestone"], department["milestone_shortfall"]) == (80.0, 11)
    assert (group["milestone"], group["milestone_shortfall"]) == (70.0, 1)
    low = row(result, "C1", "L")
    assert (low["milestone"], low["milestone_shortfall"]) == (None, None)


def test_january_of_the_decree_belongs_to_its_own_year() -> None:
    """Its first day is 15 December of the year before."""
    goals = target_frame({"X": (9500, None), "L": (1000, None)}).with_columns(
        target=pl.when(pl.col("year") == 2026).then(9100).otherwise("target")
    )
    rows = pair("C1", 1, 2, "2026-01", calendar="nd09")
    assert row(figures(question(rows, "2026-01", calendar="nd09", targets=goals)), "C1")["target"] == 91.0


def test_without_a_target_nothing_is_called_met() -> None:
    found = row(figures(question(pair("C1", 9, 10), targets=target_frame({"L": (1000, None)}))), "C1")
    assert (found["status"], found["target"], found["shortfall"], found["shown"]) == (
        "needs_check",
        None,
        None,
        "90.00",
    )


def quarantined(*rows: dict[str, object]) -> pl.DataFrame:
    columns = ["source", "series", "unit", "measure", "period_start", "period_end", "calendar"]
    return pl.DataFrame(list(rows)).select(columns)


def test_an_open_quarantine_row_asks_for_a_check_and_the_last_good_value_stays() -> None:
    result = figures(question(pair("C1", 9, 10) + pair("C2", 9, 10), quarantine=quarantined(count("C1", "a", 99))))
    assert (row(result, "C1")["status"], row(result, "C1")["numerator"]) == ("needs_check", 9)
    assert row(result, "C2")["status"] == "near"
    assert (row(result, "P")["status"], row(result, "P")["reported"]) == ("near", 2)


def test_a_held_count_of_a_group_matters_only_where_its_own_counts_stand() -> None:
    held = quarantined(count("P", "a", 99))
    own = figures(question(pair("P", 9, 10), quarantine=held))
    assert (row(own, "P")["basis"], row(own, "P")["status"]) == ("own", "needs_check")
    summed = figures(question(pair("P", 9, 10) + pair("C1", 9, 10), quarantine=held))
    assert (row(summed, "P")["basis"], row(summed, "P")["status"]) == ("children", "near")


def test_a_unit_whose_only_number_is_held_back_did_report() -> None:
    result = figures(question(pair("C2", 9, 10), quarantine=quarantined(count("C1", "a", 99))))
    assert row(result, "C1")["status"] == "needs_check"
    assert row(result, "P")["reported"] == 1


@pytest.mark.parametrize(
    "other",
    [
        count("C1", "zzz", 99),
        count("C1", "a", 99, "2026-09"),
        count("C1", "a", 99, source="z"),
        count("C1", "a", 99, series="z"),
        count("C1", "a", 99, calendar="nd09"),
    ],
)
def test_a_quarantine_row_of_something_else_touches_nothing(other: dict[str, object]) -> None:
    assert row(figures(question(pair("C1", 9, 10), quarantine=quarantined(other))), "C1")["status"] == "near"


def test_a_quarantined_month_touches_its_quarter() -> None:
    rows = pair("C1", 9, 10, "2026-07")
    held = quarantined(count("C1", "b", 99, "2026-08"))
    assert row(figures(question(rows, "2026-Q3", quarantine=held)), "C1")["status"] == "needs_check"
    decree = quarantined(count("C1", "b", 99, "2026-08") | {"calendar": "nd09"})
    assert row(figures(question(rows, "2026-Q3", quarantine=decree)), "C1")["status"] == "near"


MIDDLE = datetime(2026, 11, 16, 2, tzinfo=UTC)
"""15 days of November have passed in Việt Nam, 15 are left."""


@pytest.mark.parametrize(
    ("num", "den", "status"),
    [
        (100, 100, "provisional"),
        # with 200 more, all good: 285/300 = 95 % exactly; one less is out of reach
        (85, 100, "provisional"),
        (84, 100, "unreachable"),
        (0, 29, "provisional"),
        (0, 0, "no_cases"),
        # nobody is late before the period has ended
        (None, None, "provisional"),
    ],
)
def test_an_open_period_is_provisional_until_it_is_lost(num: int | None, den: int | None, status: str) -> None:
    rows = pair("C1", num, den, "2026-11", captured_at=MIDDLE)
    found = row(figures(question(rows, "2026-11", minimum=30)), "C1")
    assert (found["status"], found["certainty"], found["provisional"]) == (status, None, True)


def test_the_last_day_of_a_period_is_still_open() -> None:
    rows = pair("C1", 99, 100)
    assert row(figures(question(rows, today=date(2026, 10, 31))), "C1")["provisional"] is True
    assert row(figures(question(rows, today=date(2026, 11, 1))), "C1")["provisional"] is False


@MODEST
@given(st.integers(0, 10**9), st.integers(0, 40))
def test_remaining_cases_follow_the_days_left(den: int, day: int) -> None:
    start, end = date(2026, 11, 1), date(2026, 11, 30)
    captured = datetime(2026, 11, 1, 5, tzinfo=UTC) + (datetime(2026, 11, 2) - datetime(2026, 11, 1)) * day  # noqa: DTZ001
    frame = pl.DataFrame({"den": [den], "at": [captured], "start": [start], "end": [end]})
    passed = min(max(day, 1), 30)
    found = frame.select(remaining_cases(pl.col("den"), pl.col("at"), pl.col("start"), pl.col("end"))).item()
    assert found == ceil(Fraction(2 * den * (30 - passed), passed))


@MODEST
@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 300), st.integers(0, 10_000), st.booleans())
def test_unreachable_means_no_outcome_of_the_rest_meets(
    first: int, second: int, rest: int, target: int, low: bool
) -> None:
    num, den = sorted((first, second))
    lost = (
        pl.DataFrame({"num": [num], "den": [den]})
        .select(
            unreachable(pl.col("num"), pl.col("den"), pl.lit(target), pl.lit(rest, pl.Int128), low=pl.lit(value=low))
        )
        .item()
    )
    goal = Fraction(target, 10_000)
    outcomes = [(num + good, den + rest) for good in (0, rest)]
    reached = any((n <= goal * d) if low else (n >= goal * d) for n, d in outcomes)
    assert lost is not reached


def test_change_is_in_points_and_only_between_like_figures() -> None:
    rows = pair("C1", 90, 100) + pair("C1", 85, 100, "2026-09") + pair("C2", 1, 2)
    now, before = (figures(question(rows, period)) for period in ("2026-10", "2026-09"))
    compared = change(now, before)
    assert row(compared, "C1")["change"] == pytest.approx(5.0)
    assert row(compared, "C2")["change"] is None
    assert row(compared, "D1")["change"] is None
    assert compared.drop("change").equals(now)


def test_change_stops_at_another_definition_calendar_or_basis() -> None:
    two = reading_frame(
        ("X", 1, 1, "a", "b", date(2020, 1, 1), date(2026, 10, 1)),
        ("X", 2, 1, "a", "b", date(2026, 10, 1), None),
    )
    rows = pair("C1", 90, 100) + pair("C1", 85, 100, "2026-09") + pair("C1", 1, 2, "2026-09", calendar="nd09")
    kinds = indicator_frame([("X", 1), ("X", 2)])
    now, before = (figures(question(rows, p, readings=two, indicators=kinds)) for p in ("2026-10", "2026-09"))
    assert row(change(now, before), "C1")["change"] is None
    decree = figures(question(rows, "2026-09", calendar="nd09"))
    assert row(change(figures(question(rows, "2026-09")), decree), "C1")["change"] is None
    own, summed = figures(question(pair("P", 1, 2, "2026-09"), "2026-09")), figures(question(rows))
    assert row(summed, "P")["rate"] is not None
    assert row(change(summed, own), "P")["change"] is None


def test_change_refuses_several_periods() -> None:
    rows = pair("C1", 90, 100)
    one, two = figures(question(rows)), figures(question(rows, "2026-09", "2026-10"))
    with pytest.raises(ValueError, match="one period"):
        change(one, two)
    assert change(one, one.clear())["change"].null_count() == one.height
