"""Working days against the days off that were officially announced for 2025, 2026 and 2027."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.declared import load
from monitor.declared.alert_models import Hours
from monitor.declared.models import DayNote, WorkingCalendar
from monitor.workdays import WorkDays
from tests.running import ROOT

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DAYS = WorkDays(load(ROOT / "config").calendar)
HOURS = Hours.model_validate({"start": "07:30", "end": "17:00"})


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 27),  # Tết, from 25 January to 2 February 2025
        date(2025, 1, 31),
        date(2025, 4, 7),  # Hùng Kings
        date(2025, 5, 2),  # for 26 April
        date(2025, 9, 1),
        date(2026, 1, 2),  # for 10 January, only in calendar.yaml
        date(2026, 2, 16),
        date(2026, 2, 20),
        date(2026, 4, 27),  # the day after Hùng Kings on a Sunday
        date(2026, 8, 31),  # for 22 August
        date(2026, 9, 2),
        date(2026, 11, 24),  # the new Vietnam Culture Day
        date(2027, 2, 8),
        date(2026, 11, 21),  # a Saturday
        date(2026, 11, 22),
    ],
)
def test_these_days_are_off(day: date) -> None:
    assert not DAYS.works(day)


@pytest.mark.parametrize("day", [date(2026, 8, 22), date(2026, 1, 10), date(2026, 11, 23), date(2026, 2, 23)])
def test_these_days_are_worked_make_up_saturdays_included(day: date) -> None:
    assert DAYS.works(day)


def test_the_provinces_calendar_has_the_last_word() -> None:
    own = WorkingCalendar(
        time_zone="Asia/Ho_Chi_Minh",
        calendars={},
        default_calendar="calendar",
        working_days=(DayNote(day=date(2026, 9, 2), why="trực"),),
        days_off=(DayNote(day=date(2026, 11, 23), why="bão"),),
    )
    assert WorkDays(own).works(date(2026, 9, 2))
    assert WorkDays(own).why_off(date(2026, 11, 23)) == "bão"


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday → Monday
        (date(2026, 11, 23), 1, date(2026, 11, 25)),  # the 24th is a holiday
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết
        (date(2026, 8, 21), 1, date(2026, 8, 22)),  # a worked Saturday
        (date(2026, 8, 28), 5, date(2026, 9, 9)),  # 31 August to 2 September off
        (date(2026, 11, 22), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_a_deadline_is_counted_in_working_days(start: date, count: int, end: date) -> None:
    assert DAYS.after(start, count) == end
    assert DAYS.between(start, end) == (count or int(start != end))


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-23 08:00", "2026-11-23 08:00"),
        ("2026-11-23 03:00", "2026-11-23 07:30"),
        ("2026-11-23 17:00", "2026-11-25 07:30"),  # after hours before a holiday
        ("2026-11-21 10:00", "2026-11-23 07:30"),
        ("2026-08-21 20:00", "2026-08-22 07:30"),
    ],
)
def test_messages_wait_for_working_hours(moment: str, opens: str) -> None:
    at, expected = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (moment, opens))
    assert DAYS.open_at(at, HOURS) == expected
    assert DAYS.open_at(at - timedelta(0), HOURS).astimezone(ZONE).time() < HOURS.end
