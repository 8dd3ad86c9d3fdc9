"""checks.yaml: what must hold between counts, and from where on a pattern of counts is to be looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from monitor.declared.entries import read_entries
from monitor.declared.fields import Bilingual, Codes, Day, Declaration, Slug, Text
from monitor.declared.problems import Problem, nearest, show

Severity = Literal["error", "warning", "notice"]
Sign = Literal["=", "<=", ">="]
Bounds = tuple[float, float]

_MONTHS: Bounds = (1, 60)
_PER_CENT: Bounds = (0, 100)
_CASES: Bounds = (1, 1_000_000)
PATTERNS: Mapping[str, Mapping[str, Bounds]] = MappingProxyType(
    {
        "source_restated": {"share": (50, 100), "units": (2, 1000)},
        "source_jumped": {"share": (50, 100), "units": (2, 1000), "points": (0.5, 100)},
        "missing_report": {},
        "late_report": {},
        "unexpected_report": {},
        "source_silent": {},
        "parts_of_unit": {"tolerance": _PER_CENT},
        "cumulative_falls": {},
        "always_full": {"months": _MONTHS, "minimum_denominator": _CASES},
        "frozen_value": {"months": (2, 60), "minimum_denominator": _CASES},
        "shrinking_denominator": {
            "recent": _MONTHS,
            "baseline": _MONTHS,
            "fall": _PER_CENT,
            "rise": _PER_CENT,
            "minimum_denominator": _CASES,
        },
        "rising_exits": {
            "recent": _MONTHS,
            "baseline": _MONTHS,
            "rise": _PER_CENT,
            "limit": (1, 10),
            "minimum_denominator": _CASES,
        },
        "source_gap": {"points": _PER_CENT, "spread": (1, 20), "units": _CASES, "minimum_denominator": _CASES},
        "period_end_burst": {"days": (1, 15), "share": _PER_CENT, "minimum_cases": _CASES},
        "unusual_change": {
            "baseline": _MONTHS,
            "minimum_months": (3, 60),
            "limit": (1, 10),
            "least_change": _PER_CENT,
            "together": _PER_CENT,
            "minimum_denominator": _CASES,
        },
    }
)
"""Checks the program knows how to make: code → its thresholds → least and largest number allowed."""

INTRINSIC = (
    "unreadable",
    "contradiction",
    "provisional",
    "unknown_unit",
    "unit_not_valid",
    "unit_contested",
    "unknown_measure",
    "not_a_period",
    "outside_window",
    "not_begun",
    "negative",
    "duplicate_conflict",
    "numerator_over_denominator",
    "tied_to_held",
)
"""Checks every row goes through whatever is declared; ``monitor.collect.rules`` holds their texts."""


class Comparison(Declaration):
    """Σ left = (≤, ≥) Σ right + Σ right_previous, between counts of one series, unit and procedure.

    ``right_previous``: the same measures in the period of the same length just before. ``tolerance``: by how many
    cases the sides may differ.
    """

    left: Annotated[Codes, Field(min_length=1)]
    sign: Sign = "="
    right: Codes = ()
    right_previous: Codes = ()
    tolerance: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    since: Day | None = None
    until: Day | None = None
    sources: Codes = ()
    basis: Text

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure it speaks of."""
        return self.left + self.right + self.right_previous


class Check(Declaration):
    """A check: an entry of checks.yaml."""

    code: Slug
    severity: Severity
    title: Bilingual
    remedy: Bilingual
    enabled: bool = True
    holds_back: bool = False
    compares: Annotated[tuple[Comparison, ...], Field(strict=False)] = ()
    thresholds: Mapping[Slug, Annotated[float, Field(strict=False)]] = Field(default_factory=dict)


def read_checks(path: Path, problems: list[Problem]) -> tuple[Check, ...]:
    """The entries of checks.yaml."""
    return read_entries(Check, path, "code", problems)


def check_problems(file: str, checks: Sequence[Check]) -> Iterator[Problem]:
    """Codes given twice or kept for the program; checks of nothing; thresholds missing, unknown or out of bounds."""
    seen: set[str] = set()
    for check in checks:
        if check.code in seen:
            yield Problem(file, f"{check.code}.code", show(check.code), "is given twice", "Keep one of the entries.")
        elif check.code in INTRINSIC:
            remedy = "Choose another code: this check is part of the program and always made."
            yield Problem(file, f"{check.code}.code", show(check.code), "is reserved", remedy)
        seen.add(check.code)
        yield from _shape_problems(file, check)
        yield from _threshold_problems(file, check)
        for number, one in enumerate(check.compares):
            yield from _comparison_problems(file, f"{check.code}.compares.{number}", check, one)


