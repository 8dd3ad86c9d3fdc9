"""By when the counts of a month are due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from monitor.declared.models import WorkingCalendar
    from monitor.periods import Period

SATURDAY = 5


def deadline(end: date, calendar: WorkingCalendar) -> date:
    """The working day, ``report_within`` working days after a month's last day, on which its counts are due."""
    off = {note.day for note in calendar.days_off}
    worked = {note.day for note in calendar.working_days}
    day, left = end, calendar.report_within
    while left > 0:
        day += timedelta(days=1)
        left -= day in worked or (day.weekday() < SATURDAY and day not in off)
    return day


def month_frame(months: Iterable[Period], calendar: WorkingCalendar) -> pl.DataFrame:
    """[calendar, period, period_start, period_end, deadline], one row per month."""
    rows = [(m.calendar, m.code, m.start, m.end, deadline(m.end, calendar)) for m in months]
    schema = {
        "calendar": pl.String(),
        "period": pl.String(),
        "period_start": pl.Date(),
        "period_end": pl.Date(),
        "deadline": pl.Date(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
