"""Makes config/reports/*.docx anew: the Word templates of the report, which staff then edit in Word.

State layout: Decree 30/2020/NĐ-CP (A4, margins, Times New Roman, page number centred in the top margin from page 2).
Party layout: Regulation 399-QĐ/TW (2026) with Guide 05-HD/VPTW. Run: .venv/bin/python scripts/report_templates.py
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FOLDER = Path(__file__).parent.parent / "config" / "reports"
FONT = "Times New Roman"
CENTER, LEFT, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
MADE = datetime(2026, 11, 24, tzinfo=UTC)
"""A date of its own, so that making the files again changes nothing."""


@dataclass(frozen=True)
class Look:
    """What the two layouts differ in. Margins in millimetres: top, bottom, left, right; sizes in points."""

    name: str
    margins: tuple[int, int, int, int]
    body: int
    exact: int | None
    part: str


STATE = Look("state", (20, 20, 30, 20), 13, None, "{{ part.number }}. {{ part.text }}")
PARTY = Look("party", (20, 20, 30, 15), 14, 18, "{{ part.number }}- {{ part.text }}")

OVERALL = (
    (42, LEFT),
    (16, RIGHT),
    (16, RIGHT),
    (15, RIGHT),
    (15, RIGHT),
    (15, RIGHT),
    (15, RIGHT),
    (13, RIGHT),
    (14, RIGHT),
)
BELOW = (
    (10, CENTER),
    (32, LEFT),
    (14, RIGHT),
    (14, RIGHT),
    (16, RIGHT),
    (15, RIGHT),
    (14, RIGHT),
    (21, LEFT),
    (25, LEFT),
)
SHORT = ((10, CENTER), (58, LEFT), (18, RIGHT), (18, RIGHT), (19, RIGHT), (19, RIGHT), (19, RIGHT))
TASKS = ((10, CENTER), (36, LEFT), (92, LEFT), (23, CENTER))


def main() -> None:
    """Write both templates."""
    FOLDER.mkdir(exist_ok=True)
    for look in (STATE, PARTY):
        document = _blank(look)
        _head(document, look)
        _title(document)
        _body(document, look)
        _foot(document, look)
        document.save(FOLDER / f"{look.name}.docx")


def _blank(look: Look) -> Any:
    document = Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    properties.created = properties.modified = MADE
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, bottom, left, right = (Mm(margin) for margin in look.margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _page_number(section.header.paragraphs[0])
    for name in ("Normal", "Heading 1", "Heading 2"):
        _font(document.styles[name], look.body, bold=name != "Normal")
    normal = document.styles["Normal"].paragraph_format
    normal.space_after, normal.space_before = Pt(6), Pt(0)
    if look.exact:
        normal.line_spacing_rule, normal.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(look.exact)
    for name in ("Heading 1", "Heading 2"):
        heading = document.styles[name].paragraph_format
        heading.space_before, heading.space_after, heading.keep_with_next = Pt(6), Pt(6), True
    return document


def _font(style: Any, size: int, *, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic = False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        if fonts.get(qn(theme)) is not None:
            del fonts.attrib[qn(theme)]
    color = style.element.rPr.find(qn("w:color"))
    if color is not None:
        style.element.rPr.remove(color)


def _page_number(paragraph: Any) -> None:
    paragraph.alignment = CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001 - the library has no call for a field


def _head(document: Any, look: Look) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    _widths(table, (66, 96))
    _tight(table)
    _line(left, "{{ paper.above }}", 12, first=True)
    _line(left, "{{ paper.body }}", 12, bold=True)
    if look is PARTY:
        _line(left, "*", 13)
    else:
        _rule(left, 18)
    _line(left, "{{ paper.number }}", 13)
    if look is PARTY:
        _line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", 14, bold=True, first=True, underline=True)
    else:
        _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, first=True)
        _line(right, "Độc lập - Tự do - Hạnh phúc", 13, bold=True)
        _rule(right, 20)
    _line(right, "{{ paper.dated }}", 13, italic=True)


def _title(document: Any) -> None:
    _plain(document, "{{ title }}", 14, align=CENTER, bold=True, before=12)
    _plain(document, "{{ subject }}", 14, align=CENTER, bold=True)
    rule = _plain(document, "", 6, align=CENTER)
    _bottom(rule, 60)


def _body(document: Any, look: Look) -> None:
    _tag(document, "{%p for note in notes %}")
    note = _plain(document, "{{ note }}", look.body - 1, bold=True)
    _box(note)
    _tag(document, "{%p endfor %}")
    _loop(document, "line in opening", "{{ line }}")
    _tag(document, "{%p for part in parts %}")
    document.add_paragraph(look.part, style="Heading 1")
    _tag(document, "{%p for section in part.sections %}")
    _tag(document, "{%p if section.text %}")
    document.add_paragraph("{{ section.number }}. {{ section.text }}", style="Heading 2")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p for block in section.blocks %}")
    _tag(document, "{%p if block.type == 'paragraph' %}")
    _paragraph(document, "{{ block.text }}")
    _tag(document, "{%p elif block.type == 'item' %}")
    _paragraph(document, "- {{ block.text }}")
    for kind, columns in (("overall", OVERALL), ("below", BELOW), ("short", SHORT), ("tasks", TASKS)):
        _tag(document, f"{{%p elif block.type == 'table' and block.kind == '{kind}' %}}")
        _plain(document, "{{ block.caption }}", look.body - 1, align=CENTER, bold=True, keep=True)
        _grid(document, columns)
        _plain(document, "", 6)
    for _ in ("block", "blocks", "sections", "parts"):
        _tag(document, "{%p endif %}" if _ == "block" else "{%p endfor %}")
    _paragraph(document, "{{ closing }}").paragraph_format.keep_with_next = True


def _foot(document: Any, look: Look) -> None:
    table = document.add_table(rows=1, cols=2)
    _widths(table, (80, 82))
    left, right = table.rows[0].cells
    _line(
        left,
        "{{ paper.copies_title }}",
        12,
        bold=look is STATE,
        italic=look is STATE,
        first=True,
        align=LEFT,
        underline=look is PARTY,
    )
    _line(left, "{%p for recipient in paper.recipients %}", 11, align=LEFT)
    _line(left, "- {{ recipient }}", 11, align=LEFT)
    _line(left, "{%p endfor %}", 11, align=LEFT)
    _line(right, "{%p for line in paper.signature %}", 13, first=True)
    _line(right, "{{ line }}", 13, bold=True)
    _line(right, "{%p endfor %}", 13)
    for _ in range(4):
        _line(right, "", 13)
    row = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - keeps the signature on one page
    row.append(OxmlElement("w:cantSplit"))


def _grid(document: Any, columns: tuple[tuple[int, Any], ...]) -> None:
    """Header, a row for the loop's beginning, the row itself, a row for its end."""
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    _widths(table, tuple(width for width, _ in columns))
    header, begin, line, end = table.rows
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - a row stays on one page
    mark = OxmlElement("w:tblHeader")
    header._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - repeats the header on every page
    for number, (_, align) in enumerate(columns):
        _line(header.cells[number], f"{{{{ block.columns[{number}] }}}}", 10, bold=True, first=True)
        _line(line.cells[number], f"{{{{ row[{number}] }}}}", 10, first=True, align=align)
    for row, text in ((begin, "{%tr for row in block.rows %}"), (end, "{%tr endfor %}")):
        _line(row.cells[0], text, 10, first=True, align=LEFT)


