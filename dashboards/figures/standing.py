"""Where a unit stands: the units beside it in the ranking, and those of its kind with nearly as many cases."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Head, Row, cell, chip, table
from dashboards.words import Words, stressed
from monitor.kpi import division
from monitor.kpi.peers import peers, standing

BESIDE = 2
"""Units shown on each side in the ranking."""


def neighbours(ranked: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The unit and those up to ``BESIDE`` places on each side; empty without a place. ``ranked``: with ``place``."""
    ordered = ranked.filter(pl.col("place").is_not_null()).sort("place", "unit").with_row_index("line")
    own = ordered.filter(pl.col("unit") == unit)["line"]
    if own.is_empty():
        return ordered.drop("line").clear()
    return ordered.filter(pl.col("line").cast(pl.Int64).is_between(own[0] - BESIDE, own[0] + BESIDE)).drop("line")


def peer_rows(ranked: pl.DataFrame, unit: str) -> pl.DataFrame:
    """The unit and its peers, best place first; empty where it has none."""
    found = peers(ranked).filter(pl.col("unit") == unit)["peer"]
    if found.is_empty():
        return ranked.clear()
    return ranked.filter(pl.col("unit").is_in([unit, *found])).sort("place", "unit", nulls_last=True)


def beside(words: Words, rows: pl.DataFrame, unit: str, href: Callable[[str], str], label: str) -> Component:
    """A short table of units, the one of the page marked."""
    names = [words(f"standing.col.{key}") for key in ("place", "unit", "cases", "rate", "missing", "status")]
    heads: list[Head] = [(names[0], "num"), names[1], *((name, "num") for name in names[2:5]), names[5]]
    body = [_row(words, row, row["unit"] == unit, href(row["unit"]), names) for row in rows.iter_rows(named=True)]
    return table(heads, body, label=label, name="plain beside")


def _row(words: Words, row: Row, own: bool, href: str, names: list[str]) -> Component:
    blank = words("blank")
    name = html.Strong(row["unit_name"]) if own else dcc.Link(row["unit_name"], href=href)
    return html.Tr(
        [
            cell(blank if row["place"] is None else words.count(row["place"]), names[0]),
            html.Th(name, scope="row"),
            cell(f"{words.count(row['numerator'])} / {words.count(row['denominator'])}", names[2]),
            cell(words.percent(row["shown"]), names[3]),
            cell(blank if row["shortfall"] is None else words.count(row["shortfall"]), names[4]),
            cell(chip(words, row["status"]), names[5], "state"),
        ],
        className="chosen" if own else "",
    )


def against_peers(words: Words, ranked: pl.DataFrame, unit: str, direction: str) -> Component | None:
    """One sentence: the median of the peers, how far the unit is from it, and what all of them add up to."""
    rows = standing(ranked).filter(pl.col("unit") == unit)
    own = ranked.filter(pl.col("unit") == unit)["shown"]
    if rows.is_empty() or own[0] is None:
        return None
    row = rows.row(0, named=True)
    gap = Decimal(own[0]) - Decimal(row["middle_shown"])
    better = (gap > 0) == (direction == "high")
    side = "same" if not gap else "better" if better else "worse"
    names = dict(ranked.select("unit", "unit_name").iter_rows())
    pooled = rows.select(division.shown(pl.col("peers_numerator"), pl.col("peers_denominator"))).item()
    text = words(
        f"peers.{side}",
        count=row["peers"],
        middle=words.percent(row["middle_shown"]),
        name=names[row["middle"]],
        points=words.points(gap),
        pooled=words.percent(pooled),
    )
    return html.P(stressed(text))
