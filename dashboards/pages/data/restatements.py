"""Restatements: which past counts a source changed, and what that did to the rates."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import by_source, everything, framed, measure, source_of, unit_link
from dashboards.question import Question
from dashboards.words import signed
from monitor.figures.data import DataService


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words, view = question.words, question.view
    found = data.restated(question.period.code, view.calendar, view.only)
    counts, effects = found.counts.to_dicts(), found.effects.to_dicts()
    changed = _counts(question, data, counts) if counts else [html.P(words("data.none.restatements"))]
    moved = _effects(question, effects) if effects else []
    title = words("data.restatements.counts", count=words.count(len(counts)))
    return framed(
        question,
        "restatements",
        panel(title, by_source(question, "restatements"), *changed),
        panel(words("data.restatements.effects"), *moved) if moved else None,
    )


def _counts(question: Question, data: DataService, rows: Sequence[Row]) -> list[Component | None]:
    words = question.words

    def unit(row: Row) -> Children:
        name = unit_link(question, row["unit"], row["unit_name"])
        if not row["by_source"]:
            return name
        touched, known = words.count(row["touched"]), words.count(row["known"])
        return [name, small(" ", words("data.restatements.by_source", touched=touched, known=known))]

    return listing(
        words,
        words("data.restatements"),
        [
            ("unit", unit, "text"),
            ("measure", lambda row: measure(data, row["measure"], words.lang), "text"),
            ("before", lambda row: words.count(row["before"]), "num"),
            ("after", lambda row: words.count(row["value"]), "num"),
            ("when", lambda row: words.moment(row["captured_at"]), "text"),
            ("pull", lambda row: str(row["pull_id"]), "num"),
            ("source", lambda row: question.title_of(row["source"]), "text"),
        ],
        rows,
        everything=everything(question, "restatements"),
    )


def _effects(question: Question, rows: Sequence[Row]) -> list[Component | None]:
    words = question.words

    def unit(row: Row) -> Children:
        source = source_of(question, row["indicator"], row["source"])
        name = unit_link(question, row["unit"], row["unit_name"], indicator=row["indicator"], source=source)
        return [name, small(f" {words('data.group.' + row['level'])}")] if "/" in row["unit"] else name

    def rate(ending: str) -> tuple[str, str, str]:
        return f"numerator{ending}", f"denominator{ending}", f"shown{ending}"

    def figure(row: Row, ending: str) -> Children:
        above, below, shown = (row[name] for name in rate(ending))
        return [words.percent(shown), small(f" {words.count(above)} / {words.count(below)}")]

    def points(row: Row) -> Children:
        if row["change"] is None:
            return words("blank")
        sign = "+" if row["change"] > 0 else "−" if row["change"] < 0 else ""
        return sign + words.points(row["change"])

    return listing(
        words,
        words("data.restatements.effects"),
        [
            ("indicator", lambda row: row["indicator"], "text"),
            ("unit", unit, "text"),
            ("before", lambda row: figure(row, "_before"), "num"),
            ("after", lambda row: figure(row, ""), "num"),
            ("points", points, "num"),
            ("pull", lambda row: signed(row["pull_id"], words.lang), "num"),
            ("source", lambda row: question.title_of(row["source"]), "text"),
        ],
        rows,
        everything=everything(question, "restatements"),
    )
