"""Quarantine: counts held back with the reason, until a good value for the same count arrives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, Select, insert, select, update

from monitor.store import tables
from monitor.store.frames import HELD_KEY, NEW_QUARANTINE, QUARANTINE, Origin, Resolved

SAME_ROW = [*HELD_KEY, "value", "reason"]
CHUNK = 500


def add(connection: Connection, rows: pl.DataFrame, origin: Origin) -> frozenset[int]:
    """Hold back ``NEW_QUARANTINE`` rows; one that is open already is not written twice.

    Returns the ids of the open rows these are, old and new.
    """
    if rows.is_empty():
        return frozenset()
    standing = _open_ids(connection, origin.source)
    new = rows.join(standing, on=SAME_ROW, how="anti", nulls_equal=True).unique(SAME_ROW, maintain_order=True)
    same = asdict(origin)
    if new.height:
        connection.execute(
            insert(tables.quarantine), [{**row, **same} for row in new.select(NEW_QUARANTINE.keys()).to_dicts()]
        )
        standing = _open_ids(connection, origin.source)
    return frozenset(standing.join(rows, on=SAME_ROW, how="semi", nulls_equal=True)["id"].to_list())


def resolve(connection: Connection, source: str, seen: Resolved, pull_id: int, now: datetime) -> int:
    """Close the open rows for which this pull brought a good value; return how many.

    A row of a known count is closed by a good value of that count. A row without a period names a place in a file:
    it is closed when the same address answered again without it.
    """
    rows = _open_rows(connection, source)
    if rows.is_empty():
        return 0
    # ``good`` may hold its texts as categories.
    rows = rows.cast(seen.good.select(HELD_KEY.keys()).schema)
    met = pl.col("id").is_in(list(seen.standing))
    # A count that is both good and bad in one pull (two files that disagree) stays open.
    disputed = rows.filter(met).select(HELD_KEY.keys())
    good = seen.good.select(HELD_KEY.keys()).join(disputed, on=list(HELD_KEY), how="anti")
    by_value = rows.join(good, on=list(HELD_KEY), how="semi")
    by_place = rows.filter(~met & pl.col("period_start").is_null() & pl.col("url").is_in(list(seen.urls)))
    return close(connection, {*by_value["id"].to_list(), *by_place["id"].to_list()}, pull_id, now)


def close(connection: Connection, rows: Collection[int], pull_id: int, now: datetime | None) -> int:
    """Close rows by id; return how many."""
    ids = sorted(rows)
    for start in range(0, len(ids), CHUNK):
        chosen = tables.quarantine.c.id.in_(ids[start : start + CHUNK])
        values = {"resolved_at": now, "resolved_by": pull_id}
        connection.execute(update(tables.quarantine).where(chosen).values(values))
    return len(ids)


def listed(connection: Connection, *, open_only: bool, source: str | None, units: Sequence[str] | None) -> pl.DataFrame:
    """Rows in ``QUARANTINE`` columns, oldest first; ``units`` leaves only rows of those units."""
    columns = tables.quarantine.c
    wanted = [tables.evidence.c.sha256 if name == "evidence" else columns[name] for name in QUARANTINE]
    statement = select(*wanted).join(tables.evidence, tables.evidence.c.id == columns.evidence_id).order_by(columns.id)
    if open_only:
        statement = statement.where(columns.resolved_at.is_(None))
    if source is not None:
        statement = statement.where(columns.source == source)
    frame = _frame(connection, statement, QUARANTINE)
    return frame if units is None else frame.filter(pl.col("unit").is_in(list(units)))


def _open_ids(connection: Connection, source: str) -> pl.DataFrame:
    columns = tables.quarantine.c
    statement = select(columns.id, *(columns[name] for name in SAME_ROW)).where(
        columns.source == source, columns.resolved_at.is_(None)
    )
    schema = {"id": pl.Int64(), **{name: NEW_QUARANTINE[name] for name in SAME_ROW}}
    return _frame(connection, statement, schema)


def _open_rows(connection: Connection, source: str) -> pl.DataFrame:
    columns, links = tables.quarantine.c, tables.pull_evidence.c
    same_answer = (links.pull_id == columns.pull_id) & (links.evidence_id == columns.evidence_id)
    statement = (
        select(columns.id, links.url, *(columns[name] for name in HELD_KEY))
        .join(tables.pull_evidence, same_answer)
        .where(columns.source == source, columns.resolved_at.is_(None))
    )
    return _frame(connection, statement, {"id": pl.Int64(), "url": pl.String(), **HELD_KEY})


def _frame(connection: Connection, statement: Select[Any], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([tuple(row) for row in connection.execute(statement)], schema=schema, orient="row")
