"""The simulated document register as a table of a database: what a read replica of the document system looks like."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from connectors.sandbox import troubles
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month

TABLE: Final = "van_ban_ngay"
_CREATE: Final = (
    "CREATE TABLE van_ban_ngay (ma_don_vi TEXT, ten_don_vi TEXT, ngay DATE, di INTEGER, ky_so INTEGER, den INTEGER, "
    "den_dien_tu INTEGER, trich_yeu TEXT)"
)
_INSERT: Final = "INSERT INTO van_ban_ngay VALUES (?, ?, ?, ?, ?, ?, ?, 'SỐ LIỆU MÔ PHỎNG')"


def write_replica(path: Path, province: Province, months: Sequence[Month], today: date) -> None:
    """Write an SQLite file with one row per unit and day up to ``today``; a file that is there is written anew.

    Columns of ``TABLE``: unit code and name, day, outgoing, signed, incoming, received electronically, and a title,
    which no query may ask for.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(_CREATE)
        for month in months:
            database.executemany(_INSERT, _rows(province, month, today))


def _rows(province: Province, month: Month, today: date) -> Iterator[tuple[str | int, ...]]:
    last = min(month.end, today)
    for unit in province.units:
        if troubles.silent(unit.code, last, today):
            continue
        for offset in range((last - month.start).days + 1):
            day = month.start + timedelta(days=offset)
            counts = province.documents(unit.code, day, day)
            signed, electronic = min(counts.signed, counts.outgoing), min(counts.electronic, counts.incoming)
            yield unit.code, unit.name, str(day), counts.outgoing, signed, counts.incoming, electronic
