"""Reads the tables of a web page saved as .xls, as one-stop systems export them, into one grid.

A browser's own export is a page with the media type of a workbook: cells span rows and columns, numbers are shown as
formatted (``mso-number-format``, ``x:num``). lxml's HTML parser fetches nothing and expands no entity of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import LxmlError, _Element

from connectors.spreadsheet.grid import FRACTION, MOST_CELLS, Grid, Merge, grid_of

_MOST_SPANNED = 1000
"""What browsers take for the most columns one cell may span."""
_UNREAD = frozenset({"script", "style", "title", "head", "xml", "noscript", "template"})
_CLASS = re.compile(r"\.([\w-]+)\s*\{([^}]*)\}")
_FORMAT = re.compile(r"mso-number-format\s*:\s*(\"[^\"]*\"|'[^']*'|[^;]*)", re.IGNORECASE)
_GROUPED = re.compile(r"-?\d{1,3}([.,]\d{3})+")
_SENT_AS = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


class NotWhole(Exception):
    """The page ends in the middle of a table, or spans more cells than memory holds."""


def declared_charset(body: bytes) -> str | None:
    """The encoding a page names in its first lines, if Python knows it."""
    found = _SENT_AS.search(body[:4096])
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return None if name in {"", "unicode", "x-sjis"} else name


def page_grid(content: str) -> Grid:
    """All tables of a page, one below the other, other text a row of its own. Raises ``NotWhole``."""
    if content.lower().count("<table") > content.lower().count("</table"):
        raise NotWhole("ends in the middle of its table")
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = lxml.html.document_fromstring(content.encode("utf-8", "replace"), parser=parser)
    except LxmlError:
        return grid_of("", [])
    formats = {
        name: style for sheet in root.iter("style") for name, style in _CLASS.findall(sheet.text_content() or "")
    }
    rows: list[list[str]] = []
    merges: list[Merge] = []
    for part in _parts(root):
        if isinstance(part, str):
            rows.append([part])
        else:
            _add_table(part, formats, rows, merges)
    return grid_of("", rows, tuple(merges))


def _parts(root: _Element) -> Iterator[str | _Element]:
    """Innermost tables and the texts around them, in order."""
    for event, element in _walk(root):
        if event == "table":
            yield element
            continue
        text = _squeezed((element.text if event == "start" else element.tail) or "")
        if text:
            yield text


def _walk(root: _Element) -> Iterator[tuple[str, _Element]]:
    waiting: list[tuple[str, _Element]] = [("start", root)]
    while waiting:
        event, element = waiting.pop()
        is_table = event == "start" and element.tag == "table" and element.find(".//table") is None
        yield ("table", element) if is_table else (event, element)
        if event == "start" and not is_table and element.tag not in _UNREAD:
            for child in reversed(element):
                waiting += [("end", child)] + ([] if child.tag in _UNREAD else [("start", child)])


def _add_table(table: _Element, formats: dict[str, str], rows: list[list[str]], merges: list[Merge]) -> None:
    taken: set[tuple[int, int]] = set()
    lines = list(table.iter("tr"))
    first = len(rows)
    for number, line in enumerate(lines):
        cells: list[str] = []
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (number, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan"), len(lines) - number)
            across = _span(cell, "colspan")
            if len(taken) + down * across > MOST_CELLS:
                raise NotWhole("spans more cells than a table has")
            taken |= {(number + below, column + right) for below in range(down) for right in range(across)}
            cells += [""] * (column - len(cells)) + [_text(cell, formats)]
            if down * across > 1:
                top = first + number + 1
                merges.append(Merge(top, column, top + down - 1, column + across - 1))
            column += across
        rows.append(cells)


def _span(cell: _Element, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1  # noqa: PLR2004
    return max(1, min(number, _MOST_SPANNED if name == "colspan" else MOST_CELLS))


def _text(cell: _Element, formats: dict[str, str]) -> str:
    """What the cell says; a number with thousands marks as its format means it, a fraction marked as one."""
    exact = cell.get("x:num")
    if exact and re.fullmatch(r"-?\d+(\.\d+)?", exact):
        whole, _, rest = exact.partition(".")
        return exact + FRACTION if rest.strip("0") else whole
    for line_break in cell.iter("br"):
        line_break.tail = " " + (line_break.tail or "")
    text = _squeezed("".join(cell.itertext()))
    style = ";".join([str(cell.get("style") or ""), *(formats.get(n, "") for n in str(cell.get("class")).split())])
    shown = _FORMAT.search(style)
    if shown is None or _GROUPED.fullmatch(text) is None:
        return text
    pattern = shown[1].replace("\\", "").strip("\"' ")
    if re.search(r"[0#]\.0", pattern):
        return text + FRACTION
    return text.replace(",", "").replace(".", "") if "#,##0" in pattern else text


def _squeezed(text: str) -> str:
    return " ".join(text.split())
