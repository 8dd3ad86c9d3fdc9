"""Reads a CSV file too large for memory by a column map, block by block; its evidence is spooled to disk.

Twice over: once to keep the declared columns and to see that every row can be read, once to give the counts. So a
damaged file gives nothing, as a small one does.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import BinaryIO
from unicodedata import normalize

import polars as pl
from polars.exceptions import PolarsError

from connectors.base import Batch, Evidence
from connectors.errors import ContractBroken
from connectors.spool import Spool
from connectors.spreadsheet import tcvn3
from connectors.spreadsheet.grid import ROW
from connectors.spreadsheet.opening import broken, kind_of, text_of
from connectors.spreadsheet.options import TableRules
from connectors.spreadsheet.reading import read_file
from connectors.spreadsheet.tables import chosen_columns, csv_problem
from connectors.spreadsheet.texts import told_delimiter
from connectors.spreadsheet.tidy import tidy

BLOCK = 8 * 1024 * 1024
"""Bytes read at a time; a smaller file is read whole."""
_MOST_OPEN = 4
"""Blocks a quoted cell may span before its quotation mark is taken for one that is never closed."""


def stream_csv(head: Evidence, file: BinaryIO, rules: TableRules, block: int = BLOCK) -> Iterator[Batch]:
    """Batches of one evidence. ``head`` is the evidence with the file's first bytes for a body; ``file`` all of it.

    Raises ``ContractBroken`` before the first Batch.
    """
    bare = replace(head, media_type="text/plain", body=f"file: {head.provenance['file']}".encode())
    try:
        text = text_of(replace(head, body=_whole_lines(head.body)), rules.encoding, rules.columns.headers())
    except ContractBroken as error:
        raise ContractBroken(error.message, error.remedy, bare) from error
    delimiter = rules.delimiter or told_delimiter(text.content, rules.columns.headers())
    digest = sha256()
    blocks = _decoded(bare, _hashed(file, digest.update, block), text.encoding)
    names: list[str] = []
    spool = Spool(_kept(table, names) for table in _tables(bare, blocks, rules, delimiter))
    known = {**head.provenance, "sha256": digest.hexdigest(), "bytes": str(file.tell())}
    evidence = replace(head, media_type="text/csv", body=b"", provenance=known, spool=spool)
    with spool.open() as kept:
        for table in _again(bare, kept, names, block):
            counts, rejects = tidy(table, rules)
            yield Batch(counts, evidence, rejects)


def read_spooled(whole: Evidence, rules: TableRules) -> Iterator[Batch]:
    """The Batches of a downloaded file: as ``read_file``, and a large CSV block by block, so never in memory.

    Raises ``ContractBroken`` for another kind of file that is larger than ``max_file_bytes``.
    """
    with whole.open() as file:
        body = file.read(BLOCK)
        head = replace(whole, body=body, spool=None)
        if whole.size > BLOCK and is_csv(head):
            file.seek(0)
            yield from stream_csv(head, file, rules)
            return
        if whole.size > rules.max_file_bytes:
            message = f"{whole.provenance['file']} is larger than {rules.max_file_bytes} bytes."
            raise ContractBroken(message, "Raise max_file_bytes of this resource if that is right.")
        yield read_file(replace(head, body=body + file.read()), rules)


def is_csv(head: Evidence) -> bool:
    """Whether the first bytes of a file are those of a CSV; what is no file to read is none."""
    try:
        return kind_of(head) == "CSV"
    except ContractBroken:
        return False


def _kept(table: pl.DataFrame, names: list[str]) -> bytes:
    first = not names
    names[:] = table.columns
    return table.rename({ROW: "row"}).write_csv(include_header=first).encode()


def _tables(about: Evidence, blocks: Iterable[str], rules: TableRules, delimiter: str) -> Iterator[pl.DataFrame]:
    """The declared columns of each block, rows numbered on; the header stands in the first block."""
    names: list[str] = []
    chosen: dict[str, str] = {}
    row = rules.header_row + 1
    for text in blocks:
        skipped = 0 if names else rules.header_row - 1
        whole = _read(about, _header(names, delimiter) + text, delimiter, skipped)
        if not names:
            names = whole.columns
            chosen = chosen_columns(about, rules, names, "_duplicated_0")
        table = whole.select(pl.col(found).alias(header) for header, found in chosen.items())
        yield table.with_row_index(ROW, offset=row).cast({ROW: pl.Int64})
        row += table.height


def _header(names: list[str], delimiter: str) -> str:
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    return delimiter.join(quoted) + "\n" if names else ""


def _read(about: Evidence, text: str, delimiter: str, skipped: int) -> pl.DataFrame:
    try:
        source = io.BytesIO(text.encode("utf-8", errors="replace"))
        return pl.read_csv(source, infer_schema=False, separator=delimiter, skip_lines=skipped)
    except (PolarsError, pl.exceptions.PanicException) as error:
        raise csv_problem(about, error) from error


def _again(about: Evidence, kept: BinaryIO, names: list[str], block: int) -> Iterator[pl.DataFrame]:
    """The tables out of the spool, as they were kept."""
    shown = ["row", *names[1:]]
    first = True
    for text in _decoded(about, iter(lambda: kept.read(block), b""), "utf-8"):
        table = _read(about, text if first else _header(shown, ",") + text, ",", 0)
        first = False
        yield table.rename({"row": ROW}).cast({ROW: pl.Int64})


def _hashed(file: BinaryIO, update: Callable[[bytes], None], block: int) -> Iterator[bytes]:
    while piece := file.read(block):
        update(piece)
        yield piece


def _decoded(about: Evidence, pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    """Texts of whole rows: no cell is cut, not even one with a line break between quotation marks."""
    decode = _decoder(encoding)
    waiting: list[str] = []
    try:
        for piece in pieces:
            whole, cut, rest = decode(piece).rpartition("\n")
            waiting.append(whole + cut)
            if cut and sum(text.count('"') for text in waiting) % 2 == 0:
                yield normalize("NFC", "".join(waiting))
                waiting = [rest]
            elif len(waiting) > 2 * _MOST_OPEN:
                raise csv_problem(about, "a quotation mark is never closed")
            else:
                waiting.append(rest)
        last = "".join([*waiting, decode(b"")])
    except UnicodeDecodeError:
        raise broken(about, f"is not written in {encoding}", 'Save it as "CSV UTF-8".') from None
    if last:
        yield normalize("NFC", last)


def _decoder(encoding: str) -> Callable[[bytes], str]:
    """Decodes piece after piece; an empty piece is the end."""
    if encoding == "TCVN3":
        return tcvn3.decoded
    decoder = codecs.getincrementaldecoder(encoding)()
    return lambda piece: decoder.decode(piece, final=not piece)


def _whole_lines(body: bytes) -> bytes:
    """The first bytes up to their last line break, so that no letter is cut in two."""
    end = body.rfind(b"\n") + 1
    return body[: end + end % 2] if b"\x00" in body[:400] else body[:end]
