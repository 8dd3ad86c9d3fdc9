"""Why a unit stands where it does: findings, two sources and their causes, its place among others, its alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures import causes, pareto, standing
from dashboards.figures import unit as parts
from dashboards.figures.listing import severity, small
from dashboards.figures.parts import Row, link, panel
from dashboards.figures.todo import Duty
from dashboards.pages import units
from dashboards.pages.data.frame import path_of
from dashboards.question import Question
from dashboards.shell import ALERTS, UNITS
from dashboards.words import stressed
from monitor.alerts.states import FOLLOWED
from monitor.figures import QueryError
from monitor.kpi import REMAINDER

FINDINGS = 5
"""Findings shown on the page; the rest are a link away."""


@dataclass(frozen=True)
class Reasons:
    """What there is to say about one unit, asked for once."""

    question: Question
    code: str

    @property
    def whole(self) -> bool:
        """Whether this is the province itself: it has neither neighbours nor peers."""
        return self.code == self.question.service.province.code

    @cached_property
    def findings(self) -> list[Row]:
        """Findings about this unit in the period, the gravest first; those of the chosen indicator before others."""
        data = self.question.service.data
        if data is None:
            return []
        asked = self.question
        frame = data.trust.findings(period=asked.period.code, calendar=asked.view.calendar, unit=self.code)
        rows = frame.to_dicts()
        return sorted(rows, key=lambda row: row["indicator"] != asked.indicator.code)

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """Every unit's figure of the chosen indicator and source, with its place."""
        return units.units_of(self.question)

    @cached_property
    def procedures(self) -> pl.DataFrame:
        """The figure by procedure and the remainder: of the chosen source, else of the first that counts so."""
        own = self._by_procedure(self.question.source)
        return own if _counts_procedures(own) else self._by_procedure(None)

    @cached_property
    def lines(self) -> list[pareto.Line]:
        """The shortfall by procedure; empty where no source counts by procedure."""
        return pareto.lines(self.procedures) if _counts_procedures(self.procedures) else []

    def _by_procedure(self, source: str | None) -> pl.DataFrame:
        asked = self.question
        return asked.service.by_procedure(
            asked.indicator.code,
            period=asked.period.code,
            calendar=asked.view.calendar,
            source=source,
            unit=None if self.whole else self.code,
            as_known_at=asked.view.known_at,
            on_map=asked.view.on_map,
            lang=asked.words.lang,
        )

    def pareto_panel(self) -> Component:
        """Which procedures and fields the shortfall is made of, adding up to it."""
        words = self.question.words
        title = words("pareto.title.procedure")
        if not self.lines:
            return panel(title, html.P(words("pareto.none")), name="screen")
        above = -pareto.total(self.lines)
        over = html.P(words("pareto.over", count=words.count(above))) if above > 0 else None
        fields = pareto.lines(pareto.by_field(self.procedures))
        halves = [
            html.Div(pareto.pareto(words, self.lines, "procedure")),
            html.Div([html.H3(words("pareto.title.field")), pareto.pareto(words, fields, "field")], className="screen"),
        ]
        return panel(
            title, self._told_by(), over, html.Div(halves, className="halves uneven"), note=words("pareto.note")
        )

    def _told_by(self) -> Component | None:
        """By which source, where it is not the one of the page: its total may be another."""
        question, source = self.question, str(self.procedures["source"][0])
        if source == question.source:
            return None
        missing = question.words.count(pareto.total(self.lines))
        text = question.words("pareto.by", title=question.title_of(source), missing=missing)
        return html.P([text, " ", link(question.words("pareto.see"), question.link(self.code, source=source))])

    def duties(self) -> list[Duty]:
        """Alerts of the unit that wait for it: of this indicator first, the earliest deadline first."""
        alerts, words = self.question.alerts, self.question.words
        if alerts is None:
            return []
        found = alerts.board(unit=self.code, states_in=FOLLOWED)
        days = {row["id"]: alerts.due(dict(row)) for row in found}
        other = self.question.indicator.code
        found.sort(key=lambda row: (row["indicator"] != other, days[row["id"]] or date.max))
        return [
            (
                shown.rule_name(words, alerts.declared, row["rule"]),
                self.question.to(f"{ALERTS}/{row['id']}"),
                shown.deadline(words, days[row["id"]], alerts.today),
                row["cause"] is not None,
            )
            for row in found
        ]

    def findings_panel(self) -> Component | None:
        """What is to be checked about this unit, each with its evidence and what to do."""
        words, rows = self.question.words, self.findings
        if self.question.service.data is None:
            return None
        title = words("unit.findings", count=words.count(len(rows)))
        if not rows:
            return html.Div(panel(title, html.P(words("unit.findings.none"))), id="findings")
        items = [html.Li(_finding(self.question, row)) for row in rows[:FINDINGS]]
        more = _onward(self.question, "unit.findings.all", path_of("findings"))
        note = words("unit.findings.note")
        return html.Div(
            panel(title, html.Ul(items, className="findings"), more, note=note), id="findings", className="half"
        )

    def standing_panel(self) -> Component | None:
        """Its neighbours in the ranking and its peers of similar volume."""
        around = standing.neighbours(self.ranked, self.code)
        if self.whole or around.is_empty():
            return None
        words = self.question.words
        halves = html.Div([self._neighbours(around), self._peers()], className="halves")
        return panel(words("standing.title"), halves, note=words("standing.note"))

    def _neighbours(self, around: pl.DataFrame) -> Component:
        words, question = self.question.words, self.question
        title = words("neighbours.title")
        placed = self.ranked.filter(pl.col("place").is_not_null())
        own = around.filter(pl.col("unit") == self.code)["place"][0]
        text = words("standing.place", place=words.count(own), count=words.count(placed.height))
        rows = standing.beside(words, around, self.code, question.link, title)
        return html.Div([html.H3(title), html.P(stressed(text)), rows, _onward(question, "neighbours.all", UNITS)])

    def _peers(self) -> Component:
        words, question = self.question.words, self.question
        alike = standing.peer_rows(self.ranked, self.code)
        title = words("peers.title", count=alike.height - 1) if alike.height else words("peers.title.none")
        told = standing.against_peers(words, self.ranked, self.code, question.indicator.direction)
        rows = standing.beside(words, alike, self.code, question.link, title) if alike.height else None
        return html.Div([html.H3(title), told or html.P(words("peers.none")), rows])

    def sources_panel(self, rows: Sequence[Row]) -> Component | None:
        """Both sources side by side with the named causes of their difference; None where there is only one."""
        if len(rows) < 2:  # noqa: PLR2004 - two are compared
            return None
        words = self.question.words
        return parts.sources(words, rows, self.question.title_of, self._causes(rows))

    def _causes(self, rows: Sequence[Row]) -> list[Component]:
        """The causes of the difference between the first two sources, as far as they can be compared as known now."""
        question, words, data = self.question, self.question.words, self.question.service.data
        if data is None or question.view.known_at is not None:
            return []
        pair = (rows[0]["source"], rows[1]["source"])
        try:
            found = data.reconciled(question.indicator.code, pair, question.period.code, question.view.calendar)
        except QueryError:
            return []
        whole = found.rows.filter(pl.col("unit") == self.code, pl.col("denominator").is_not_null())
        if whole.is_empty():
            return []
        told = whole.select("numerator", "denominator", "points").row(0)
        if not any(told):
            return [html.P(words("causes.same"))]
        names: dict[str, Any] = {"first": question.title_of(pair[0]), "second": question.title_of(pair[1])}
        every = _onward(question, "causes.all", path_of("reconciliation"), source=pair[0], against=pair[1])
        return [
            html.H3(words("causes.title")),
            html.P(words("causes.say", **names), className="note"),
            causes.causes(words, told, found.parts.filter(pl.col("unit") == self.code)),
            every,
        ]


def _onward(question: Question, key: str, path: str, **view: str | None) -> Component:
    """The way to the whole list; a ranking goes best first."""
    changes = {"order": "rate-desc"} if path == UNITS else view
    return html.P(link(question.words(key), question.to(path, **changes)), className="onward")


def _counts_procedures(frame: pl.DataFrame) -> bool:
    return frame.filter(pl.col("procedure") != REMAINDER, pl.col("denominator") > 0).height > 0


def _finding(question: Question, row: Row) -> list[Any]:
    lang = question.words.lang
    about = " · ".join(part for part in (row["indicator"], question.title_of(row["source"])) if part)
    return [
        severity(question.words, row["severity"]),
        html.Strong(f" {row[f'title_{lang}']} "),
        small(about),
        html.Div(row[f"words_{lang}"]),
        html.Div([question.words("unit.findings.remedy"), " ", row[f"remedy_{lang}"]], className="remedy"),
    ]
