"""Moments as the document systems write them. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh; it has no summer time."""
_DATES = ("%Y/%m/%d", "%d/%m/%Y", "%d-%m-%Y")
_TIMES = ("", " %H:%M:%S", " %H:%M")


def vietnamese_time(text: str) -> datetime | None:
    """A moment in Vietnamese time, without zone; None if it is written in no known way.

    ISO 8601, 2026/08/01, 01/08/2026 and 01-08-2026, each with or without time of day. A moment with a zone of its own
    is converted.
    """
    text = " ".join(text.split())
    found = _iso(text) or next(filter(None, (_parsed(text, day + time) for day in _DATES for time in _TIMES)), None)
    if found is None or found.tzinfo is None:
        return found
    try:
        return found.astimezone(VIETNAM).replace(tzinfo=None)
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - Vietnamese time, as everything here
    except ValueError:
        return None
