"""Looks into an XLSX sheet for what readers do not tell: failed formulas (#REF!, #DIV/0!), merged cells, far cells.

An empty cell means "not reported"; a failed formula does not, so the two must be told apart.
Format: ECMA-376 part 1 §18.3.1.4, a cell ``<c r="E7" t="e">``; §18.3.1.54, ``<mergeCell ref="A1:C2"/>``.
"""

from __future__ import annotations

import io
import re
from html import unescape
from zipfile import BadZipFile, ZipFile

MOST_CELLS = 50_000_000
"""Largest rectangle of cells that is opened: a million rows of fifty columns."""
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\st=\"e\")[^>]*\sr=\"([A-Z]{1,3})(\d{1,7})\"")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*\sr=\"([A-Z]{1,3})(\d{1,7})\"")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\sref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_FILLED = re.compile(rb"<(?:\w+:)?c\b[^>]*\sr=\"([A-Z]{1,3})\d{1,7}\"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b")
_FAR = re.compile(rb"<(?:\w+:)?c\b[^>]*\sr=\"(?:[A-Z]{3}\d|[A-Z]{2}\d{6})")
"""A cell in column AAA or beyond, or beyond Z in row 100 000 or beyond: only then all cells are looked at."""


def error_cells(body: bytes, sheet: str) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of every failed cell of ``sheet``; none for a file that is no XLSX."""
    return [(int(row), _column(letters.decode())) for letters, row in _ERROR.findall(_content(body, sheet))]


def merged_cells(body: bytes, sheet: str) -> list[tuple[int, int, int, int]]:
    """Top row and left column, bottom row and right column of every merged cell; rows from 1, columns from 0."""
    found = _MERGE.findall(_content(body, sheet))
    return [(int(r), _column(c.decode()), int(r2), _column(c2.decode())) for c, r, c2, r2 in found]


def first_column(body: bytes, sheet: str) -> int:
    """The leftmost column (from 0) with a cell, where readers begin to count."""
    letters = set(_FILLED.findall(_content(body, sheet)))
    return min((_column(found.decode()) for found in letters), default=0)


def too_wide(body: bytes, sheet: str) -> bool:
    """Whether one stray cell, as XFD1048576, spans ``sheet`` over more cells than memory holds.

    A reader makes room for the whole rectangle from the first cell to the last, and dies where there is none.
    """
    content = _content(body, sheet)
    if _FAR.search(content) is None:
        return False
    last_column = last_row = 0
    for cell in _CELL.finditer(content):
        last_column = max(last_column, _column(cell[1].decode()) + 1)
        last_row = max(last_row, int(cell[2]))
    return last_column * last_row > MOST_CELLS


def unpacked_size(body: bytes) -> int | None:
    """Bytes a zipped workbook says it unpacks to; None for another kind of file."""
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, UnicodeDecodeError):
        return None


def _content(body: bytes, sheet: str) -> bytes:
    """The sheet as it is written in the package; nothing for a file that is no XLSX."""
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            part = _part(archive, sheet)
            return archive.read(part) if part else b""
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError):
        return b""


def _part(archive: ZipFile, sheet: str) -> str | None:
    """The part of the package that holds the sheet, through the workbook's relations."""
    workbook = archive.read("xl/workbook.xml").decode("utf-8")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    wanted = next(
        (_attribute(tag, r"\w+:id") for tag in _SHEET.findall(workbook) if _attribute(tag, "name") == sheet), ""
    )
    target = next((_attribute(t, "Target") for t in _RELATION.findall(relations) if _attribute(t, "Id") == wanted), "")
    if not target:
        return None
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}\s*=\s*([\"'])(.*?)\1", tag)
    return unescape(found[2]) if found else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
