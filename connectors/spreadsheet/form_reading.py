"""Reads one grid as a form: counts, rejects, totals compared, and what was understood. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from connectors.base import COUNT_SCHEMA, Reject, Span, count_frame
from connectors.spans import coded
from connectors.spreadsheet.forms import Form
from connectors.spreadsheet.grid import FRACTION, ROW, Grid, letter
from connectors.spreadsheet.headers import Nearest, Recognised, personal_columns, recognise
from connectors.spreadsheet.numbers import valued
from connectors.spreadsheet.options import PeriodFixed, SpreadsheetOptions
from connectors.spreadsheet.preview import ColumnSeen, FirstRow, RejectSeen, RowsSkipped, SheetSeen, TotalCheck
from connectors.spreadsheet.rows import KINDS, LOOKS_COUNTED, REJECTED, told_rows
from connectors.spreadsheet.titles import Titled, titled_period

_SHOWN_ROWS = 5
_SHOWN_REJECTS = 50
_KEPT = ("data", "total", "subtotal", "section", "part", *REJECTED)
"""Rows that go into the evidence: those with counts and the headings between them. Other text may name people."""
_LOG_COLUMNS = 2


@dataclass(frozen=True)
class SheetRead:
    """``counts`` of ``COUNT_SCHEMA``; ``kept`` the recognised columns as texts, for the evidence."""

    seen: SheetSeen
    counts: pl.DataFrame = field(default_factory=lambda: count_frame([]))
    rejects: tuple[Reject, ...] = ()
    kept: pl.DataFrame | None = None


def read_sheet(grid: Grid, forms: Sequence[Form], options: SpreadsheetOptions) -> SheetRead:
    """Recognise a form in the grid and read it; a sheet without one, or without a period, gives no counts."""
    found = recognise(grid, forms)
    if isinstance(found, Nearest):
        return SheetRead(_not_recognised(grid, found))
    titled = _period(grid, found, options)
    rows = told_rows(grid, found)
    if titled.span is None:
        problem = titled.problem or "names no period"
        return SheetRead(_seen(grid, found, rows, Titled(problem=problem)))
    cells = _cells(rows, found, options)
    counts = _counts(cells.filter(pl.col("kind") == "data", ~pl.col("bad")), found.form, titled.span)
    totals = tuple(_totals(rows, cells))
    rejects = (*_rejects(cells, found, titled.span), *_differences(totals, found, titled.span))
    seen = _seen(grid, found, rows, titled, cells=cells, totals=totals, rejects=rejects)
    return SheetRead(seen, counts, rejects, rows.filter(pl.col("kind").is_in(_KEPT)))


def _period(grid: Grid, found: Recognised, options: SpreadsheetOptions) -> Titled:
    above = grid.cells.filter(pl.col(ROW) < found.first_row)
    lines = [" ".join(filter(None, row[1:])) for row in above.iter_rows()]
    calendar = options.calendar or found.form.calendar
    titled = titled_period([line for line in lines if line], calendar)
    if not isinstance(options.period, PeriodFixed):
        return titled
    declared = coded(options.period.fixed, options.period.calendar)
    if titled.span is not None and titled.span != declared:
        return Titled(problem=f"names {titled.text!r}, but {options.period.fixed} was given for it")
    return titled if titled.problem else Titled(declared, options.period.fixed)


def _cells(rows: pl.DataFrame, found: Recognised, options: SpreadsheetOptions) -> pl.DataFrame:
    """One row a cell: [ROW, code, name, kind, section, measure, text, value, bad]."""
    measures = [f":{column.measure}" for column in found.columns.values()]
    long = rows.unpivot(
        on=measures, index=[ROW, "code", "name", "kind", "section"], variable_name="measure", value_name="text"
    ).with_columns(pl.col("measure").str.strip_prefix(":"))
    missing = {*found.form.not_reported, *options.not_reported}
    missing |= {text.lower() for text in missing}
    judged = valued(long, missing, options.thousands or found.form.thousands)
    return judged.sort(ROW, maintain_order=True)


def _counts(good: pl.DataFrame, form: Form, span: Span) -> pl.DataFrame:
    return good.select(
        pl.lit(form.series).alias("series"),
        pl.col("code").alias("unit_code"),
        pl.when(pl.col("name") != "").then(pl.col("name")).alias("unit_name"),
        "measure",
        pl.lit(span.start).alias("period_start"),
        pl.lit(span.end).alias("period_end"),
        pl.lit("").alias("procedure"),
        "value",
    ).cast(pl.Schema(COUNT_SCHEMA))


def _totals(rows: pl.DataFrame, cells: pl.DataFrame) -> Iterator[TotalCheck]:
    """Every count of a total row against all units, of a section row against the units under it."""
    stated = cells.filter(pl.col("kind").is_in(["total", "section"]), pl.col("value").is_not_null() | pl.col("bad"))
    for row, label, level, kind in (
        stated.select(ROW)
        .unique(maintain_order=True)
        .join(rows.select(ROW, pl.when(pl.col("name") != "").then("name").otherwise("number"), "level", "kind"), on=ROW)
        .sort(ROW)
        .iter_rows()
    ):
        within = pl.lit(value=True) if kind == "total" else _under(rows, row, level)
        members = cells.filter(pl.col("kind") == "data", within)
        sums = {
            measure: (added, bad)
            for measure, added, bad in members.group_by("measure")
            .agg(pl.col("value").sum(), pl.col("bad").any())
            .rows()
        }
        for measure, text, value, bad in (
            stated.filter(pl.col(ROW) == row).select("measure", "text", "value", "bad").rows()
        ):
            added, unread = sums.get(measure, (0, False))
            agrees = None if bad or unread else bool(sums) and value == added
            yield TotalCheck(row, label, measure, text, added, agrees)


def _under(rows: pl.DataFrame, row: int, level: int) -> pl.Expr:
    """Rows of a section: up to the next heading of the same or a higher level."""
    next_ones = rows.filter(pl.col("kind") == "section", pl.col(ROW) > row, pl.col("level") <= level)[ROW]
    return (pl.col(ROW) > row) & (pl.col(ROW) < (next_ones.min() if next_ones.len() else 2**62))


def _rejects(cells: pl.DataFrame, found: Recognised, span: Span) -> Iterator[Reject]:
    unread = cells.filter(
        (pl.col("bad") & pl.col("kind").is_in(["data", "total", "section"]))
        | (pl.col("kind").is_in(REJECTED) & pl.col("text").str.contains(LOOKS_COUNTED))
    )
    for cell in unread.iter_rows(named=True):
        reason = f"the row has {KINDS[cell['kind']]}" if cell["kind"] in REJECTED else "the cell is no whole number"
        yield _reject(found, span, cell[ROW], cell["measure"], cell["text"], reason, cell["code"], cell["name"])


def _differences(totals: Sequence[TotalCheck], found: Recognised, span: Span) -> Iterator[Reject]:
    for total in totals:
        if total.agrees is False:
            reason = f"the row {total.label!r} says {total.stated}, the rows it sums up add to {total.added}"
            told = _reject(found, span, total.row, total.measure, total.stated, reason, "", total.label)
            yield replace(told, rule="contradiction")


def _reject(  # noqa: PLR0913, PLR0917 - one argument per thing that is told of the cell
    found: Recognised, span: Span, row: int, measure: str, text: str, reason: str, code: str, name: str
) -> Reject:
    place = next(place for place, column in found.columns.items() if column.measure == measure)
    return Reject(
        where=f"row {row}, column {letter(place)} ({' › '.join(found.paths[place])})",
        unit_code=code,
        unit_name=name or None,
        measure=measure,
        period=span,
        value=text.removesuffix(FRACTION),
        reason=reason,
        series=found.form.series,
    )


def _not_recognised(grid: Grid, nearest: Nearest) -> SheetSeen:
    personal = sorted(
        {text for row in grid.cells.head(40).iter_rows() for place, text in enumerate(row[1:]) if _is_log(row, place)}
    )
    if len(personal) >= _LOG_COLUMNS:
        why = "it lists single dossiers with personal data, which are not read; send the table of counts"
    elif nearest.form is None:
        why = nearest.reason
    else:
        why = f"nearest is {nearest.form.code}, but {nearest.reason}"
    return SheetSeen(sheet=grid.name, form=None, form_name={}, why=why)


def _is_log(row: Sequence[str], place: int) -> bool:
    return bool(personal_columns({place: (row[place + 1],)}))


def _seen(  # noqa: PLR0913 - everything a preview shows
    grid: Grid,
    found: Recognised,
    rows: pl.DataFrame,
    titled: Titled,
    *,
    cells: pl.DataFrame | None = None,
    totals: tuple[TotalCheck, ...] = (),
    rejects: tuple[Reject, ...] = (),
) -> SheetSeen:
    numbered = ", numbered as the form" if found.formula_row is not None else ""
    return SheetSeen(
        sheet=grid.name,
        form=found.form.code,
        form_name=found.form.name.model_dump(),
        why=f"{len(found.columns)} columns are headed as the form's{numbered}; layout: {found.form.standing}",
        header_rows=(found.first_row, found.formula_row or found.last_row),
        period=titled.span,
        period_text=titled.text,
        problem=titled.problem,
        columns=tuple(_columns(found)),
        rows_read=rows.filter(pl.col("kind") == "data").height,
        counts=0 if cells is None else cells.filter(pl.col("kind") == "data", ~pl.col("bad")).height,
        skipped=tuple(_skipped(rows)),
        totals=totals,
        rejects=tuple(RejectSeen(one.where, one.value, one.reason) for one in rejects[:_SHOWN_REJECTS]),
        first=() if cells is None else tuple(_first(cells)),
    )


def _columns(found: Recognised) -> Iterator[ColumnSeen]:
    roles = {found.unit_name: "unit_name", found.unit_code: "unit_code", found.number: "number"}
    roles |= dict.fromkeys(personal_columns(found.paths), "personal")
    for place, path in found.paths.items():
        column = found.columns.get(place)
        role = "measure" if column else roles.get(place, "unknown")
        if path or column:
            yield ColumnSeen(letter(place), " › ".join(path), role, column.measure if column else None)


def _skipped(rows: pl.DataFrame) -> Iterator[RowsSkipped]:
    others = rows.filter(pl.col("kind").is_in(["data", "blank"]).not_())
    for kind, numbers in others.group_by("kind", maintain_order=True).agg(ROW).rows():
        yield RowsSkipped(tuple(numbers), kind, KINDS[kind])


def _first(cells: pl.DataFrame) -> Iterator[FirstRow]:
    data = cells.filter(pl.col("kind") == "data")
    for row in data[ROW].unique(maintain_order=True).head(_SHOWN_ROWS):
        own = data.filter(pl.col(ROW) == row)
        counts = dict(own.filter(~pl.col("bad")).select("measure", "value").rows())
        yield FirstRow(row, own["code"][0], own["name"][0], counts)
