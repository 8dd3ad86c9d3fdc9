"""Writes the annexes as an .xlsx: numbers as numbers, rates as formulas, texts never as formulas, ready to print."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from monitor.kpi import division
from monitor.reports.compose import Making
from monitor.reports.sheets import Sheet, SheetColumn, about, sheets
from monitor.reports.speaking import say
from monitor.reports.wording import Wording
from monitor.words import ZONE

Write = Callable[[int, int, Any], None]
HEADER = 4
"""Row of the column titles, counted from 0: title, about, marks, an empty row come before."""
_WIDTHS = {
    "text": 14,
    "wide": 34,
    "name": 33,
    "count": 11,
    "signed": 12,
    "formula": 12,
    "rate": 10,
    "per_cent": 11,
    "points": 11,
    "day": 12,
    "moment": 17,
}
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "about": {"font_color": "#475569"},
    "mark": {"bold": True, "font_color": "#9a3412"},
    "head": {
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "border": 1,
        "bg_color": "#e2e8f0",
    },
    "down": {"font_color": "#9a3412"},
    "text": {"border": 1, "valign": "top"},
    "wide": {"border": 1, "valign": "top", "text_wrap": True},
    "name": {"border": 1, "valign": "top", "text_wrap": True},
    "count": {"border": 1, "valign": "top", "num_format": "#,##0"},
    "signed": {"border": 1, "valign": "top", "num_format": "+#,##0;-#,##0;0"},
    "formula": {"border": 1, "valign": "top", "num_format": "+#,##0;-#,##0;0"},
    "rate": {"border": 1, "valign": "top", "num_format": '0.00"%"'},
    "per_cent": {"border": 1, "valign": "top", "num_format": '0.00"%"'},
    "points": {"border": 1, "valign": "top", "num_format": "+0.00;-0.00;0.00"},
    "day": {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy", "align": "center"},
    "moment": {"border": 1, "valign": "top", "num_format": "dd/mm/yyyy hh:mm", "align": "center"},
}
_WRAPPED = ("wide", "name")
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_A4 = 9
_LINE, _HEAD = 15, 4
"""Height of a line of text in points; lines of the column titles."""


def workbook(making: Making, lang: str, made_at: datetime) -> bytes:
    """The annexes of an edition. ``made_at`` is written into the file's properties, so that it renders alike again."""
    body = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    book = xlsxwriter.Workbook(body, {"constant_memory": True, **plain})
    book.set_properties({"title": about(making, lang), "created": made_at.astimezone(ZONE).replace(tzinfo=None)})
    book.set_calc_mode("auto")
    formats = {name: book.add_format({**_FONT, **kind}) for name, kind in _FORMATS.items()}
    marks = [say(Wording(lang), "note.simulated")] if making.content.simulated else []
    for sheet in sheets(making, lang):
        _Page(book, formats, sheet).write(about(making, lang), marks, say(Wording(lang), "sheet.empty"))
    book.close()
    return body.getvalue()


