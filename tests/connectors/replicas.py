"""Small databases for the connector ``sql`` to read, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import create_engine, text

Row = tuple[str | None, str, str, object, object]
QUERY = """
SELECT ma AS code, ten AS name, sum(di) AS di, sum(ky) AS ky
FROM van_ban WHERE ngay BETWEEN :start AND :end GROUP BY ma, ten ORDER BY ma
"""
COLUMNS = {
    "unit_code": "code",
    "unit_name": "name",
    "measures": {"documents_outgoing": "di", "documents_outgoing_signed": "ky"},
}
ROWS: Sequence[Row] = (
    ("H01.01", "Xã Mỹ Hòa Hưng", "2026-08-01", 100, 300),
    ("H01.01", "Xã Mỹ Hòa Hưng", "2026-08-31", 20, 0),
    ("H01.02", "Sở Bưu chính", "2026-08-15", 0, None),
    ("H01.01", "Xã Mỹ Hòa Hưng", "2026-09-30", 121, 301),
    ("H01.02", "Sở Bưu chính", "2026-09-01", 7, 8),
    ("H01.02", "Sở Bưu chính", "2026-10-01", 1000, 1000),
)
TOLD = [120, 300, 0, None, 121, 301, 7, 8]


def fill(url: str, rows: Sequence[Row] = ROWS, kind: str = "BIGINT") -> None:
    """A table ``van_ban`` [ma, ten, ngay DATE, di, ky] with these rows; one that is there is made anew."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS van_ban"))
        connection.execute(text(f"CREATE TABLE van_ban (ma TEXT, ten TEXT, ngay DATE, di {kind}, ky {kind})"))
        statement = text("INSERT INTO van_ban VALUES (:ma, :ten, :ngay, :di, :ky)")
        for row in rows:
            connection.execute(statement, dict(zip(("ma", "ten", "ngay", "di", "ky"), row, strict=True)))
    engine.dispose()


def options(url: str, folder: Path, query: str = QUERY, **more: object) -> Mapping[str, object]:
    """Options of a source that asks ``query``."""
    file = folder / "query.sql"
    file.write_text(query, encoding="utf-8")
    return {"url": url, "query": str(file), "series": "so", "columns": COLUMNS, **more}
