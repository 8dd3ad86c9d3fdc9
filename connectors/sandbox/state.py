"""What the wire formats share: the province, the server's clock, and who may log in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from connectors.sandbox.province import Province

VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh; it has no summer time."""

NOTICE = "SỐ LIỆU MÔ PHỎNG"


@dataclass(frozen=True)
class State:
    """One running sandbox. ``clock`` gives an aware datetime; what has not happened by then is not counted."""

    province: Province
    clock: Callable[[], datetime]
    username: str
    password: str = field(repr=False)

    def now(self) -> datetime:
        """The server's time in Vietnam."""
        return self.clock().astimezone(VIETNAM)

    def today(self) -> date:
        """The server's day in Vietnam."""
        return self.now().date()


def percent(part: int, whole: int) -> float | None:
    """Share in per cent as the simulated systems print it, two decimals half up; null when there is nothing."""
    return (20_000 * part + whole) // (2 * whole) / 100 if whole else None
