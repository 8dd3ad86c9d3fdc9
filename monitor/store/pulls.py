"""Pulls: one row per run of one source, its counters growing with every batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, func, insert, select, update

from monitor.store import tables
from monitor.store.frames import PULLS, Answer, Ending, NewPull, Tally
from monitor.store.names import evidence_id

NO_TRACE = "The process that ran this pull ended without saying so (killed, or the machine stopped)."
PULL_AGAIN = "Nothing is lost: pull again."


def begin(connection: Connection, new: NewPull) -> int:
    """Open a pull. The caller holds the source's lock, so any other open pull of it is a dead one."""
    interrupt_leftovers(connection, new.source, new.started_at)
    values = {
        "source": new.source,
        "connector": new.connector,
        "simulated": new.simulated,
        "scope": new.scope,
        "calendars": ",".join(new.calendars),
        "window_start": new.first,
        "window_end": new.last,
        "started_at": new.started_at,
        "outcome": "running",
    }
    result = connection.execute(insert(tables.pull).values(values))
    (number,) = result.inserted_primary_key or (0,)
    return int(number)


def interrupt_leftovers(connection: Connection, source: str, now: datetime) -> None:
    """Close pulls of this source that were left running by a process that died."""
    left = (tables.pull.c.source == source) & (tables.pull.c.outcome == "running")
    values = {"outcome": "interrupted", "ended_at": now, "message": NO_TRACE, "remedy": PULL_AGAIN}
    connection.execute(update(tables.pull).where(left).values(values))


def link(connection: Connection, pull_id: int, answer: Answer) -> int:
    """Note that this pull got this answer, once however many batches were read from it; return its body's number."""
    number = evidence_id(connection, answer.sha256, answer.size)
    links = tables.pull_evidence.c
    same = (links.pull_id == pull_id) & (links.evidence_id == number) & (links.captured_at == answer.captured_at)
    if connection.execute(select(links.id).where(same, links.url == answer.url).limit(1)).first() is not None:
        return number
    values = {
        "pull_id": pull_id,
        "evidence_id": number,
        "url": answer.url,
        "method": answer.method,
        "status": answer.status,
        "media_type": answer.media_type,
        "captured_at": answer.captured_at,
        "provenance": dict(answer.provenance),
    }
    connection.execute(insert(tables.pull_evidence).values(values))
    return number


def add(connection: Connection, pull_id: int, tally: Tally, spans: tuple[date, date] | None = None) -> None:
    """Add a batch to the pull's counters, and widen its window to the periods of the batch if given."""
    columns = tables.pull.c
    values: dict[str, Any] = {name: columns[name] + number for name, number in asdict(tally).items()}
    connection.execute(update(tables.pull).where(columns.id == pull_id).values(values))
    if spans is not None:
        _widen(connection, pull_id, spans)


def finish(connection: Connection, pull_id: int, ending: Ending) -> None:
    """Close the pull, and keep the bad answer a problem rests on."""
    if ending.answer is not None:
        link(connection, pull_id, ending.answer)
    values = {
        "outcome": ending.outcome,
        "ended_at": ending.ended_at,
        "problem": ending.problem,
        "message": ending.message,
        "remedy": ending.remedy,
    }
    connection.execute(update(tables.pull).where(tables.pull.c.id == pull_id).values(values))


def listed(connection: Connection, limit: int | None, source: str | None) -> pl.DataFrame:
    """Pulls in ``PULLS`` columns, newest first."""
    statement = select(*(tables.pull.c[name] for name in PULLS)).order_by(tables.pull.c.id.desc())
    if source is not None:
        statement = statement.where(tables.pull.c.source == source)
    if limit is not None:
        statement = statement.limit(limit)
    rows = [tuple(row) for row in connection.execute(statement)]
    return pl.DataFrame(rows, schema=PULLS, orient="row")


def any_of_kind(connection: Connection, *, simulated: bool) -> bool:
    """Whether any pull of simulated, or of real, counts was ever begun."""
    found = select(tables.pull.c.id).where(tables.pull.c.simulated.is_(simulated)).limit(1)
    return connection.execute(found).first() is not None


def last_started(connection: Connection, source: str | None) -> datetime | None:
    """When the newest pull, of this source or of any, began."""
    statement = select(func.max(tables.pull.c.started_at))
    if source is not None:
        statement = statement.where(tables.pull.c.source == source)
    return connection.execute(statement).scalar()


def last_usual_start(connection: Connection, source: str, calendar: str) -> datetime | None:
    """When the newest complete pull began that asked for the source's own window in this calendar."""
    columns = tables.pull.c
    statement = (
        select(columns.started_at)
        .where(columns.source == source, columns.outcome == "complete", columns.scope == "usual")
        .where(columns.calendars.contains(calendar))
        .order_by(columns.id.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar()


def readings(
    connection: Connection, source: str, calendars: str, first: date, last: date
) -> tuple[Mapping[str, str], ...]:
    """The provenance of what the newest pull from the source read, if that is all there is to know; else nothing.

    It must have been complete (one still open was killed) and have asked for the days ``first`` … ``last`` under these
    ``calendars``, and no row of the source may be held back: another reading of the same bytes might say more.
    """
    columns, links, held = tables.pull.c, tables.pull_evidence.c, tables.quarantine.c
    asked = columns.scope.in_(("usual", "range"))
    newest = select(tables.pull).where(columns.source == source, asked).order_by(columns.id.desc()).limit(1)
    pull = connection.execute(newest).first()
    waiting = select(held.id).where(held.source == source, held.resolved_at.is_(None)).limit(1)
    if pull is None or pull.outcome != "complete" or pull.calendars != calendars:
        return ()
    if pull.window_start > first or pull.window_end < last or connection.execute(waiting).first() is not None:
        return ()
    return tuple(connection.execute(select(links.provenance).where(links.pull_id == pull.id)).scalars())


def _widen(connection: Connection, pull_id: int, spans: tuple[date, date]) -> None:
    columns = tables.pull.c
    here = columns.id == pull_id
    row = connection.execute(select(columns.window_start, columns.window_end).where(here)).one()
    values = {
        "window_start": min(row.window_start or spans[0], spans[0]),
        "window_end": max(row.window_end or spans[1], spans[1]),
    }
    connection.execute(update(tables.pull).where(here).values(values))
