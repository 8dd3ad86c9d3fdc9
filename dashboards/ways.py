"""How the figures are looked at: compared with which period, on which map, as known when. In the bar of every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, aria, link
from dashboards.question import Question
from monitor.figures.query import COMPARISONS, MAPS

NEWEST = "newest"
"""Value of the choice that is no day: everything known now."""
DAYS = 31
"""So many days are offered one by one."""


def ways(question: Question, here: str) -> Component:
    """A folded box with the three choices; what would show nothing is not offered, with the reason."""
    words, view = question.words, question.view
    summary = words("ways", summary=words(f"ways.{view.compare}"))
    groups = [_comparisons(question, here), _maps(question, here), _known(question)]
    box = html.Div([group for group in groups if group is not None], className="ways-box")
    return html.Details([html.Summary(summary), box], className="ways")


def _comparisons(question: Question, here: str) -> Component:
    words, view = question.words, question.view
    offered = question.year_ago_known or view.compare == "year_ago"
    links = [
        link(words(f"ways.{name}"), question.to(here, compare=name), current=view.compare == name)
        for name in COMPARISONS
        if name == "previous" or offered
    ]
    earlier = words.period(question.period.same_last_year())
    return _group(words("ways.compare"), links, None if offered else words("ways.compare.none", period=earlier))


def _maps(question: Question, here: str) -> Component:
    words, view = question.words, question.view
    if not question.service.remapped:
        return _group(words("ways.map"), [], words("ways.map.same"))
    links = [
        link(words(f"ways.map.{name}"), question.to(here, on_map=name), current=view.on_map == name) for name in MAPS
    ]
    return _group(words("ways.map"), links, None)


def _known(question: Question) -> Component | None:
    """The day to choose; nothing to choose where the first pull was today."""
    words, first = question.words, question.service.known_since()
    if first is None or first >= question.service.today:
        return None
    chosen = question.view.known_day
    days = known_days(first, question.service.today - timedelta(days=1))
    if chosen is not None and chosen not in days:
        days.insert(0, chosen)
    options = [{"label": words("ways.known.newest"), "value": NEWEST}]
    options += [{"label": words.day(day), "value": day.isoformat()} for day in days]
    box = dcc.Dropdown(
        id={"pick": "known"},
        options=options,
        value=chosen.isoformat() if chosen else NEWEST,
        clearable=False,
        searchable=True,
        labels={"search": words("picker.search"), "no_options_found": words("picker.none")},
        maxHeight=240,
    )
    label = html.Span(words("ways.known"), className="unseen")
    note = html.Small(words("ways.known.since", first=words.day(first)))
    group = html.Div([label, box], className="picker", role="group", **aria(label=words("ways.known")))
    return html.Div([html.Strong(words("ways.known")), group, note], className="way")


def known_days(first: date, last: date) -> list[date]:
    """Days offered, newest first: each of the last ``DAYS``, before them the last of each month."""
    days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    return [day for back, day in enumerate(days) if back < DAYS or (day + timedelta(days=1)).day == 1]


def _group(label: str, links: Sequence[Child], note: str | None) -> Component:
    parts: list[Child] = [html.Strong(label)]
    if links:
        parts.append(html.Div(links, className="segments", role="group", **aria(label=label)))
    if note is not None:
        parts.append(html.Small(note))
    return html.Div(parts, className="way")
