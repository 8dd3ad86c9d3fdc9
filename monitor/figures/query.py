"""A question about figures, and its check against what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.declared import Declared

_LISTED = 20
MAPS = ("published", "today")
COMPARISONS = ("previous", "year_ago")
"""With which period a figure is compared: the one before, or the same one a year earlier."""
LEVELS = ("province", "department", "commune", "other")


class QueryError(ValueError):
    """A question that cannot be answered as asked; the text names what exists."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which figures; None or empty = no restriction. ``period`` None = the latest closed month.

    ``source`` None = each indicator's headline source, or the first one with counts; ``every_source`` = all of them,
    side by side. ``on_map``: units as published then, or on today's map (counts of ended units at their successors).
    ``compare``: with which period ``change`` compares.
    """

    indicators: tuple[str, ...] = ()
    period: str | None = None
    calendar: str | None = None
    source: str | None = None
    every_source: bool = False
    level: str | None = None
    unit: str | None = None
    status: str | None = None
    as_known_at: datetime | None = None
    on_map: str = "published"
    compare: str = "previous"


def checked(query: Query, declared: Declared, statuses: Iterable[str]) -> Query:
    """Return the query as it is. Raises ``QueryError`` naming the wrong word and the nearest right ones."""
    for code in query.indicators:
        _known("indicator", code, {indicator.code for indicator in declared.indicators})
    _known("source", query.source, {source.name for source in declared.sources})
    units = [unit.code for unit in declared.units]
    if query.unit is not None and query.unit not in units:
        _known("unit", query.unit, units + groups(declared))
    _known("level", query.level, LEVELS)
    _known("status", query.status, statuses)
    _known("map", query.on_map, MAPS)
    _known("comparison", query.compare, COMPARISONS)
    return query


def groups(declared: Declared) -> list[str]:
    """Codes of the sums per level, such as H01/commune."""
    frame = declared.unit_frame().drop_nulls("parent")
    return frame.select(pl.concat_str("parent", "level", separator="/").unique().sort()).to_series().to_list()


def _known(what: str, word: str | None, words: Iterable[str]) -> None:
    if word is None:
        return
    names = sorted(words)
    if word in names:
        return
    alike = [name for name in names if name.casefold() == word.casefold()]
    near = alike or get_close_matches(word, names, n=3)
    listed = ", ".join(names[:_LISTED]) + (f" … ({len(names)} in all)" if len(names) > _LISTED else "")
    hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {listed}."
    raise QueryError(f"No {what} is called {word!r}. {hint}")


def conditions(query: Query) -> pl.Expr:
    """Which rows of FIGURES the question asks for, its period aside."""
    wanted = pl.lit(value=True)
    if query.indicators:
        wanted &= pl.col("indicator").is_in(list(query.indicators))
    for column in ("source", "level", "unit", "status"):
        value = getattr(query, column)
        if value is not None:
            wanted &= pl.col(column) == value
    return wanted
