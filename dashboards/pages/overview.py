"""The overview: where the province stands, which units lack how much, whether the figures can be trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures import filters
from dashboards.figures.cards import Headline, card
from dashboards.figures.panels import moves, others, trust, without
from dashboards.figures.parts import Row, link, panel
from dashboards.figures.ranking import legend, ranking
from dashboards.figures.selection import ALL, ordered, picked, units_only, what_if, with_share
from dashboards.figures.sentence import TOP, headline
from dashboards.pages.alerts.elsewhere import overview_panel
from dashboards.question import Question
from dashboards.service import IndicatorInfo
from dashboards.shell import shell
from dashboards.words import stressed

ROWS = 20
Frames = Mapping[str, pl.DataFrame]
"""Figures by indicator."""
SPARK_MONTHS = 12


def page(question: Question) -> list[Component | None]:
    """The whole overview."""
    every = split(question.figures())
    frame = chosen_figures(question, every)
    row = province_row(question, frame)
    units = units_only(frame, question.service.province.code)
    return shell(
        question,
        html.H1(title(question), className="unseen"),
        headline(
            question.words,
            row,
            question.indicator,
            question.period,
            frame,
            absence=question.absence(question.indicator.code),
        ),
        _cards(question, every),
        html.Div(
            [
                _list(question, units, row),
                html.Div([_moves(question, units), _alerts(question), _trust(question, row, units)]),
            ],
            className="board",
        ),
        _others(question, every),
    )


def title(question: Question) -> str:
    """Name of the page: what, when."""
    return f"{question.words('nav.overview')} · {question.words.period(question.period)}"


def split(frame: pl.DataFrame) -> Frames:
    """The figures of each indicator apart; an indicator without any has an empty frame."""
    return defaultdict(
        frame.clear, {key[0]: part for key, part in frame.partition_by("indicator", as_dict=True).items()}
    )


def chosen_figures(question: Question, every: Frames) -> pl.DataFrame:
    """Figures of the chosen indicator from the chosen source; ``every`` holds those of each plain source."""
    if question.plain_source or question.source is None:
        return every[question.indicator.code]
    return question.figures(source=question.source, only=True)


def province_row(question: Question, frame: pl.DataFrame) -> Row | None:
    """The province's figure of one indicator; None if no source has it."""
    found = frame.filter(pl.col("unit") == question.service.province.code)
    return found.row(0, named=True) if found.height else None


def _cards(question: Question, every: Frames) -> Component:
    cards = [_card(question, info, every[info.code]) for info in question.indicators if info.headline]
    title = html.H2(question.words("cards.title"), className="unseen")
    return html.Section([title, html.Div(cards, className="cards")])


def _card(question: Question, info: IndicatorInfo, frame: pl.DataFrame) -> Component:
    row = province_row(question, frame)
    shown = Headline(
        info=info,
        row=row,
        units=units_only(frame, question.service.province.code),
        rates=_rates(question, info) if row and row["shown"] else (),
        year=question.period.year,
        absence=question.absence(info.code) if row is None else "",
    )
    href = question.link(indicator=info.code, source=None, status=None, rows=None)
    return card(question.words, shown, href, current=info.code == question.indicator.code)


def _rates(question: Question, info: IndicatorInfo) -> list[float | None]:
    """The province's last months, up to the chosen period."""
    frame = question.service.series(
        info.code,
        question.service.province.code,
        source=None,
        calendar=question.view.calendar,
        months=SPARK_MONTHS,
        as_known_at=question.view.known_at,
        on_map=question.view.on_map,
    )
    return frame.filter(pl.col("period_end") <= question.period.end)["rate"].to_list()


def _list(question: Question, units: pl.DataFrame, row: Row | None) -> Component:
    """The ranked list with its filters."""
    words, view = question.words, question.view
    if row is None or row["basis"] == "own" or units.is_empty():
        own = row is not None and row["basis"] == "own"
        text = words("rank.own") if own else f"{words(f'absent.{question.absence(question.indicator.code)}')}."
        whole = link(words("rank.whole"), question.link(question.service.province.code))
        return panel(_list_title(question, row), html.P([text, " ", whole]))
    shared = with_share(units)
    rows = ordered(picked(shared, status=view.status, kind=view.kind, level=view.level), view.sort)
    first = rows if view.rows == ALL else rows.head(ROWS)
    return panel(
        _list_title(question, row),
        _tools(question, units),
        legend(words, question.period.year),
        _table(question, first, row) if first.height else _nothing(question),
        _more(question, rows.height, first.height),
        _what_if(question, units, row),
        name="list",
    )


def _list_title(question: Question, row: Row | None) -> str:
    words, status = question.words, question.view.status
    if status == ALL or row is None:
        return words("rank.title.all")
    if status:
        return words("rank.title.status", status=words.status(status).lower())
    return words("rank.title", target=words.level(row["target"]))


def _tools(question: Question, units: pl.DataFrame) -> Component:
    words, view = question.words, question.view
    present = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]
    return html.Div(
        [
            filters.statuses(words, units, view.status, lambda code: question.link(status=code, rows=None)),
            filters.kinds(words, present, view.kind, lambda kind: question.link(kind=kind, rows=None)),
            filters.orders(words, view.sort, lambda sort: question.link(sort=sort)),
            filters.level(words, view.level, question.link(level=None)),
        ],
        className="tools",
    )


def _table(question: Question, rows: pl.DataFrame, row: Row) -> Component:
    return ranking(question.words, rows, question.indicator, target=row["target"], href=question.link)


def _nothing(question: Question) -> Component:
    words, view = question.words, question.view
    text = words("rank.empty.good" if view.status is None else "rank.empty")
    clear = link(words("rank.clear"), question.link(status=None, kind=None, level=None, rows=None))
    return html.P([text, " ", clear], className="nothing")


def _more(question: Question, all_rows: int, shown: int) -> Component | None:
    words = question.words
    if all_rows <= ROWS:
        return None
    text = words("rank.shown", shown=shown, count=all_rows)
    if shown < all_rows:
        way = link(words("rank.more", count=all_rows), question.link(rows=ALL))
    else:
        way = link(words("rank.less", count=ROWS), question.link(rows=None))
    return html.P([text, " · ", way], className="more")


def _what_if(question: Question, units: pl.DataFrame, row: Row) -> Component | None:
    words = question.words
    rate = what_if(units, dict(row), TOP) if question.indicator.direction == "high" else None
    if rate is None:
        return None
    text = words("what_if", count=TOP, target=words.level(row["target"]), rate=words.percent(rate))
    return html.P(stressed(text), className="what-if")


def _moves(question: Question, units: pl.DataFrame) -> Component:
    return moves(question.words, units, question.indicator.direction, question.link)


def _alerts(question: Question) -> Component | None:
    return None if question.alerts is None else overview_panel(question, question.alerts)


def _trust(question: Question, row: Row | None, units: pl.DataFrame) -> Component:
    return trust(question.words, row, units, question.all_sources)


def _others(question: Question, every: Frames) -> Component:
    """Everything that is no headline; what has no figure is named with the reason."""
    province = question.service.province.code
    infos = [info for info in question.indicators if not info.headline]
    rows = {info.code: province_row(question, every[info.code]) for info in infos}
    known = [
        (info, row, units_only(every[info.code], province)) for info in infos if (row := rows[info.code]) is not None
    ]

    def href(code: str) -> str:
        return question.link(indicator=code, source=None, status=None, rows=None)

    rest = without(question.words, [i for i in infos if rows[i.code] is None], question.absence, href)
    return others(question.words, known, rest, href)
