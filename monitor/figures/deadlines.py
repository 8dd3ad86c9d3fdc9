"""By when the counts of a month are due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from monitor.workdays import WorkDays

if TYPE_CHECKING:
    from monitor.declared.models import WorkingCalendar
    from monitor.periods import Period


def month_frame(months: Iterable[Period], calendar: WorkingCalendar) -> pl.DataFrame:
    """[calendar, period, period_start, period_end, deadline], one row per month.

    ``deadline`` Date: the working day, ``report_within`` working days after the month's last day, on which its counts
    are due.
    """
    days = WorkDays(calendar)
    rows = [(m.calendar, m.code, m.start, m.end, days.after(m.end, calendar.report_within)) for m in months]
    schema = {
        "calendar": pl.String(),
        "period": pl.String(),
        "period_start": pl.Date(),
        "period_end": pl.Date(),
        "deadline": pl.Date(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
