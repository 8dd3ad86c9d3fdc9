"""Completeness: who was to report, who did, and in time."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing
from dashboards.figures.parts import Children, panel
from dashboards.pages.data.frame import by_source, everything, framed, unit_link
from dashboards.question import Question
from monitor.figures.data import DataService

COUNTS = ("expected", "reported", "on_time", "late", "unknown", "missing")


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words, view = question.words, question.view
    asked = {"period": question.period.code, "calendar": view.calendar, "source": view.only}
    sums = data.trust.completeness_summary(**asked).to_dicts()
    every = data.trust.completeness(**asked)
    missing = every.filter(pl.col("expected"), ~pl.col("reported")).to_dicts()

    def deadline(row: Row) -> Children:
        return words.day(row["deadline"]) if row["deadline"] else words("blank")

    whole = listing(
        words,
        words("data.completeness.sum"),
        [
            ("source", lambda row: question.title_of(row["source"]), "text"),
            ("period", lambda row: row["period"], "whole"),
            ("deadline", deadline, "text"),
            *[(name, lambda row, name=name: words.count(row[name]), "num") for name in COUNTS],
        ],
        sums,
    )
    units = listing(
        words,
        words("data.completeness.missing"),
        [
            ("unit", lambda row: unit_link(question, row["unit"], row["unit_name"]), "text"),
            ("source", lambda row: question.title_of(row["source"]), "text"),
            ("period", lambda row: row["period"], "whole"),
            ("deadline", deadline, "text"),
        ],
        missing,
        everything=everything(question, "completeness"),
    )
    body = units if missing else [html.P(words("data.none.completeness"))]
    return framed(
        question,
        "completeness",
        panel(words("data.completeness.sum"), by_source(question, "completeness"), *whole),
        panel(words("data.completeness.missing"), *body),
    )
