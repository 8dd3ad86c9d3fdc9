"""The pages about alerts: the board, one alert, decisions, silences, messages, effect."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

from dashboards.pages.alerts import board, decisions, effect, messages, one, silences
from dashboards.question import Question
from dashboards.shell import ALERTS
from monitor.alerts.service import AlertService

PAGES: dict[str, Callable[[Question, AlertService], list[Component | None]]] = {
    "board": board.page,
    "decisions": decisions.page,
    "silences": silences.page,
    "messages": messages.page,
    "effect": effect.page,
}


def page_at(pathname: str) -> str | None:
    """The page a path names: /alerts is the board, a number one alert; None for any other path."""
    if pathname in {ALERTS, f"{ALERTS}/"}:
        return "board"
    head, _, name = pathname.removeprefix("/").partition("/")
    return name if f"/{head}" == ALERTS and (name.isdecimal() or (name in PAGES and name != "board")) else None


def page_of(question: Question, alerts: AlertService, name: str) -> list[Component | None]:
    """The whole page. Raises ``ViewProblem`` (404) for an alert there is none of."""
    return one.page(question, alerts, int(name)) if name.isdecimal() else PAGES[name](question, alerts)
