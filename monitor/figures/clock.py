"""Days and instants in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from monitor.figures.query import QueryError

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(moment: datetime) -> date:
    """The day in Vietnam at an instant with time zone."""
    return moment.astimezone(ZONE).date()


def moment_named(text: str) -> datetime:
    """The instant a person means: a day means its end, a time without zone is Vietnam's. Raises ``QueryError``."""
    try:
        moment = datetime.fromisoformat(text.strip())
        if "T" not in text and " " not in text.strip():
            moment = datetime.combine(moment.date(), time.max)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise QueryError(f"{text!r} is no moment. Write 2026-10-31 (its end) or 2026-10-31T17:00:00.") from error
