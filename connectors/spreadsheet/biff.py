"""Looks into an XLS file for what readers do not tell: merged cells, failed formulas, the first column in use.

Formats: [MS-CFB] compound file, [MS-XLS] records. A file that is not as described says nothing here; the reader that
opens its cells judges it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.spreadsheet.grid import Merge

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_BOUNDSHEET, _BOF, _EOF = 0x0085, 0x0809, 0x000A
_MERGED, _BOOLERR, _FORMULA = 0x00E5, 0x0205, 0x0006
_CELLS = frozenset({_BOOLERR, _FORMULA, 0x0203, 0x027E, 0x00FD, 0x0204, 0x00BD, 0x00D6})
"""Records of one cell or a run of cells with a value; each begins with row and column."""
_FAILED = b"\x02"
_NO_NUMBER = b"\xff\xff"


@dataclass
class Sheet:
    """What one sheet holds besides its values; rows from 1, columns from 0."""

    merges: list[Merge] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    first_column: int = 0


def sheet_of(body: bytes, name: str) -> Sheet | None:
    """The named sheet of an XLS file, or None where the file does not say it in the described way."""
    try:
        workbook = _stream(body)
        start = dict(_sheets(workbook))[name]
        return _read(workbook, start)
    except (struct.error, IndexError, KeyError, ValueError, UnicodeDecodeError):
        return None


def _stream(body: bytes) -> bytes:
    """The stream "Workbook" of the compound file."""
    size = 1 << struct.unpack_from("<H", body, 30)[0]
    if size not in {512, 4096}:
        raise ValueError("no sector size")
    fat = _fat(body, size)
    first = struct.unpack_from("<I", body, 48)[0]
    directory = _chain(body, fat, first, size)
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + max(0, length - 2)].decode("utf-16-le") in {"Workbook", "Book"}:
            start, bytes_held = struct.unpack_from("<II", directory, at + 116)
            return _chain(body, fat, start, size)[:bytes_held]
    raise KeyError("Workbook")


def _fat(body: bytes, size: int) -> list[int]:
    sectors = list(struct.unpack_from("<109I", body, 76))
    further = struct.unpack_from("<I", body, 68)[0]
    for _ in range(len(body) // size):
        if further >= _END:
            break
        *listed, further = struct.unpack_from(f"<{size // 4}I", body, (further + 1) * size)
        sectors += listed
    return [
        entry
        for sector in sectors
        if sector < _END
        for entry in struct.unpack_from(f"<{size // 4}I", body, (sector + 1) * size)
    ]


def _chain(body: bytes, fat: list[int], sector: int, size: int) -> bytes:
    parts: list[bytes] = []
    while sector < _END:
        if len(parts) > len(fat):
            raise ValueError("a chain without an end")
        parts.append(body[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            letters = data[8:]
            yield letters.decode("utf-16-le" if data[7] & 1 else "latin-1"), struct.unpack_from("<I", data)[0]
        elif kind == _EOF:
            return


def _read(stream: bytes, at: int) -> Sheet:
    sheet = Sheet()
    columns: set[int] = set()
    for kind, data in _records(stream, at):
        if kind == _EOF:
            break
        if kind == _MERGED:
            count = struct.unpack_from("<H", data)[0]
            for top, bottom, left, right in struct.iter_unpack("<4H", data[2 : 2 + 8 * count]):
                sheet.merges.append(Merge(top + 1, left, bottom + 1, right))
        elif kind in _CELLS:
            row, column = struct.unpack_from("<HH", data)
            columns.add(column)
            if _failed(kind, data):
                sheet.errors.append((row + 1, column))
    sheet.first_column = min(columns, default=0)
    return sheet


def _failed(kind: int, data: bytes) -> bool:
    if kind == _BOOLERR:
        return data[7] == 1
    return kind == _FORMULA and data[6:7] == _FAILED and data[12:14] == _NO_NUMBER
