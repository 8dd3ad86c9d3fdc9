"""The annexes before they are written: which sheets there are, with which columns and rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

import polars as pl

from monitor.alerts.states import CAUSES, OUTCOMES, STATE_WORDS
from monitor.reports.causes import COUNTED, by_unit
from monitor.reports.compose import GRADED, Making
from monitor.reports.grades import graded
from monitor.reports.speaking import say
from monitor.reports.wording import Wording, capital
from monitor.trust import reconciliation

Kind = Literal["text", "wide", "name", "count", "signed", "rate", "formula", "per_cent", "points", "day", "moment"]
"""How a column is written. ``rate`` is a formula numerator ÷ denominator over the two columns before it."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of a sheet: the frame's column, its title, how it is written.

    ``formula``: of a column of that kind, with names of columns of the same row in braces; the frame holds its value.
    """

    name: str
    title: str
    kind: Kind = "text"
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One annex. ``chart``: how many of the first rows a bar chart of the rates shows; 0 = none."""

    name: str
    title: str
    columns: tuple[SheetColumn, ...]
    rows: pl.DataFrame
    chart: int = 0


_UNIT = (("unit", "code"), ("unit_name", "unit", "name"))
_RATE = (("numerator", "numerator", "count"), ("denominator", "denominator", "count"), ("rate", "rate", "rate"))
_GOAL = (("target", "target", "per_cent"), ("shortfall", "shortfall", "count"), ("status_name", "status"))
_BEFORE = (("previous_shown", "previous", "per_cent"), ("change", "change", "points"))


def sheets(making: Making, lang: str) -> Iterator[Sheet]:
    """Every annex of an edition in ``lang``, in order."""
    wording = Wording(lang)
    figures = _named(wording, making)
    chosen = figures.filter("chosen")
    yield _overall(wording, chosen.filter(making.content.top))
    single = chosen.filter(making.content.single)
    for name, departments in (("departments", True), ("communes", False)):
        rows = single.filter((pl.col("level") == "department") == departments)
        yield _by_unit(wording, name, rows)
    yield _procedures(wording, making)
    yield _reconciliation(wording, making)
    yield _restatements(wording, making)
    yield _findings(wording, making)
    yield _alerts(wording, making)
    if making.content.period.kind in GRADED and making.plan.grades:
        yield _grades(wording, making)
    if making.number > 1:
        yield _changes(wording, making)
    yield _passport(wording, figures)
    yield _definitions(wording, making)


def _named(wording: Wording, making: Making) -> pl.DataFrame:
    """Figures with names in place of codes, rates as numbers."""
    lang = wording.lang
    names = making.content["definitions"].select("indicator", pl.col(f"name_{lang}").alias("indicator_name"))
    statuses = making.content["figures"]["status"].unique().to_list()
    words = {status: wording.status(status) for status in statuses}
    return (
        making.content["figures"]
        .join(names, on="indicator", how="left", maintain_order="left")
        .with_columns(
            pl.col("source").replace(_titles(making, lang)).alias("source_name"),
            pl.col("status").replace(words).alias("status_name"),
            pl.col("basis").replace(_words(wording, "basis", ("own", "children"))),
            pl.col("previous_shown", "year_ago_shown").cast(pl.Float64),
        )
    )


def _titles(making: Making, lang: str) -> dict[str, str]:
    """What sources are called. Editions frozen earlier name those alone that speak for an indicator."""
    both = [making.content[frame].select("source", f"title_{lang}") for frame in ("sources", "titles")]
    return dict(pl.concat(both).iter_rows())


def _words(wording: Wording, kind: str, codes: tuple[str, ...]) -> dict[str, str]:
    """Words in place of codes."""
    return {code: say(wording, f"{kind}.{code}") for code in codes}


def _sheet(
    wording: Wording, name: str, columns: tuple[tuple[str, ...], ...], rows: pl.DataFrame, chart: int = 0
) -> Sheet:
    title = say(wording, f"sheet.{name}")
    made = tuple(_column(wording, *column) for column in columns)
    return Sheet(title[:31], title, made, rows, chart)


def _column(wording: Wording, name: str, title: str, kind: str = "text") -> SheetColumn:
    word = capital(wording.cause(name)) if kind == "signed" else say(wording, f"col.{title}")
    return SheetColumn(name, word, cast("Kind", kind))


