from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboards.figures.trend import hover, trend, unbroken
from dashboards.words import Words
from tests.dashboards.fake import FakeService
from tests.dashboards.fake_figures import figure, frame


def month(number: int, num: int | None, den: int | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    return figure(num, den, period=f"2026-{number:02d}", period_start=date(2026, number, 1), **more)


def rates(found: dict[str, Any]) -> list[float | None]:
    line = next(trace for trace in found["data"] if trace.get("mode") == "lines+markers")
    return list(line["y"])


def test_a_month_without_report_is_a_gap_not_a_zero(vi: Words) -> None:
    found = trend(vi, frame(month(1, 70, 100), month(2, None, None), month(3, 75, 100)), "calendar")
    assert rates(found) == [70.0, None, 75.0]
    assert not any(trace.get("connectgaps") for trace in found["data"])


@pytest.mark.parametrize("change", [{"version": 2}, {"series": "other"}, {"reading": 2}, {"basis": "children"}])
def test_the_line_breaks_where_the_way_of_counting_changed(vi: Words, change: dict[str, Any]) -> None:
    rows = frame(month(1, 70, 100), month(2, 71, 100), month(3, 30, 100, **change), month(4, 31, 100, **change))
    assert rates(trend(vi, rows, "calendar")) == [70.0, 71.0, None, 30.0, 31.0]


@pytest.mark.parametrize("silent", [False, True])
def test_the_line_breaks_where_the_source_itself_changed_even_in_a_silent_month(vi: Words, silent: bool) -> None:
    third = month(3, None, None) if silent else month(3, 30, 100)
    rows = frame(month(1, 70, 100), month(2, 71, 100), {**third, "trend_break": "restated"}, month(4, 31, 100))
    assert rates(trend(vi, rows, "calendar")) == (
        [70.0, 71.0, None, None, 31.0] if silent else [70.0, 71.0, None, 30.0, 31.0]
    )


def test_silence_between_two_like_months_is_no_change_of_counting() -> None:
    rows = frame(month(1, 70, 100), month(2, None, None, series=None, reading=None), month(3, 71, 100))
    assert unbroken(rows).height == 3


def test_a_change_after_silence_breaks_once() -> None:
    rows = frame(month(1, 70, 100), month(2, None, None, series=None), month(3, 71, 100, series="other"))
    assert unbroken(rows)["rate"].to_list() == [70.0, None, None, 71.0]


def test_an_open_month_is_hollow(vi: Words) -> None:
    rows = frame(month(1, 70, 100), month(2, 60, 100, provisional=True, status="provisional"))
    hollow = [trace for trace in trend(vi, rows, "calendar")["data"] if trace.get("mode") == "markers"]
    assert [trace["y"] for trace in hollow] == [[60.0]]


def test_target_and_milestones_are_drawn_as_they_were_set_each_year(vi: Words) -> None:
    rows = frame(month(1, 70, 100, milestone=None), month(2, 70, 100, milestone=80.0))
    lines = {trace["name"]: trace["y"] for trace in trend(vi, rows, "calendar")["data"] if trace.get("mode") == "lines"}
    assert lines == {"Mục tiêu": [95.0, 95.0], "Mốc từng năm": [None, 80.0]}


def test_the_pointer_shows_the_two_counts(vi: Words) -> None:
    assert (
        hover(vi, month(1, 1_234, 2_000), "calendar") == "<b>Tháng 01/2026</b><br>61,70%<br>1.234 / 2.000<br>Chưa đạt"
    )
    assert hover(vi, month(1, None, None), "calendar") == "<b>Tháng 01/2026</b>"


def test_three_years_of_a_unit_with_two_silent_months(vi: Words, service: FakeService) -> None:
    rows = service.series("K1", "H01.117", source=None, calendar="calendar", months=36)
    assert rows.height == 36
    found = trend(vi, rows, "calendar")
    assert rates(found).count(None) == 6  # March and April of three years
    assert found["layout"]["separators"] == ",."
    assert found["layout"]["yaxis"]["range"][0] % 10 == 0
