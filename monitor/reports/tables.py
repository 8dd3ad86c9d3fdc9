"""The report's tables as ready texts: the same cells whatever the renderer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from monitor.reports.content import Content
from monitor.reports.document import Column, TableBlock
from monitor.reports.speaking import Row, say
from monitor.reports.wording import NOTHING, Wording


def overall_table(wording: Wording, content: Content) -> TableBlock:
    """The province's indicators: counts, rate, period before, change, a year ago, target, milestone, shortfall."""
    columns = (
        Column(say(wording, "col.indicator"), 2.9),
        Column(say(wording, "col.numerator"), 1.45, "right"),
        Column(say(wording, "col.denominator"), 1.7, "right"),
        Column(say(wording, "col.rate"), 1.15, "right"),
        Column(say(wording, "col.previous"), 1.15, "right"),
        Column(say(wording, "col.change"), 1.1, "right"),
        Column(say(wording, "col.year"), 1.15, "right"),
        Column(say(wording, "col.target"), 1.05, "right"),
        Column(say(wording, "col.shortfall"), 1.25, "right"),
    )
    rows = tuple(
        (
            definition[f"name_{wording.lang}"],
            wording.count(row["numerator"]),
            wording.count(row["denominator"]),
            wording.percent(row["shown"]) if row["shown"] else wording.status(row["status"]),
            wording.percent(row["previous_shown"]),
            wording.points(row["change"]),
            wording.percent(row["year_ago_shown"]),
            wording.level(row["target"]),
            wording.count(row["shortfall"]),
        )
        for definition, row in province_rows(content)
    )
    return TableBlock("overall", say(wording, "table.overall"), columns, rows)


def province_rows(content: Content) -> list[tuple[Row, Row]]:
    """(definition, the province's figure) of every indicator that has one, in declared order."""
    whole = content["figures"].filter(pl.col("chosen"), content.top)
    figures = {row["indicator"]: row for row in whole.iter_rows(named=True)}
    definitions = content["definitions"].iter_rows(named=True)
    return [(one, figures[one["indicator"]]) for one in definitions if one["indicator"] in figures]


def below_table(wording: Wording, content: Content, short: pl.DataFrame) -> TableBlock:
    """Units under the target: counts, rate, change, shortfall, the responsible head, the unit's own explanation.

    Where no head is declared and nobody has explained anything, those two columns are left out (kind ``short``).
    """
    heads = dict(content["units"].drop_nulls("head").select("unit", "head").iter_rows())
    told = _explanations(content)
    columns = _below_columns(wording)
    rows = tuple(
        (
            str(number),
            row["unit_name"],
            wording.count(row["numerator"]),
            wording.count(row["denominator"]),
            wording.percent(row["shown"]),
            wording.points(row["change"]),
            wording.count(row["shortfall"]),
            heads.get(row["unit"]) or NOTHING,
            told.get((row["unit"], row["indicator"]), NOTHING),
        )
        for number, row in enumerate(short.iter_rows(named=True), start=1)
    )
    caption = say(wording, "table.below")
    if heads or told:
        return TableBlock("below", caption, columns, rows)
    return TableBlock("short", caption, columns[:-2], tuple(row[:-2] for row in rows))


def _below_columns(wording: Wording) -> tuple[Column, ...]:
    return (
        Column(say(wording, "col.number"), 0.5, "center"),
        Column(say(wording, "col.unit"), 2.6),
        Column(say(wording, "col.numerator"), 1.15, "right"),
        Column(say(wording, "col.denominator"), 1.35, "right"),
        Column(say(wording, "col.rate"), 1.1, "right"),
        Column(say(wording, "col.change"), 1.1, "right"),
        Column(say(wording, "col.shortfall"), 1, "right"),
        Column(say(wording, "col.head"), 1.6),
        Column(say(wording, "col.explanation"), 2.2),
    )


def task_table(wording: Wording, tasks: pl.DataFrame, definitions: Mapping[str, Row], due: date) -> TableBlock:
    """Who is asked for what by when: the product is counted, so that later numbers can verify it."""
    columns = (
        Column(say(wording, "col.number"), 0.5, "center"),
        Column(say(wording, "col.unit"), 2.6),
        Column(say(wording, "col.task"), 5),
        Column(say(wording, "col.due"), 1.3, "center"),
    )
    rows = tuple(
        (str(number), row["unit_name"], _task(wording, row, definitions[row["indicator"]]), wording.day(due))
        for number, row in enumerate(tasks.iter_rows(named=True), start=1)
    )
    return TableBlock("tasks", say(wording, "table.tasks"), columns, rows)


def _task(wording: Wording, row: Row, definition: Row) -> str:
    return say(
        wording,
        "task.product",
        shortfall=wording.count(row["shortfall"]),
        denominator=wording.count(row["denominator"]),
        target=wording.level(row["target"]),
        noun=wording.noun(definition["noun"]),
        indicator=f"“{definition[f'name_{wording.lang}']}”",
    )


def _explanations(content: Content) -> dict[tuple[str, str], str]:
    """What units themselves said about an indicator, by unit and indicator."""
    alerts: Iterable[Row] = content["alerts"].filter(pl.col("explanation").is_not_null()).iter_rows(named=True)
    return {(row["unit"], row["indicator"]): row["explanation"] for row in alerts}
