"""From one file, or from rows of texts, to one Batch by a column map; whoever got hold of them. Pure."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from connectors.base import Batch, Evidence, Window
from connectors.errors import ContractBroken
from connectors.spreadsheet.grid import ROW
from connectors.spreadsheet.options import TableRules
from connectors.spreadsheet.tables import read_table
from connectors.spreadsheet.tidy import tidy


def read_file(whole: Evidence, rules: TableRules) -> Batch:
    """Everything a file holds in its declared columns; its name is ``provenance["file"]``.

    The evidence is those columns as CSV and the file's own sha256: other columns may hold personal data, which
    is never stored. Raises ``ContractBroken`` with a sentence about the file.
    """
    try:
        table = read_table(whole, rules)
    except ContractBroken as error:
        raise ContractBroken(error.message, error.remedy, without_content(whole)) from error
    return batch_of(table, rules, declared_columns(whole, table))


def batch_of(table: pl.DataFrame, rules: TableRules, evidence: Evidence) -> Batch:
    """The Batch of a table as ``tables.read_table`` gives it."""
    counts, rejects = tidy(table, rules)
    return Batch(counts, evidence, rejects)


def within(batch: Batch, window: Window) -> Batch:
    """Only what the window asks for: an old file must not be restated by each pull."""
    asked = pl.DataFrame(
        {"period_start": [s.start for s in window.spans], "period_end": [s.end for s in window.spans]},
        schema={"period_start": pl.Date, "period_end": pl.Date},
    )
    counts = batch.counts.join(asked, on=["period_start", "period_end"], how="semi", maintain_order="left")
    rejects = tuple(r for r in batch.rejects if r.period is None or r.period in window.spans)
    return replace(batch, counts=counts, rejects=rejects)


def declared_columns(whole: Evidence, table: pl.DataFrame) -> Evidence:
    """The columns that were read as CSV, in place of the whole content."""
    body = table.rename({ROW: "row"}).write_csv().encode()
    return replace(without_content(whole), media_type="text/csv", body=body)


def without_content(whole: Evidence) -> Evidence:
    """The file's name, size and sha256 in place of its content."""
    known = {**whole.provenance, "sha256": whole.sha256, "bytes": str(len(whole.body))}
    body = "\n".join(f"{name}: {value}" for name, value in known.items()).encode()
    return replace(whole, media_type="text/plain", body=body, provenance=known)
