"""The list of units: a table whose second column shows each unit's distance to the target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Row, aria, cell, change, chip
from dashboards.service import IndicatorInfo
from dashboards.words import Words

BAR = 44
"""Length of the longest share bar, in pixels."""
STEP = 10
TOP = 100.0


@dataclass(frozen=True, slots=True)
class Scale:
    """The dot plot's axis, from ``low`` to 100 per cent. Dots need no zero: position is read, not length."""

    low: float

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Scale:
        """An axis that holds every rate, interval, earlier rate and milestone of the rows."""
        lowest = frame.select(
            pl.min_horizontal("rate", "interval_low", pl.col("rate") - pl.col("change"), "milestone").min()
        ).item()
        return cls(0.0 if lowest is None else max(0.0, min(80.0, lowest // STEP * STEP)))

    def at(self, value: float) -> str:
        """Where a rate lies, as a CSS length."""
        return f"{self.width(value - self.low):.2f}%"

    def width(self, points: float) -> float:
        """A number of points as a part of the axis, 0-100."""
        return min(max(points / (TOP - self.low) * 100, 0.0), 100.0)

    def ticks(self) -> list[int]:
        """Round numbers to print over the axis."""
        step = STEP if self.low >= TOP / 2 else 2 * STEP
        return [tick for tick in range(int(self.low), int(TOP) + 1, step) if tick < TOP]


def ranking(  # noqa: PLR0913 - what one table is made of
    words: Words,
    frame: pl.DataFrame,
    info: IndicatorInfo,
    *,
    target: float,
    href: Callable[[str], str],
    so_far: bool,
) -> Component:
    """A table of units in the order given.

    ``frame``: FIGURES plus change, share, share_so_far, share_width; ``href``: a unit's code → its page; ``so_far``:
    the order is that of the running sum, which is shown then.
    """
    scale = Scale.of(frame)
    rows = [_row(words, row, info, scale, href(row["unit"]), so_far=so_far) for row in frame.iter_rows(named=True)]
    label = words("rank.title", target=words.level(target))
    head = _head(words, info, scale, target, so_far=so_far)
    return html.Table([head, html.Tbody(rows)], className="ranking", **aria(label=label))


def legend(words: Words, year: int) -> Component:
    """What the marks of the dot plot mean."""
    marks = ("now", "before", "interval", "milestone", "target")
    items = [
        html.Span(
            [html.Span(className=f"key key-{mark}", **aria(hidden="true")), words(f"rank.legend.{mark}", year=year)]
        )
        for mark in marks
    ]
    return html.P(items, className="legend")


def _head(words: Words, info: IndicatorInfo, scale: Scale, target: float, *, so_far: bool) -> Component:
    ticks = [html.Span(str(tick), className="tick", style={"left": scale.at(tick)}) for tick in scale.ticks()]
    goal = html.Span(words.level(target), className="tick tick-target", style={"left": scale.at(target)})
    axis = html.Div([html.Span(words("col.plot"), className="unseen"), *ticks, goal], className="axis")
    heads: list[tuple[Child, str]] = [
        (words("col.unit"), ""),
        (axis, "plot"),
        (words("col.rate"), "num"),
        (words("col.shortfall", noun=words.noun(info.noun)), "num"),
        (words("col.share"), "share"),
        *([(words("col.so_far"), "num")] if so_far else []),
        (words("col.change"), "num"),
        (words("col.status"), ""),
    ]
    return html.Thead(html.Tr([html.Th(text, scope="col", className=name) for text, name in heads]))


def _row(  # noqa: PLR0913 - what one row is made of
    words: Words, row: Row, info: IndicatorInfo, scale: Scale, href: str, *, so_far: bool
) -> Component:
    missing = row["shortfall"]
    return html.Tr(
        [
            html.Th(dcc.Link(row["unit_name"], href=href), scope="row"),
            html.Td(_plot(row, scale), className="plot", **aria(hidden="true")),
            cell(words.percent(row["shown"]), words("col.rate")),
            cell(words("blank") if missing is None else words.count(missing), words("short.shortfall"), "num strong"),
            _share(words, row),
            cell(words.percent(row["share_so_far"]), words("short.so_far")) if so_far else None,
            cell(change(words, row["change"], info.direction), words("short.change")),
            html.Td(chip(words, row["status"]), className="state"),
        ]
    )


def _share(words: Words, row: Row) -> Component:
    """The unit's part as text; the style sheet draws the bar as long as ``--share``."""
    if row["share"] is None:
        return html.Td(className="share")
    style = {"--share": f"{row['share_width'] * BAR / 100:.1f}px"}
    return html.Td(words.percent(row["share"]), className="share", style=style)


def _plot(row: Row, scale: Scale) -> Component:
    """Interval band, dotted way to the target, hollow dot before, full dot now.

    The lines of target and milestone are drawn by the style sheet at ``--target`` and ``--milestone``.
    """
    style = {"--target": scale.at(row["target"])}
    if row["milestone"] is not None:
        style["--milestone"] = scale.at(row["milestone"])
    return html.Div(None if row["rate"] is None else _dots(row, scale), className="track", style=style)


def _dots(row: Row, scale: Scale) -> list[Component]:
    rate, low, high = row["rate"], row["interval_low"], row["interval_high"]
    marks: list[Component] = []
    if low is not None:
        band = {"left": scale.at(low), "width": f"{scale.width(high - max(low, scale.low)):.2f}%"}
        marks.append(html.Span(className="mark-band", style=band))
    if row["change"] is not None:
        marks.append(html.Span(className="mark-before", style={"left": scale.at(rate - row["change"])}))
    way = {"left": scale.at(rate), "width": f"{scale.width(row['target'] - rate):.2f}%"}
    marks.append(html.Span(className=f"mark-now now-{row['status']}", style=way))
    return marks