def _overall(wording: Wording, rows: pl.DataFrame) -> Sheet:
    columns = (
        ("indicator", "code"),
        ("indicator_name", "indicator", "wide"),
        *_RATE,
        *_BEFORE,
        ("year_ago_shown", "year", "per_cent"),
        ("target", "target", "per_cent"),
        ("milestone", "milestone", "per_cent"),
        ("shortfall", "shortfall", "count"),
        ("reported", "reported", "count"),
        ("expected", "expected", "count"),
        ("status_name", "status"),
        ("source_name", "source", "name"),
    )
    return _sheet(wording, "overall", columns, rows, chart=rows.height)


def _by_unit(wording: Wording, name: str, rows: pl.DataFrame) -> Sheet:
    columns = (
        ("indicator_name", "indicator", "wide"),
        *_UNIT,
        *_RATE,
        *_BEFORE,
        *_GOAL,
        ("source_name", "source", "name"),
    )
    return _sheet(wording, name, columns, rows)


def _procedures(wording: Wording, making: Making) -> Sheet:
    """By field, then by procedure; what no declared field holds comes last, the rest of the total at the very end."""
    lang = wording.lang
    columns = (
        ("indicator_name", "indicator", "wide"),
        (f"field_{lang}", "field", "wide"),
        ("procedure", "code"),
        ("procedure_name", "procedure", "wide"),
        *_RATE,
        ("source_name", "source", "name"),
    )
    ordered = making.content["definitions"].with_row_index("place")
    names = ordered.select("indicator", "place", pl.col(f"name_{lang}").alias("indicator_name"))
    rest = pl.col("procedure") == ""
    rows = (
        making.content["procedures"]
        .join(names, on="indicator")
        .sort("place", "source", rest, f"field_{lang}", "procedure", nulls_last=True)
        .with_columns(
            pl.col("source").replace(_titles(making, lang)).alias("source_name"),
            pl.when(rest)
            .then(pl.lit(say(wording, "procedures.rest")))
            .otherwise("procedure_name")
            .alias("procedure_name"),
        )
    )
    return _sheet(wording, "procedures", columns, rows)


def _reconciliation(wording: Wording, making: Making) -> Sheet:
    """Two rows for each unit that two sources count, numerator and denominator: the difference and what makes it up."""
    lang = wording.lang
    words = {side: say(wording, f"col.{side}") for side in COUNTED}
    ordered = making.content["definitions"].with_row_index("place")
    names = ordered.select("indicator", "place", pl.col(f"name_{lang}").alias("indicator_name"))
    units = making.content["figures"].select("unit", "unit_name").unique("unit")
    rows = by_unit(making.content).join(names, on="indicator").join(units, on="unit")
    spoken = rows.with_columns(
        pl.col("source", "other").replace(_titles(making, lang)), pl.col("side").replace(words).alias("side_name")
    )
    columns = (
        ("indicator_name", "indicator", "wide"),
        *_UNIT,
        ("source", "source.a", "name"),
        ("other", "source.b", "name"),
        ("side_name", "side"),
        ("first", "a", "count"),
        ("second", "b", "count"),
        ("difference", "a-b", "formula"),
        *((cause, cause, "signed") for cause in reconciliation.CAUSES),
        ("check", "check", "formula"),
        ("points", "a-b.points", "points"),
    )
    formulas = {
        "difference": "={first}-{second}",
        "check": f"=SUM({{{reconciliation.CAUSES[0]}}}:{{{reconciliation.CAUSES[-1]}}})-{{difference}}",
    }
    order = ["place", "unit", "other", "side"]
    sheet = _sheet(wording, "reconciliation", columns, spoken.sort(order, descending=[False, False, False, True]))
    made = (replace(column, formula=formulas.get(column.name, "")) for column in sheet.columns)
    return replace(sheet, columns=tuple(made))


def _restatements(wording: Wording, making: Making) -> Sheet:
    columns = (
        ("source", "source", "name"),
        *_UNIT,
        (f"measure_{wording.lang}", "measure", "wide"),
        ("period_start", "start", "day"),
        ("period_end", "end", "day"),
        ("before", "before", "count"),
        ("after", "after", "count"),
        ("changed_at", "when", "moment"),
        ("pull_id", "pull", "count"),
    )
    rows = making.content["restatements"].with_columns(pl.col("source").replace(_titles(making, wording.lang)))
    return _sheet(wording, "restatements", columns, rows)


