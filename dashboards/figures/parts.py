"""Small pieces every page uses: status chip, change, meter, sparkline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.words import Words

Row = Mapping[str, Any]
"""One row of the FIGURES frame, by column name."""
Child = str | Component | None
Children = Child | Sequence[Child]
Head = Child | tuple[Child, str]
"""A column's heading, alone or with its class."""

BLUE, PALE, GREY, INK = "#1d4ed8", "#bfdbfe", "#64748b", "#0f172a"
"""Colours of charts on a light page, the same as in 1-tokens.css; 4-panels.css turns them for a dark one."""
_SPARK = (132, 40, 4)


def chip(words: Words, status: str, certainty: str | None = None) -> Component:
    """A status: colour, icon (by the class) and word together; ``certainty`` adds how sure the interval makes it."""
    word = words.status(status)
    text = f"{word} · {words(f'certainty.{certainty}')}" if certainty else word
    return html.Span(text, className=f"chip chip-{status}")


def change(words: Words, points: float | None, direction: str, *, sentence: bool = False) -> Component:
    """Points since the period before; teal when it goes the right way, amber the wrong way, grey when unknown."""
    if points is None:
        return html.Span(words("change.none") if sentence else words("blank"), className="change")
    shown = words.points(points)
    if Decimal(str(points)).quantize(Decimal("0.01")) == 0:
        return html.Span(words("change.same"), className="change")
    text = words("change.up" if points > 0 else "change.down", points=shown)
    tone = "good" if (points > 0) == (direction == "high") else "bad"
    return html.Span(words("change.since", change=text) if sentence else text, className=f"change change-{tone}")


def gap(row: Row) -> Decimal | None:
    """Points between the shown rate and the target, so that the two numbers on the screen add up."""
    return shown_gap(row, "target")


def shown_gap(row: Row, aim: str) -> Decimal | None:
    """The same to any number to reach: ``target`` or ``milestone``."""
    if row["shown"] is None or row[aim] is None:
        return None
    return abs(Decimal(str(row[aim])) - Decimal(row["shown"]))


def is_month(row: Row) -> bool:
    """Whether the figure is of one month; in longer periods every month of a unit is a part of its own."""
    return str(row["period"])[5:].isdigit()


def meter(words: Words, row: Row) -> Component:
    """The rate as a bar from 0 to 100 with the milestone's and the target's tick."""
    ticks = [_tick("milestone", row["milestone"]), _tick("target", row["target"])]
    fill = html.Span(className="meter-fill", style={"width": percent(row["rate"])})
    label = words("bar.label", rate=words.percent(row["shown"]), target=words.level(row["target"]))
    return html.Div([fill, *ticks], className="meter", role="img", **aria(label=label))


def percent(value: float | None) -> str:
    """A length for a style: where a rate lies between 0 and 100. Geometry only; the number itself is never clamped."""
    return f"{min(max(value or 0.0, 0.0), 100.0):.2f}%"


def sparkline(rates: Sequence[float | None], label: str) -> Component:
    """A small line of monthly rates, broken where a month has none, with a dot at the last one.

    The picture is a mask, so that the style sheet gives it the colour of the light or the dark page.
    """
    width, height, pad = _SPARK
    known = [value for value in rates if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line needs two points
        return html.Span(className="spark")
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (width - 2 * pad) / (len(rates) - 1)
    points = [
        None if value is None else (pad + index * step, height - pad - (value - low) / span * (height - 2 * pad))
        for index, value in enumerate(rates)
    ]
    picture = svg_uri(_spark_body(points), width, height)
    return html.Span(
        style={"--spark": f'url("{picture}")'}, className="spark spark-line", role="img", **aria(label=label)
    )


def svg_uri(body: str, width: int, height: int) -> str:
    """A picture as a data address, so that it needs no request."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{body}</svg>'
    return "data:image/svg+xml," + quote(svg, safe="/:=,' ()")


def table(head: Iterable[Head], rows: Iterable[Component], *, label: str, name: str = "") -> Component:
    """A table with column headings (a text, or a text and its class); ``label`` names it for who cannot see it."""
    named = [item if isinstance(item, tuple) else (item, "") for item in head]
    heads = [html.Th(text, scope="col", className=name) for text, name in named]
    body = [html.Thead(html.Tr(heads)), html.Tbody(list(rows))]
    return html.Div(
        html.Table(body, className=f"table {name}", **aria(label=label)),
        className="scroll",
        role="region",
        tabIndex="0",
        **aria(label=label),
    )


def cell(content: Children, label: str, name: str = "num") -> Component:
    """A table cell; ``label`` is its heading when a narrow screen turns rows into cards."""
    heading: dict[str, Any] = {"data-label": label}
    return html.Td(content, className=name, **heading)


def link(text: Children, href: str, *, current: bool = False, name: str = "") -> Component:
    """A link inside the program; ``current`` marks the one that is shown now."""
    marks = aria(current="true") if current else {}
    return html.Span(dcc.Link(text, href=href, className=name), className="here" if current else "", **marks)


def inside(text: Child, href: str, title: str, name: str, **more: Any) -> Component:  # noqa: ANN401 - html.A's own
    """A link that is part of a picture: the pointer finds it, the keyboard has the same way in a table or a heading.

    app.js follows it without asking for the whole page again.
    """
    return html.A(text, href=href, title=title, className=f"inside {name}", tabIndex="-1", **more)


def panel(title: Child, *children: Any, note: Child = None, name: str = "") -> Component:  # noqa: ANN401 - Dash children
    """A titled part of a page."""
    head = [html.H2(title), html.P(note, className="note") if note else None]
    return html.Section([*head, *children], className=f"panel {name}")


def aria(**marks: str) -> dict[str, Any]:
    """Attributes for who cannot see the page: ``aria(label="…")`` → aria-label."""
    return {f"aria-{name}": value for name, value in marks.items()}


def _tick(name: str, value: float | None) -> Child:
    return None if value is None else html.Span(className=f"meter-{name}", style={"left": percent(value)})


def _spark_body(points: Sequence[tuple[float, float] | None]) -> str:
    """Line segments between neighbouring known points, and the last known point."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
    style = "fill='none' stroke='#000' stroke-width='2' stroke-linejoin='round' stroke-linecap='round'"
    lines = "".join(f"<polyline points='{' '.join(run)}' {style}/>" for run in runs if run)
    x, y = next(point for point in reversed(points) if point is not None)
    return f"{lines}<circle cx='{x:.1f}' cy='{y:.1f}' r='3'/>"
