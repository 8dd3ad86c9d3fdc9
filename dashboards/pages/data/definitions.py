"""Definitions: what every indicator counts, on what basis, in which version, and who reviewed it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import link, panel
from dashboards.pages.data.frame import framed
from dashboards.question import Question
from monitor.declared import Indicator
from monitor.figures.data import DataService


def page(question: Question, data: DataService) -> list[Component | None]:
    """The whole page: every version of every indicator, the newest first within an indicator."""
    declared = data.declared.indicators
    codes = dict.fromkeys(one.code for one in declared)
    versions = [
        sorted((one for one in declared if one.code == code), key=lambda one: one.version, reverse=True)
        for code in codes
    ]
    return framed(question, "definitions", *(_indicator(question, data, found) for found in versions))


def _indicator(question: Question, data: DataService, versions: list[Indicator]) -> Component:
    words, newest = question.words, versions[0]
    figure = link(
        words("data.definitions.figure"),
        question.link(question.service.province.code, indicator=newest.code, source=None),
    )
    title = f"{newest.code} · {words.of(newest.name.model_dump())}"
    return panel(title, *(_version(question, data, one) for one in versions), html.P(figure))


def _version(question: Question, data: DataService, one: Indicator) -> Component:
    words = question.words
    unchecked = words("data.definitions.unchecked")
    checked = (
        unchecked
        if one.checked_by is None or one.checked_on is None
        else f"{one.checked_by}, {words.day(one.checked_on)}"
    )
    readings = "; ".join(
        f"{words.of(reading.basis.model_dump())} ({_side(data, reading.numerator, words.lang)} ÷ "
        f"{_side(data, reading.denominator, words.lang)})"
        for reading in one.readings
    )
    facts = {
        "numerator": words.of(one.numerator.model_dump()),
        "denominator": words.of(one.denominator.model_dump()),
        "exclusions": words.of(one.exclusions.model_dump()),
        "readings": readings,
        "legal": f"{words.of(one.legal_basis.model_dump())} · {words(f'data.definitions.standing.{one.standing}')}",
        "checked": checked,
    }
    rows = [html.Div([html.Dt(words(f"data.definitions.{key}")), html.Dd(text)]) for key, text in facts.items()]
    head = words("data.definitions.version", version=one.version, day=words.day(one.effective_from))
    return html.Div([html.H3(head), html.Dl(rows, className="facts-list wide")])


def _side(data: DataService, codes: tuple[str, ...], lang: str) -> str:
    measures = (data.declared.measure(code) for code in codes)
    return " + ".join(measure.en if lang == "en" else measure.vi for measure in measures)