def repeated_problems(file: str, checks: Sequence[Check]) -> Iterator[Problem]:
    """Comparisons that stand in the file twice: what breaks one would be found twice."""
    seen: dict[object, str] = {}
    for key, one in _comparisons(checks):
        same = (
            frozenset(one.left),
            one.sign,
            frozenset(one.right),
            frozenset(one.right_previous),
            one.since,
            one.until,
        )
        if same in seen:
            yield Problem(file, key, "", f"compares the same as {seen[same]}", "Keep one of the two lines.")
        seen.setdefault(same, key)


def missing_problems(file: str, checks: Sequence[Check]) -> Iterator[Problem]:
    """Checks the program can make and nobody declared: they are not made."""
    declared = {check.code for check in checks}
    for code in PATTERNS:
        if code not in declared:
            yield Problem(file, code, "", "is missing", "Add its entry; to switch it off, write enabled: false.")


def _shape_problems(file: str, check: Check) -> Iterator[Problem]:
    if check.compares and check.code in PATTERNS:
        remedy = "Move the comparisons to an entry with a code of its own."
        yield Problem(file, f"{check.code}.compares", "", "does not belong to this check", remedy)
    elif not check.compares and check.code not in PATTERNS:
        remedy = f"List what it compares below compares:, or correct the code. {nearest(check.code, PATTERNS)}"
        yield Problem(file, f"{check.code}.compares", "", "is missing", remedy)
    elif check.holds_back and check.code in PATTERNS:
        remedy = "Delete the line: a pattern is something to look at, no proof that a number is wrong."
        yield Problem(file, f"{check.code}.holds_back", "true", "cannot hold counts back", remedy)


def _threshold_problems(file: str, check: Check) -> Iterator[Problem]:
    bounds = PATTERNS.get(check.code, {})
    for name, value in check.thresholds.items():
        key = f"{check.code}.thresholds.{name}"
        if name not in bounds:
            yield Problem(file, key, show(value), "is no threshold of this check", nearest(name, bounds))
        elif not bounds[name][0] <= value <= bounds[name][1]:
            low, high = bounds[name]
            yield Problem(file, key, show(value), "is out of range", f"Write a number from {low:g} to {high:g}.")
    for name, (low, high) in bounds.items():
        if name not in check.thresholds:
            remedy = f"Add it with a number from {low:g} to {high:g}; docs/checks.md says what it does."
            yield Problem(file, f"{check.code}.thresholds.{name}", "", "is missing", remedy)


def _comparison_problems(file: str, key: str, check: Check, one: Comparison) -> Iterator[Problem]:
    if not one.right and not one.right_previous:
        yield Problem(file, f"{key}.right", "", "is missing", "Name at least one measure in right or right_previous.")
    if one.right_previous and check.holds_back:
        remedy = "Write holds_back: false: which of the two periods is wrong nobody can tell from here."
        yield Problem(file, f"{key}.right_previous", "", "cannot hold counts back", remedy)
    if one.since and one.until and one.until <= one.since:
        message = f"is not after since ({one.since})"
        yield Problem(file, f"{key}.until", show(one.until), message, "Correct one of the two days.")


def measure_problems(file: str, checks: Sequence[Check], measures: Collection[str]) -> Iterator[Problem]:
    """Comparisons of measures nobody declared."""
    for key, one in _comparisons(checks):
        for side in ("left", "right", "right_previous"):
            for place, code in enumerate(getattr(one, side)):
                if code not in measures:
                    remedy = f"{nearest(code, measures)} Or declare it in measures.yaml."
                    yield Problem(file, f"{key}.{side}.{place}", show(code), "is no measure of measures.yaml", remedy)


def source_problems(file: str, checks: Sequence[Check], sources: Collection[str]) -> Iterator[Problem]:
    """Comparisons limited to sources nobody declared."""
    for key, one in _comparisons(checks):
        for place, name in enumerate(one.sources):
            if name not in sources:
                message = "is no source of sources.yaml"
                yield Problem(file, f"{key}.sources.{place}", show(name), message, nearest(name, sources))


def _comparisons(checks: Sequence[Check]) -> Iterator[tuple[str, Comparison]]:
    for check in checks:
        for number, one in enumerate(check.compares):
            yield f"{check.code}.compares.{number}", one
