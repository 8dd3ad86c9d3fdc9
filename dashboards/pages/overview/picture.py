"""The whole province in pictures: unit by month, and every unit as a tile."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.area_map import area_map
from dashboards.figures.distance import legend
from dashboards.figures.heat import MONTHS, heat
from dashboards.figures.parts import link, panel
from dashboards.figures.selection import ALL, ordered, picked
from dashboards.figures.tiles import tiles
from dashboards.pages.overview.gathered import Gathered, gather
from dashboards.question import Question
from dashboards.words import Words
from monitor.declared.areas import Areas
from monitor.periods import Period

ROWS = 12
MOST = 120
"""Units the long table shows at most."""
LATER = "later"
"""A part that comes by an answer of its own has an id {LATER: its name}."""


def pictures(found: Gathered) -> Component | None:
    """Heat map and tiles; nothing where the source has no units."""
    if found.row is None or found.row["basis"] == "own" or found.units.is_empty():
        return None
    return html.Div([_heat(found), html.Div([_tiles(found)])], className="board half")


def _heat(found: Gathered) -> Component:
    question = found.question
    words, rows = question.words, listed(found)
    first = rows.head(ROWS)
    if question.view.heat == ALL:
        body: Component = html.Div(html.P(words("loading"), role="status"), id={LATER: "months"})
    else:
        body = table(found, first, linked=True)
    return panel(
        words("heat.title", count=MONTHS), body, _more(found, rows.height), legend(words), note=words("heat.note")
    )


def _more(found: Gathered, rows: int) -> Component | None:
    question = found.question
    words = question.words
    if rows <= ROWS:
        return None
    if question.view.heat == ALL:
        text = words("rank.shown", shown=words.count(min(rows, MOST)), count=words.count(rows))
        return html.P([text, " · ", link(words("rank.less", count=ROWS), question.link(heat=None))], className="more")
    way = link(words("rank.more", count=words.count(min(rows, MOST))), question.link(heat=ALL))
    text = words("rank.shown", shown=words.count(ROWS), count=words.count(rows))
    return html.P([text, " · ", way], className="more")


def every_month(question: Question) -> list[Component]:
    """The long table, for a page that was asked for it."""
    found = gather(question)
    return [table(found, listed(found).head(MOST), linked=False)]


def listed(found: Gathered) -> pl.DataFrame:
    """Units by what they lack; those that lack nothing, or say nothing, come last."""
    view = found.question.view
    return ordered(picked(found.units, status=ALL, kind=view.kind, level=view.level), "shortfall")


def table(found: Gathered, units: pl.DataFrame, *, linked: bool) -> Component:
    """The heat map of some units."""
    question = found.question
    months = months_of(question)
    inside = pl.col("period").is_in([month.code for month in months])
    return heat(
        question.words,
        units,
        found.trends.filter(inside),
        months,
        lambda unit, period: question.link(unit, period=period, heat=None),
        linked=linked,
    )


def months_of(question: Question) -> list[Period]:
    """The last months up to the end of the chosen period, oldest first."""
    found = [question.period.months()[-1]]
    while len(found) < MONTHS:
        found.append(found[-1].previous())
    return found[::-1]


def _tiles(found: Gathered) -> Component:
    question = found.question
    words: Words = question.words
    kinds = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]
    return panel(
        words("tiles.title"),
        html.Div(html.P(words("loading"), role="status"), id={LATER: "map"}) if areas_of(question) else None,
        tiles(words, found.units, kinds, question.link),
        note=words("tiles.note"),
    )


def areas_of(question: Question) -> Areas | None:
    """Where the units lie, if the declaration says it."""
    return question.service.data.declared.areas if question.service.data else None


def on_map(question: Question) -> list[Component]:
    """The map; nothing without the areas."""
    areas = areas_of(question)
    return [] if areas is None else [area_map(question.words, gather(question).units, areas, question.link)]
