"""Sources: what they are, how fresh, and how their last pull ended."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import Row, listing, outcome, small
from dashboards.figures.parts import Children, link, panel
from dashboards.pages.data import pulling
from dashboards.pages.data.frame import framed, path_of
from dashboards.question import Question
from monitor.figures.data import DataService


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page."""
    words = question.words
    complete = dict(data.last_complete().iter_rows())
    serves: dict[str, list[str]] = {}
    for info in question.indicators:
        for source in question.service.sources_of(info.code):
            serves.setdefault(source, []).append(info.code)

    def indicators(row: Row) -> Children:
        links = [
            link(code, question.link(question.service.province.code, indicator=code, source=row["name"]), name="tap")
            for code in serves.get(row["name"], [])
        ]
        return [part for found in links for part in (found, " ")]

    def last(row: Row) -> Children:
        return words.moment(row["at"]) if row["at"] else words("blank")

    def whole(row: Row) -> Children:
        return words.moment(complete[row["name"]]) if row["name"] in complete else words("blank")

    def trouble(row: Row) -> Children:
        """What it means and what to do, in the reader's language; below it what the source itself said."""
        if row["problem"] is None:
            return words("blank")
        return [html.P(words(f"trouble.{row['problem']}")), html.P(row["message"], className="note", lang="en")]

    def name(row: Row) -> Children:
        return [link(row["title"], question.to(path_of("pulls"), only=row["name"])), small(f" {row['name']}")]

    rows = [
        {
            "name": info.name,
            "title": words.of(info.title),
            "connector": info.connector,
            "calendars": ", ".join(words(f"calendar.name.{name}") for name in info.calendars),
            "at": info.last_pull_at,
            "outcome": info.last_outcome,
            "problem": info.problem,
            "message": info.message,
        }
        for info in question.all_sources
    ]
    table = listing(
        words,
        words("data.sources"),
        [
            ("source", name, "text"),
            ("outcome", lambda row: outcome(words, row["outcome"]), "text"),
            ("last", last, "text"),
            ("complete", whole, "text"),
            ("serves", indicators, "text"),
            ("calendars", lambda row: row["calendars"], "text"),
            ("system", lambda row: row["connector"], "text"),
            ("problem", trouble, "text"),
        ],
        rows,
    )
    return framed(question, "sources", *pulling.part(question), panel(words("data.sources"), *table))
