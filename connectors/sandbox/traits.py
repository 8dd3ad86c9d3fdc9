"""What each simulated unit is like: how much work it has and how far it is. Drawn once from the seed.

Shares are laid along a curve in a shuffled order instead of being drawn freely: any seed gives another province of
the same shape (how many units meet the target, how wide they spread).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from connectors.sandbox.chance import Curve, along
from connectors.sandbox.units import SimulatedUnit


@dataclass(frozen=True, slots=True)
class Traits:
    """Long-run behaviour of one unit. Shares are those of October 2026; ``pace`` is log-odds gained a month."""

    dossiers: float
    """Received in an average month."""
    both: float
    """Resolved dossiers with digitized components and an electronic result, one-stop system."""
    pending: float
    """Received dossiers not resolved yet when counted."""
    pace: float
    portal_both: float
    """The same on the portal, over dossiers in competence: only what was synchronized with its files."""
    portal_result: float
    """Electronic results on the portal, over the same dossiers."""
    on_time: float
    online: float
    reused: float
    population: float
    outgoing: float
    """Outgoing documents in an average month."""
    incoming: float
    signed: float
    """Outgoing documents issued with digital signatures."""
    electronic: float
    """Incoming documents received electronically."""
    casefiles: float
    casefiles_online: float


DEPARTMENT: Final[Mapping[str, Curve]] = {
    "dossiers": ((0, 30), (0.5, 90), (1, 600)),
    "both": ((0, 0.64), (0.3, 0.76), (0.6, 0.86), (0.85, 0.93), (1, 0.97)),
    "portal_both": ((0, 0.10), (0.5, 0.22), (1, 0.48)),
    "portal_result": ((0, 0.62), (0.5, 0.76), (1, 0.93)),
    "on_time": ((0, 0.86), (0.5, 0.95), (1, 0.995)),
    "online": ((0, 0.62), (0.5, 0.78), (1, 0.97)),
    "reused": ((0, 0.08), (0.5, 0.2), (1, 0.4)),
    "population": ((0, 0.25), (0.5, 0.45), (1, 0.7)),
    "outgoing": ((0, 120), (0.5, 420), (1, 900)),
    "signed": ((0, 0.90), (0.3, 0.955), (1, 0.992)),
    "electronic": ((0, 0.93), (0.3, 0.965), (1, 0.995)),
    "casefiles": ((0, 40), (0.5, 90), (1, 200)),
    "casefiles_online": ((0, 0.62), (0.5, 0.82), (1, 0.97)),
}
COMMUNAL: Final[Mapping[str, Curve]] = {
    "dossiers": ((0, 95), (0.5, 175), (0.9, 300), (1, 440)),
    "both": (
        (0, 0.46),
        (0.1, 0.58),
        (0.35, 0.71),
        (0.6, 0.79),
        (0.8, 0.88),
        (0.92, 0.93),
        (0.95, 0.955),
        (1, 0.985),
    ),
    "portal_both": ((0, 0.05), (0.25, 0.115), (0.5, 0.18), (0.75, 0.27), (0.95, 0.45), (1, 0.58)),
    "portal_result": ((0, 0.52), (0.3, 0.70), (0.7, 0.81), (1, 0.94)),
    "on_time": ((0, 0.72), (0.2, 0.87), (0.5, 0.93), (1, 0.995)),
    "online": ((0, 0.42), (0.5, 0.67), (1, 0.92)),
    "reused": ((0, 0.04), (0.5, 0.18), (1, 0.48)),
    "population": ((0, 0.30), (0.5, 0.57), (1, 0.82)),
    "outgoing": ((0, 70), (0.5, 130), (1, 260)),
    "signed": ((0, 0.64), (0.25, 0.80), (0.5, 0.875), (0.72, 0.925), (0.78, 0.955), (1, 0.985)),
    "electronic": ((0, 0.74), (0.25, 0.86), (0.5, 0.915), (0.72, 0.945), (0.78, 0.968), (1, 0.992)),
    "casefiles": ((0, 12), (0.5, 30), (1, 70)),
    "casefiles_online": ((0, 0.35), (0.5, 0.62), (1, 0.92)),
}

KNOWN: Final[Mapping[str, Mapping[str, float]]] = {
    "H01.01": {"dossiers": 520},
    "H01.02": {"dossiers": 1300, "both": 0.90, "portal_both": 0.30, "portal_result": 0.79},
    "H01.03": {"dossiers": 2800, "both": 0.67, "portal_both": 0.16, "portal_result": 0.67, "on_time": 0.86},
    "H01.04": {"dossiers": 70},
    "H01.05": {"dossiers": 45, "both": 0.993, "portal_both": 0.972, "portal_result": 0.985, "pending": 0.004},
    "H01.06": {"dossiers": 620},
    "H01.07": {"dossiers": 2.2},
    "H01.08": {"dossiers": 3.5},
    "H01.09": {"dossiers": 1900, "both": 0.78, "portal_both": 0.21, "portal_result": 0.75},
    "H01.10": {"dossiers": 900},
    "H01.11": {"dossiers": 330},
    "H01.12": {"dossiers": 3000, "both": 0.85, "portal_both": 0.25, "portal_result": 0.80},
    "H01.13": {"dossiers": 48, "both": 0.992, "portal_both": 0.975, "portal_result": 0.985, "pending": 0.004},
    "H01.15": {"dossiers": 55, "both": 0.991, "portal_both": 0.966, "portal_result": 0.98, "pending": 0.004},
    "H01.16": {"dossiers": 130},
    "H01.101": {"dossiers": 2100, "both": 0.79, "portal_both": 0.24, "portal_result": 0.76, "outgoing": 420},
    "H01.102": {"dossiers": 900},
    "H01.103": {"dossiers": 800},
    "H01.105": {"dossiers": 1250},
    "H01.106": {"dossiers": 600},
    "H01.112": {"dossiers": 700},
    "H01.155": {"dossiers": 2250, "both": 0.82, "portal_both": 0.26, "portal_result": 0.78, "outgoing": 450},
    "H01.157": {"dossiers": 850},
    "H01.200": {"dossiers": 17, "outgoing": 45},
    "H01.201": {
        "dossiers": 2150,
        "both": 0.52,
        "portal_both": 0.08,
        "portal_result": 0.60,
        "pace": 0.006,
        "on_time": 0.80,
        "outgoing": 380,
    },
    "H01.202": {"dossiers": 1.6, "outgoing": 22},
}
"""An Giang's units whose size or standing is fixed: big and small ones, the zone that lags, agencies far ahead."""

