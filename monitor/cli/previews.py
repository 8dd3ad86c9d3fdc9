"""How ``sohoa import --preview`` shows what was understood of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl
import typer

from monitor.cli.show import json_out, table_out

if TYPE_CHECKING:
    from connectors.spreadsheet import Preview
    from connectors.spreadsheet.preview import SheetSeen

ROLES = {
    "measure": ("số liệu", "count"),
    "metric": ("chỉ số", "metric"),
    "unit_name": ("tên đơn vị", "unit name"),
    "unit_code": ("mã đơn vị", "unit code"),
    "procedure": ("mã TTHC", "procedure"),
    "period": ("kỳ", "period"),
    "number": ("số thứ tự", "row number"),
    "personal": ("dữ liệu cá nhân: không đọc", "personal data: not read"),
    "unknown": ("không nhận ra: không đọc", "not recognised: not read"),
}
KINDS = {
    "total": ("dòng tổng: đối chiếu, không cộng", "total: compared, not counted"),
    "subtotal": ("dòng cộng một phần: không cộng", "total of some rows: not counted"),
    "section": ("tiêu đề nhóm", "heading of a section"),
    "part": ("chi tiết của dòng trên: đã tính ở dòng trên", "details of the row above: counted in it"),
    "orphan": ("chi tiết của dòng không có số liệu: giữ lại", "details of a row without counts: held back"),
    "unnamed": ("có số liệu nhưng không có tên đơn vị: giữ lại", "counts without a unit: held back"),
    "unnumbered": ("có số liệu nhưng không có số thứ tự: giữ lại", "counts without a row number: held back"),
    "text": ("chữ, không có số liệu", "text without counts"),
}
AGREES = {True: ("khớp", "agrees"), False: ("LỆCH", "DIFFERS"), None: ("không so được", "cannot be compared")}
_LISTED_ROWS = 8


def preview_json(preview: Preview) -> None:
    """The preview as one JSON document; ``ready`` says whether an import would take a count."""
    json_out({**asdict(preview), "ready": preview.ready})


def preview_table(preview: Preview, lang: str) -> None:
    """The preview as tables, one group a sheet, in the language of the screen."""
    size = f"{preview.size:,}".replace(",", ".")
    how = " · ".join(filter(None, (preview.kind, preview.encoding, _mark(preview.delimiter))))
    typer.echo(f"{preview.file} · {how} · {size} byte · sha256 {preview.sha256[:12]}…")
    for sheet in preview.sheets:
        _sheet(sheet, lang)
    if preview.ready:
        typer.echo(
            {"vi": "Chưa lưu gì. Bỏ --preview để nhập.", "en": "Nothing is stored. Import without --preview."}[lang]
        )
    else:
        typer.echo({"vi": "Không nhận được số liệu nào.", "en": "No count would be taken."}[lang])


def _mark(delimiter: str | None) -> str:
    return "" if delimiter is None else {"\t": "tab"}.get(delimiter, delimiter)


def _sheet(sheet: SheetSeen, lang: str) -> None:
    pick = 1 if lang == "en" else 0
    typer.echo("")
    for line in _lines(sheet, lang):
        typer.echo(line)
    if not sheet.columns:
        return
    table_out(*_columns(sheet, pick))
    for frame, headings in (_skipped(sheet, pick), _totals(sheet, pick), _rejects(sheet, pick), _first(sheet, pick)):
        if frame.height:
            typer.echo("")
            table_out(frame, headings)


def _lines(sheet: SheetSeen, lang: str) -> Iterator[str]:
    words = {
        "vi": (
            "Trang tính",
            "Biểu",
            "không nhận ra biểu nào",
            "Dòng tiêu đề",
            "Kỳ",
            "Vướng mắc",
            "dòng đơn vị",
            "Dòng tổng",
        ),
        "en": ("Sheet", "Form", "no form recognised", "Header rows", "Period", "Problem", "rows of units", "Totals"),
    }[lang]
    if sheet.sheet:
        yield f"{words[0]}: {sheet.sheet}"
    yield f"{words[1]}: {sheet.form or words[2]} {sheet.form_name.get(lang, '')} ({sheet.why})"
    if sheet.header_rows is not None:
        yield f"{words[3]}: {sheet.header_rows[0]}–{sheet.header_rows[1]}"
    if sheet.period is not None:
        yield f"{words[4]}: {sheet.period.start:%d/%m/%Y}–{sheet.period.end:%d/%m/%Y} ({sheet.period_text!r})"
    if sheet.problem is not None:
        yield f"{words[5]}: {sheet.problem}"
    if sheet.form is not None or sheet.counts:
        yield f"{sheet.rows_read} {words[6]}, {sheet.counts} {ROLES['measure'][0 if lang == 'vi' else 1]}"
    if sheet.totals:
        agreed = sum(one.agrees is True for one in sheet.totals)
        yield f"{words[7]}: {agreed}/{len(sheet.totals)} {AGREES[True][0 if lang == 'vi' else 1]}"


Shown = tuple[pl.DataFrame, dict[str, str]]


def _columns(sheet: SheetSeen, pick: int) -> Shown:
    rows = [(one.letter, one.header, ROLES[one.role][pick], one.measure) for one in sheet.columns]
    return _table(
        rows, ("Cột", "Tiêu đề", "Hiểu là", "Số liệu"), ("Column", "Header", "Understood as", "Measure"), pick
    )


def _skipped(sheet: SheetSeen, pick: int) -> Shown:
    rows = [(_some(one.rows), KINDS[one.kind][pick]) for one in sheet.skipped]
    return _table(rows, ("Dòng khác", "Lý do"), ("Other rows", "Reason"), pick)


def _totals(sheet: SheetSeen, pick: int) -> Shown:
    rows = [
        (str(one.row), one.label, one.measure, one.stated, str(one.added), AGREES[one.agrees][pick])
        for one in sheet.totals
        if not one.agrees
    ]
    vi = ("Dòng tổng", "Tên", "Số liệu", "Trong tệp", "Cộng các dòng", "Đối chiếu")
    return _table(rows, vi, ("Total row", "Name", "Measure", "In the file", "Rows added", "Compared"), pick)


def _rejects(sheet: SheetSeen, pick: int) -> Shown:
    rows = [(one.where, one.value, one.reason) for one in sheet.rejects]
    return _table(rows, ("Giữ lại ở", "Ghi là", "Lý do"), ("Held back at", "Written", "Reason"), pick)


def _first(sheet: SheetSeen, pick: int) -> Shown:
    measures = [one.measure for one in sheet.columns if one.measure is not None]
    rows = [
        (str(one.row), one.unit_name or one.unit_code, *(_count(one.counts.get(m)) for m in measures))
        for one in sheet.first
    ]
    letters = [one.letter or str(one.measure) for one in sheet.columns if one.measure is not None]
    return _table(rows, ("Dòng đầu", "Đơn vị", *letters), ("First rows", "Unit", *letters), pick)


def _count(value: int | None) -> str | None:
    return None if value is None else str(value)


def _table(rows: Sequence[tuple[str | None, ...]], vi: tuple[str, ...], en: tuple[str, ...], pick: int) -> Shown:
    headings = {str(place): text for place, text in enumerate((vi, en)[pick])}
    return pl.DataFrame(rows, schema=dict.fromkeys(headings, pl.String), orient="row"), headings


def _some(rows: tuple[int, ...]) -> str:
    listed = ", ".join(map(str, rows[:_LISTED_ROWS]))
    return listed if len(rows) <= _LISTED_ROWS else f"{listed}, … ({len(rows)})"