def _tight(table: Any) -> None:
    """No room inside the cells: the country's name stands on one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - the library has no call for cell margins


def _widths(table: Any, widths: tuple[int, ...]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _line(
    cell: Any,
    text: str,
    size: int,
    *,
    align: Any = CENTER,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    first: bool = False,
) -> Any:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic, run.underline = Pt(size), bold, italic, underline
    return paragraph


def _plain(
    document: Any, text: str, size: int, *, align: Any = LEFT, bold: bool = False, before: int = 0, keep: bool = False
) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(2)
    paragraph.paragraph_format.keep_with_next = keep
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    return paragraph


def _paragraph(document: Any, text: str) -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _loop(document: Any, what: str, text: str) -> None:
    _tag(document, f"{{%p for {what} %}}")
    _paragraph(document, text)
    _tag(document, "{%p endfor %}")


def _tag(document: Any, text: str) -> None:
    document.add_paragraph(text)


def _rule(cell: Any, indent: int) -> None:
    paragraph = cell.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run("").font.size = Pt(2)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(3)
    _bottom(paragraph, indent)


def _bottom(paragraph: Any, indent: int) -> None:
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(indent)
    _borders(paragraph, ("bottom",))


def _box(paragraph: Any) -> None:
    _borders(paragraph, ("top", "left", "bottom", "right"))


def _borders(paragraph: Any, sides: tuple[str, ...]) -> None:
    borders = OxmlElement("w:pBdr")
    for side in sides:
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - the library has no call for borders


if __name__ == "__main__":
    main()
