"""Days and instants in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: datetime) -> date:
    """The day in Vietnam at an instant with time zone."""
    return moment.astimezone(ZONE).date()


def vietnam_time(moment: datetime) -> datetime:
    """An instant without time zone read as Vietnam time; one with a time zone stays as it is."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
