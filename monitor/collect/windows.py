"""Which periods a pull asks for. Pure: the day of asking is passed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from connectors.base import Span, Window
from connectors.errors import ConfigurationError
from monitor.periods import CalendarName, Period, last_closed_month, matching, month_of, months_between

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONTHS_IN_YEAR = 12


def local_day(moment: datetime) -> date:
    """The day it is in Vietnam at that moment."""
    return moment.astimezone(ZONE).date()


def usual_window(
    calendars: Iterable[CalendarName],
    *,
    history: int,
    repull: int,
    asked: Mapping[CalendarName, date | None],
    today: date,
) -> Window:
    """The window of an ordinary pull: everything that may be new or restated since the last complete one.

    ``asked`` tells the day of the last complete ordinary pull of each calendar. Without one: ``history`` closed
    months. With one: the months that were not closed on that day, and the last ``repull`` closed months, which
    sources restate. The running month is always asked for.
    """
    spans: set[Span] = set()
    for calendar in calendars:
        running = month_of(today, calendar)
        day = asked.get(calendar)
        first = _back(last_closed_month(today, calendar), history if day is None else repull)
        if day is not None:
            first = min(first, month_of(day, calendar))
        spans.update(_spans(months_between(first.start, running.start, calendar)))
    return Window(tuple(sorted(spans)), today)


def range_window(
    calendars: Iterable[CalendarName], *, first: date | None, last: date | None, history: int, today: date
) -> Window:
    """Every month that touches the days ``first`` … ``last``; months that have not begun are left out.

    Without ``first``: ``history`` closed months back; without ``last``: up to today. Raises
    ``ConfigurationError`` if that leaves no day to ask for.
    """
    end = min(last or today, today)
    spans: set[Span] = set()
    for calendar in calendars:
        start = first or _back(last_closed_month(today, calendar), history).start
        spans.update(_spans(months_between(start, end, calendar)))
    if not spans:
        raise ConfigurationError(
            f"There is no day between {first or 'the first month'} and {end}.",
            "Give --from a day before --to, and not in the future.",
        )
    return Window(tuple(sorted(spans)), today)


def place(span: Span, calendars: Iterable[CalendarName]) -> tuple[CalendarName, str] | None:
    """Calendar and grain of a span, or None if it is no period of these calendars.

    Besides the periods of ``monitor.periods``, twelve whole months from any month on count as a year: fiscal years
    of other administrations begin in April, July or October.
    """
    for calendar in calendars:
        period = matching(span.start, span.end, calendar)
        if period is not None:
            return calendar, period.kind
        months = months_between(span.start, span.end, calendar)
        if len(months) == MONTHS_IN_YEAR and (months[0].start, months[-1].end) == (span.start, span.end):
            return calendar, "year"
    return None


def _back(last_closed: Period, count: int) -> Period:
    """The first of ``count`` months that end with ``last_closed``; the month after it when count is 0."""
    index = last_closed.year * MONTHS_IN_YEAR + last_closed.number - count
    return Period(last_closed.calendar, "month", index // MONTHS_IN_YEAR, index % MONTHS_IN_YEAR + 1)


def _spans(months: Iterable[Period]) -> set[Span]:
    return {Span(month.start, month.end) for month in months}
