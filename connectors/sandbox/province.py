"""The simulated province: pure and seeded. Same seed, unit and half-month: same counts, whatever else was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Final

from connectors.sandbox import troubles
from connectors.sandbox.chance import arrivals, logistic, logit, some_of
from connectors.sandbox.counts import DocumentCounts, OneStopCells, PortalCounts
from connectors.sandbox.rhythm import OPENED, WEIGHT_OF_A_MONTH, Half, Month, halves, season, weight
from connectors.sandbox.traits import Traits, traits
from connectors.sandbox.units import SimulatedUnit, by_code

_PRESENT: Final = 2026 * 12 + 9
"""Month index of October 2026, for which the traits are given."""
_SLOWER_AFTER_PRESENT: Final = 0.4
_GROWTH_A_MONTH: Final = 0.002
_ONLINE_PACE: Final = 0.025
_PORTAL_PACE: Final = 0.018

_UNDIGITIZED: Final = {"input_only": 0.22, "result_only": 0.34}
"""Of the dossiers not digitized in both: how many have one side. The rest has neither."""
_STORED: Final = 0.016
_POSTAL: Final = 0.05
_BUSY: Final = 150
"""Dossiers a month of a unit large enough for its restatement to show."""
_OUT_OF_COMPETENCE: Final = 0.0004
_ONLY_IN_PROGRESS: Final = 0.0006
_ONLY_IN_CHANNELS: Final = 0.0009
_SENT_OVER_AXIS: Final = 0.93
_RECEIVED_OVER_AXIS: Final = 0.92
_PROCEDURES_WITH_POPULATION_DATA: Final = 0.24
_PROCEDURES: Final = {"department": (18, 55), "other": (45, 85)}


class Province:
    """Counts of every unit for any days since ``OPENED``; what is drawn when first asked for is kept."""

    def __init__(self, seed: int | str, units: Sequence[SimulatedUnit]) -> None:
        self.seed = str(seed)
        self.units = tuple(units)
        self.by_code = by_code(units)
        self._traits = traits(self.seed, units)
        self._dossiers: dict[tuple[str, Half], tuple[OneStopCells, PortalCounts]] = {}
        self._documents: dict[tuple[str, Half], DocumentCounts] = {}
        self._on_portal: dict[tuple[str, Month], PortalCounts] = {}
        self._procedures: dict[tuple[str, Month], tuple[int, int]] = {}
        self._uncounted: dict[Month, Mapping[str, float]] = {}

    def one_stop(self, code: str, start: date, end: date) -> OneStopCells:
        """Dossiers of a unit received from ``start`` to ``end``, both included."""
        return OneStopCells.total(
            OneStopCells(*_days_of(half, self._dossiers_of(code, half)[0], start, end)) for half in _known(start, end)
        )

    def portal(self, code: str, months: Iterable[Month]) -> PortalCounts:
        """A unit's restated counts on the portal: whole months only."""
        return PortalCounts.total(self._portal_of(code, month) for month in months)

    def portal_days(self, code: str, start: date, end: date) -> PortalCounts:
        """A unit's restated counts on the portal for any days, dealt count by count."""
        return PortalCounts.total(
            PortalCounts(*_days_of(half, self._dossiers_of(code, half)[1], start, end)) for half in _known(start, end)
        )

    def documents(self, code: str, start: date, end: date) -> DocumentCounts:
        """Documents of a unit from ``start`` to ``end``, both included.

        Parts of a count stay within it over whole half-months; single days are dealt count by count.
        """
        return DocumentCounts.total(
            DocumentCounts(*_days_of(half, self._documents_of(code, half), start, end)) for half in _known(start, end)
        )

    def procedures(self, code: str, month: Month) -> tuple[int, int]:
        """Procedures for citizens with dossiers in the month: (those using population data, all)."""
        found = self._procedures.get((code, month))
        if found is None:
            found = self._procedures[code, month] = self._draw_procedures(code, month)
        return found

    def uncounted_at_first(self, month: Month) -> Mapping[str, float]:
        """Units whose first publication of a month missed digitized dossiers, and the share it missed."""
        found = self._uncounted.get(month)
        if found is None:
            found = self._uncounted[month] = self._draw_uncounted(month)
        return found

    def _draw_procedures(self, code: str, month: Month) -> tuple[int, int]:
        rng = Random(f"{self.seed}/procedures/{code}/{month.year}-{month.number}")
        offered = rng.randint(*_PROCEDURES["department" if self.by_code[code].is_department else "other"])
        used = min(offered, self._portal_of(code, month).competence)
        return some_of(rng, used, _PROCEDURES_WITH_POPULATION_DATA), used

    def _draw_uncounted(self, month: Month) -> Mapping[str, float]:
        rng = Random(f"{self.seed}/restated/{month.year}-{month.number}")
        settled = {troubles.WRONG_FIRST_COUNT, troubles.STOPS_REPORTING}
        able = [unit.code for unit in self.units if self._traits[unit.code].dossiers > _BUSY]
        busy = [code for code in able if code not in settled]
        chosen = rng.sample(busy, min(troubles.RESTATED_UNITS, len(busy)))
        return {code: rng.uniform(*troubles.RESTATED_BY) for code in chosen}

    def _portal_of(self, code: str, month: Month) -> PortalCounts:
        found = self._on_portal.get((code, month))
        if found is None:
            parts = (self._dossiers_of(code, half)[1] for half in _known(month.start, month.end))
            found = self._on_portal[code, month] = PortalCounts.total(parts)
        return found

    def _dossiers_of(self, code: str, half: Half) -> tuple[OneStopCells, PortalCounts]:
        found = self._dossiers.get((code, half))
        if found is None:
            rng = Random(f"{self.seed}/dossiers/{code}/{half.year}-{half.month}-{half.second:d}")
            found = _draw_dossiers(rng, _shrunk(code, half, self._traits[code]), half, full=_always_full(code, half))
            self._dossiers[code, half] = found
        return found

    def _documents_of(self, code: str, half: Half) -> DocumentCounts:
        half = _repeated(code, half)
        found = self._documents.get((code, half))
        if found is None:
            rng = Random(f"{self.seed}/documents/{code}/{half.year}-{half.month}-{half.second:d}")
            found = self._documents[code, half] = _draw_documents(rng, self._traits[code], half)
        return found


