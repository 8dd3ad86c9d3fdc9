"""Lists of the pages about the data: one table each, rows as cards on a narrow screen, the first ones of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Children, aria, cell, link, table
from dashboards.words import Words

Row = Mapping[str, Any]
Column = tuple[str, Callable[[Row], Children], str]
"""Key of the heading, what stands in a row's cell, and the class of the cell: num or text."""
FIRST = 30
"""Rows a page shows until all are asked for: a browser is slow with thousands of cells."""


def listing(
    words: Words, label: str, columns: Sequence[Column], rows: Sequence[Row], *, everything: str | None = None
) -> list[Component | None]:
    """A table of the rows; with ``everything``, the address of the whole list, of the first ones only."""
    names = [words(f"data.col.{key}") for key, _, _ in columns]
    body = [
        html.Tr([cell(show(row), name, kind) for name, (_, show, kind) in zip(names, columns, strict=True)])
        for row in (rows if everything is None else rows[:FIRST])
    ]
    heads = [(name, kind) for name, (_, _, kind) in zip(names, columns, strict=True)]
    parts: list[Component | None] = [table(heads, body, label=label, name="listed")]
    return [*parts, more(words, len(rows), everything)]


def more(words: Words, rows: int, everything: str | None) -> Component | None:
    """The way to the whole list, where it is longer than what is shown."""
    if everything is None or rows <= FIRST:
        return None
    return html.P(link(words("data.more", count=words.count(rows)), everything), className="more")


def choices(label: str, items: Iterable[tuple[str, str, bool]]) -> Component:
    """Links side by side, the chosen one marked: (text, address, whether it is shown now)."""
    links = [link(text, href, current=current) for text, href, current in items]
    return html.Div(links, className="segments", role="group", **aria(label=label))


def outcome(words: Words, code: str | None) -> Component:
    """How a pull ended: colour, icon and word."""
    look = {"complete": "met", "partial": "near", "failed": "below", "interrupted": "near", "running": "provisional"}
    return html.Span(
        words(f"data.outcome.{code or 'never'}"), className=f"chip chip-{look.get(code or '', 'no_cases')}"
    )


def severity(words: Words, code: str) -> Component:
    """How grave a finding is: colour, icon and word."""
    look = {"error": "below", "warning": "needs_check", "notice": "provisional"}
    return html.Span(words(f"data.severity.{code}"), className=f"chip chip-{look[code]}")


def small(*parts: Child) -> Component:
    """Lesser words beside the main ones."""
    return html.Span(list(parts), className="small")
