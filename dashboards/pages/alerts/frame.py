"""What the pages about alerts share: the way between them, what was just done, fields of forms, links to alerts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.parts import Child, aria, link
from dashboards.figures.selection import ALL
from dashboards.question import Question
from dashboards.shell import ALERTS, shell
from monitor.alerts.service import AlertService

Row = Mapping[str, Any]
NAMES = ("board", "decisions", "silences", "messages", "effect")
"""The pages, in the order of their links."""
DO, FIELD, TICK = "do", "field", "tick"
"""Kinds of a form's parts: the button, what is typed or chosen, which alerts."""
PROBLEM = "alert-problem"


def path_of(name: str) -> str:
    """Where a page is."""
    return ALERTS if name == "board" else f"{ALERTS}/{name}"


def framed(question: Question, name: str, *content: Component | None) -> list[Component | None]:
    """A whole page about alerts."""
    words = question.words
    links = [link(words(f"alerts.{page}"), question.to(path_of(page)), current=page == name) for page in NAMES]
    between = html.Nav(links, className="between", **aria(label=words("alerts.nav")))
    told = html.P(question.told, className="told", role="status") if question.told else None
    problem = html.Div(id=PROBLEM, role="alert")
    return shell(question, between, told, problem, *content, path=path_of(name))


def heading(question: Question, name: str) -> Component:
    """Title of a page and what it is for."""
    words = question.words
    texts = [html.H1(words(f"alerts.{name}")), html.P(words(f"alerts.{name}.say"), className="note")]
    return html.Div(texts, className="headline")


def everything(question: Question, name: str) -> str | None:
    """The address of the whole list, unless it is shown."""
    return None if question.view.rows == ALL else question.to(path_of(name), rows=ALL)


def alert_link(question: Question, alerts: AlertService, row: Row) -> Component:
    """The unit (or source) of an alert, leading to the alert."""
    name = shown.subject_name(question.words, alerts.declared, row)
    return link(name, question.to(f"{ALERTS}/{row['id']}"))


def state(question: Question, code: str) -> Component:
    """A state: colour, icon and word."""
    look = {"open": "below", "acknowledged": "near", "action": "near", "claimed": "provisional", "verified": "met"}
    return html.Span(shown.state_name(question.words, code), className=f"chip chip-{look.get(code, 'no_cases')}")


def text_field(question: Question, name: str, most: int, *, long: bool = False) -> Component:
    """A field with its label."""
    label = question.words(f"alerts.field.{name}")
    if long:
        box: Any = dcc.Textarea(id={FIELD: name}, maxLength=most, rows=3, value="")
    else:
        box = dcc.Input(id={FIELD: name}, type="text", maxLength=most, value="", autoComplete="off")
    return html.Label([html.Span(label, className="label"), box])


def choice_field(question: Question, name: str, options: Mapping[str, str]) -> Component:
    """A field where one of several is chosen."""
    words = question.words
    rows = [{"label": text, "value": code} for code, text in options.items()]
    label = html.Span(words(f"alerts.field.{name}"), className="label", id=f"label-{name}")
    box = dcc.Dropdown(id={FIELD: name}, options=rows, placeholder=words("alerts.choose"))
    return html.Div([label, box], role="group", **aria(labelledby=f"label-{name}"))


def button(question: Question, name: str, text: Child = None) -> Component:
    """What sends a form."""
    return html.Button(text or question.words(f"alerts.do.{name}"), id={DO: name}, className="button", n_clicks=0)
