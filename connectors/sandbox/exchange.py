"""Copies of documents on the simulated axes, one per document and receiver, for the departments.

Quirks kept on purpose: the fifth copy of a day that a department receives was taken back by its sender (status 13); the
first document it sends on the 15th of a month is marked as classified, where it must not be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from connectors.sandbox.rhythm import OPENED
from connectors.sandbox.state import NOTICE, State
from connectors.sandbox.units import SimulatedUnit, object_id

RECALLED: Final = "13"
_TAKEN_BACK: Final = 5
_SECRET_DAY: Final = 15
_OPENING: Final = 7
_OFFICE_MINUTES: Final = 600


@dataclass(frozen=True, slots=True)
class Copy:
    """One document at one receiver."""

    document: str
    sender: str
    receiver: str
    at: datetime
    status: str = "initial"
    title: str = f"{NOTICE}: về việc thử nghiệm"


class Exchange:
    """What went over the axis on each day; drawn when first asked for, then kept."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._departments = [unit for unit in state.province.units if unit.is_department]
        self._day = cache(self._drawn)

    def sent(self, start: date, end: date) -> list[Copy]:
        """Copies the departments sent, in order of time."""
        return [copy for day in self._days(start, end) for copy in self._day(day)[0]]

    def received(self, start: date, end: date) -> list[Copy]:
        """Copies the departments received, in order of time."""
        return [copy for day in self._days(start, end) for copy in self._day(day)[1]]

    def _days(self, start: date, end: date) -> Iterator[date]:
        first, last = max(start, OPENED), min(end, self._state.today())
        for offset in range((last - first).days + 1):
            yield first + timedelta(days=offset)

    def _drawn(self, day: date) -> tuple[list[Copy], list[Copy]]:
        sent = [copy for unit in self._departments for copy in self._sent(unit, day)]
        received = [copy for unit in self._departments for copy in self._received(unit, day)]
        return sorted(sent, key=_time), sorted(received, key=_time)

    def _sent(self, unit: SimulatedUnit, day: date) -> Iterator[Copy]:
        """Each document goes to one, two or three other departments."""
        for number in range(self._state.province.documents(unit.code, day, day).sent):
            secret = day.day == _SECRET_DAY and number == 0
            title = f"{NOTICE}: tài liệu MẬT" if secret else f"{NOTICE}: về việc thử nghiệm"
            document = object_id(f"{unit.code}/sent/{day}/{number}")
            for step in range(1 + number % 3):
                receiver = self._other(unit, number + step).exchange_code
                yield Copy(document, unit.exchange_code, receiver, _moment(day, number), title=title)

    def _received(self, unit: SimulatedUnit, day: date) -> Iterator[Copy]:
        for number in range(self._state.province.documents(unit.code, day, day).received):
            document = object_id(f"{unit.code}/received/{day}/{number}")
            status = RECALLED if number == _TAKEN_BACK - 1 else "initial"
            sender = self._other(unit, number).exchange_code
            yield Copy(document, sender, unit.exchange_code, _moment(day, number), status)

    def _other(self, unit: SimulatedUnit, number: int) -> SimulatedUnit:
        others = [other for other in self._departments if other != unit]
        return others[number % len(others)]


def _moment(day: date, number: int) -> datetime:
    return datetime.combine(day, time(_OPENING)) + timedelta(minutes=number % _OFFICE_MINUTES)


def _time(copy: Copy) -> tuple[datetime, str, str]:
    return copy.at, copy.document, copy.receiver
