"""Silences: who asked for quiet, why, until when; a new one, or an end of one, by the staff."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import Column, listing
from dashboards.figures.parts import Children, panel
from dashboards.pages.alerts import frame
from dashboards.pages.alerts.frame import Row
from dashboards.question import Question
from dashboards.shell import unit_options
from monitor.alerts.service import AlertService


def page(question: Question, alerts: AlertService) -> list[Component | None]:
    """The whole page."""
    words = question.words
    rows = alerts.silences(every=True)
    body = (
        listing(words, words("alerts.silences"), _columns(question, alerts), rows)
        if rows
        else [html.P(words("alerts.silences.none"))]
    )
    return frame.framed(
        question,
        "silences",
        frame.heading(question, "silences"),
        panel(words("alerts.silences"), *body),
        panel(words("alerts.silence.new"), _form(question, alerts)),
    )


def _columns(question: Question, alerts: AlertService) -> list[Column]:
    words, declared = question.words, alerts.declared

    def unit(row: Row) -> str:
        if row["unit"] is None:
            return words("alerts.every_unit")
        return shown.subject_name(words, declared, {"unit": row["unit"], "subject": row["unit"]})

    def rule(row: Row) -> str:
        return words("alerts.all.rule") if row["rule"] is None else shown.rule_name(words, declared, row["rule"])

    def end(row: Row) -> Children:
        if row["lifted_at"] is not None:
            return words("alerts.lifted", moment=words.moment(row["lifted_at"]), who=row["lifted_by"])
        if row["until"] < alerts.today:
            return words("alerts.ended")
        return frame.button(question, f"lift-{row['id']}", words("alerts.do.lift"))

    return [
        ("unit", unit, "text"),
        ("rule", rule, "text"),
        ("author", lambda row: row["author"], "text"),
        ("reason", lambda row: row["reason"], "text"),
        ("until", lambda row: words.day(row["until"]), "whole"),
        ("end", end, "text"),
    ]


def _form(question: Question, alerts: AlertService) -> Component:
    words, declared = question.words, alerts.declared
    rules = {rule.code: shown.rule_name(words, declared, rule.code) for rule in declared.alerts.rules}
    province = question.service.province
    below = {option["value"]: option["label"] for option in unit_options(question.service, None)}
    units = {province.code: province.name, **below}
    return html.Div(
        [
            frame.choice_field(question, "rule", rules),
            frame.choice_field(question, "unit", units),
            frame.text_field(question, "until", 10),
            frame.text_field(question, "reason", 2000, long=True),
            frame.text_field(question, "who", 200),
            frame.button(question, "silence"),
        ],
        className="form",
    )
