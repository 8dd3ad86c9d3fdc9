"""The sentence that says it all, and the small line under it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Row, gap, is_month
from dashboards.figures.selection import top_share, units_only
from dashboards.service import IndicatorInfo
from dashboards.words import Words, stressed
from monitor.periods import Period

TOP = 5
_SILENT = {"no_cases": "say.no_cases", "not_reported": "say.not_reported"}


def sentence(  # noqa: PLR0913 - what one sentence says
    words: Words, row: Row | None, info: IndicatorInfo, period: Period, scope: str, *, absence: str
) -> str:
    """Where ``scope`` stands: rate, distance, what is missing.

    ``row`` None = there is no figure, for the reason ``absence`` names: source, calendar or unit.
    """
    named = {"period": words.period(period), "name": info.name, "scope": scope, "noun": words.noun(info.noun)}
    if row is None:
        return words(f"say.absent.{absence}", **named)
    if row["shown"] is None:
        return words(_SILENT.get(row["status"], "say.needs_check"), **named)
    distance = gap(row)
    values = {
        "rate": words.percent(row["shown"]),
        "target": words.level(row["target"]),
        "gap": "" if distance is None else words.points(distance),
        "shortfall": words.count(row["shortfall"]),
        "numerator": words.count(row["numerator"]),
        "denominator": words.count(row["denominator"]),
    }
    return words(_key(row, info.direction), **named, **values)


def _key(row: Row, direction: str) -> str:
    if row["status"] in ("needs_check", "too_few"):
        return {"needs_check": "say.needs_check", "too_few": "say.few"}[row["status"]]
    if row["shortfall"] == 0:
        return "say.met"
    if direction == "low":
        return "say.over"
    return "say.hair" if gap(row) == 0 else "say.short"


def share_sentence(words: Words, units: pl.DataFrame) -> str | None:
    """How much of what is missing lies with the few largest shortfalls; None if no unit is short."""
    found = top_share(units, TOP)
    if found is None:
        return None
    count, short, share = found
    if short == 1:
        return words("say.share.one")
    return words("say.share", count=count, units=short, share=words.percent(share))


def milestone_sentence(words: Words, row: Row | None, info: IndicatorInfo, year: int) -> str | None:
    """Whether this year's milestone is passed; None where there is none or nothing to compare."""
    if row is None or row["milestone"] is None or row["milestone_shortfall"] is None or row["shortfall"] == 0:
        return None
    key = "say.milestone.met" if row["milestone_shortfall"] == 0 else "say.milestone.short"
    return words(
        key,
        year=year,
        milestone=words.level(row["milestone"]),
        shortfall=words.count(row["milestone_shortfall"]),
        noun=words.noun(info.noun),
    )


def headline(  # noqa: PLR0913 - what the head of the page says
    words: Words, row: Row | None, info: IndicatorInfo, period: Period, frame: pl.DataFrame, *, absence: str
) -> Component:
    """The province's sentence, with the share of the largest shortfalls and the milestone, then the facts line.

    ``frame``: figures of the indicator for every unit, the province among them (``row``).
    """
    units = units_only(frame, row["unit"]) if row else frame.clear()
    parts = [
        sentence(words, row, info, period, words("scope.province"), absence=absence),
        words("say.own") if row and row["basis"] == "own" else share_sentence(words, units),
        milestone_sentence(words, row, info, period.year),
        words("say.running") if row and row["provisional"] else None,
    ]
    text = " ".join(part for part in parts if part)
    return html.Div(
        [html.P(stressed(text), className="say"), facts(words, row, info)],
        className="headline",
    )


def facts(words: Words, row: Row | None, info: IndicatorInfo) -> Component:
    """Closed or not, how complete, when captured, which definition: what a reader must know before quoting."""
    about = [
        words("meta.version", code=info.code, version=row["version"] if row else info.version),
        words(f"standing.{info.standing}"),
    ]
    if row is None:
        return _line(about)
    own = row["basis"] == "own" and row["kind"] == "province"
    state = [
        words("meta.open" if row["provisional"] else "meta.closed"),
        words("meta.own") if own else completeness(words, row),
        words("meta.captured", moment=words.moment(row["captured_at"])) if row["captured_at"] else None,
        words("meta.restated") if row["restated"] else None,
    ]
    return _line([*state, *about])


def _line(parts: Sequence[str | None]) -> Component:
    text = " · ".join(part for part in parts if part)
    return html.P(text[0].upper() + text[1:], className="facts")


def completeness(words: Words, row: Row) -> str | None:
    """How many parts reported: units in a month, units × months in a longer period; silent for a single part."""
    if row["expected"] <= 1:
        return None
    key = "meta.reported" if is_month(row) else "meta.parts"
    return words(key, reported=words.count(row["reported"]), expected=words.count(row["expected"]))
