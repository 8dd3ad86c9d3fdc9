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
LONGEST = 200
"""Rows a page shows; the command line shows all."""


def listing(
    words: Words, label: str, columns: Sequence[Column], rows: Sequence[Row], *, command: str = ""
) -> list[Component]:
    """A table of the rows; where there are more than ``LONGEST``, how many more and how to see them."""
    names = [words(f"data.col.{key}") for key, _, _ in columns]
    body = [
        html.Tr([cell(show(row), name, kind) for name, (_, show, kind) in zip(names, columns, strict=True)])
        for row in rows[:LONGEST]
    ]
    heads = [(name, kind) for name, (_, _, kind) in zip(names, columns, strict=True)]
    parts: list[Component] = [table(heads, body, label=label, name="listed")]
    if len(rows) > LONGEST:
        more = words("data.more", count=words.count(len(rows) - LONGEST), command=command)
        parts.append(html.P(more, className="note"))
    return parts


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
