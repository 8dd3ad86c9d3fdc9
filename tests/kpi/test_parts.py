"""From measures to parts: readings, series, procedures, tiles, calendars, versions."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from monitor.kpi import figures
from tests.kpi.world import BIRTH, count, frame, indicator_frame, pair, question, reading_frame, row

TWO_READINGS = reading_frame(
    ("X", 1, 1, "a", "best", BIRTH, None),
    ("X", 1, 2, "a", "b", BIRTH, None),
)


def test_the_first_reading_a_series_can_serve_wins() -> None:
    rows = [*pair("C1", 3, 10), count("C1", "best", 6)]
    found = row(figures(question(rows, readings=TWO_READINGS)), "C1")
    assert (found["reading"], found["numerator"], found["denominator"]) == (1, 3, 6)


def test_numerator_and_denominator_never_come_from_two_series() -> None:
    rows = [*pair("C1", 3, 10), count("C1", "best", 6, series="elsewhere")]
    found = row(figures(question(rows, readings=TWO_READINGS)), "C1")
    assert (found["reading"], found["series"], found["denominator"]) == (2, "t", 10)
    apart = [count("C1", "a", 3), count("C1", "b", 10, series="elsewhere")]
    assert figures(question(apart)).is_empty()


def test_a_reading_does_not_change_in_a_month_in_which_one_measure_is_missing() -> None:
    rows = [*pair("C1", 3, 10), *pair("C1", 3, 10, "2026-09"), count("C1", "best", 6, "2026-09")]
    found = row(figures(question(rows, "2026-10", readings=TWO_READINGS)), "C1")
    assert (found["reading"], found["status"], found["denominator"]) == (1, "not_reported", None)


def test_sources_are_compared_never_merged() -> None:
    rows = [*pair("C1", 3, 10), *pair("C1", 9, 10, source="z")]
    result = figures(question(rows))
    assert row(result, "C1", source="s")["numerator"] == 3
    assert row(result, "C1", source="z")["numerator"] == 9


@pytest.mark.parametrize("missing", [{"a"}, {"c"}, {"b"}, {"d"}])
def test_a_side_of_several_measures_needs_all_of_them(missing: set[str]) -> None:
    readings = reading_frame(("X", 1, 1, "a+c", "b+d", BIRTH, None))
    values = {"a": 1, "c": 2, "b": 10, "d": 20}
    whole = [count("C1", measure, value) for measure, value in values.items()]
    found = row(figures(question(whole, readings=readings)), "C1")
    assert (found["numerator"], found["denominator"]) == (3, 30)
    for nothing in (None, "absent"):
        rows = [
            count("C2", measure, None if measure in missing else value)
            for measure, value in values.items()
            if nothing is None or measure not in missing
        ]
        found = row(figures(question(whole + rows, readings=readings)), "C2")
        assert (found["numerator"], found["denominator"], found["reported"]) == (None, None, 0)


def test_all_procedures_together_are_the_total_and_are_not_added_to_the_single_ones() -> None:
    rows = pair("C1", 5, 10) + pair("C1", 1, 3, procedure="p1") + pair("C1", 2, 4, procedure="p2")
    found = row(figures(question(rows)), "C1")
    assert (found["numerator"], found["denominator"], found["reported"], found["expected"]) == (5, 10, 1, 1)


def test_single_procedures_are_parts_of_a_unit_without_a_total() -> None:
    rows = (
        pair("C1", 1, 3, procedure="p1")
        + pair("C1", 2, 4, procedure="p2")
        + pair("C1", None, 9, procedure="p3")
        + pair("C2", 7, 8)
    )
    result = figures(question(rows))
    found, province = row(result, "C1"), row(result, "P")
    assert (found["numerator"], found["denominator"], found["reported"], found["expected"]) == (3, 7, 2, 3)
    # C1's three procedures, C2, and three units that reported nothing
    assert (province["numerator"], province["denominator"]) == (10, 15)
    assert (province["reported"], province["expected"]) == (3, 7)


def test_a_quarter_is_its_own_counts_where_they_cover_as_much_as_its_months() -> None:
    months = [cell for m in ("2026-07", "2026-08", "2026-09") for cell in pair("C1", 1, 10, m)]
    whole = pair("C1", 7, 50, "2026-Q3")
    own = row(figures(question(months + whole, "2026-Q3")), "C1")
    assert (own["numerator"], own["grain"], own["reported"], own["expected"]) == (7, "quarter", 1, 1)
    tiled = row(figures(question(months, "2026-Q3")), "C1")
    assert (tiled["numerator"], tiled["grain"], tiled["reported"], tiled["expected"]) == (3, "month", 3, 3)


def test_months_and_quarters_are_not_mixed_in_one_figure() -> None:
    months = [cell for u in ("C1", "C2") for m in ("2026-07", "2026-08") for cell in pair(u, 1, 10, m)]
    result = figures(question(months + pair("C3", 7, 50, "2026-Q3"), "2026-Q3"))
    assert row(result, "P")["numerator"] == 4
    assert row(result, "P")["grain"] == "month"
    assert row(result, "C3")["status"] == "not_reported"
    assert result["grain"].unique().to_list() == ["month"]


def test_a_stock_is_read_in_the_last_month_and_not_added() -> None:
    rows = [cell for n, m in enumerate(("2026-07", "2026-08", "2026-09")) for cell in pair("C1", n + 1, 10, m)]
    stocks = frozenset({"a", "b"})
    found = row(figures(question(rows, "2026-Q3", stocks=stocks)), "C1")
    assert (found["numerator"], found["denominator"], found["reported"], found["expected"]) == (3, 10, 1, 1)
    without_last = figures(question(rows[:4], "2026-Q3", stocks=stocks))
    assert row(without_last, "C1")["status"] == "not_reported"


def test_the_months_of_a_stock_do_not_outweigh_its_quarter() -> None:
    months = [cell for m in ("2026-07", "2026-08", "2026-09") for cell in pair("C1", 1, 10, m)]
    stocks = frozenset({"a", "b"})
    found = row(figures(question(months + pair("C1", 7, 50, "2026-Q3"), "2026-Q3", stocks=stocks)), "C1")
    assert (found["numerator"], found["grain"]) == (7, "quarter")


def test_the_quarter_of_one_unit_does_not_outweigh_the_stocks_of_two() -> None:
    rows = pair("C1", 7, 50, "2026-Q3") + pair("C1", 1, 10, "2026-09") + pair("C2", 1, 10, "2026-09")
    result = figures(question(rows, "2026-Q3", stocks=frozenset({"a", "b"})))
    assert (row(result, "P")["numerator"], row(result, "P")["grain"]) == (2, "month")


def test_the_nd09_month_and_the_calendar_month_of_one_name_stay_apart() -> None:
    rows = pair("C1", 1, 10) + pair("C1", 2, 10, calendar="nd09")
    month = row(figures(question(rows, "2026-10")), "C1")
    decree = row(figures(question(rows, "2026-10", calendar="nd09")), "C1")
    assert (month["numerator"], month["period_start"], month["period_end"]) == (
        1,
        date(2026, 10, 1),
        date(2026, 10, 31),
    )
    assert (decree["numerator"], decree["period_start"], decree["period_end"]) == (
        2,
        date(2026, 9, 15),
        date(2026, 10, 14),
    )


def test_periods_of_two_lengths_or_calendars_are_refused() -> None:
    with pytest.raises(ValueError, match="one calendar and one length"):
        figures(question([], "2026-10", "2026-Q3"))
    with pytest.raises(ValueError, match="at least one period"):
        figures(question([], periods=()))


TWO_VERSIONS = reading_frame(
    ("X", 1, 1, "a", "b", BIRTH, date(2026, 8, 1)),
    ("X", 2, 1, "a", "best", date(2026, 8, 1), None),
)


def test_the_version_in_force_on_the_first_day_measures_the_whole_period() -> None:
    rows = [
        count("C1", measure, value, month)
        for month in ("2026-07", "2026-08", "2026-09")
        for measure, value in (("a", 1), ("b", 10), ("best", 5))
    ]
    months = figures(question(rows, "2026-07", "2026-08", readings=TWO_VERSIONS))
    assert months.filter(unit="C1").select("period", "version", "denominator").rows() == [
        ("2026-07", 1, 10),
        ("2026-08", 2, 5),
    ]
    quarter = row(figures(question(rows, "2026-Q3", readings=TWO_VERSIONS)), "C1")
    assert (quarter["version"], quarter["denominator"]) == (1, 30)


def test_an_indicator_has_no_figure_before_its_first_version() -> None:
    readings = reading_frame(("X", 1, 1, "a", "b", date(2026, 10, 1), None))
    rows = pair("C1", 1, 10, "2026-09") + pair("C1", 1, 10)
    result = figures(question(rows, "2026-09", "2026-10", readings=readings, indicators=indicator_frame([("X", 1)])))
    assert result["period"].unique().to_list() == ["2026-10"]


def test_an_indicator_has_no_figure_from_the_day_its_last_version_ended() -> None:
    readings = reading_frame(("X", 1, 1, "a", "b", BIRTH, date(2026, 10, 1)))
    rows = pair("C1", 1, 10, "2026-09") + pair("C1", 1, 10)
    result = figures(question(rows, "2026-09", "2026-10", readings=readings))
    assert result["period"].unique().to_list() == ["2026-09"]


LARGE = 2**40


def test_large_counts_do_not_wrap() -> None:
    rows = [cell for unit in ("D1", "D2", "C1", "C2", "C3") for cell in pair(unit, LARGE, 2 * LARGE)]
    found = row(figures(question(rows)), "P")
    assert (found["numerator"], found["denominator"], found["shown"]) == (5 * LARGE, 10 * LARGE, "50.00")
    assert found["shortfall"] == -(-95 * 10 * LARGE // 100) - 5 * LARGE


@pytest.mark.parametrize(("num", "den"), [(11, 10), (-1, 10), (1, -1), (1, 2**62), (2**62, 2**62)])
def test_a_broken_count_is_shown_as_needs_check_and_joins_no_sum(num: int, den: int) -> None:
    result = figures(question(pair("C1", num, den) + pair("C2", 1, 10)))
    found, province = row(result, "C1"), row(result, "P")
    assert (found["status"], found["numerator"], found["rate"]) == ("needs_check", None, None)
    assert (province["numerator"], province["denominator"], province["reported"]) == (1, 10, 1)
    assert province["status"] != "needs_check"


def test_counts_of_units_nobody_declared_join_nothing() -> None:
    rows = pl.concat([frame(pair("C1", 1, 10)), frame(pair("C9", 5, 10))])
    result = figures(question(rows))
    assert "C9" not in result["unit"].to_list()
    assert row(result, "P")["numerator"] == 1
