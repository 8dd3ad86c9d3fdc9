"""What the portal counts besides dossiers digitized, on time and online: drawn beside the province's counts.

Each draw has a generator of its own, named after seed, unit and month: nothing the other systems show depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Final, NamedTuple

from connectors.sandbox.chance import arrivals, some_of
from connectors.sandbox.counts import PortalCounts
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month

PROCEDURES: Final = 60
"""Procedures in the simulated catalogue; every third is not applied by the province."""
_WITH_FEE: Final = 0.42
_PAID: Final = {"department": 0.78, "other": 0.57}
_SYNCED: Final = 0.985
_PETITIONS: Final = 0.006
_FEE_PROCEDURES: Final = {"department": 24, "other": 18}


class Flows(NamedTuple):
    """Counts of one unit that add up over months."""

    sync_due: int = 0
    synced: int = 0
    with_fee: int = 0
    paid: int = 0
    published: int = 0
    published_on_time: int = 0
    update_due: int = 0
    updated_on_time: int = 0
    assessed: int = 0
    satisfied: int = 0
    petitions: int = 0
    petitions_on_time: int = 0
    petitions_new: int = 0
    petitions_satisfied: int = 0


class Stocks(NamedTuple):
    """Procedures of one unit at the end of a month."""

    public: int = 0
    public_full: int = 0
    with_fee: int = 0
    fee_active: int = 0
    fee_paid: int = 0


def flows(province: Province, code: str, months: Iterable[Month]) -> Flows:
    """A unit's counts over whole months."""
    return total_flows(_month(province, code, month) for month in months)


def total_flows(parts: Iterable[Flows]) -> Flows:
    """Field by field sum."""
    rows = list(parts)
    return Flows(*map(sum, zip(*rows, strict=True))) if rows else Flows()


def total_stocks(parts: Iterable[Stocks]) -> Stocks:
    """Field by field sum: in the simulation each procedure belongs to one unit."""
    rows = list(parts)
    return Stocks(*map(sum, zip(*rows, strict=True))) if rows else Stocks()


def stocks(province: Province, code: str, month: Month) -> Stocks:
    """A unit's procedures at the end of a month."""
    rng, kind = _chance(province, code, month, "stocks"), _kind(province, code)
    flow = _month(province, code, month)
    with_fee = _FEE_PROCEDURES[kind]
    active = min(some_of(rng, with_fee, 0.7), flow.with_fee)
    public = 3 * with_fee if kind == "department" else 0
    return Stocks(public, some_of(rng, public, 0.93), with_fee, active, min(some_of(rng, active, 0.8), flow.paid))


def share(counts: PortalCounts, procedure: int) -> PortalCounts:
    """The part of a unit's counts that falls on one procedure; parts of a whole stay within it."""
    weights = [1 + (PROCEDURES - number) ** 2 for number in range(PROCEDURES)]
    before, all_of_them = sum(weights[:procedure]), sum(weights)
    until = before + weights[procedure]
    part = PortalCounts(*(count * until // all_of_them - count * before // all_of_them for count in counts))
    results = min(part.results, part.competence)
    online = min(part.online, part.channels)
    return part._replace(
        results=results,
        both=min(part.both, results),
        reused=min(part.reused, part.competence),
        stored=min(part.stored, part.competence),
        population=min(part.population, part.competence),
        on_time=min(part.on_time, part.handled),
        completed=min(part.completed, part.handled),
        online=online,
        postal=min(part.postal, part.channels - online),
    )


def flows_of_procedure(whole: Flows, procedure: int) -> Flows:
    """The same of the further counts about dossiers. Every other procedure is free of charge."""
    until, total = PROCEDURES - procedure, PROCEDURES * (PROCEDURES + 1) // 2
    due = whole.sync_due * until // total
    with_fee = whole.with_fee * until // total if has_fee(procedure) else 0
    synced = whole.synced * due // max(1, whole.sync_due)
    return Flows(sync_due=due, synced=synced, with_fee=with_fee, paid=whole.paid * with_fee // max(1, whole.with_fee))


def has_fee(procedure: int) -> bool:
    """Whether a procedure costs something."""
    return procedure % 2 == 0


def _month(province: Province, code: str, month: Month) -> Flows:
    rng, kind = _chance(province, code, month, "flows"), _kind(province, code)
    portal = province.portal(code, [month])
    with_fee = some_of(rng, portal.channels, _WITH_FEE)
    published = arrivals(rng, 2.5) if kind == "department" else 0
    update_due = published + (arrivals(rng, 1.0) if kind == "department" else 0)
    petitions = some_of(rng, portal.handled, _PETITIONS)
    new = some_of(rng, petitions, 0.8)
    return Flows(
        sync_due=portal.competence,
        synced=some_of(rng, portal.competence, _SYNCED),
        with_fee=with_fee,
        paid=some_of(rng, with_fee, _PAID[kind]),
        published=published,
        published_on_time=some_of(rng, published, 0.9),
        update_due=update_due,
        updated_on_time=some_of(rng, update_due, 0.85),
        assessed=portal.handled,
        satisfied=some_of(rng, portal.on_time, 0.995),
        petitions=petitions,
        petitions_on_time=some_of(rng, petitions, 0.9),
        petitions_new=new,
        petitions_satisfied=some_of(rng, new, 0.85),
    )


def _chance(province: Province, code: str, month: Month, what: str) -> Random:
    return Random(f"{province.seed}/portal-{what}/{code}/{month.year}-{month.number}")


def _kind(province: Province, code: str) -> str:
    return "department" if province.by_code[code].is_department else "other"
