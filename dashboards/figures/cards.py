"""Headline cards: one indicator each; the whole card is a link that selects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Children, Row, change, is_month, link, meter, sparkline
from dashboards.figures.selection import status_counts
from dashboards.service import IndicatorInfo
from dashboards.words import Words


@dataclass(frozen=True, slots=True)
class Headline:
    """What one card shows: the province's figure, the single units' figures, and the last months' rates.

    ``absence``: why there is no figure, where ``row`` is None.
    """

    info: IndicatorInfo
    row: Row | None
    units: pl.DataFrame
    rates: Sequence[float | None]
    year: int
    absence: str


def card(words: Words, shown: Headline, href: str, *, current: bool) -> Component:
    """Rate, way to the target, change, units meeting it."""
    info, row = shown.info, shown.row
    divides = words("card.divides", numerator=info.numerator_text, denominator=info.denominator_text)
    head = [html.H3(info.name), html.P(divides, className="note clamp", title=divides)]
    body = _empty(words, shown) if row is None or row["shown"] is None else _body(words, shown, row)
    return link([*head, *body], href, current=current, name="card")


def _empty(words: Words, shown: Headline) -> list[Component]:
    row = shown.row
    text = words(f"absent.{shown.absence}") if row is None else words.status(row["status"])
    return [html.P(words("card.no_figure"), className="big none"), html.P(text, className="note")]


def _body(words: Words, shown: Headline, row: Row) -> list[Component]:
    info, rates = shown.info, shown.rates
    number = words.percent(row["shown"]).removesuffix("%")
    rate = html.Span([number, html.Span("%", className="unit")], className="big")
    return [
        html.Div([rate, sparkline(rates, words("card.trend", months=len(rates)))], className="card-rate"),
        meter(words, row),
        _ends(_milestone(words, row, shown.year), words("card.target", target=words.level(row["target"])), "note"),
        _ends(_distance(words, info, row), _meeting(words, row, shown.units)),
        _ends(change(words, row["change"], info.direction, sentence=True), _reported(words, row)),
    ]


def _ends(left: Children, right: Children, name: str = "") -> Component:
    return html.Div([html.Span(left), html.Span(right)], className=f"ends {name}")


def _milestone(words: Words, row: Row, year: int) -> str | None:
    if row["milestone"] is None:
        return None
    return words("card.milestone", year=year, milestone=words.level(row["milestone"]))


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


def _reported(words: Words, row: Row) -> str | None:
    if row["basis"] == "own":
        return None
    key = "card.reported" if is_month(row) else "card.reports"
    return words(key, reported=row["reported"], expected=row["expected"])
