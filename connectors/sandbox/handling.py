"""How one-stop systems report the handling of dossiers: the forms' columns, from the same dossiers as all the rest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import State

_EARLY_SHARE: Final = 3
"""One in so many of the dossiers resolved in time is resolved early."""


class Cells(NamedTuple):
    """What one row counts; every column shown is a sum of these."""

    online: int = 0
    at_counter: int = 0
    carried_over: int = 0
    early: int = 0
    on_time: int = 0
    overtime: int = 0
    undue: int = 0
    overdue: int = 0

    @property
    def received(self) -> int:
        """Dossiers received in the period."""
        return self.online + self.at_counter

    @property
    def released(self) -> int:
        """Dossiers resolved in the period."""
        return self.early + self.on_time + self.overtime


def handled(state: State, code: str, start: date, end: date) -> Cells:
    """A unit's dossiers from ``start`` to ``end``. Those carried over are the ones waiting the day before."""
    province = state.province
    counted = province.one_stop(code, start, end)
    portal = province.portal(code, [Month(end.year, end.month)])
    last = Month(end.year, end.month)
    waiting = _waiting(state, code, last.start, end)
    before = start - timedelta(days=1)
    carried_over = _waiting(state, code, Month(before.year, before.month).start, before)
    online = counted.received * portal.online // max(1, portal.channels)
    released = counted.received + carried_over - waiting
    overtime = released * (portal.handled - portal.on_time) // max(1, portal.handled)
    early = (released - overtime) // _EARLY_SHARE
    late = waiting // 5
    return Cells(
        online=online,
        at_counter=counted.received - online,
        carried_over=carried_over,
        early=early,
        on_time=released - overtime - early,
        overtime=overtime,
        undue=waiting - late,
        overdue=late,
    )


def _waiting(state: State, code: str, start: date, end: date) -> int:
    """Dossiers of one month still in process at its end."""
    cells = state.province.one_stop(code, start, end)
    return cells.received - cells.resolved
