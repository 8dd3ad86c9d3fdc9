"""How the command line prints frames: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    import polars as pl


ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Format(StrEnum):
    """Output formats of the listing commands."""

    table = "table"
    json = "json"
    csv = "csv"


def plain(value: object) -> str:
    """Dates and times as ISO 8601 text, for JSON."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def json_out(document: object) -> None:
    """Print one JSON document, Vietnamese letters as they are."""
    # dumps, not dump, and no indent: only so the fast encoder is used, and listings have thousands of rows.
    sys.stdout.write(json.dumps(document, ensure_ascii=False, default=plain, allow_nan=False) + "\n")


def csv_out(frame: pl.DataFrame) -> None:
    """Print a frame as CSV with a header; null is an empty cell."""
    sys.stdout.write(frame.write_csv())


def table_out(frame: pl.DataFrame, headings: dict[str, str], caption: str = "") -> None:
    """Print the named columns as a table; null shows as an en dash."""
    from rich.console import Console
    from rich.table import Table

    table = Table(caption=caption or None, caption_justify="left", header_style="bold", box=None, pad_edge=False)
    for column, heading in headings.items():
        table.add_column(heading, justify="right" if frame.schema[column].is_numeric() else "left", overflow="fold")
    for row in frame.select(headings.keys()).iter_rows():
        table.add_row(*("–" if cell is None else _cell(cell) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print(table)


def _cell(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    return str(cell)
