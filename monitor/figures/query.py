"""A question about figures, and its check against what is declared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.declared import Declared

LEVELS = ("province", "department", "commune", "other")


class QueryError(ValueError):
    """A question that cannot be answered as asked; the text names what exists."""


@dataclass(frozen=True, slots=True)
class Query:
    """Which figures; None or empty = no restriction. ``period`` None = the latest closed month.

    ``source`` None = each indicator's headline source, or the first one with counts; ``every_source`` = all of them,
    side by side.
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


def checked(query: Query, declared: Declared, statuses: Iterable[str]) -> Query:
    """Return the query as it is. Raises ``QueryError`` naming the wrong word and the nearest right ones."""
    for code in query.indicators:
        _known("indicator", code, {indicator.code for indicator in declared.indicators})
    _known("source", query.source, {source.name for source in declared.sources})
    _known("unit", query.unit, {unit.code for unit in declared.units})
    _known("level", query.level, LEVELS)
    _known("status", query.status, statuses)
    return query


def _known(what: str, word: str | None, words: Iterable[str]) -> None:
    names = sorted(words)
    if word is None or word in names:
        return
    near = get_close_matches(word, names, n=3)
    hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {', '.join(names[:20])}."
    raise QueryError(f"No {what} is called {word!r}. {hint}")
