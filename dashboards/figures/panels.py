"""The smaller parts of the overview: clear moves, other indicators, trust in the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Row, change, chip, hidden, panel, table
from dashboards.figures.selection import movers, status_counts
from dashboards.service import IndicatorInfo, SourceInfo
from dashboards.words import Words

MOVERS = 4
_GOOD_OUTCOMES = ("complete", "running")


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
    heads = (words("col.unit"), words("col.rate"), words("col.change"))
    body = table(heads, rows, label=words("movers.title"), name="plain") if rows else html.P(words("movers.none"))
    return panel(words("movers.title"), body, note=words("movers.note"))


def others(
    words: Words,
    infos: Iterable[IndicatorInfo],
    rows: Callable[[str], Row | None],
    units: Callable[[str], pl.DataFrame],
    href: Callable[[str], str],
) -> Component:
    """Indicators that are no headline: province rate, target, units meeting it, or that no source supplies them."""
    body = [_other(words, info, rows(info.code), units(info.code), href(info.code)) for info in infos]
    heads = [words(f"col.{key}") for key in ("indicator", "rate", "target", "change", "units_met", "status")]
    return panel(
        words("others.title"),
        table(heads, body, label=words("others.title"), name="plain"),
        note=words("others.note"),
    )


def _other(words: Words, info: IndicatorInfo, row: Row | None, units: pl.DataFrame, href: str) -> Component:
    name = html.Th([dcc.Link(info.name, href=href), html.Span(info.code, className="code")], scope="row")
    if row is None:
        return html.Tr([name, html.Td(words("source.none"), colSpan=5, className="note")])
    met = f"{status_counts(units).get('met', 0)}/{units.height}"
    return html.Tr(
        [
            name,
            html.Td(words.percent(row["shown"]), className="num"),
            html.Td(words.level(row["target"]), className="num"),
            html.Td(change(words, row["change"], info.direction), className="num"),
            html.Td(words("blank") if row["basis"] == "own" else met, className="num"),
            html.Td(chip(words, row["status"])),
        ]
    )


def trust(words: Words, row: Row | None, units: pl.DataFrame, sources: Sequence[SourceInfo]) -> Component:
    """Completeness of the chosen indicator, units to check, and every source's last pull."""
    checks = status_counts(units).get("needs_check", 0)
    facts: list[tuple[Child, Child]] = []
    if row is not None and row["basis"] != "own":
        facts.append((words("trust.reported"), f"{row['reported']}/{row['expected']}"))
        facts.append((words("trust.check"), words.count(checks)))
    lines = [html.Div([html.Dt(key), html.Dd(value)]) for key, value in facts]
    body = html.Dl([*lines, *[_source(words, source) for source in sources]], className="facts-list")
    return panel(words("trust.title"), body, note=words("trust.note"))


def _source(words: Words, source: SourceInfo) -> Component:
    """A source's state in words: when, how it ended, what the operator was told."""
    if source.last_pull_at is None or source.last_outcome is None:
        return html.Div([html.Dt(words.of(source.title)), html.Dd(words("trust.never"), className="source-wait")])
    good = source.last_outcome in _GOOD_OUTCOMES
    text = f"{words(f'outcome.{source.last_outcome}')} · {words.moment(source.last_pull_at)}"
    icon = html.Span("✓ " if good else "! ", **hidden())
    state = html.Dd([icon, text], className="source-good" if good else "source-wait")
    message = None if good or not source.message else html.P(source.message, className="note")
    return html.Div([html.Dt(words.of(source.title)), state, message])
