"""How figures are looked at: what is offered, what is not and why, and what the address then says."""

from __future__ import annotations

import json
from datetime import date

from dash.development.base_component import Component

from dashboards.callbacks import moved
from dashboards.question import ask, choices
from dashboards.view import parse_view
from dashboards.ways import NEWEST, known_days, ways
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import text as text_of

LAST_DAYS = [(9, 30), (8, 31), (7, 31), (6, 30), (5, 31), (4, 30), (3, 31), (2, 28), (1, 31)]


def box(service: FakeService, search: str) -> Component:
    return ways(ask(service, search), "/units")


def test_the_same_period_a_year_ago_is_offered_where_it_has_counts() -> None:
    known = str(box(FakeService(), "?period=2026-10"))
    assert "compare=year_ago" in known
    # The fake has 36 months up to November 2026: October 2023 has none.
    unknown = box(FakeService(), "?period=2024-10")
    assert "compare=year_ago" not in str(unknown)
    assert "Không có số liệu của cùng kỳ năm trước (Tháng 10/2023)." in text_of(unknown)


def test_todays_map_is_offered_where_a_unit_was_merged() -> None:
    assert "on_map=today" not in str(box(FakeService(), ""))
    assert "Chưa có đơn vị nào được khai báo sáp nhập" in text_of(box(FakeService(), ""))
    assert "on_map=today" in str(box(FakeService(merged=True), ""))


def test_the_figures_are_asked_for_as_the_address_says() -> None:
    service = FakeService(merged=True)
    question = ask(service, "?compare=year_ago&on_map=today&period=2026-10")
    question.figures()
    assert service.asked[-1].endswith(" today year_ago")
    assert question.words("col.change") == "So với cùng kỳ năm trước (điểm)"
    assert ask(service, "").words("col.change") == "So với kỳ trước (điểm)"


def test_days_are_offered_one_by_one_then_by_month() -> None:
    days = known_days(date(2026, 1, 5), date(2026, 11, 22))
    assert days[:2] == [date(2026, 11, 22), date(2026, 11, 21)]
    assert days[31:] == [date(2026, month, last) for month, last in LAST_DAYS]
    assert known_days(date(2026, 11, 22), date(2026, 11, 22)) == [date(2026, 11, 22)]


def test_a_chosen_day_is_in_the_address_until_the_newest_is_chosen() -> None:
    service = FakeService()
    picked = [{"prop_id": json.dumps({"pick": "known"}) + ".value", "value": "2026-10-31"}]
    _, search = moved(service, picked, "/units", "?period=2026-10")
    view = ask(service, search).view
    assert view.known_day == date(2026, 10, 31)
    assert view.known_at == parse_view("?known_at=2026-10-31", choices(service)).known_at
    back = [{"prop_id": json.dumps({"pick": "known"}) + ".value", "value": NEWEST}]
    assert "known_at" not in moved(service, back, "/units", search)[1]
