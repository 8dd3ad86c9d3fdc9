"""Filters and orders as links: each is an address, so a filtered list can be sent to someone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, aria, link
from dashboards.figures.selection import ALL, is_short, status_counts
from dashboards.service import STATUSES
from dashboards.view import SORTS
from dashboards.words import Words

Href = Callable[[str | None], str]
COMMUNE_KINDS = ("ward", "commune", "special_zone")


def statuses(words: Words, units: pl.DataFrame, chosen: str | None, href: Href) -> Component:
    """How many units have each status; choosing one lists them. Statuses nobody has are left out."""
    counts = status_counts(units)
    short = units.filter(is_short()).height
    items = [
        _count(words("rank.status.short"), short, href(None), chosen is None, "short"),
        *[
            _count(words.status(code), counts[code], href(code), chosen == code, code)
            for code in STATUSES
            if code in counts
        ],
        _count(words("rank.status.all"), units.height, href(ALL), chosen == ALL, ALL),
    ]
    return _group(words("rank.status"), items, "pills")


def kinds(
    words: Words, present: Iterable[str], chosen: tuple[str | None, str | None], href: Callable[..., str]
) -> Component:
    """Only one level or kind of unit. ``chosen``: level, kind; ``href``: the same two → an address.

    A level is offered where several of the kinds ``present`` belong to it: "commune level" before wards and communes.
    """
    level, kind = chosen
    named = [name for name in present if name in COMMUNE_KINDS]
    items = [link(words("kind.all"), href(None, None), current=chosen == (None, None))]
    for name in present:
        if len(named) > 1 and name == named[0]:
            whole = level == "commune" and kind is None
            items.append(link(words("level.commune"), href("commune", None), current=whole))
        items.append(link(words(f"kind.{name}"), href(None, name), current=kind == name))
    if level is not None and (level != "commune" or len(named) < 2):  # noqa: PLR2004 - it has no button of its own
        items.append(link(words("level.leave", level=words(f"level.{level}")), href(None, None), current=True))
    return _group(words("rank.kind"), items, "segments")


def orders(words: Words, chosen: str, href: Href) -> Component:
    """By what is missing, by rate, or by change."""
    items = [link(words(f"rank.sort.{sort}"), href(sort), current=chosen == sort) for sort in SORTS]
    return _group(words("rank.sort"), items, "segments")


def _count(text: str, count: int, href: str, current: bool, code: str) -> Component:
    return link([text, html.Strong(str(count))], href, current=current, name=f"pill chip-{code}")


def _group(label: str, items: Sequence[Child], name: str) -> Component:
    return html.Div(items, className=name, role="group", **aria(label=label))
