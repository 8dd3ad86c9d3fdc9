"""What changed between an edition and another one of its period."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.difference import changed_figures
from dashboards.figures.listing import choices
from dashboards.figures.parts import panel
from dashboards.figures.selection import ALL
from dashboards.pages.reports.frame import same_page, siblings
from dashboards.question import Question, Workshop
from dashboards.view import ViewProblem
from monitor.reports.difference import difference, parts_changed
from monitor.reports.service import Edition


def changes(question: Question, workshop: Workshop, edition: Edition) -> list[Component | None]:
    """The sentence, what parts differ, and the table of figures."""
    words = question.words
    others = siblings(workshop, edition).filter(pl.col("id") != edition.id)
    if others.is_empty():
        return [html.P(words("reports.difference.only"), className="given")]
    other = _other(question, edition, others)
    items = [
        (
            words("reports.number", number=row["number"]),
            same_page(question, edition, tab="difference", other=str(row["id"])),
            row["id"] == other,
        )
        for row in others.iter_rows(named=True)
    ]
    against = workshop.reports.edition(other)
    first, second = sorted((against, edition), key=lambda one: one.number)
    figures = difference(first.content, second.content)
    parts = [words(f"reports.part.{name}") for name in parts_changed(first.content, second.content)]
    everything = None if question.view.rows else same_page(question, edition, tab="difference", rows=ALL)
    said = words(
        "reports.difference.say",
        first=first.number,
        second=second.number,
        count=words.count(figures.height),
        units=words.count(figures["unit"].n_unique()),
    )
    table = changed_figures(words, figures, second.content, (first.number, second.number), everything)
    return [
        choices(words("reports.difference.other"), items),
        panel(
            words("reports.difference", first=first.number, second=second.number),
            html.P(said if figures.height else words("reports.difference.none")),
            html.P(words("reports.difference.parts", parts=", ".join(parts)), className="note") if parts else None,
            *(table if figures.height else []),
        ),
    ]


def _other(question: Question, edition: Edition, others: pl.DataFrame) -> int:
    """The edition asked for among these, else the one before, else the newest. Raises ``ViewProblem``."""
    asked = question.view.other
    if asked is None:
        before = others.filter(pl.col("number") < edition.number)
        return int((others if before.is_empty() else before)["id"][0])
    if int(asked) not in others["id"].to_list():
        raise ViewProblem("reports.problem.other", lang=question.words.lang, value=asked)
    return int(asked)