def _findings(wording: Wording, making: Making) -> Sheet:
    columns = (
        ("severity", "severity"),
        *_UNIT,
        ("indicator", "indicator"),
        ("source", "source", "name"),
        (f"words_{wording.lang}", "words", "wide"),
        (f"remedy_{wording.lang}", "remedy", "wide"),
    )
    graver = _words(wording, "severity", ("error", "warning"))
    rows = making.content["findings"].with_columns(
        pl.col("source").replace(_titles(making, wording.lang)), pl.col("severity").replace(graver)
    )
    return _sheet(wording, "findings", columns, rows)


def _alerts(wording: Wording, making: Making) -> Sheet:
    columns = (
        ("alert_id", "number", "count"),
        *_UNIT,
        ("indicator", "indicator"),
        ("state", "state"),
        ("opened_at", "opened", "moment"),
        ("due", "due", "day"),
        ("cause", "cause", "wide"),
        ("explanation", "explanation", "wide"),
    )
    words = {code: texts[wording.lang] for code, texts in {**STATE_WORDS, **OUTCOMES}.items()}
    causes = {code: texts[wording.lang] for code, texts in CAUSES.items()}
    rows = making.content["alerts"].with_columns(pl.col("state").replace(words), pl.col("cause").replace(causes))
    return _sheet(wording, "alerts", columns, rows)


def _grades(wording: Wording, making: Making) -> Sheet:
    names = {one.code: one.name.en if wording.lang == "en" else one.name.vi for one in making.plan.grades}
    rows = graded(making.content, making.plan.grades).with_columns(pl.col("grade").replace(names))
    columns = (
        *_UNIT,
        ("judged", "judged", "count"),
        ("at_target", "at_target", "count"),
        ("at_milestone", "at_milestone", "count"),
        ("grade", "grade"),
    )
    return _sheet(wording, "grades", columns, rows)


def _changes(wording: Wording, making: Making) -> Sheet:
    columns = (
        ("indicator", "indicator"),
        *_UNIT,
        ("source", "source", "name"),
        ("before_numerator", "before", "count"),
        ("before_denominator", "before", "count"),
        ("numerator", "numerator", "count"),
        ("denominator", "denominator", "count"),
        ("rate", "rate", "rate"),
    )
    rows = making.changes.with_columns(pl.col("source").replace(_titles(making, wording.lang)))
    return _sheet(wording, "changes", columns, rows)


def _passport(wording: Wording, figures: pl.DataFrame) -> Sheet:
    columns = (
        ("indicator", "indicator"),
        ("version", "version", "count"),
        *_UNIT,
        ("source_name", "source", "name"),
        *_RATE,
        ("interval_low", "low", "per_cent"),
        ("interval_high", "high", "per_cent"),
        ("reported", "reported", "count"),
        ("expected", "expected", "count"),
        ("basis", "basis", "name"),
        ("captured_at", "when", "moment"),
        ("pull_id", "pull", "count"),
        ("evidence", "evidence", "wide"),
    )
    return _sheet(wording, "passport", columns, figures)


def _definitions(wording: Wording, making: Making) -> Sheet:
    lang = wording.lang
    columns = (
        ("indicator", "code"),
        ("version", "version", "count"),
        (f"name_{lang}", "indicator", "wide"),
        (f"numerator_{lang}", "numerator", "wide"),
        (f"denominator_{lang}", "denominator", "wide"),
        (f"legal_basis_{lang}", "legal", "wide"),
        ("lead_agency", "agency", "wide"),
        ("checked_by", "checked"),
    )
    return _sheet(wording, "definitions", columns, making.content["definitions"])


def about(making: Making, lang: str) -> str:
    """The line under each sheet's title: which period, which edition, from where."""
    wording = Wording(lang)
    period = making.content.period
    return say(
        wording,
        "sheet.about",
        period=capital(wording.period(period)),
        start=wording.day(period.start),
        end=wording.day(period.end),
        number=making.number,
        sources="; ".join(making.content["sources"][f"title_{lang}"].to_list()),
    )
