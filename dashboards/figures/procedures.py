"""Tables about procedures: fields, the list, the units of one procedure. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Row, aria, cell, chip, link, table
from dashboards.words import Words
from monitor.kpi import division

BAR = 44
"""Length of the longest share bar, in pixels."""
Href = Callable[[str], str]


def fields(words: Words, label: str, frame: pl.DataFrame, href: Href) -> Component:
    """One row per field; ``href``: a field's code → the list of its procedures. The remainder comes last."""
    rows = [
        _line(row, field_link(words, row, href), *_numbers(words, row), _cell(words, "handling", _count(words, row)))
        for row in with_texts(frame).iter_rows(named=True)
    ]
    return table(_heads(words, "field", *_NUMBERS, "handling"), rows, label=label, name="listed procs")


def procedures(words: Words, label: str, frame: pl.DataFrame, href: Href, field_href: Href) -> Component:
    """One row per procedure; ``href``: its code → its page, ``field_href``: a field's code → the list of its own."""
    rows = [
        _line(
            row,
            _named(words, row, href),
            cell(
                field_link(words, row, field_href) if row["procedure"] else words("blank"),
                words("procs.col.field"),
                "text",
            ),
            *_numbers(words, row),
            _cell(words, "units", f"{words.count(row['units_short'])} / {words.count(row['units'])}"),
            cell(chip(words, row["status"]), words("procs.col.status"), "state"),
        )
        for row in with_texts(frame).iter_rows(named=True)
    ]
    heads = _heads(words, "procedure", "field", *_NUMBERS, "units", "status")
    return table(heads, rows, label=label, name="listed procs")


def units(words: Words, label: str, frame: pl.DataFrame, href: Href) -> Component:
    """One row per unit that handles a procedure; ``href``: a unit's code → its page."""
    rows = [
        _line(
            row,
            link(row["unit_name"], href(row["unit"])),
            *_numbers(words, row),
            cell(chip(words, row["status"], row["certainty"]), words("procs.col.status"), "state"),
        )
        for row in with_texts(frame).iter_rows(named=True)
    ]
    return table(_heads(words, "unit", *_NUMBERS, "status"), rows, label=label, name="listed procs")


def with_whole(rows: pl.DataFrame) -> pl.DataFrame:
    """Add ``whole`` Int64: the sum of all positive gaps, of which a row's share is told."""
    lacking = pl.when(pl.col("gap") > 0).then("gap")
    return rows.with_columns(whole=lacking.sum())


def with_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``share_shown`` (text, per cent of ``whole``, null where nothing lacks) and ``share_width`` (0-100)."""
    lacking = pl.when(pl.col("gap") > 0).then("gap")
    return frame.with_columns(
        division.shown(lacking, pl.col("whole")).alias("share_shown"),
        division.rate(lacking, lacking.max()).alias("share_width"),
    )


def field_link(words: Words, row: Row, href: Href) -> Child:
    """The field's name, leading to its procedures; the remainder leads nowhere."""
    if row["procedure"] == "":
        return words("procs.rest")
    return link(row["field_name"] or words("procs.field.none"), href(row["field"] or "none"))


def pages(words: Words, page: int, count: int, href: Href) -> Component | None:
    """Links to the page before and after; none where everything is on one."""
    if count < 2:  # noqa: PLR2004 - one page needs no links
        return None
    before = link(words("procs.previous"), href(str(page - 1))) if page > 1 else None
    after = link(words("procs.next"), href(str(page + 1))) if page < count else None
    here = html.Span(words("procs.page", page=words.count(page), pages=words.count(count)))
    return html.Nav([before, here, after], className="turning", **aria(label=words("procs.pages")))


_NUMBERS = ("rate", "cases", "shortfall", "share")


def _heads(words: Words, *names: str) -> list[tuple[Child, str]]:
    kinds = {"rate": "num", "cases": "num", "shortfall": "num", "share": "share", "units": "num", "handling": "num"}
    return [(words(f"procs.col.{name}"), kinds.get(name, "")) for name in names]


def _line(row: Row, name: Child | Sequence[Child], *cells: Component) -> Component:
    return html.Tr([html.Th(name, scope="row"), *cells], className="rest" if row["procedure"] == "" else "")


def _named(words: Words, row: Row, href: Href) -> list[Child]:
    """The procedure's name, leading to its page, and its code."""
    code = row["procedure"]
    return [link(row["procedure_name"] or code, href(code)), html.Small(code)] if code else [words("procs.rest")]


def _cell(words: Words, name: str, content: str, kind: str = "num") -> Component:
    return cell(content, words(f"procs.col.{name}"), kind)


def _count(words: Words, row: Row) -> str:
    return words("blank") if row["procedure"] == "" else words.count(row["units"])


def _numbers(words: Words, row: Row) -> list[Component]:
    """Rate, the two counts, what is missing, and its part of the whole."""
    missing = words("blank") if row["shortfall"] is None else words.count(row["shortfall"])
    return [
        _cell(words, "rate", words.percent(row["shown"])),
        _cell(words, "cases", f"{words.count(row['numerator'])} / {words.count(row['denominator'])}"),
        _cell(words, "shortfall", missing, "num strong"),
        _share(words, row),
    ]


def _share(words: Words, row: Row) -> Component:
    """The part of the shortfall as text; the style sheet draws the bar as long as ``--share``."""
    label: dict[str, Any] = {"data-label": words("procs.col.share")}
    width = 0.0 if row["share_shown"] is None else row["share_width"] * BAR / 100
    return html.Td(words.percent(row["share_shown"]), className="share", style={"--share": f"{width:.1f}px"}, **label)
