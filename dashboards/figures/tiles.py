"""Every unit as a tile, grouped by kind: the whole province at a glance, without a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.distance import FAR, MARKS, said, toned
from dashboards.figures.parts import aria
from dashboards.figures.selection import ordered
from dashboards.words import Words

MOST = 240
"""Units shown one by one; of more only how many have each tone is shown."""
TONES = ("met", *FAR, *(name for name in MARKS if name != "met"))


def tiles(words: Words, units: pl.DataFrame, kinds: Sequence[str], href: Callable[[str], str]) -> Component:
    """Units by kind, those that lack most first. ``units``: FIGURES of one period; ``kinds``: in their order."""
    told = ordered(toned(units), "shortfall")
    single = units.height <= MOST
    groups = [
        html.Section(
            [
                html.H3([words(f"kind.{kind}"), html.Span(words.count(part.height), className="code")]),
                _single(words, part, href) if single else _counted(words, part),
            ]
        )
        for kind in kinds
        if (part := told.filter(pl.col("kind") == kind)).height
    ]
    return html.Div(groups, className="tiles")


def _single(words: Words, part: pl.DataFrame, href: Callable[[str], str]) -> Component:
    links = [
        html.Li(
            dcc.Link(
                row["mark"],
                href=href(row["unit"]),
                title=f"{row['unit_name']}: {said(words, row)}",
                className=f"far {row['tone']}",
            )
        )
        for row in part.iter_rows(named=True)
    ]
    return html.Ul(links)


def _counted(words: Words, part: pl.DataFrame) -> Component:
    """How many units have each tone, as one bar whose pieces are as wide as they are many."""
    counts = dict(part.group_by("tone").agg(pl.len()).iter_rows())
    pieces = [
        html.Span(
            words.count(counts[tone]),
            className=f"far {tone}",
            style={"flexGrow": counts[tone]},
            title=words("tiles.piece", count=words.count(counts[tone]), tone=tone_name(words, tone)),
        )
        for tone in TONES
        if tone in counts
    ]
    told = ", ".join(
        words("tiles.piece", count=words.count(counts[tone]), tone=tone_name(words, tone))
        for tone in TONES
        if tone in counts
    )
    return html.Div(pieces, className="tone-bar", role="img", **aria(label=told))


def tone_name(words: Words, tone: str) -> str:
    """A tone in words: its distance, or its status."""
    if tone in FAR:
        return words(f"far.{tone}")
    return words.status(tone)
