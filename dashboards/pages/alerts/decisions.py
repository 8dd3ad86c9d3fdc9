"""Decisions: for every rule and unit what a run would do now, and why or why not."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import Column, choices, listing, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.alerts import frame
from dashboards.pages.alerts.frame import Row, path_of
from dashboards.question import Question
from monitor.alerts.frames import DECIDED, REASONS
from monitor.alerts.service import AlertService

RANKS = {code: rank for rank, code in enumerate(("open", "restate", "recover", "keep", "inhibit", "none"))}
"""What is done stands before what is not."""


def page(question: Question, alerts: AlertService) -> list[Component | None]:
    """The whole page."""
    words, view = question.words, question.view
    frame_ = alerts.decisions()
    if view.rule:
        frame_ = frame_.filter(pl.col("rule") == view.rule)
    if view.about:
        frame_ = frame_.filter(pl.col("subject") == view.about)
    counted = frame_.group_by("decision", "reason").len().sort("len", descending=True)
    picked = frame_ if view.decision is None else frame_.filter(pl.col("decision") == view.decision)
    rows = picked.sort(pl.col("decision").replace_strict(RANKS), maintain_order=True).to_dicts()
    table = listing(
        words,
        words("alerts.decisions"),
        _columns(question, alerts),
        rows,
        everything=frame.everything(question, "decisions"),
    )
    return frame.framed(
        question,
        "decisions",
        frame.heading(question, "decisions"),
        _last_run(question, alerts),
        panel(words("alerts.decisions.sum"), _sums(question, counted)),
        panel(words("alerts.decisions.list", count=words.count(len(rows))), _filters(question), *table),
    )


def _last_run(question: Question, alerts: AlertService) -> Component:
    words, runs = question.words, alerts.rows.runs(1)
    if not runs:
        return html.P(words("alerts.run.never"), className="note")
    return html.P(words("alerts.run.last", moment=words.moment(runs[0]["at"])), className="note")


def _sums(question: Question, counted: pl.DataFrame) -> Component:
    words = question.words
    lines = [
        html.Div(
            [html.Dt(f"{DECIDED[decision][words.lang]}: {REASONS[reason][words.lang]}"), html.Dd(words.count(number))]
        )
        for decision, reason, number in counted.iter_rows()
    ]
    return html.Dl(lines, className="facts-list")


def _filters(question: Question) -> Component:
    words, view = question.words, question.view
    wanted: dict[str | None, str] = {None: words("alerts.all.decision")}
    wanted |= {code: text[words.lang] for code, text in DECIDED.items()}
    items = [
        (text, question.to(path_of("decisions"), decision=code, rows=None), view.decision == code)
        for code, text in wanted.items()
    ]
    return choices(words("alerts.filter.decision"), items)


def _columns(question: Question, alerts: AlertService) -> list[Column]:
    words = question.words

    def unit(row: Row) -> Children:
        if not row["subject"]:
            return words("alerts.every_unit")
        return row["unit_name"] or shown.source_title(words, alerts.declared, row["subject"])

    def result(row: Row) -> Children:
        if row["denominator"] is None:
            return words("blank")
        sides = f"{words.count(row['numerator'])}/{words.count(row['denominator'])}"
        return [words.percent(row["shown"]), small(f" {sides}")]

    return [
        ("unit", unit, "text"),
        ("rule", lambda row: shown.rule_name(words, alerts.declared, row["rule"]), "text"),
        ("decided", lambda row: DECIDED[row["decision"]][words.lang], "text"),
        ("why", lambda row: REASONS[row["reason"]][words.lang], "text"),
        ("period", lambda row: shown.known_period(words, row["period"], row["calendar"]), "whole"),
        ("result", result, "text"),
    ]
