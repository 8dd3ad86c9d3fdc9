"""Where we stand and who moved: the cards, the road to 2030 with the projection, the clear moves."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.cards import Compared, Headline, card
from dashboards.figures.outlook import outlook
from dashboards.figures.panels import moves
from dashboards.figures.parts import panel
from dashboards.figures.road import road
from dashboards.figures.selection import units_only
from dashboards.pages.overview.gathered import Gathered, province_row
from dashboards.service import IndicatorInfo
from monitor.kpi.outlook import outlooks
from monitor.kpi.sofar import gained, stretch
from monitor.periods import Period

SPARK_MONTHS = 12


def cards(found: Gathered) -> Component:
    """A card for each headline indicator."""
    question = found.question
    shown = [_card(found, info) for info in question.indicators if info.headline]
    title = html.H2(question.words("cards.title"), className="unseen")
    return html.Section([title, html.Div(shown, className="cards")])


def _card(found: Gathered, info: IndicatorInfo) -> Component:
    question = found.question
    frame = found.every[info.code]
    row = province_row(frame, found.province)
    counted = row is not None and row["shown"] is not None
    series = found.series(info) if counted else frame.clear()
    past = series.filter(pl.col("period_end") <= question.period.end)
    told = compared(series, question.period, info) if counted else Compared()
    if row is not None and question.view.compare == "previous":
        told = replace(told, before=row["change"])
    shown = Headline(
        info=info,
        row=row,
        units=units_only(frame, found.province),
        rates=past["rate"].tail(SPARK_MONTHS).to_list(),
        year=question.period.year,
        absence=question.absence(info.code) if row is None else "",
        compared=told,
    )
    href = question.link(indicator=info.code, source=None, status=None, rows=None)
    origin = question.link(found.province, indicator=info.code, source=None)
    return card(question.words, shown, href, origin, current=info.code == question.indicator.code)


def compared(series: pl.DataFrame, period: Period, info: IndicatorInfo) -> Compared:
    """The same period last year and the year to date. ``series``: the province's months, oldest first."""
    if not info.adds:
        return Compared()
    first = Period(period.calendar, "year", period.year, 1)
    before = period.same_last_year()
    now = stretch(series, period.start, period.end)
    to_date = stretch(series, first.start, period.end)
    earlier = period.previous()
    return Compared(
        before=gained(series, now, stretch(series, earlier.start, earlier.end)),
        year_ago=gained(series, now, stretch(series, before.start, before.end)),
        to_date=None if to_date is None else to_date.shown,
        to_date_gain=gained(series, to_date, stretch(series, first.same_last_year().start, before.end)),
    )


def way(found: Gathered) -> Component:
    """The trend with the milestones ahead, and what is projected for the periods that are running."""
    question = found.question
    words, info, calendar = question.words, question.indicator, question.view.calendar
    series = found.trends.filter(pl.col("unit") == found.province)
    title = words("road.title", year=info.milestones[-1][0]) if info.milestones else words("road.title.plain")
    if series["rate"].is_null().all() or found.row is None or found.row["target"] is None:
        return panel(title, html.P(words("unit.trend.none")))
    picture = road(
        words,
        series,
        info.milestones,
        found.row["target"],
        calendar=calendar,
        href=lambda code: question.link(period=code),
    )
    return panel(title, picture, _projection(found, series), note=words("road.note"), name="way")


def _projection(found: Gathered, series: pl.DataFrame) -> Component | None:
    """Nothing is projected from what was known earlier, or for periods long past."""
    question = found.question
    info = question.indicator
    if question.view.known_at is not None or not info.adds:
        return None
    rows = outlooks(series, running(found), fewest=info.minimum_denominator, direction=info.direction)
    return outlook(question.words, rows.to_dicts(), info, question.view.calendar)


def running(found: Gathered) -> list[Period]:
    """The chosen period where it still runs, else the month after it where that is the running one; and its year."""
    question, calendar = found.question, found.question.view.calendar
    closed = question.service.latest_closed_period(calendar)
    after = [code for code in question.periods if code > closed]
    period = question.period
    chosen = [period] if period.months()[-1].code > closed else []
    month = [Period(calendar, "month", int(code[:4]), int(code[5:])) for code in after[-1:]]
    near = month if not chosen and period.months()[-1].code == closed else []
    year = Period(calendar, "year", period.year, 1)
    return list(dict.fromkeys([*chosen, *near, *([year] if year.months()[-1].code > closed else [])]))


def moved(found: Gathered) -> Component:
    """Who moved beyond ordinary fluctuation."""
    question = found.question
    return moves(question.words, found.units, question.indicator.direction, question.link)
