"""A report's sentences: composed from figures, with no cause that nobody gave. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from monitor.reports.standing import standing
from monitor.reports.texts import TEXTS
from monitor.reports.wording import Wording

Row = dict[str, Any]
LANGUAGES = ("vi", "en")
NAMED = 10
"""How many units a sentence names."""
ASIDE = ("too_few", "no_cases", "not_reported", "needs_check")
"""States of units that are not judged; those of the last two are named."""


def say(wording: Wording, key: str, **values: object) -> str:
    """A text by its key in the wording's language, values filled in."""
    return TEXTS[key][LANGUAGES.index(wording.lang)].format(**values)


def province_sentence(wording: Wording, row: Row, definition: Row, year: int) -> str:
    """The province's figure of one indicator: counts, rate, changes, distance to target and milestone."""
    name = definition[f"name_{wording.lang}"]
    if row["shown"] is None:
        return say(wording, "say.none", name=name, status=wording.status(row["status"]))
    noun = wording.noun(definition["noun"])
    first = say(
        wording,
        "say.rate",
        name=name,
        numerator=wording.count(row["numerator"]),
        denominator=wording.count(row["denominator"]),
        noun=noun,
        rate=wording.percent(row["shown"]),
    )
    parts = [
        first,
        _moved(wording, row["change"], row["previous_shown"], "say.previous", "say.same"),
        _moved(wording, row["year_change"], row["year_ago_shown"], "say.year", "say.year.same"),
        target_words(wording, row, definition),
        milestone_words(wording, row, definition, year),
    ]
    return "; ".join(part for part in parts if part) + "."


def target_words(wording: Wording, row: Row, definition: Row) -> str:
    """Where the figure stands to its target; empty without one."""
    if row["target"] is None or row["shortfall"] is None:
        return ""
    target = wording.level(row["target"])
    if definition["direction"] == "low":
        return say(wording, "say.within" if row["shortfall"] == 0 else "say.over", target=target)
    if row["shortfall"] == 0:
        return say(wording, "say.met", target=target)
    gap = abs(Decimal(str(row["target"])) - Decimal(row["shown"]))
    return say(
        wording,
        "say.short",
        target=target,
        gap=wording.points(float(gap)).lstrip("+"),
        shortfall=wording.count(row["shortfall"]),
        noun=wording.noun(definition["noun"]),
    )


def milestone_words(wording: Wording, row: Row, definition: Row, year: int) -> str:
    """Where the figure stands to this year's milestone; empty where the target is met or there is none."""
    if row["milestone"] is None or row["milestone_shortfall"] is None or row["shortfall"] == 0:
        return ""
    key = "say.milestone.met" if row["milestone_shortfall"] == 0 else "say.milestone.short"
    return say(
        wording,
        key,
        year=year,
        milestone=wording.level(row["milestone"]),
        shortfall=wording.count(row["milestone_shortfall"]),
        noun=wording.noun(definition["noun"]),
    )


def units_sentence(wording: Wording, units: pl.DataFrame, definition: Row) -> str:
    """How many units are where; what does not occur is not mentioned, who has not reported is named."""
    found = standing(units)
    first = say(wording, "say.units", met=found.met, asked=found.asked, short=found.short)
    others = []
    for state in ASIDE:
        if count := getattr(found, state):
            told = say(wording, f"say.{state}", count=count, noun=wording.noun(definition["noun"]))
            who = units.filter(pl.col("status") == state)["unit_name"].to_list()
            others.append(f"{told} ({named(wording, who)})" if state in ASIDE[2:] else told)
    return "; ".join([first, *others]) + "."


def named(wording: Wording, names: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - NAMED
    more = [say(wording, "say.more", count=wording.count(rest))] if rest > 0 else []
    return ", ".join([*names[:NAMED], *more])


def improved_sentence(wording: Wording, moved: pl.DataFrame, definition: Row) -> str:
    """The units that moved clearly in one indicator."""
    units = [
        say(
            wording,
            "say.improved",
            unit=row["unit_name"],
            before=wording.percent(row["previous_shown"]),
            rate=wording.percent(row["shown"]),
            points=wording.points(row["change"]).lstrip("+"),
        )
        for row in moved.iter_rows(named=True)
    ]
    return say(wording, "say.improved.all", name=definition[f"name_{wording.lang}"], units="; ".join(units))


def _moved(wording: Wording, change: float | None, before: str | None, key: str, same: str) -> str:
    if change is None or before is None:
        return ""
    points = wording.points(change).lstrip("+−")
    if not points.strip("0,."):
        return say(wording, same, before=wording.percent(before))
    direction = say(wording, "say.up" if change > 0 else "say.down")
    return say(wording, key, direction=direction, points=points, before=wording.percent(before))
