"""When the next question may be asked: the budget, the pause a source asks for, and the stop it calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from connectors.errors import SourceUnavailable

Clock = Callable[[], datetime]
Sleep = Callable[[float], None]


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds a ``Retry-After`` header asks for (RFC 9110 §10.2.3: seconds or an HTTP date); None if unreadable."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # the standard library's parser raises any of them
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class Pace:
    """Keeps at most ``per_second`` questions a second by sleeping before a question that comes too early."""

    def __init__(self, per_second: float, clock: Clock, sleep: Sleep) -> None:
        self._interval = 1 / per_second
        self._clock = clock
        self._sleep = sleep
        self._last: datetime | None = None

    def wait(self) -> None:
        """Sleep until the next question is within the budget."""
        if self._last is not None:
            elapsed = (self._clock() - self._last).total_seconds()
            pause = min(self._interval - elapsed, self._interval)
            if pause > 0:
                self._sleep(pause)
        self._last = self._clock()


class Breaker:
    """Remembers that a source said stop, and refuses to ask it again until the time is up."""

    def __init__(self, cool_down: float, clock: Clock) -> None:
        self._cool_down = cool_down
        self._clock = clock
        self._until: datetime | None = None
        self._why = ""

    def stop(self, error: SourceUnavailable) -> None:
        """Leave the source alone for as long as it asked, or for the cool-down."""
        seconds = max(error.retry_after or 0.0, self._cool_down)
        self._until = self._clock() + timedelta(seconds=min(seconds, timedelta(days=30).total_seconds()))
        self._why = error.message

    def check(self) -> None:
        """Raise ``SourceUnavailable`` while the source is to be left alone."""
        if self._until is None:
            return
        left = (self._until - self._clock()).total_seconds()
        if left > 0:
            raise SourceUnavailable(
                f"Not asked: the source said stop. {self._why}",
                f"Wait until {self._until:%Y-%m-%d %H:%M} ({self._until.tzname() or 'local time'}), then pull again.",
                retry_after=left,
            )
        self._until = None
