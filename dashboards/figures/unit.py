"""Parts of a unit's page: what to do, the tables of indicators, sources, counts and months."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Head, Row, cell, change, chip, gap, panel, table
from dashboards.service import IndicatorInfo
from dashboards.words import Words
from monitor.periods import CalendarName, parse


def indicators(  # noqa: PLR0913 - what one table is made of
    words: Words,
    infos: Iterable[IndicatorInfo],
    rows: Callable[[str], Row | None],
    *,
    source_title: Callable[[str | None], str],
    href: Callable[[str], str],
    chosen: str,
    year: int,
) -> Component:
    """Every indicator with a figure for this unit and its source, the chosen one marked."""
    keys = ("numerator", "denominator", "rate", "target", "milestone", "gap", "shortfall.plain", "change")
    numbers = [(words(f"col.{key}", year=year), "num") for key in keys]
    heads: list[Head] = [words("col.indicator"), *numbers, words("col.status"), (words("col.interval"), "num")]
    body = [
        html.Tr(
            [_name(info, href(info.code), source_title(row["source"])), *_numbers(words, row, info)],
            className="chosen" if info.code == chosen else "",
        )
        for info in infos
        if (row := rows(info.code)) is not None
    ]
    return table(heads, body, label=words("unit.indicators"), name="wide-table")


def _name(info: IndicatorInfo, href: str, source: str) -> Component:
    code = html.Span(info.code, className="code")
    return html.Th([dcc.Link(info.name, href=href), code, html.Div(source, className="note")], scope="row")


def _numbers(words: Words, row: Row, info: IndicatorInfo) -> list[Component]:
    distance = gap(row)
    values: list[tuple[str, Child]] = [
        ("numerator", words.count(row["numerator"])),
        ("denominator", words.count(row["denominator"])),
        ("rate", html.Strong(words.percent(row["shown"]))),
        ("target", words.level(row["target"])),
        ("milestone", words.level(row["milestone"])),
        ("gap", words("blank") if distance is None or row["shortfall"] == 0 else words.points(distance)),
        ("shortfall.plain", words("blank") if row["shortfall"] is None else words.count(row["shortfall"])),
        ("change", change(words, row["change"], info.direction)),
    ]
    cells = [cell(value, words(f"col.{key}", year=""), "num") for key, value in values]
    return [
        *cells,
        html.Td(chip(words, row["status"], row["certainty"]), className="state"),
        cell(interval(words, row), words("col.interval")),
    ]


def interval(words: Words, row: Row) -> str:
    """The Wilson interval, two decimals; blank where there is none."""
    if row["interval_low"] is None:
        return words("blank")
    return f"{words.points(row['interval_low'])}–{words.points(row['interval_high'])}%"


def sources(
    words: Words, rows: Iterable[Row], source_title: Callable[[str | None], str], causes: Sequence[Component] = ()
) -> Component:
    """The chosen indicator by every source that has it: compared, never merged; and the ``causes`` they differ by."""
    numbers = [(words(f"col.{key}"), "num") for key in ("numerator", "denominator", "rate")]
    heads: list[Head] = [words("col.source"), *numbers, words("col.captured"), words("col.status")]
    body = [
        html.Tr(
            [
                html.Th(source_title(row["source"]), scope="row"),
                html.Td(words.count(row["numerator"]), className="num"),
                html.Td(words.count(row["denominator"]), className="num"),
                html.Td(html.Strong(words.percent(row["shown"])), className="num"),
                html.Td(words.moment(row["captured_at"]) if row["captured_at"] else words("blank")),
                html.Td(chip(words, row["status"])),
            ]
        )
        for row in rows
    ]
    return panel(
        words("unit.sources"),
        table(heads, body, label=words("unit.sources"), name="plain"),
        *causes,
        note=words("unit.sources.note"),
    )


def counts(words: Words, frame: pl.DataFrame, source_title: Callable[[str | None], str]) -> Component:
    """Every count the systems reported for the unit in the period. null reads "not reported", 0 is a real zero."""
    title = words("unit.counts")
    if frame.is_empty():
        return panel(title, html.P(words("unit.counts.none")))
    body = [
        html.Tr(
            [
                html.Th([row["measure_name"], html.Code(row["measure"], className="code")], scope="row"),
                html.Td(words.count(row["value"]), className="num"),
                html.Td(source_title(row["source"])),
                html.Td(html.Code(row["series"])),
                html.Td(words.moment(row["captured_at"])),
            ]
        )
        for row in frame.iter_rows(named=True)
    ]
    value = (words("col.value"), "num")
    heads = (words("col.measure"), value, words("col.source"), words("pass.series"), words("col.captured"))
    show = html.Summary(words("unit.counts.show", count=frame.height))
    return panel(title, html.Details([show, table(heads, body, label=title, name="plain")]))


def months(words: Words, frame: pl.DataFrame, calendar: CalendarName) -> Component:
    """The chart's figures as a table, newest first."""
    keys = ("numerator", "denominator", "rate", "target")
    body = [
        html.Tr(
            [
                html.Th(words.period(parse(row["period"], calendar)), scope="row"),
                html.Td(words.count(row["numerator"]), className="num"),
                html.Td(words.count(row["denominator"]), className="num"),
                html.Td(words.percent(row["shown"]), className="num"),
                html.Td(words.level(row["target"]), className="num"),
                html.Td(chip(words, row["status"])),
            ]
        )
        for row in frame.reverse().iter_rows(named=True)
    ]
    label = words("unit.trend.table")
    heads: list[Head] = [words("col.period"), *[(words(f"col.{key}"), "num") for key in keys], words("col.status")]
    return html.Details([html.Summary(label), table(heads, body, label=label, name="plain")])
