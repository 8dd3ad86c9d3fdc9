"""Working days and hours in Vietnam: deadlines are counted in them, messages go out in them. Pure: no clock.

Public holidays come from the package ``holidays`` (Labour Code 2019 Art. 112 and the yearly decisions it knows);
config/calendar.yaml has the last word, in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from monitor.declared.alert_models import Hours
    from monitor.declared.models import WorkingCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5
DAY = timedelta(days=1)


@cache
def _public() -> Mapping[date, str]:
    """Vietnam's public holidays by day; years are added as they are asked for."""
    import holidays  # noqa: PLC0415 - a third of a second, for those who count days only

    return holidays.country_holidays("VN", language="vi")


class WorkDays:
    """The province's working days: a weekday that is no holiday, or a weekend day worked in exchange."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._off = {note.day: note.why for note in calendar.days_off}
        self._worked = {note.day for note in calendar.working_days}

    def works(self, day: date) -> bool:
        """Whether offices are open that day."""
        return day in self._worked or (day.weekday() < SATURDAY and self.why_off(day) is None)

    def why_off(self, day: date) -> str | None:
        """The holiday on that day, or None; a weekend is no holiday."""
        if day in self._worked:
            return None
        return self._off.get(day) or _public().get(day)

    def after(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; 0 = ``day`` itself, or the next working day if it is off."""
        while count == 0 and not self.works(day):
            day += DAY
        for _ in range(count):
            day += DAY
            while not self.works(day):
                day += DAY
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` and up to ``last``, that day included; 0 if it is not later."""
        return sum(self.works(first + DAY * number) for number in range(1, (last - first).days + 1))

    def open_at(self, moment: datetime, hours: Hours) -> datetime:
        """The moment itself if messages may go out then, else the next moment they may (an instant with zone)."""
        local = moment.astimezone(ZONE)
        day = local.date()
        if self.works(day) and hours.start <= local.time() < hours.end:
            return moment
        if not self.works(day) or local.time() >= hours.end:
            day = self.after(day, 1)
        return datetime.combine(day, hours.start, ZONE)
