"""Finds the cells of an XLSX sheet whose formula failed (#REF!, #DIV/0!), which readers report as empty.

An empty cell means "not reported"; a failed formula does not, so the two must be told apart.
Format: ECMA-376 part 1 §18.3.1.4, a cell ``<c r="E7" t="e">``.
"""

from __future__ import annotations

import io
import re
from html import unescape
from zipfile import BadZipFile, ZipFile

ERROR_CELL = "#ERROR"
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b(?=[^>]*\st=\"e\")[^>]*\sr=\"([A-Z]{1,3})(\d{1,7})\"")


def error_cells(body: bytes, sheet: str) -> list[tuple[int, int]]:
    """Row (from 1) and column (from 0) of every failed cell of ``sheet``; none for a file that is no XLSX."""
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            part = _part(archive, sheet)
            content = archive.read(part) if part else b""
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, UnicodeDecodeError):
        return []
    return [(int(row), _column(letters.decode())) for letters, row in _ERROR.findall(content)]


def unpacked_size(body: bytes) -> int | None:
    """Bytes a zipped workbook says it unpacks to; None for another kind of file."""
    try:
        with ZipFile(io.BytesIO(body)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (BadZipFile, OSError, UnicodeDecodeError):
        return None


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