def _known(start: date, end: date) -> Iterable[Half]:
    return halves(max(start, OPENED), end)


def _days_of(half: Half, whole: Sequence[int], start: date, end: date) -> Sequence[int]:
    """The part of a half-month's counts that falls on its days from ``start`` to ``end``.

    Each count is dealt over the days by its running total, rounded down: parts of a half always add up to it.
    """
    first, last = max(start, half.start), min(end, half.end)
    if (first, last) == (half.start, half.end):
        return whole
    all_days, until = weight(half.start, half.end), weight(half.start, last)
    before = until - weight(first, last)
    return [count * until // all_days - count * before // all_days for count in whole]


def _always_full(code: str, half: Half) -> bool:
    return code == troubles.ALWAYS_FULL and half.start >= troubles.ALWAYS_FULL_SINCE


def _shrunk(code: str, half: Half, unit: Traits) -> Traits:
    """The traits of a unit that leaves its harder dossiers out of the system."""
    if code != troubles.SHRINKS or half.start < troubles.SHRINKS_SINCE:
        return unit
    better = min(0.98, unit.both + troubles.SHRINKS_BETTER)
    return replace(unit, dossiers=unit.dossiers * troubles.SHRINKS_TO, both=better)


def _repeated(code: str, half: Half) -> Half:
    """The half-month whose documents are told for this one."""
    if code != troubles.FROZEN or half.start < troubles.FROZEN_SINCE:
        return half
    return Half(*troubles.FROZEN_AT, half.second)


def _months_from_present(half: Half) -> float:
    """Months after October 2026 (before: negative); later ones count less, progress slows."""
    months = half.year * 12 + half.month - 1 - _PRESENT
    return months * _SLOWER_AFTER_PRESENT if months > 0 else months


def _share_then(share: float, half: Half, pace: float, wobble: float = 0.0) -> float:
    """What a share of October 2026 was in a half-month, when its log-odds gain ``pace`` a month."""
    return logistic(logit(share) + pace * _months_from_present(half) + wobble)


def _volume(rng: Random, monthly: float, half: Half) -> int:
    busy = weight(half.start, half.end) / WEIGHT_OF_A_MONTH
    growth = 1 + _GROWTH_A_MONTH * _months_from_present(half)
    return arrivals(rng, monthly * busy * season(half.month) * growth * rng.lognormvariate(0, 0.06))


def _draw_dossiers(rng: Random, unit: Traits, half: Half, *, full: bool) -> tuple[OneStopCells, PortalCounts]:
    received = _volume(rng, unit.dossiers, half)
    both = _share_then(unit.both, half, unit.pace, rng.gauss(0, 0.08))
    cells = _digitized(rng, received, 1.0 if full else both, unit.pending)
    return cells, _on_the_portal(rng, unit, half, cells, both)


def _digitized(rng: Random, received: int, both: float, pending: float) -> OneStopCells:
    waiting = some_of(rng, received, pending)
    resolved = received - waiting
    done = some_of(rng, resolved, both)
    input_only = some_of(rng, resolved - done, _UNDIGITIZED["input_only"])
    rest = resolved - done - input_only
    result_only = some_of(rng, rest, _UNDIGITIZED["result_only"] / (1 - _UNDIGITIZED["input_only"]))
    waiting_input = some_of(rng, waiting, both + (1 - both) * _UNDIGITIZED["input_only"])
    return OneStopCells(done, input_only, result_only, rest - result_only, waiting_input, waiting - waiting_input)


def _on_the_portal(rng: Random, unit: Traits, half: Half, cells: OneStopCells, both_locally: float) -> PortalCounts:
    competence = cells.received - some_of(rng, cells.received, _OUT_OF_COMPETENCE)
    both, results = _synchronized(rng, unit, half, cells, both_locally)
    handled = competence + some_of(rng, cells.received, _ONLY_IN_PROGRESS)
    channels = competence + some_of(rng, cells.received, _ONLY_IN_CHANNELS)
    online = some_of(rng, channels, _share_then(unit.online, half, _ONLINE_PACE))
    return PortalCounts(
        competence=competence,
        both=min(both, competence),
        results=min(results, competence),
        reused=some_of(rng, competence, _share_then(unit.reused, half, _PORTAL_PACE)),
        stored=some_of(rng, competence, _STORED),
        population=some_of(rng, competence, _share_then(unit.population, half, _PORTAL_PACE)),
        handled=handled,
        on_time=some_of(rng, handled, _share_then(unit.on_time, half, 0.0, rng.gauss(0, 0.1))),
        completed=min(cells.resolved, handled),
        channels=channels,
        online=online,
        postal=some_of(rng, channels - online, _POSTAL / (1 - _share_then(unit.online, half, _ONLINE_PACE) + _POSTAL)),
    )


def _synchronized(rng: Random, unit: Traits, half: Half, cells: OneStopCells, both_locally: float) -> tuple[int, int]:
    """Dossiers whose files reached the portal: (components and result, result at all).

    The portal's shares are aims over all dossiers; only files that exist locally can be synchronized.
    """
    resolved = 1 - unit.pending
    aim_both = _share_then(unit.portal_both, half, _PORTAL_PACE)
    aim_result = _share_then(unit.portal_result, half, _PORTAL_PACE)
    exist_both = both_locally * resolved
    exist_result = exist_both + (1 - both_locally) * _UNDIGITIZED["result_only"] * resolved
    both = some_of(rng, cells.both, min(1.0, aim_both / exist_both))
    left = max(1e-9, exist_result - min(aim_both, exist_both))
    further = some_of(rng, cells.with_result - both, min(1.0, max(0.0, aim_result - aim_both) / left))
    return both, both + further


def _draw_documents(rng: Random, unit: Traits, half: Half) -> DocumentCounts:
    outgoing, incoming = _volume(rng, unit.outgoing, half), _volume(rng, unit.incoming, half)
    wobble = rng.gauss(0, 0.08)
    signed = some_of(rng, outgoing, _share_then(unit.signed, half, unit.pace, wobble))
    electronic = some_of(rng, incoming, _share_then(unit.electronic, half, unit.pace, wobble))
    casefiles = _volume(rng, unit.casefiles, half)
    return DocumentCounts(
        outgoing=outgoing,
        signed=signed,
        incoming=incoming,
        electronic=electronic,
        casefiles=casefiles,
        casefiles_online=some_of(rng, casefiles, _share_then(unit.casefiles_online, half, unit.pace)),
        sent=some_of(rng, signed, _SENT_OVER_AXIS),
        received=some_of(rng, electronic, _RECEIVED_OVER_AXIS),
    )
