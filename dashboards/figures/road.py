"""The road to the last milestone: months so far, milestones ahead, the target. Drawn with lengths and a mask alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Row, table
from dashboards.figures.trend import unbroken
from dashboards.words import Words
from monitor.periods import CalendarName, parse

STEP = 10
NEAR = 3
"""Points below the target in which a milestone's number would touch the target's line."""
_SIZE = 1000


@dataclass(frozen=True, slots=True)
class Ground:
    """The picture's axes: ``first`` to ``last`` from left to right, ``low`` to 100 per cent upwards."""

    first: date
    last: date
    low: float

    def across(self, day: date) -> float:
        """Where a day lies, 0-100."""
        return 100 * (day - self.first).days / max(1, (self.last - self.first).days)

    def up(self, rate: float) -> float:
        """Where a rate lies, 0-100."""
        return 100 * (rate - self.low) / (100 - self.low)

    def place(self, day: date, rate: float) -> dict[str, str]:
        """A point as a style."""
        return {"left": f"{self.across(day):.2f}%", "bottom": f"{self.up(rate):.2f}%"}


def ground(frame: pl.DataFrame, milestones: Sequence[tuple[int, float]], target: float) -> Ground:
    """Axes that hold every month and every milestone, from one January to the end of a year."""
    known = frame.filter(pl.col("rate").is_not_null())
    first, last = known["period_start"].min(), known["period_end"].max()
    years = [year for year, _ in milestones]
    rates = [*known["rate"].to_list(), *(level for _, level in milestones), target]
    begun = first.year if isinstance(first, date) else min(years)
    ended = max([last.year if isinstance(last, date) else begun, *years])
    return Ground(date(begun, 1, 1), date(ended, 12, 31), max(0.0, min(80.0, min(rates) // STEP * STEP)))


def road(  # noqa: PLR0913 - what one picture is made of
    words: Words,
    frame: pl.DataFrame,
    milestones: Sequence[tuple[int, float]],
    target: float,
    *,
    calendar: CalendarName,
    href: Callable[[str], str],
) -> Component:
    """``frame``: FIGURES of one unit plus ``trend_break``, a row a month, oldest first; ``href``: month → address."""
    at = ground(frame, milestones, target)
    rows = unbroken(frame).to_dicts()
    known = [row for row in rows if row["rate"] is not None]
    picture = html.Div(
        [
            *_grid(at),
            html.Span(
                html.Span(words("road.target", target=words.level(target))),
                className="road-target",
                style={"bottom": f"{at.up(target):.2f}%"},
            ),
            html.Span(className="road-line", style={"--line": f'url("{_line(rows, at)}")'}),
            *[_stone(words, year, level, target, at) for year, level in milestones],
            *[_dot(words, row, at, calendar, newest=row is known[-1]) for row in known],
        ],
        className="road",
    )
    return html.Div([picture, _table(words, known, milestones, calendar=calendar, href=href)])


def _grid(at: Ground) -> list[Component]:
    """Rates at the left, years below."""
    step = STEP if at.low >= 50 else 2 * STEP  # noqa: PLR2004 - few lines on a high picture
    rates = [
        html.Span(f"{rate}", className="road-rate", style={"bottom": f"{at.up(rate):.2f}%"})
        for rate in range(int(at.low), 101, step)
    ]
    years = [
        html.Span(
            f"{year}",
            className="road-year",
            style={
                "left": f"{at.across(date(year, 1, 1)):.2f}%",
                "width": f"{at.across(date(year, 12, 31)) - at.across(date(year, 1, 1)):.2f}%",
            },
        )
        for year in range(at.first.year, at.last.year + 1)
    ]
    return [*rates, *years]


def _line(rows: Sequence[Row], at: Ground) -> str:
    """The months' line as a picture that is stretched over the ground; it breaks where a month has no figure."""
    runs: list[list[str]] = [[]]
    for row in rows:
        if row["rate"] is None:
            runs.append([])
        else:
            x, y = _SIZE / 100 * at.across(row["period_end"]), _SIZE / 100 * (100 - at.up(row["rate"]))
            runs[-1].append(f"{x:.0f},{y:.0f}")
    style = "fill='none' stroke='#000' stroke-width='2.5' stroke-linejoin='round' vector-effect='non-scaling-stroke'"
    lines = "".join(f"<polyline points='{' '.join(run)}' {style}/>" for run in runs if len(run) > 1)
    view = f"viewBox='0 0 {_SIZE} {_SIZE}' preserveAspectRatio='none'"
    return "data:image/svg+xml," + quote(f"<svg xmlns='http://www.w3.org/2000/svg' {view}>{lines}</svg>", safe="/:=,' ")


def _stone(words: Words, year: int, level: float, target: float, at: Ground) -> Component:
    """A milestone stands at the end of its year, its number above it, or below where the target's line is near."""
    told = words("road.stone", year=year, level=words.level(level))
    place = at.place(date(year, 12, 31), level)
    label = html.Span(words.level(level).removesuffix("%"))
    return html.Span(
        label, className="road-stone" + (" under" if level + NEAR > target else ""), style=place, title=told
    )


def _dot(words: Words, row: Row, at: Ground, calendar: CalendarName, *, newest: bool) -> Component:
    """A month; a hollow one has not ended. Too small for a finger to hit: the table leads to each month."""
    told = f"{words.period(parse(row['period'], calendar))}: {words.percent(row['shown'])}"
    told += f", {words.count(row['numerator'])}/{words.count(row['denominator'])}"
    name = "road-dot" + (" open" if row["provisional"] else "") + (" newest" if newest else "")
    text: Child = html.Span(words.percent(row["shown"]), className="road-now") if newest else None
    return html.Span(text, className=name, title=told, style=at.place(row["period_end"], row["rate"]))


def _table(
    words: Words,
    rows: Sequence[Row],
    milestones: Sequence[tuple[int, float]],
    *,
    calendar: CalendarName,
    href: Callable[[str], str],
) -> Component:
    """The same in rows, each month leading to its overview: for who cannot see the picture, and to be copied."""
    label = words("road.table")
    stones = [
        html.Tr([html.Th(words("road.year", year=year), scope="row"), html.Td(words.level(level), className="num")])
        for year, level in milestones
    ]
    months = [
        html.Tr(
            [
                html.Th(dcc.Link(words.period(parse(row["period"], calendar)), href=href(row["period"])), scope="row"),
                html.Td(words.percent(row["shown"]), className="num"),
            ]
        )
        for row in reversed(rows)
    ]
    body = table((words("col.period"), (words("col.rate"), "num")), [*stones, *months], label=label, name="plain")
    return html.Details([html.Summary(label), body])