class _Page:
    """One sheet being written."""

    def __init__(self, book: Any, formats: dict[str, Any], sheet: Sheet) -> None:  # noqa: ANN401 - no types in the library
        self._book = book
        self._formats = formats
        self._sheet = sheet
        self._page = book.add_worksheet(sheet.name)

    def write(self, about_text: str, marks: Sequence[str], empty: str) -> None:
        sheet, page = self._sheet, self._page
        page.write_string(0, 0, sheet.title, self._formats["title"])
        page.write_string(1, 0, about_text, self._formats["about"])
        for row, mark in enumerate(marks, start=2):
            page.write_string(row, 0, mark, self._formats["mark"])
        page.set_row(HEADER, _HEAD * _LINE)
        for number, column in enumerate(sheet.columns):
            page.set_column(number, number, _WIDTHS[column.kind])
            page.write_string(HEADER, number, column.title, self._formats["head"])
        self._rows()
        if sheet.rows.is_empty():
            page.write_string(HEADER + 1, 0, empty, self._formats["about"])
        else:
            self._colours()
        if sheet.chart:
            self._chart()
        self._paper(marks)

    def _rows(self) -> None:
        """Row by row: what is written leaves the memory."""
        writers = [self._writer(column) for column in self._sheet.columns]
        heights = self._lines() * _LINE
        for row, values in enumerate(self._values().iter_rows(), start=HEADER + 1):
            self._page.set_row(row, heights[row - HEADER - 1])
            for number, (write, value) in enumerate(zip(writers, values, strict=True)):
                write(row, number, value)

    def _lines(self) -> pl.Series:
        """How many lines each row's longest wrapped text takes: not every program finds that out by itself.

        A column is as wide as so many digits, which are wider than letters.
        """
        needed = [
            (pl.col(column.name).cast(pl.String).str.len_chars().fill_null(0) + letters - 1) // letters
            for column in self._sheet.columns
            if column.kind in _WRAPPED and (letters := _WIDTHS[column.kind] * 23 // 20)
        ]
        return self._sheet.rows.select(pl.max_horizontal(pl.lit(1, pl.UInt32), *needed).alias("lines"))["lines"]

    def _values(self) -> pl.DataFrame:
        """A column for each of the sheet's, moments in Vietnam's time, rates for readers that do not compute."""
        columns = self._sheet.columns
        made = []
        for number, column in enumerate(columns):
            value = pl.col(column.name)
            if column.kind == "rate":
                value = division.rate(pl.col(columns[number - 2].name), pl.col(columns[number - 1].name))
            if column.kind == "moment":
                value = value.dt.convert_time_zone(str(ZONE)).dt.replace_time_zone(None)
            made.append(value.alias(str(number)))
        return self._sheet.rows.select(made)

    def _writer(self, column: SheetColumn) -> Write:
        page, kind = self._page, self._formats[column.kind]
        if column.kind == "rate":
            return self._rate
        if column.kind == "formula":
            return self._formula(column.formula)
        write = {
            "text": page.write_string,
            "wide": page.write_string,
            "name": page.write_string,
            "day": page.write_datetime,
        }.get(column.kind, page.write_datetime if column.kind == "moment" else page.write_number)

        def known(row: int, number: int, value: object) -> None:
            if value is None:
                page.write_blank(row, number, None, kind)
            else:
                write(row, number, value, kind)

        return known

    def _rate(self, row: int, number: int, value: float | None) -> None:
        """Numerator ÷ denominator of the two cells before: a reader can check it, and nothing divides by zero."""
        top, bottom = xl_rowcol_to_cell(row, number - 2), xl_rowcol_to_cell(row, number - 1)
        formula = f'=IF(N({bottom})=0,"",100*{top}/{bottom})'
        self._page.write_formula(row, number, formula, self._formats["rate"], "" if value is None else value)

    def _formula(self, template: str) -> Write:
        """The formula of a column, over cells of its own row."""
        letters = {one.name: f"{xl_col_to_name(place)}#" for place, one in enumerate(self._sheet.columns)}
        whole = template.format_map(letters)

        def formula(row: int, number: int, value: float) -> None:
            self._page.write_formula(row, number, whole.replace("#", str(row + 1)), self._formats["formula"], value)

        return formula

    def _colours(self) -> None:
        """Bars behind the rates: length says more than a colour alone, and prints in grey."""
        last = HEADER + self._sheet.rows.height
        for number, column in enumerate(self._sheet.columns):
            if column.kind == "rate":
                bar = {
                    "type": "data_bar",
                    "bar_color": "#93c5fd",
                    "bar_solid": True,
                    "min_type": "num",
                    "max_type": "num",
                    "min_value": 0,
                    "max_value": 100,
                }
                self._page.conditional_format(HEADER + 1, number, last, number, bar)
            if column.kind in {"points", "formula"}:
                down = {
                    "type": "cell",
                    "criteria": "<",
                    "value": 0,
                    "format": self._formats["down"],
                }
                self._page.conditional_format(HEADER + 1, number, last, number, down)

    def _chart(self) -> None:
        names = [column.name for column in self._sheet.columns]
        label, rate = names.index("indicator_name"), names.index("rate")
        first, last = HEADER + 1, HEADER + self._sheet.chart
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": self._sheet.columns[rate].title,
                "categories": [self._sheet.name, first, label, last, label],
                "values": [self._sheet.name, first, rate, last, rate],
                "fill": {"color": "#2563eb"},
                "data_labels": {"value": True, "num_format": '0.00"%"'},
            }
        )
        chart.set_title({"name": self._sheet.title})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"min": 0, "max": 100, "num_format": '0"%"'})
        chart.set_legend({"none": True})
        chart.set_size({"width": 900, "height": 60 + 34 * self._sheet.chart})
        self._page.insert_chart(last + 3, 0, chart)

    def _paper(self, marks: Sequence[str]) -> None:
        page, sheet = self._page, self._sheet
        last = HEADER + max(sheet.rows.height, 1)
        page.freeze_panes(HEADER + 1, 0)
        page.autofilter(HEADER, 0, last, len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        page.repeat_rows(HEADER)
        if not sheet.chart:
            page.print_area(0, 0, last, len(sheet.columns) - 1)
        page.set_footer(f"&L{' '.join(marks)}&R&P/&N")
