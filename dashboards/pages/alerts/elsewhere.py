"""Alerts on the other pages: how many are open on the overview, and a unit's own on its page."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.parts import link, panel
from dashboards.pages.alerts import board, frame
from dashboards.question import Question
from dashboards.shell import ALERTS
from monitor.alerts.service import AlertService
from monitor.alerts.states import CAUSES, FOLLOWED

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
    return panel(words("open.unit"), html.Ul(items, className="steps"), html.P(every))


def _line(question: Question, alerts: AlertService, row: frame.Row) -> list[Component | str]:
    words = question.words
    rule = shown.rule_name(words, alerts.declared, row["rule"])
    due = alerts.due(dict(row))
    parts: list[Component | str] = [
        link(rule, question.to(f"{ALERTS}/{row['id']}")),
        " ",
        frame.state(question, row["state"]),
    ]
    if due is not None:
        parts.append(f" {words('alert.fact.deadline')}: {shown.deadline(words, due, alerts.today)}.")
    if row["cause"] is not None:
        cause = CAUSES[row["cause"]][words.lang]
        parts.append(f" {words('answer.given', cause=cause, explanation=row['explanation'])}")
    return parts
