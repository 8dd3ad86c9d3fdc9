"""What is counted of one unit in one half-month: small tuples of integers that add up over days and units."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Self


class OneStopCells(NamedTuple):
    """Received dossiers of the one-stop system in disjoint cells: each dossier is in exactly one.

    Every figure the system shows is a sum of cells, so a part never exceeds its whole, whatever the dates.
    """

    both: int = 0
    """Resolved, components digitized, electronic result."""
    input_only: int = 0
    result_only: int = 0
    neither: int = 0
    pending_input: int = 0
    """Not resolved yet, components digitized."""
    pending_paper: int = 0

    @property
    def received(self) -> int:
        """All dossiers."""
        return sum(self)

    @property
    def with_components(self) -> int:
        """Dossiers with digitized components."""
        return self.both + self.input_only + self.pending_input

    @property
    def resolved(self) -> int:
        """Dossiers resolved."""
        return self.both + self.input_only + self.result_only + self.neither

    @property
    def with_result(self) -> int:
        """Resolved dossiers with an electronic result."""
        return self.both + self.result_only

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """Cell by cell sum."""
        return cls(*_add(parts, len(cls._fields)))


class PortalCounts(NamedTuple):
    """The same dossiers as the portal counts them after synchronization."""

    competence: int = 0
    """Denominator of the digitization metrics."""
    both: int = 0
    """Metric 4.2, after restatement."""
    results: int = 0
    """Metric 4.1; contains ``both``."""
    reused: int = 0
    stored: int = 0
    population: int = 0
    handled: int = 0
    """Denominator of the progress tree: another basis than ``competence``."""
    on_time: int = 0
    completed: int = 0
    channels: int = 0
    """Denominator of the online tree: yet another basis."""
    online: int = 0
    postal: int = 0

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """Field by field sum."""
        return cls(*_add(parts, len(cls._fields)))


class DocumentCounts(NamedTuple):
    """Documents of one unit: the register of its document system, and what of it went over the exchange axis."""

    outgoing: int = 0
    signed: int = 0
    incoming: int = 0
    electronic: int = 0
    casefiles: int = 0
    casefiles_online: int = 0
    sent: int = 0
    """Over the axis; part of ``signed``."""
    received: int = 0
    """Over the axis; part of ``electronic``."""

    @classmethod
    def total(cls, parts: Iterable[Self]) -> Self:
        """Field by field sum."""
        return cls(*_add(parts, len(cls._fields)))


def _add(parts: Iterable[tuple[int, ...]], width: int) -> tuple[int, ...]:
    rows = list(parts)
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0,) * width
