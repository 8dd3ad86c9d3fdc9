"""What a shortfall is made of, by procedure or by field: lines of whole cases that add up to it exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl
from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import Child, Head, aria, cell, percent, table
from dashboards.words import Words
from monitor.kpi import REMAINDER, division

TOP = 8
"""Procedures or fields with a line of their own."""
BRIEF = 70
"""Letters of a name within a sentence."""
NAMED, OTHERS, ABOVE, REST = "named", "others", "above", "rest"
"""Kinds of lines: one that lacks cases; the further ones that lack some; those at or above the target; what no
procedure counts."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list. ``missing``: whole cases it lacks to the target, negative above it; null = not reported.

    ``count``: how many procedures or fields it stands for.
    """

    kind: str
    name: str
    code: str
    count: int
    numerator: int | None
    denominator: int | None
    shown: str | None
    missing: int | None


def by_field(frame: pl.DataFrame) -> pl.DataFrame:
    """The same columns as ``lines`` reads, one row per field: counts and whole cases added, the remainder as it is."""
    rest = pl.col("procedure") == REMAINDER
    keyed = frame.with_columns(rest=rest).group_by("rest", "field", "field_name")
    sums = keyed.agg(pl.col("numerator", "denominator", "shortfall").sum(), told=pl.col("denominator").count())
    counted = sums.with_columns(
        pl.when(pl.col("told") > 0).then(side).alias(side) for side in ("numerator", "denominator", "shortfall")
    )
    num, den = pl.col("numerator"), pl.col("denominator")
    return counted.select(
        pl.when("rest").then(pl.lit(REMAINDER)).otherwise(pl.concat_str(pl.lit("/"), "field")).alias("procedure"),
        pl.col("field_name").alias("procedure_name"),
        "numerator",
        "denominator",
        pl.when(division.divisible(num, den)).then(division.shown(num, den)).alias("shown"),
        "shortfall",
    ).sort("shortfall", "procedure", descending=[True, False], nulls_last=True)


def lines(frame: pl.DataFrame, top: int = TOP) -> list[Line]:
    """The lines of ``frame`` [procedure, procedure_name, numerator, denominator, shown, shortfall], most first.

    What lacks cases beyond the first ``top``, and what is at or above the target, is added into one line each; the
    remainder stays by itself. The lines' ``missing`` add up to that of the frame.
    """
    rest = frame.filter(pl.col("procedure") == REMAINDER)
    own = frame.filter(pl.col("procedure") != REMAINDER, pl.col("denominator") > 0)
    ordered = own.sort("shortfall", "procedure", descending=[True, False])
    lacking, above = (ordered.filter(test) for test in (pl.col("shortfall") > 0, pl.col("shortfall") <= 0))
    named = [_line(NAMED, row) for row in lacking.head(top).iter_rows(named=True)]
    sums = [(OTHERS, lacking.slice(top)), (ABOVE, above), (REST, rest)]
    return named + [_sum(kind, part) for kind, part in sums if part.height]


def _line(kind: str, row: dict[str, object]) -> Line:
    code = str(row["procedure"])
    name = str(row["procedure_name"] or code)
    return Line(kind, name, code, 1, *(row[key] for key in ("numerator", "denominator", "shown", "shortfall")))  # type: ignore[arg-type]  # by the frame's schema


def _sum(kind: str, part: pl.DataFrame) -> Line:
    sides = part.select(pl.col("numerator", "denominator", "shortfall").cast(pl.Int64).sum())
    num, den, missing = sides.row(0)
    whole = division.divisible(pl.col("numerator"), pl.col("denominator"))
    shown = sides.select(pl.when(whole).then(division.shown(pl.col("numerator"), pl.col("denominator")))).item()
    return Line(kind, "", "", part.height, num, den, shown, missing)


def brief(name: str) -> str:
    """A long official name cut at a word, so that a sentence with three of them can be read."""
    if len(name) <= BRIEF:
        return name
    return name[:BRIEF].rsplit(" ", 1)[0].rstrip(",;") + "…"


def total(lines: Sequence[Line]) -> int:
    """Whole cases missing over all lines; negative where the unit is above the target."""
    return sum(line.missing or 0 for line in lines)


def pareto(words: Words, lines: Sequence[Line], what: str, href: Callable[[str], str] | None = None) -> Component:
    """The list as a table with bars and running share; ``what``: procedure or field, ``href``: page of a code."""
    lack = sum(max(line.missing or 0, 0) for line in lines)
    widest = max((abs(line.missing or 0) for line in lines), default=0) or 1
    names = [words(f"pareto.col.{key}") for key in (what, "cases", "rate", "missing", "running")]
    run, body = 0, []
    for line in lines:
        run += max(line.missing or 0, 0)
        share = words("blank") if line.kind in {ABOVE, REST} or not lack else _share(words, run, lack)
        body.append(_row(words, line, _name(words, line, what, href), names, (widest, share)))
    foot = html.Tr(
        [
            html.Th(words("pareto.total"), scope="row"),
            cell("", names[1]),
            cell("", names[2]),
            cell(html.Strong(_missing(words, total(lines))), names[3]),
            cell("", names[4]),
        ],
        className="total",
    )
    heads: list[Head] = [names[0], *((name, "num") for name in names[1:])]
    return table(heads, [*body, foot], label=words(f"pareto.title.{what}"), name="listed pareto")


def _row(
    words: Words, line: Line, name: Child | list[Child], names: Sequence[str], scale: tuple[int, str]
) -> Component:
    widest, share = scale
    cases = f"{words.count(line.numerator)} / {words.count(line.denominator)}"
    missing = line.missing or 0
    bar = html.Span(
        className=f"pareto-bar {'over' if missing < 0 else ''}",
        style={"width": percent(100 * abs(missing) / widest)},
        **aria(hidden="true"),
    )
    return html.Tr(
        [
            html.Th(name, scope="row"),
            cell(cases, names[1]),
            cell(words.percent(line.shown), names[2]),
            cell([html.Strong(_missing(words, line.missing)), html.Span(bar, className="pareto-track")], names[3]),
            cell(share, names[4]),
        ],
        className=line.kind,
    )


def _name(words: Words, line: Line, what: str, href: Callable[[str], str] | None) -> Child | list[Child]:
    if line.kind != NAMED:
        return words(f"pareto.{line.kind}.{what}", count=words.count(line.count))
    if what == "field":
        return line.name if line.code != "/" else words("pareto.field.none")
    name: Child = line.name if href is None else dcc.Link(line.name, href=href(line.code))
    return [html.Span(name, className="clamped", title=line.name), html.Span(line.code, className="code")]


def _missing(words: Words, cases: int | None) -> str:
    """Whole cases with their sign: what is above the target counts against the rest."""
    return words("blank") if cases is None else words.count(cases)


def _share(words: Words, part: int, whole: int) -> str:
    ends = pl.DataFrame({"part": [part], "whole": [whole]}, schema={"part": pl.Int64(), "whole": pl.Int64()})
    return words.percent(ends.select(division.shown(pl.col("part"), pl.col("whole"))).item())
