"""Alerts on the other pages: how many are open on the overview, and a unit's own on its page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import small
from dashboards.figures.parts import link, panel
from dashboards.pages.alerts import board, frame
from dashboards.question import Question
from dashboards.shell import ALERTS
from monitor.alerts.service import AlertService
from monitor.alerts.states import FOLLOWED

SHOWN = 6


def overview_panel(question: Question, alerts: AlertService) -> Component:
    """How many wait for an answer, are worked on, are claimed done, are overdue; and the largest shortfall."""
    words, rows = question.words, alerts.board(states_in=FOLLOWED)
    waiting = [row for row in rows if row["state"] == "open"]
    working = [row for row in rows if row["state"] in {"acknowledged", "action"}]
    claimed = [row for row in rows if row["state"] == "claimed"]
    late = [row for row in rows if board.overdue(alerts, row)]
    parts = [
        ("waiting", waiting, {"state": "open"}),
        ("working", working, {"state": "action"}),
        ("claimed", claimed, {"state": "claimed"}),
        ("late", late, {"overdue": "yes"}),
    ]
    lines = [
        html.Div(
            [
                html.Dt(link(words(f"open.{name}"), question.to(ALERTS, **view))),
                html.Dd(html.Strong(words.count(len(found))), className="warn" if name == "late" and found else ""),
            ]
        )
        for name, found, view in parts
    ]
    counted = [row for row in waiting if row["shortfall"] is not None]
    most = max(counted, key=lambda row: row["shortfall"], default=None)
    told = None if most is None else html.P(_largest(question, alerts, most), className="what-if")
    return panel(words("open.title"), html.Dl(lines, className="facts-list"), told, note=words("open.note"))


def _largest(question: Question, alerts: AlertService, row: frame.Row) -> list[Component | str]:
    words = question.words
    name = frame.alert_link(question, alerts, row)
    rule = shown.rule_name(words, alerts.declared, row["rule"])
    day = shown.deadline(words, alerts.due(dict(row)), alerts.today)
    return [name, words("open.largest", rule=rule, shortfall=words.count(row["shortfall"]), day=day)]


def unit_panel(question: Question, alerts: AlertService, code: str) -> Component:
    """A unit's alerts that are followed, and what it answered."""
    words, rows = question.words, alerts.board(unit=code)
    if not rows:
        return panel(words("open.unit"), html.P(words("open.unit.none")))
    items = [html.Li(_line(question, alerts, row)) for row in rows[:SHOWN]]
    every = link(words("open.unit.all", count=len(rows)), question.to(ALERTS, about=code))
    return panel(words("open.unit"), html.Ul(items, className="steps"), html.P(every, className="onward"))


def _line(question: Question, alerts: AlertService, row: frame.Row) -> list[Component | str]:
    """State, what is missing, deadline, and in full what the unit answered."""
    words = question.words
    name = shown.rule_name(words, alerts.declared, row["rule"])
    due = alerts.due(dict(row))
    facts = [] if row["shortfall"] is None else [_missing(question, alerts, row)]
    facts += [] if due is None else [f"{words('alert.fact.deadline')}: {shown.deadline(words, due, alerts.today)}"]
    answers = shown.given(words, row)
    facts += [] if answers else [words("open.unit.unanswered")]
    return [
        link(name, question.to(f"{ALERTS}/{row['id']}")),
        " ",
        frame.state(question, row["state"]),
        small(" " + " · ".join(facts)),
        *(html.P(text, className="given") for text in answers),
    ]


def _missing(question: Question, alerts: AlertService, row: frame.Row) -> str:
    words, rule = question.words, shown.rule_of(alerts.declared, row["rule"])
    code = None if rule is None else rule.indicator
    noun = "" if code is None else words.noun(alerts.declared.indicator(code).noun)
    period = shown.period_name(words, row["period"], row["calendar"])
    return words("open.unit.missing", shortfall=words.count(row["shortfall"]), noun=noun, period=period)
