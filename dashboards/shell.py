"""What is around every page: top bar with pickers, mark of simulated data, footer."""

from __future__ import annotations

from typing import Any

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import aria, link
from dashboards.figures.selection import folded
from dashboards.question import Question, page_path
from dashboards.service import Service
from dashboards.states import stale
from dashboards.ways import ways
from dashboards.words import Words
from monitor.periods import CALENDARS

PICK = "pick"


MANY, SHOWN = 500, 50
"""Units beyond which the picker asks the server for those that fit what is typed, and how many it gets."""
DATA = "/data"
"""Where the pages about the data begin."""
UNITS = "/units"
"""Where the grid of units is."""
PROCEDURES = "/procedures"
"""Where procedures are listed."""
ALERTS = "/alerts"
"""Where the pages about alerts begin."""
REPORTS = "/reports"
"""Where the pages about reports begin."""


def shell(
    question: Question, *content: Component | None, unit: str | None = None, path: str | None = None
) -> list[Component | None]:
    """A whole page: of a unit, or at ``path``; the overview without either."""
    here = path or page_path(unit)
    words = question.words
    return [
        html.A(words("skip"), href="#content", className="skip"),
        _bar(question, here),
        _banner(question, here),
        stale(question),
        html.Main([part for part in content if part is not None], id="content", tabIndex="-1"),
        html.Footer(words("footer")),
    ]


def _bar(question: Question, here: str) -> Component:
    words, province = question.words, question.service.province
    whole = page_path(province.code)
    brand = html.Strong(dcc.Link(words("brand", province=short_name(province.name)), href=question.link()))
    pages = html.Nav(
        [
            link(words("nav.overview"), question.link(), current=here == "/"),
            link(words("nav.units"), question.to(UNITS), current=here == UNITS),
            link(words("nav.procedures"), question.to(PROCEDURES, page=None), current=here.startswith(PROCEDURES[:-1]))
            if question.service.procedures is not None
            else None,
            link(words("nav.province"), question.to(whole), current=here == whole),
            link(words("nav.alerts"), question.to(ALERTS), current=here.startswith(ALERTS))
            if question.alerts is not None
            else None,
            link(words("nav.reports"), question.to(REPORTS), current=here.startswith(REPORTS))
            if question.workshop is not None
            else None,
            link(words("nav.data"), question.to(DATA), current=here.startswith(DATA))
            if question.service.data
            else None,
        ],
        className="pages",
        **aria(label=words("nav")),
    )
    pickers = [_unit_picker(question), _period_picker(question), _calendar_picker(question), _source_picker(question)]
    pickers.append(ways(question, here))
    return html.Header([brand, pages, html.Div(pickers, className="pickers"), _theme(words), _language(question, here)])


def short_name(name: str) -> str:
    """A province's name without its kind: An Giang."""
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def _theme(words: Words) -> Component:
    """Light or dark; theme.js listens to it and remembers."""
    return html.Button(className="theme", type="button", title=words("theme"), **aria(label=words("theme")))


def _language(question: Question, here: str) -> Component:
    """A plain link: the whole page is asked for again, so that the document's language changes with it."""
    words = question.words
    other = "en" if words.lang == "vi" else "vi"
    return html.A(
        [words("language"), html.Span(f" {words('language.label')}", className="unseen")],
        href=question.to(here, lang=other),
        lang=other,
        className="language",
        hrefLang=other,
    )


def _banner(question: Question, here: str) -> Component | None:
    words = question.words
    parts: list[Any] = []
    if question.service.simulated:
        parts.append(html.P(words.rich("simulated"), className="banner"))
    if question.view.known_at:
        leave = dcc.Link(words("known_at.leave"), href=here + question.view.known_on(None).query())
        parts.append(
            html.P(
                [words("known_at", moment=words.moment(question.view.known_at)), " ", leave], className="banner known"
            )
        )
    if question.view.on_map == "today":
        leave = dcc.Link(words("map.leave"), href=question.to(here, on_map=None))
        parts.append(html.P([words("map.today"), " ", leave], className="banner known"))
    return html.Aside(parts, **aria(label=words("banner"))) if parts else None


def _picker(question: Question, name: str, options: list[dict[str, str]], value: str | None, **more: Any) -> Component:  # noqa: ANN401 - Dropdown's own
    words = question.words
    labels: dcc.Dropdown.Labels = {
        "search": words("picker.search"),
        "clear_search": words("picker.clear"),
        "clear_selection": words("picker.clear"),
        "no_options_found": words("picker.none"),
    }
    box = dcc.Dropdown(
        id={PICK: name}, options=options, value=value, clearable=False, labels=labels, maxHeight=360, **more
    )
    return html.Div(
        [html.Span(words(f"picker.{name}"), className="unseen"), box], className=f"picker picker-{name}", role="group"
    )


def _unit_picker(question: Question) -> Component:
    options = unit_options(question.service, None)
    return _picker(question, "unit", options, None, placeholder=question.words("picker.unit"), searchable=True)


def unit_options(service: Service, text: str | None) -> list[dict[str, str]]:
    """Units to pick from: all of them where they are few; of a nation those directly below the top, or those found.

    ``text``: what was typed so far, with or without diacritics, part of a name or code.
    """
    units = service.units.filter(pl.col("unit") != service.province.code)
    if units.height > MANY:
        units = units.filter(_fits(units, text) if text else pl.col("parent") == service.province.code).head(SHOWN)
    return [
        {"label": name, "value": code, "search": f"{name} {folded(name)} {code} {text or ''}"}
        for code, name in units.select("unit", "unit_name").iter_rows()
    ]


def _fits(units: pl.DataFrame, text: str) -> pl.Series:
    wanted = folded(text)
    names = units.select("unit", "unit_name").iter_rows()
    return pl.Series([wanted in folded(name) or wanted in code.lower() for code, name in names], dtype=pl.Boolean)


def _period_picker(question: Question) -> Component:
    words = question.words
    closed = question.service.latest_closed_period(question.view.calendar)
    offered = question.offered()
    if question.period not in offered:
        offered.insert(0, question.period)
    options = []
    for period in offered:
        name = words.period(period)
        running = period.months()[-1].code > closed
        label = words("period.running", period=name) if running else name
        options.append({"label": label, "value": period.code, "search": f"{label} {folded(label)} {period.code}"})
    return _picker(question, "period", options, question.period.code, searchable=True)


def _calendar_picker(question: Question) -> Component:
    options = [{"label": question.words(f"calendar.{name}"), "value": name} for name in _calendars(question)]
    return _picker(question, "calendar", options, question.view.calendar, searchable=False)


def _calendars(question: Question) -> list[str]:
    """Calendars the chosen source serves, and the one shown now."""
    served = {name for source in question.all_sources if source.name == question.source for name in source.calendars}
    return [name for name in CALENDARS if name in served or name == question.view.calendar]


def _source_picker(question: Question) -> Component | None:
    """Sources that have the chosen indicator; nothing to pick when there is none."""
    if question.source is None:
        return None
    options = [
        {"label": question.words("source.picker", title=question.title_of(name)), "value": name}
        for name in question.sources
    ]
    return _picker(question, "source", options, question.source, searchable=False)
