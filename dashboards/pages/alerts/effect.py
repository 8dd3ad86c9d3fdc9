"""Effect: did it help? Times to answer and to recover, the share verified, who came back, which causes were given."""

from __future__ import annotations

from datetime import timedelta

from dash import html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import Column, listing
from dashboards.figures.parts import panel
from dashboards.pages.alerts import frame
from dashboards.question import Question
from monitor.alerts.effect import Effect
from monitor.alerts.service import AlertService
from monitor.alerts.states import CAUSES
from monitor.words import local_number

COUNTS = ("opened", "acknowledged", "claimed", "verified")
REST = ("refuted", "restated", "withdrawn", "still")
YEAR = timedelta(days=365)


def page(question: Question, alerts: AlertService) -> list[Component | None]:
    """The whole page: the last year."""
    words, last = question.words, alerts.today
    found = alerts.effect(last - YEAR, last)
    rows = [{"effect": one} for one in found]

    def rule(one: Effect) -> str:
        return shown.rule_name(words, alerts.declared, one.rule) if one.rule else words("alerts.all.rule")

    def days(value: float | None) -> str:
        return words("blank") if value is None else local_number(f"{value:g}", words.lang)

    def share(one: Effect) -> str:
        return words("blank") if one.share_verified is None else words.percent(one.share_verified)

    table = listing(
        words,
        words("alerts.effect"),
        [
            ("rule", lambda row: rule(row["effect"]), "text"),
            *[_counted(question, name) for name in COUNTS],
            ("share_verified", lambda row: share(row["effect"]), "num"),
            *[_counted(question, name) for name in REST],
            ("days_to_answer", lambda row: days(row["effect"].days_to_answer), "num"),
            ("days_to_recover", lambda row: days(row["effect"].days_to_recover), "num"),
        ],
        rows,
    )
    span = words("data.quarantine.days", first=words.day(last - YEAR), last=words.day(last))
    return frame.framed(
        question,
        "effect",
        frame.heading(question, "effect"),
        panel(span, *table),
        panel(
            words("alerts.causes"),
            _pairs(question, {CAUSES[code][words.lang]: n for code, n in found[0].causes.items()}),
        ),
        panel(
            words("alerts.repeats"),
            _pairs(question, {_unit(question, code): n for code, n in found[0].repeats.items()}),
        ),
    )


def _counted(question: Question, name: str) -> Column:
    words, key = question.words, "source_restated" if name == "restated" else name
    return (key, lambda row: words.count(getattr(row["effect"], name)), "num")


def _unit(question: Question, code: str) -> str:
    names = dict(question.service.units.select("unit", "unit_name").iter_rows())
    return str(names.get(code, code))


def _pairs(question: Question, pairs: dict[str, int]) -> Component:
    words = question.words
    if not pairs:
        return html.P(words("alerts.nothing_yet"))
    lines = [html.Div([html.Dt(name), html.Dd(words.count(number))]) for name, number in pairs.items()]
    return html.Dl(lines, className="facts-list")
