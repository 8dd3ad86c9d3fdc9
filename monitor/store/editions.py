"""Editions: which content was frozen for which period, and who took it from draft to issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import polars as pl
from sqlalchemy import Connection, Engine, func, insert, select, update

from monitor.store import tables
from monitor.store.alerts import AlertChanges
from monitor.store.engine import writing
from monitor.store.errors import StoreError
from monitor.store.frames import UTC_TIME
from monitor.store.names import evidence_id

State = Literal["draft", "reviewed", "issued"]
NEXT: dict[str, State] = {"review": "reviewed", "issue": "issued"}
BEFORE: dict[State, State] = {"reviewed": "draft", "issued": "reviewed"}

EDITIONS: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "calendar": pl.String(),
    "period": pl.String(),
    "number": pl.Int64(),
    "state": pl.String(),
    "simulated": pl.Boolean(),
    "complete": pl.Boolean(),
    "sha256": pl.String(),
    "made_at": UTC_TIME,
    "made_by": pl.String(),
}
"""One row per edition. ``number`` counts the editions of one period from 1; ``sha256`` names the frozen content."""

EVENTS: dict[str, pl.DataType] = {
    "at": UTC_TIME,
    "who": pl.String(),
    "action": pl.String(),
    "note": pl.String(),
}
"""The steps of one edition, oldest first. ``action``: freeze, review, issue or send."""


@dataclass(frozen=True, slots=True)
class NewEdition:
    """Content already kept under ``sha256``, to be the next edition of its period."""

    calendar: str
    period: str
    sha256: str
    size: int
    simulated: bool
    complete: bool


class Editions:
    """The editions of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def freeze(self, new: NewEdition, who: str, at: datetime) -> int:
        """Number the content and record who froze it; return the edition's id.

        The newest edition with the same content is returned as it is: nothing changed, so there is nothing to issue.
        """
        with writing(self._engine) as connection:
            return _add(connection, new, who, at)

    def step(self, edition: int, action: str, *, who: str, at: datetime, note: str = "") -> None:
        """``review`` or ``issue``: one state further. Raises ``StoreError`` where it is not in the state before.

        The state is claimed by a conditional update: of two people who issue at once, one is told that it is done.
        """
        with writing(self._engine) as connection:
            _claim(connection, edition, NEXT[action])
            _note(connection, edition, who, at, (action, note))

    def send(
        self, edition: int, messages: Sequence[dict[str, Any]], *, who: str, at: datetime, whole_period: bool
    ) -> bool:
        """Put messages into the outbox and note the edition as sent; False if it, or any of its period, was sent.

        The period's editions are locked meanwhile: of two workers one sends.
        """
        with writing(self._engine) as connection:
            mine = _period_of(connection, edition) if whole_period else [edition]
            if _sent(connection, mine):
                return False
            changes = AlertChanges(connection)
            run_id = changes.begin_run(who, at, 0)
            changes.add_messages([({**message, "run_id": run_id}, ()) for message in messages])
            changes.end_run(run_id, {"messages": len(messages)})
            _note(connection, edition, who, at, ("send", ""))
            return True

    def was_sent(self, calendar: str, period: str) -> bool:
        """Whether any edition of the period was sent."""
        edition, event = tables.edition.c, tables.edition_event.c
        statement = (
            select(func.count())
            .select_from(tables.edition_event)
            .join(tables.edition, edition.id == event.edition_id)
            .where(edition.calendar == calendar, edition.period == period, event.action == "send")
        )
        with self._engine.connect() as connection:
            return bool(connection.execute(statement).scalar())

    def listed(self) -> pl.DataFrame:
        """Every edition in ``EDITIONS`` columns, newest period and number first."""
        with self._engine.connect() as connection:
            return _listed(connection)

    def events(self, edition: int) -> pl.DataFrame:
        """``EVENTS`` of one edition."""
        columns = tables.edition_event.c
        statement = (
            select(*(columns[name] for name in EVENTS)).where(columns.edition_id == edition).order_by(columns.id)
        )
        with self._engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(statement)]
        return pl.DataFrame(rows, schema=EVENTS, orient="row")


def _add(connection: Connection, new: NewEdition, who: str, at: datetime) -> int:
    table = tables.edition
    mine = (table.c.calendar == new.calendar) & (table.c.period == new.period)
    body = evidence_id(connection, new.sha256, new.size)
    newest = connection.execute(select(table).where(mine).order_by(table.c.number.desc()).limit(1)).first()
    if newest is not None and newest.evidence_id == body:
        return int(newest.id)
    number = connection.execute(select(func.coalesce(func.max(table.c.number), 0)).where(mine)).scalar_one() + 1
    values = {
        "calendar": new.calendar,
        "period": new.period,
        "number": number,
        "evidence_id": body,
        "simulated": new.simulated,
        "complete": new.complete,
        "state": "draft",
    }
    (edition,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
    _note(connection, edition, who, at, ("freeze", ""))
    return int(edition)


def _period_of(connection: Connection, edition: int) -> list[int]:
    """Ids of the editions of this one's period, locked."""
    table = tables.edition
    mine = select(table.c.calendar, table.c.period).where(table.c.id == edition)
    calendar, period = connection.execute(mine).one()
    every = select(table.c.id).where(table.c.calendar == calendar, table.c.period == period)
    return list(connection.execute(every.order_by(table.c.id).with_for_update()).scalars())


def _sent(connection: Connection, editions: Sequence[int]) -> bool:
    locked = select(tables.edition.c.id).where(tables.edition.c.id.in_(editions)).with_for_update()
    connection.execute(locked).all()
    event = tables.edition_event.c
    found = select(func.count()).where(event.edition_id.in_(editions), event.action == "send")
    return bool(connection.execute(found).scalar())


def _claim(connection: Connection, edition: int, state: State) -> None:
    table = tables.edition
    claimed = update(table).where(table.c.id == edition, table.c.state == BEFORE[state]).values(state=state)
    if connection.execute(claimed).rowcount != 1:
        found = connection.execute(select(table.c.state).where(table.c.id == edition)).scalar()
        if found is None:
            raise StoreError(f"There is no edition {edition}. What there is: sohoa report list")
        raise StoreError(f"Edition {edition} is {found}; only one that is {BEFORE[state]} can be {state}.")


def _listed(connection: Connection) -> pl.DataFrame:
    edition, event, body = tables.edition, tables.edition_event, tables.evidence
    made = (event.c.edition_id == edition.c.id) & (event.c.action == "freeze")
    columns = [edition.c[name] for name in ("id", "calendar", "period", "number", "state", "simulated", "complete")]
    statement = (
        select(*columns, body.c.sha256, event.c.at, event.c.who)
        .join(body, body.c.id == edition.c.evidence_id)
        .join(event, made)
        .order_by(edition.c.period.desc(), edition.c.calendar, edition.c.number.desc())
    )
    return pl.DataFrame([tuple(row) for row in connection.execute(statement)], schema=EDITIONS, orient="row")


def _note(connection: Connection, edition: int, who: str, at: datetime, what: tuple[str, str]) -> None:
    action, note = what
    values = {"edition_id": edition, "who": who, "at": at, "action": action, "note": note}
    connection.execute(insert(tables.edition_event).values(values))
