"""Headline cards: one indicator each. The card selects it; a link of its own leads to where its number comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Children, Row, change, is_month, link, meter, shown_gap, sparkline
from dashboards.figures.selection import status_counts
from dashboards.service import IndicatorInfo
from dashboards.words import Words


@dataclass(frozen=True, slots=True)
class Compared:
    """Points since the period before and the same of last year; the year to date as text, and its points since then."""

    before: float | None = None
    year_ago: float | None = None
    to_date: str | None = None
    to_date_gain: float | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """What one card shows: the province's figure, the single units' figures, the last months' rates, the comparisons.

    ``absence``: why there is no figure, where ``row`` is None.
    """

    info: IndicatorInfo
    row: Row | None
    units: pl.DataFrame
    rates: Sequence[float | None]
    year: int
    absence: str
    compared: Compared = Compared()


def card(words: Words, shown: Headline, href: str, origin: str, *, current: bool) -> Component:
    """Rate, way to the target and the milestone, changes, units meeting it, completeness. ``origin``: its passport."""
    info, row = shown.info, shown.row
    divides = words("card.divides", numerator=info.numerator_text, denominator=info.denominator_text)
    head = [
        html.H3(link(info.name, href, current=current, name="card-choose")),
        html.P(divides, className="note clamp", title=divides),
    ]
    body = _empty(words, shown) if row is None or row["shown"] is None else _body(words, shown, row, origin)
    return html.Article([*head, *body], className="card card-here" if current else "card")


def _empty(words: Words, shown: Headline) -> list[Component]:
    row = shown.row
    text = words(f"absent.{shown.absence}") if row is None else words.status(row["status"])
    return [html.P(words("card.no_figure"), className="big none"), html.P(text, className="note")]


def _body(words: Words, shown: Headline, row: Row, origin: str) -> list[Component]:
    info, rates = shown.info, shown.rates
    number = words.percent(row["shown"]).removesuffix("%")
    rate = html.Span([number, html.Span("%", className="unit")], className="big")
    return [
        html.Div([rate, sparkline(rates, words("card.trend", months=len(rates)))], className="card-rate"),
        meter(words, row),
        _ends(_aim(words, row, "milestone", shown.year), _aim(words, row, "target", shown.year), "note"),
        _ends(_distance(words, info, row), _meeting(words, row, shown.units)),
        _changes(words, shown),
        _state(words, row, info, origin),
    ]


def _ends(left: Children, right: Children, name: str = "") -> Component:
    return html.Div([html.Span(left), html.Span(right)], className=f"ends {name}")


def _aim(words: Words, row: Row, name: str, year: int) -> str | None:
    """A number to reach and the points to it, from the rounded rate, so that what is shown adds up."""
    if row[name] is None:
        return None
    missing = row["shortfall" if name == "target" else "milestone_shortfall"]
    text = words(f"card.{name}", year=year, level=words.level(row[name]))
    if missing == 0:
        return f"{text} ✓"
    away = shown_gap(row, name)
    return text if away is None else words("card.away", aim=text, points=words.points(away))


def _distance(words: Words, info: IndicatorInfo, row: Row) -> Children:
    if row["shortfall"] == 0:
        return words("card.met")
    if info.direction == "low":
        return words("card.excess")
    return words.rich("card.shortfall", shortfall=words.count(row["shortfall"]), noun=words.noun(info.noun))


def _meeting(words: Words, row: Row, units: pl.DataFrame) -> Children:
    if row["basis"] == "own":
        return words("card.no_units")
    if row["provisional"]:
        return words.rich("card.units.open", met=units.filter(pl.col("shortfall") == 0).height, all=units.height)
    return words.rich("card.units", met=status_counts(units).get("met", 0), all=units.height)


def _changes(words: Words, shown: Headline) -> Component:
    """Since the period before, since the same period last year, and the year to date."""
    direction, found = shown.info.direction, shown.compared
    to_date: Child = words("blank") if found.to_date is None else words.percent(found.to_date)
    items = [
        (words("card.before"), change(words, found.before, direction)),
        (words("card.year_ago", year=shown.year - 1), change(words, found.year_ago, direction)),
        (words("card.to_date"), html.Span([to_date, " ", _gain(words, found.to_date_gain, direction)])),
    ]
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in items], className="changes")


def _gain(words: Words, points: float | None, direction: str) -> Child:
    """The change of the year to date; the pointer says since when."""
    if points is None:
        return None
    return html.Span(change(words, points, direction), title=words("card.to_date.since"))


def _state(words: Words, row: Row, info: IndicatorInfo, origin: str) -> Component:
    """How complete and whether closed; and the way to the number's passport."""
    state = words("card.open" if row["provisional"] else "card.closed")
    told = state if row["basis"] == "own" else f"{_reported(words, row)} · {state}"
    label = words("card.origin.label", name=info.name)
    way = dcc.Link([words("card.origin"), html.Span(f" {label}", className="unseen")], href=origin)
    return html.Div([html.Span(told), html.Span(way, className="card-origin")], className="ends card-foot")


def _reported(words: Words, row: Row) -> str:
    key = "card.reported" if is_month(row) else "card.reports"
    return words(key, reported=words.count(row["reported"]), expected=words.count(row["expected"]))
