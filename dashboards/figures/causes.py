"""Differences of two sources as text: numerator and denominator with their signs, the points behind them."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import small
from dashboards.figures.parts import Children, Head, cell, table
from dashboards.words import Words, signed
from monitor.words import CAUSES, local_number, signed_points

Told = tuple[int | None, int | None, int | None]
"""Numerator, denominator and hundredths of a point: first source minus second one."""


def cause(words: Words, code: str) -> str:
    """A named cause with a capital letter."""
    text = words.of(CAUSES[code])
    return text[0].upper() + text[1:]


def difference(words: Words, told: Told | None) -> Children:
    """Numerator / denominator (points), each with its sign; nothing where there is no difference to explain."""
    above, below, points = told or (None, None, None)
    if above is None or below is None:
        return words("blank")
    if not above and not below:
        return "0"
    moved = "" if points is None else f" ({_points(words, points)})"
    return [f"{plus(above, words.lang)} / {plus(below, words.lang)}", small(moved)]


def plus(value: int, lang: str) -> str:
    """A whole number with its sign, a plus included."""
    return f"+{signed(value, lang)}" if value > 0 else signed(value, lang)


def causes(words: Words, whole: Told, parts: pl.DataFrame) -> Component:
    """The named causes of one unit's difference and their sum. ``parts``: PARTS of ``trust.reconciliation``."""
    told = {row["cause"]: (row["numerator"], row["denominator"], row["points"]) for row in parts.iter_rows(named=True)}
    names = [words("causes.cause"), words("causes.numerator"), words("causes.denominator"), words("causes.points")]
    lines = [(cause(words, code), told[code], "") for code in CAUSES if code in told and any(told[code])]
    body = [
        _row(words, name, values, names, look) for name, values, look in [*lines, (words("causes.sum"), whole, "total")]
    ]
    heads: list[Head] = [names[0], *((name, "num") for name in names[1:])]
    return table(heads, body, label=words("causes.title"), name="plain causes")


def _row(words: Words, name: str, told: Told, names: list[str], look: str) -> Component:
    above, below, points = told
    texts = [
        *(words("blank") if value is None else plus(value, words.lang) for value in (above, below)),
        words("blank") if points is None else _points(words, points),
    ]
    cells = [cell(text, heading) for text, heading in zip(texts, names[1:], strict=True)]
    return html.Tr([html.Th(name, scope="row"), *cells], className=look)


def _points(words: Words, hundredths: int) -> str:
    text = signed_points(hundredths)
    sign = {"+": "+", "-": "−"}.get(text[0], "")
    return sign + local_number(text.lstrip("+-"), words.lang)
