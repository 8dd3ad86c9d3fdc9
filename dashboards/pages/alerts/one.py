"""One alert: its facts, what was answered, every step with its evidence, who was told, why it was decided so."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import listing, small
from dashboards.figures.parts import panel
from dashboards.pages.alerts import frame
from dashboards.pages.alerts.frame import Row
from dashboards.question import Question
from dashboards.shell import ALERTS
from dashboards.view import ViewProblem
from dashboards.words import stressed
from monitor.alerts.frames import DECIDED, REASONS
from monitor.alerts.letter import letter_due
from monitor.alerts.notices import KINDS
from monitor.alerts.service import AlertError, AlertService, Detail
from monitor.alerts.words import CHANNEL_WORDS, MESSAGE_STATES


def detail(question: Question, alerts: AlertService, number: int) -> Detail:
    """The alert. Raises ``ViewProblem`` (404) if there is none."""
    try:
        return alerts.detail(number)
    except AlertError as error:
        raise ViewProblem("problem.alert", status=404, lang=question.words.lang, value=str(number)) from error


def page(question: Question, alerts: AlertService, number: int) -> list[Component | None]:
    """The whole page."""
    words, found = question.words, detail(question, alerts, number)
    row = found.alert
    rule = shown.rule_name(words, alerts.declared, row["rule"])
    name = shown.subject_name(words, alerts.declared, row)
    title = html.H1([f"{rule} – {name}", html.Span(str(number), className="code")])
    facts = shown.facts(words, alerts.declared, row, found.waits_until, alerts.today)
    lines = [html.Div([html.Dt(key), html.Dd(value)]) for key, value in facts]
    return frame.framed(
        question,
        "board",
        html.Div([title, frame.state(question, row["state"])], className="headline"),
        panel(words("alerts.facts"), html.Dl(lines, className="facts-list wide"), *_answers(question, alerts, row)),
        _steps(question, found),
        _told(question, alerts, found),
        _decided(question, found),
    )


def _answers(question: Question, alerts: AlertService, row: Row) -> list[Component | None]:
    words = question.words
    given: list[Component | None] = [html.P(text, className="given") for text in shown.given(words, row)]
    if row["unit"] is not None:
        unit = question.link(row["unit"], indicator=row["indicator"])
        given.append(html.P(html.A(words("alerts.to_unit"), href=unit)))
        given.append(_letter(question, alerts, row))
    return given


def _letter(question: Question, alerts: AlertService, row: Row) -> Component:
    """The way to the draft letter, or when there will be one."""
    words = question.words
    if not letter_due(row, alerts):
        return html.P(words("alerts.letter.later"), className="note")
    address = f"{ALERTS}/{row['id']}/letter.docx{'' if words.lang == 'vi' else '?lang=en'}"
    return html.P([html.A(words("alerts.letter"), href=address), small(f" {words('alerts.letter.say')}")])


def _steps(question: Question, found: Detail) -> Component:
    words = question.words

    def line(event: Row) -> Component:
        held = event["evidence"] or {}
        counted = held.get("denominator") is not None
        figure = f"{words.count(held['numerator'])}/{words.count(held['denominator'])}" if counted else ""
        period = shown.period_name(words, held["period"], found.alert["calendar"]) if held.get("period") else ""
        rate = words.percent(held.get("shown")) if counted else ""
        rest = [shown.why(words, event), figure, rate, period]
        basis = " · ".join(part for part in rest if part)
        return html.Li([*stressed(shown.step(words, event)), html.Br(), small(basis)])

    return panel(words("alerts.steps"), html.Ol([line(event) for event in found.events], className="steps"))


def _told(question: Question, alerts: AlertService, found: Detail) -> Component:
    words = question.words
    columns = [
        ("kind", lambda row: KINDS[row["kind"]][words.lang], "text"),
        ("recipient", lambda row: alerts.recipients.name(row["recipient"], words.lang), "text"),
        ("channel", lambda row: CHANNEL_WORDS[row["channel"]][words.lang], "text"),
        ("message", lambda row: MESSAGE_STATES[row["state"]][words.lang], "text"),
        ("queued", lambda row: words.moment(row["created_at"]), "whole"),
        ("sent", lambda row: words.moment(row["sent_at"]) if row["sent_at"] else words("blank"), "whole"),
    ]
    body = (
        listing(words, words("alerts.told"), columns, found.told) if found.told else [html.P(words("alerts.told.none"))]
    )
    return panel(words("alerts.told"), *body)


def _decided(question: Question, found: Detail) -> Component | None:
    words = question.words
    if not found.decisions:
        return None
    columns = [
        ("decided", lambda row: DECIDED[row["decision"]][words.lang], "text"),
        ("why", lambda row: REASONS[row["reason"]][words.lang], "text"),
        ("period", lambda row: shown.known_period(words, row["period"], found.alert["calendar"]), "whole"),
        ("when", lambda row: words.moment(row["at"]), "whole"),
    ]
    return panel(words("alerts.decided"), *listing(words, words("alerts.decided"), columns, found.decisions))
