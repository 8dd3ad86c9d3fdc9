"""Unit by month: where it has lasted, where it is new. A table, so that it can be read without seeing the colours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.distance import said, toned
from dashboards.figures.parts import Row, aria, inside
from dashboards.words import Words
from monitor.periods import Period

MONTHS = 12
Href = Callable[[str | None, str], str]
"""A unit's code (None = the overview) and a period's code → an address."""


def heat(  # noqa: PLR0913 - what one picture is made of
    words: Words,
    units: pl.DataFrame,
    figures: pl.DataFrame,
    months: Sequence[Period],
    href: Href,
    *,
    linked: bool,
) -> Component:
    """A row for each of ``units`` [unit, unit_name], in their order, a column for each month.

    ``figures``: FIGURES of these units and months. ``linked``: each cell leads to the unit in that month; without it
    only rows and columns lead somewhere, which keeps a long table light.
    """
    cells: dict[tuple[str, str], Row] = {}
    wanted = figures.join(units.select("unit"), on="unit", how="semi")
    for row in toned(wanted).select(_READ).iter_rows(named=True):
        cells[row["unit"], row["period"]] = row
    body = [
        html.Tr(
            [
                html.Th(dcc.Link(name, href=href(code, months[-1].code)), scope="row"),
                *(_cell(words, cells.get((code, month.code)), href if linked else None) for month in months),
            ]
        )
        for code, name in units.select("unit", "unit_name").iter_rows()
    ]
    label = words("heat.title", count=len(months))
    table = html.Table([_head(words, months, href), html.Tbody(body)], className="heat", **aria(label=label))
    return html.Div(table, className="scroll", role="region", tabIndex="0", **aria(label=label))


_READ = ["unit", "period", "rate", "shown", "target", "shortfall", "status", "tone", "mark", "provisional"]


def _head(words: Words, months: Sequence[Period], href: Href) -> Component:
    links = [
        html.Th(
            dcc.Link(f"{month.number}/{month.year % 100:02d}", href=href(None, month.code), title=words.period(month)),
            scope="col",
        )
        for month in months
    ]
    return html.Thead(html.Tr([html.Th(words("col.unit"), scope="col"), *links]))


def _cell(words: Words, row: Row | None, href: Href | None) -> Component:
    if row is None:
        return html.Td(className="far")
    open_still = " open" if row["provisional"] else ""
    name, told = f"far {row['tone']}{open_still}", said(words, row)
    if href is None:
        return html.Td(row["mark"], className=name, title=told)
    return html.Td(inside(row["mark"], href(row["unit"], row["period"]), told, ""), className=name)
