"""Why the units that lack most lack it: their size, their rate, how long it has lasted, what else is weak there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Children, Row, change, sparkline
from dashboards.service import IndicatorInfo
from dashboards.words import Words, stressed
from monitor.kpi import division

TOP = 3
WEAK = 2
"""Other indicators named for a unit."""
CLEAR = 5.0
"""Points below the province from which another indicator is worth naming."""
LONGEST = 72
"""Letters of a procedure's name that are shown."""
LASTING = 6
"""Months below target in a row from which a shortfall is told as lasting."""


@dataclass(frozen=True, slots=True)
class Case:
    """One unit: its figure (with ``share``), the province's, its months so far, and other indicators of it."""

    row: Row
    province: Row
    months: pl.DataFrame
    others: Sequence[tuple[str, Row, Row]]
    """Name of another indicator, the unit's figure, the province's."""
    parts: Sequence[tuple[str, int]] = ()
    """Procedures that lack most, each with its whole cases."""


def why(words: Words, cases: Sequence[Case], info: IndicatorInfo, href: Callable[[str], str]) -> Component:
    """A card for each unit, those that lack most first."""
    return html.Div([_card(words, case, info, href(case.row["unit"])) for case in cases], className="whys")


def weakest(
    rows: Sequence[tuple[IndicatorInfo, Row | None, Row | None]], info: IndicatorInfo
) -> list[tuple[str, Row, Row]]:
    """The other indicators of the same cases in which the unit is furthest below the province, at least ``CLEAR``."""
    found = [
        (other.name, mine, whole, whole["rate"] - mine["rate"])
        for other, mine, whole in rows
        if other.code != info.code and other.noun == info.noun and other.direction == info.direction == "high"
        if mine is not None and whole is not None and mine["rate"] is not None and whole["rate"] is not None
        if mine["status"] not in {"too_few", "needs_check"} and whole["rate"] - mine["rate"] >= CLEAR
    ]
    found.sort(key=lambda one: -one[3])
    return [(name, mine, whole) for name, mine, whole, _ in found[:WEAK]]


def _card(words: Words, case: Case, info: IndicatorInfo, href: str) -> Component:
    row = case.row
    noun = words.noun(info.noun)
    lacks = words("why.lacks", shortfall=words.count(row["shortfall"]), noun=noun, share=words.percent(row["share"]))
    rates = case.months["rate"].to_list()
    reasons = [_size(words, case), _lasting(words, case), *_weak(words, case), *_parts(words, case, noun)]
    return html.Article(
        [
            html.H3(dcc.Link(row["unit_name"], href=href)),
            html.P(stressed(lacks)),
            html.Div(
                [
                    html.Span(words.percent(row["shown"]), className="why-rate"),
                    change(words, row["change"], info.direction),
                    sparkline(rates, words("card.trend", months=len(rates))),
                ],
                className="why-now",
            ),
            html.Ul([html.Li(reason) for reason in reasons if reason]),
            html.P(dcc.Link(words("why.more"), href=href)),
        ],
        className="why",
    )


def _size(words: Words, case: Case) -> Children:
    """Whether it is many cases or a low rate that makes it lack so much."""
    row, whole = case.row, case.province
    if row["rate"] is None or whole["rate"] is None:
        return None
    part = _part(row["denominator"], whole["denominator"])
    away = whole["rate"] - row["rate"]
    key = "why.rate" if away >= CLEAR else "why.size" if away <= -CLEAR else "why.both"
    return stressed(words(key, part=words.percent(part), gap=words.points(away)))


def _part(one: int, whole: int) -> str | None:
    frame = pl.DataFrame({"one": [one], "whole": [whole]}, schema={"one": pl.Int64, "whole": pl.Int64})
    return frame.select(division.shown(pl.col("one"), pl.col("whole"))).item()  # type: ignore[no-any-return]  # text


def _lasting(words: Words, case: Case) -> Children:
    """For how many months on end it has been below the target."""
    known = case.months.filter(pl.col("rate").is_not_null())
    below = (known["shortfall"] > 0).to_list()
    run = next((place for place, short in enumerate(reversed(below)) if not short), len(below))
    if not run:
        return None
    if run < LASTING:
        return stressed(words("why.new", months=run))
    return stressed(words("why.lasting.all" if run == len(below) else "why.lasting", months=run))


def _weak(words: Words, case: Case) -> list[Children]:
    return [
        stressed(
            words(
                "why.weak",
                name=name,
                rate=words.percent(mine["shown"]),
                gap=words.points(whole["rate"] - mine["rate"]),
            )
        )
        for name, mine, whole in case.others
    ]


def _parts(words: Words, case: Case, noun: str) -> list[Children]:
    return [
        stressed(words("why.part", name=_short(name), count=words.count(lacks), noun=noun))
        for name, lacks in case.parts
    ]


def _short(name: str) -> str:
    """Names of procedures run over many lines; the unit's page has them whole."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
