"""targets.yaml: the number to reach and the milestones on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from monitor.declared.files import read_yaml
from monitor.declared.models import UNIT_KINDS, Indicator, Target, UnitKind
from monitor.declared.problems import DOCS, Problem, nearest, show
from monitor.declared.validation import Entry, parse


def read_targets(path: Path, problems: list[Problem]) -> dict[str, Target]:
    """The targets by indicator code; problems for the entries that are wrong."""
    before = len(problems)
    content = read_yaml(path, problems)
    if len(problems) > before:
        return {}
    if not isinstance(content, dict):
        remedy = f"Begin each entry with the code of its indicator and a colon; {DOCS}"
        problems.append(Problem(path.as_posix(), "", show(content), "is no group of indicators", remedy))
        return {}
    targets: dict[str, Target] = {}
    for code, raw in content.items():
        target = parse(Target, raw, Entry(path.as_posix(), str(code)), problems)
        if target is not None:
            targets[str(code)] = target
    return targets


def coverage_problems(
    file: str, targets: Mapping[str, Target], indicators: Mapping[str, Indicator]
) -> Iterator[Problem]:
    """Indicators without a target, targets without an indicator."""
    for code in indicators:
        if code not in targets:
            yield Problem(file, code, "", "is missing", f"Add {code}: with its final target in per cent.")
    for code in targets:
        if code not in indicators:
            yield Problem(file, code, "", "is no indicator of indicators.yaml", nearest(code, indicators))


def milestone_problems(
    file: str, targets: Mapping[str, Target], indicators: Mapping[str, Indicator]
) -> Iterator[Problem]:
    """Milestones that fall back from one year to the next, or that go beyond the final target."""
    for code, target in targets.items():
        if code in indicators:
            rising = indicators[code].direction == "high"
            found = [problem for kind in UNIT_KINDS for problem in _way(file, code, target, kind, rising=rising)]
            yield from dict.fromkeys(found)


def _way(file: str, code: str, target: Target, kind: UnitKind, *, rising: bool) -> Iterator[Problem]:
    way = {
        year: number for year in sorted(target.milestones) if (number := target.milestone_for(kind, year)) is not None
    }
    final = target.final_for(kind)
    for year, number in way.items():
        if _beyond(number, final, rising=rising):
            message = f"goes beyond the final target {final}"
            yield Problem(
                file, _key(code, target, kind, year), show(number), message, "Correct one of the two numbers."
            )
    for (before, earlier), (year, number) in pairwise(way.items()):
        if _beyond(earlier, number, rising=rising):
            message = f"falls back behind the milestone of {before} ({earlier})"
            remedy = f"Write a number between {earlier} and {final}; a kind without its own line follows default."
            yield Problem(file, _key(code, target, kind, year), show(number), message, remedy)


def _beyond(number: Decimal, limit: Decimal, *, rising: bool) -> bool:
    return number > limit if rising else number < limit


def _key(code: str, target: Target, kind: UnitKind, year: int) -> str:
    return f"{code}.milestones.{year}.{kind if kind in target.milestones[year] else 'default'}"
