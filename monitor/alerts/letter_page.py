"""The sheet of an official letter: margins, header block, number line, page number, places of receipt and signature.

State layout: Decree 30/2020/NĐ-CP, Annex I. Party layout: Guide 05-HD/VPTW (2026). Draft only: number, day
and signature stay blank.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from monitor.declared.alert_models import Letterhead

Docx = Any
"""A part of a document: python-docx has no types."""
FONT = "Times New Roman"
CENTER, JUSTIFY, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between the two layouts."""

    margins: tuple[int, int, int, int]
    nation: tuple[str, ...]
    number: str
    ending: str
    on_behalf: str


STYLES = {
    "state": Style(
        (20, 20, 30, 20),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        "Số:        /{symbol}",
        "./.",
        "",
    ),
    "party": Style((20, 20, 30, 15), ("ĐẢNG CỘNG SẢN VIỆT NAM",), "Số        -CV/{symbol}", ".", "T/M "),
}
"""Margins are top, bottom, left, right in millimetres."""
HEAD_WIDTHS = (68, 96)
GRID_WIDTHS = (10, 52, 22, 28, 17, 17, 18)


def sheet(style: Style) -> Docx:
    """An empty A4 page with the margins, the font, and a page number that the first page does not show."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = (Mm(side) for side in style.margins)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = top, bottom, left, right
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    return document


def heading(document: Docx, head: Letterhead, style: Style, subject: str, today: date) -> None:
    """Issuer and nation (or Party) side by side, number, place and day below."""
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(table, HEAD_WIDTHS)
    left, right = table.rows[0].cells
    line(left.paragraphs[0], head.above, size=12)
    line(left.add_paragraph(), head.issuer, size=13, bold=True, ruled=style.ending == "./.")
    if style.ending == ".":
        line(left.add_paragraph(), "*", size=13)
    for number, text in enumerate(style.nation):
        last = number == len(style.nation) - 1
        paragraph = right.paragraphs[0] if number == 0 else right.add_paragraph()
        line(paragraph, text, size=12 + last, bold=True, ruled=last)
    below, beside = table.rows[1].cells
    line(below.paragraphs[0], style.number.format(symbol=head.symbol), size=13)
    line(below.add_paragraph(), f"V/v {subject}", size=12)
    place = f"{head.place}, ngày      tháng      năm {today:%Y}"
    line(beside.paragraphs[0], place, size=14, italic=True)


def line(  # noqa: PLR0913 - how a line looks, each named at the call
    paragraph: Docx, text: str, *, size: int, bold: bool = False, italic: bool = False, ruled: bool = False
) -> None:
    """One centred line; ``ruled`` draws the rule that stands below it."""
    paragraph.alignment = CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size, run.font.name = bold, italic, Pt(size), FONT
    if ruled:
        run.underline = False
        rule = paragraph.add_run("\n" + "─" * 12)
        rule.font.size = Pt(7)


def say(document: Docx, text: str, *, bold: bool = False, align: Docx = JUSTIFY) -> Docx:
    """One paragraph of the body."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.first_line_indent = Mm(10) if align == JUSTIFY else None
    paragraph.add_run(text).bold = bold
    return paragraph


def grid(document: Docx, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A ruled table; the headings are repeated on every page."""
    table = document.add_table(rows=1, cols=len(headings))
    table.style = "Table Grid"
    marker = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(marker)  # noqa: SLF001 - python-docx has no other way
    for cell, text in zip(table.rows[0].cells, headings, strict=True):
        line(cell.paragraphs[0], text, size=12, bold=True)
    for row in rows:
        for number, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            line(paragraph, text, size=12)
            if number == 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _widths(table, GRID_WIDTHS)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def ending(document: Docx, head: Letterhead, style: Style) -> None:
    """Places of receipt at the left, the signature's position at the right; nobody's name."""
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    first = left.paragraphs[0]
    run = first.add_run("Nơi nhận:")
    run.bold, run.italic, run.font.size = style.ending == "./.", style.ending == "./.", Pt(12)
    run.underline = style.ending == "."
    last = "Lưu: VT." if style.ending == "./." else "Lưu Văn phòng."
    for text in ("Như trên;", *(f"{copy};" for copy in head.copies), last):
        paragraph = left.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(f"- {text}").font.size = Pt(11)
    if style.on_behalf:
        line(right.paragraphs[0], f"{style.on_behalf}{head.issuer}", size=14, bold=True)
        line(right.add_paragraph(), head.signer, size=14)
    else:
        line(right.paragraphs[0], head.signer, size=14, bold=True)


def _widths(table: Docx, millimetres: Sequence[int]) -> None:
    """Fix the columns; Word keeps widths by cell."""
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def _page_number(paragraph: Docx) -> None:
    paragraph.alignment = CENTER
    run = paragraph.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind is None:
            mark = OxmlElement("w:instrText")
            mark.text = text
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001 - python-docx has no fields
