"""From one file to one Batch by the forms recognised in it, and the preview of any file. Pure: it gets the bytes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from connectors.base import Batch, Evidence, Reject
from connectors.errors import ContractBroken
from connectors.spreadsheet.form_reading import SheetRead, read_sheet
from connectors.spreadsheet.forms import read_forms
from connectors.spreadsheet.grid import ROW
from connectors.spreadsheet.opening import broken, kind_of, opened
from connectors.spreadsheet.options import Columns, PeriodColumn, SpreadsheetOptions, TableRules
from connectors.spreadsheet.preview import ColumnSeen, FirstRow, Preview, RejectSeen, SheetSeen
from connectors.spreadsheet.reading import without_content
from connectors.spreadsheet.tables import read_table
from connectors.spreadsheet.tidy import tidy

_SHOWN_ROWS = 5
_SHOWN_REJECTS = 50


def read_form_file(whole: Evidence, options: SpreadsheetOptions) -> Batch:
    """Everything the forms in a file hold. The evidence is their recognised columns as CSV and the file's sha256.

    Raises ``ContractBroken`` where no sheet is a form, or a form names no period: nothing of the file is taken then.
    """
    try:
        _, sheets = _read(whole, options)
        _refuse_unread(whole, sheets)
    except ContractBroken as error:
        raise ContractBroken(error.message, error.remedy, without_content(whole)) from error
    taken = [sheet for sheet in sheets if sheet.kept is not None]
    counts = pl.concat([sheet.counts for sheet in taken])
    rejects = tuple(_in_sheet(reject, sheet, len(sheets)) for sheet in taken for reject in sheet.rejects)
    return Batch(counts, _recognised_columns(whole, taken), rejects)


def preview(whole: Evidence, options: SpreadsheetOptions) -> Preview:
    """How a file would be understood, by the column map or as a form. Raises ``ContractBroken`` if it cannot be opened.

    Nothing is stored, and columns that are not declared or recognised are named, not shown.
    """
    rules = options.rules
    if rules is not None:
        return _preview(whole, kind_of(whole), (_declared(whole, rules),))
    (kind, encoding, delimiter), sheets = _read(whole, options)
    made = _preview(whole, kind, tuple(sheet.seen for sheet in sheets))
    return replace(made, encoding=encoding, delimiter=delimiter)


def _read(
    whole: Evidence, options: SpreadsheetOptions
) -> tuple[tuple[str, str | None, str | None], tuple[SheetRead, ...]]:
    forms = read_forms(None if options.forms is None else Path(options.forms))
    file = opened(whole, options)
    return (file.kind, file.encoding, file.delimiter), tuple(read_sheet(grid, forms, options) for grid in file.grids)


def _refuse_unread(whole: Evidence, sheets: tuple[SheetRead, ...]) -> None:
    if all(sheet.seen.form is None for sheet in sheets):
        reasons = [f"{sheet.seen.sheet}: {sheet.seen.why}" if sheet.seen.sheet else sheet.seen.why for sheet in sheets]
        remedy = "Look at it with sohoa import FILE --source NAME --preview; a new layout is a file in options.forms."
        raise broken(whole, f"holds no form that is known ({'; '.join(reasons[:5]) or 'no table'})", remedy)
    for sheet in sheets:
        if sheet.seen.problem is not None:
            remedy = 'Write "Từ ngày … đến ngày …" above the table, or give its period: --period, options.period.'
            raise broken(whole, f"({sheet.seen.form}) {sheet.seen.problem}", remedy)


def _in_sheet(reject: Reject, sheet: SheetRead, sheets: int) -> Reject:
    if sheets == 1 or not sheet.seen.sheet:
        return reject
    return replace(reject, where=f"sheet {sheet.seen.sheet}, {reject.where}")


def _recognised_columns(whole: Evidence, taken: list[SheetRead]) -> Evidence:
    kept = [
        sheet.kept.select(pl.lit(sheet.seen.sheet).alias("sheet"), pl.all()).drop("section", "level")
        for sheet in taken
        if sheet.kept is not None
    ]
    table = pl.concat(kept, how="diagonal").rename(lambda name: "row" if name == ROW else name.removeprefix(":"))
    seen = [sheet.seen for sheet in taken]
    known = {
        "form": ", ".join(dict.fromkeys(str(one.form) for one in seen)),
        "period": ", ".join(dict.fromkeys(f"{one.period.start}..{one.period.end}" for one in seen if one.period)),
        "rows": str(sum(one.rows_read for one in seen)),
    }
    bare = without_content(whole)
    body = table.write_csv().encode()
    return replace(bare, media_type="text/csv", body=body, provenance={**bare.provenance, **known})


def _preview(whole: Evidence, kind: str, sheets: tuple[SheetSeen, ...]) -> Preview:
    return Preview(
        file=whole.provenance["file"],
        sha256=whole.sha256,
        size=whole.size,
        kind=kind,
        encoding=None,
        delimiter=None,
        sheets=sheets,
    )


def _declared(whole: Evidence, rules: TableRules) -> SheetSeen:
    table = read_table(whole, rules)
    counts, rejects = tidy(table, rules)
    return SheetSeen(
        sheet=rules.sheet or "",
        form=None,
        form_name={},
        why="read by the column map of this source (options.columns)",
        header_rows=(rules.header_row, rules.header_row),
        columns=tuple(_declared_columns(rules.columns)),
        rows_read=counts.select("unit_code", "unit_name", "period_start", "procedure").n_unique(),
        counts=counts.height,
        rejects=tuple(RejectSeen(one.where, one.value, one.reason) for one in rejects[:_SHOWN_REJECTS]),
        first=_first(table, rules.columns),
    )


def _declared_columns(columns: Columns) -> list[ColumnSeen]:
    period = columns.period.column if isinstance(columns.period, PeriodColumn) else None
    keys = {"unit_code": columns.unit_code, "unit_name": columns.unit_name, "procedure": columns.procedure}
    seen = [ColumnSeen("", header, role) for role, header in {**keys, "period": period}.items() if header]
    if columns.metric is not None:
        named = (columns.metric.column, columns.metric.numerator, columns.metric.denominator)
        return seen + [ColumnSeen("", header, "metric") for header in named]
    return seen + [ColumnSeen("", header, "measure", measure) for measure, header in columns.measures.items()]


def _first(table: pl.DataFrame, columns: Columns) -> tuple[FirstRow, ...]:
    """The first rows as they are written, for the eye; a text that is no count is among the rejects."""
    return tuple(
        FirstRow(
            row[ROW],
            row.get(columns.unit_code or "") or "",
            row.get(columns.unit_name or "") or "",
            {m: int(row[h]) if str(row[h]).isdecimal() else None for m, h in columns.measures.items()},
        )
        for row in table.head(_SHOWN_ROWS).iter_rows(named=True)
    )