_IN_ORDER_OF: Final = {"electronic": "signed"}
"""Shares that go together: who signs what goes out also receives electronically."""
_WARD_IS_BUSIER = 2.0
_INCOMING_PER_OUTGOING = (2.0, 3.2)


def traits(seed: str, units: Sequence[SimulatedUnit]) -> dict[str, Traits]:
    """Traits by unit code, the same for a seed and list of units."""
    departments = [unit for unit in units if unit.is_department]
    communal = [unit for unit in units if not unit.is_department]
    return _group(f"{seed}/departments", departments, DEPARTMENT) | _group(f"{seed}/communal", communal, COMMUNAL)


def _group(seed: str, units: Sequence[SimulatedUnit], curves: Mapping[str, Curve]) -> dict[str, Traits]:
    shares = {
        name: _laid_along(Random(f"{seed}/{_IN_ORDER_OF.get(name, name)}"), curve, units)
        for name, curve in curves.items()
    }
    rng = Random(f"{seed}/rest")
    drawn = {unit.code: _traits(rng, {name: values[unit.code] for name, values in shares.items()}) for unit in units}
    return {unit.code: _known(unit, drawn[unit.code]) for unit in units}


def _laid_along(rng: Random, curve: Curve, units: Sequence[SimulatedUnit]) -> dict[str, float]:
    """A place on the curve for each unit, evenly spaced, in random order; units fixed in ``KNOWN`` take part too."""
    shuffled = rng.sample(list(units), len(units))
    return {unit.code: along(curve, (place + 0.5) / len(units)) for place, unit in enumerate(shuffled)}


def _traits(rng: Random, values: Mapping[str, float]) -> Traits:
    return Traits(
        **values,
        pending=rng.uniform(0.015, 0.045),
        pace=rng.uniform(0.012, 0.032),
        incoming=values["outgoing"] * rng.uniform(*_INCOMING_PER_OUTGOING),
    )


def _known(unit: SimulatedUnit, drawn: Traits) -> Traits:
    known = KNOWN.get(unit.code, {})
    if unit.kind == "ward" and "dossiers" not in known:
        drawn = replace(drawn, dossiers=drawn.dossiers * _WARD_IS_BUSIER)
    if "outgoing" in known:
        drawn = replace(drawn, incoming=drawn.incoming * known["outgoing"] / drawn.outgoing)
    return replace(drawn, **known)
