"""measures.yaml and indicators.yaml: what is counted and how counts become indicators."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from monitor.declared.entries import read_entries
from monitor.declared.models import Indicator, Measure, Reading
from monitor.declared.problems import Problem, nearest, show


def read_measures(path: Path, problems: list[Problem]) -> tuple[Measure, ...]:
    """The entries of measures.yaml."""
    return read_entries(Measure, path, "code", problems)


def read_indicators(path: Path, problems: list[Problem]) -> tuple[Indicator, ...]:
    """The entries of indicators.yaml: every version of every definition, in the order of the file."""
    return read_entries(Indicator, path, "code", problems)


def measure_problems(file: str, measures: Sequence[Measure]) -> Iterator[Problem]:
    """Codes given twice, withdrawn from measures nobody declared."""
    seen: set[str] = set()
    codes = {measure.code for measure in measures}
    for measure in measures:
        for place, code in enumerate(measure.withdrawn_from):
            if code not in codes:
                key = f"{measure.code}.withdrawn_from.{place}"
                yield Problem(file, key, show(code), "is no measure of this file", nearest(code, codes))
        if measure.code in seen:
            yield Problem(file, f"{measure.code}.code", show(measure.code), "is given twice", "Keep one of the two.")
        seen.add(measure.code)


def version_problems(file: str, indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """Versions given twice, or a later version that does not begin after the earlier one."""
    for versions in _by_code(indicators).values():
        for earlier, later in pairwise(sorted(versions, key=lambda one: one.version)):
            key = f"{later.code}.version"
            if earlier.version == later.version:
                remedy = "Give the newer definition the next number and its own effective_from."
                yield Problem(file, key, show(later.version), "is given twice", remedy)
            elif later.effective_from <= earlier.effective_from:
                message = f"does not lie after version {earlier.version} ({earlier.effective_from})"
                remedy = f"Let version {later.version} begin on a later day."
                yield Problem(file, f"{later.code}.effective_from", show(later.effective_from), message, remedy)


def _by_code(indicators: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    grouped: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        grouped.setdefault(indicator.code, []).append(indicator)
    return grouped


def reading_problems(file: str, indicators: Sequence[Indicator], measures: Mapping[str, Measure]) -> Iterator[Problem]:
    """Readings with unknown or repeated measures, or with sides that cannot be divided by each other."""
    for indicator in indicators:
        for number, reading in enumerate(indicator.readings):
            key = f"{indicator.code}.readings.{number}"
            yield from _side(file, f"{key}.numerator", reading.numerator, measures)
            yield from _side(file, f"{key}.denominator", reading.denominator, measures)
            yield from _comparable(file, key, indicator, reading, measures)


def _side(file: str, key: str, codes: Sequence[str], measures: Mapping[str, Measure]) -> Iterator[Problem]:
    for position, code in enumerate(codes):
        if code not in measures:
            remedy = f"{nearest(code, measures)} Or declare it in measures.yaml."
            yield Problem(file, f"{key}.{position}", show(code), "is no measure of measures.yaml", remedy)
        elif code in codes[:position]:
            yield Problem(file, f"{key}.{position}", show(code), "is added twice", "Keep one of the two.")


def _comparable(
    file: str, key: str, indicator: Indicator, reading: Reading, measures: Mapping[str, Measure]
) -> Iterator[Problem]:
    known = [measures[code] for code in (*reading.numerator, *reading.denominator) if code in measures]
    for measure in known:
        if measure.noun != indicator.noun:
            message = f"counts {measure.noun}, but the indicator's noun is {indicator.noun}"
            yield Problem(file, key, show(measure.code), message, "Use measures of one noun, or correct the noun.")
    if len({measure.kind for measure in known}) > 1:
        remedy = "Use flows only, or stocks only: the two add up differently over months."
        yield Problem(file, key, "", "mixes flows and stocks", remedy)


def agency_problems(file: str, indicators: Sequence[Indicator], units: Collection[str]) -> Iterator[Problem]:
    """Lead and coordinating agencies that are no units."""
    for indicator in indicators:
        places = [("lead_agency", indicator.lead_agency)]
        places += [(f"coordinating_agencies.{n}", code) for n, code in enumerate(indicator.coordinating_agencies)]
        for key, code in places:
            if code not in units:
                remedy = f"{nearest(code, units)} Or add the unit to units.csv."
                yield Problem(file, f"{indicator.code}.{key}", show(code), "is no unit of units.csv", remedy)


def review_problems(file: str, indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """A review with a name and no day, or a day and no name."""
    for indicator in indicators:
        if (indicator.checked_by is None) != (indicator.checked_on is None):
            missing = "checked_by" if indicator.checked_by is None else "checked_on"
            remedy = "Give both who reviewed the definition and on which day, or null for both."
            yield Problem(file, f"{indicator.code}.{missing}", "", "is missing beside the other half", remedy)


def headline_problems(file: str, indicators: Sequence[Indicator], sources: Collection[str]) -> Iterator[Problem]:
    """Headline sources that are no sources."""
    for indicator in indicators:
        name = indicator.headline_source
        if name is not None and name not in sources:
            remedy = f"{nearest(name, sources)} Or write null."
            yield Problem(file, f"{indicator.code}.headline_source", show(name), "is no source of sources.yaml", remedy)
