"""The smaller parts of the overview: clear moves, other indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Head, Row, aria, change, chip, panel, table
from dashboards.figures.selection import movers, status_counts
from dashboards.service import IndicatorInfo
from dashboards.words import Words

MOVERS = 4


def moves(words: Words, units: pl.DataFrame, direction: str, href: Callable[[str], str]) -> Component:
    """Who moved: the clearest rises and falls, only beyond ordinary fluctuation."""
    rows = [
        html.Tr(
            [
                html.Th(dcc.Link(row["unit_name"], href=href(row["unit"])), scope="row"),
                html.Td(words.percent(row["shown"]), className="num"),
                html.Td(change(words, row["change"], direction), className="num"),
            ]
        )
        for frame in movers(units, MOVERS)
        for row in frame.iter_rows(named=True)
    ]
    heads = (words("col.unit"), (words("col.rate"), "num"), (words("short.change"), "num"))
    body = (
        table(heads, rows, label=words("movers.title"), name="plain movers") if rows else html.P(words("movers.none"))
    )
    return panel(words("movers.title"), body, note=words("movers.note"))


def others(
    words: Words,
    known: Sequence[tuple[IndicatorInfo, Row, pl.DataFrame]],
    rest: Sequence[Component],
    href: Callable[[str], str],
) -> Component:
    """Indicators that are no headline: province rate, target, units meeting it; ``rest``: those without a figure.

    ``known``: indicator, the province's figure, the single units' figures.
    """
    body = [_other(words, info, row, units, href(info.code)) for info, row, units in known]
    numbers = [(words(f"col.{key}"), "num") for key in ("rate", "target", "change", "units_met")]
    heads: list[Head] = [words("col.indicator"), *numbers, words("col.status")]
    return panel(
        words("others.title"),
        table(heads, body, label=words("others.title"), name="plain"),
        *rest,
        note=words("others.note"),
    )


def without(
    words: Words, infos: Iterable[IndicatorInfo], absence: Callable[[str], str], href: Callable[[str], str]
) -> list[Component]:
    """Indicators that have no figure here, a line for each reason: known to be missing, not forgotten."""
    reasons: dict[str, list[Component]] = {}
    for info in infos:
        name = html.Li([dcc.Link(info.name, href=href(info.code)), html.Span(info.code, className="code")])
        reasons.setdefault(words(f"absent.{absence(info.code)}"), []).append(name)
    return [
        html.Div([html.Span(f"{reason}:"), html.Ul(names, **aria(label=reason))], className="without")
        for reason, names in reasons.items()
    ]


def _other(words: Words, info: IndicatorInfo, row: Row, units: pl.DataFrame, href: str) -> Component:
    name = html.Th([dcc.Link(info.name, href=href), html.Span(info.code, className="code")], scope="row")
    met = f"{status_counts(units).get('met', 0)}/{units.height}"
    counted = row["basis"] != "own" and row["rate"] is not None and not row["provisional"]
    return html.Tr(
        [
            name,
            html.Td(words.percent(row["shown"]), className="num"),
            html.Td(words.level(row["target"]), className="num"),
            html.Td(change(words, row["change"], info.direction), className="num"),
            html.Td(met if counted else words("blank"), className="num"),
            html.Td(chip(words, row["status"])),
        ]
    )
