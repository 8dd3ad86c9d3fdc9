"""Alerts as rows: claimed by conditional UPDATE, every step appended. Knows no rules and no states' meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine, Select, Table, and_, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from monitor.store.alert_tables import (
    alert,
    alert_decision,
    alert_event,
    alert_message,
    alert_notice,
    alert_run,
    alert_silence,
)
from monitor.store.engine import writing

Row = dict[str, Any]


class AlertRows:
    """Reads and writes the tables of alerts of one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def changing(self) -> Iterator[AlertChanges]:
        """One transaction of changes: all of them or none."""
        with writing(self.engine) as connection:
            yield AlertChanges(connection)

    def live(self) -> list[Row]:
        """Every alert that is not closed, oldest first."""
        return self._rows(select(alert).where(alert.c.state != "closed").order_by(alert.c.id))

    def alerts(
        self,
        *,
        states: Sequence[str] | None = None,
        rule: str | None = None,
        units: Sequence[str] | None = None,
        since: datetime | None = None,
    ) -> list[Row]:
        """Alerts, newest first; ``units``: those the viewer may see (alerts about sources are then left out)."""
        statement = select(alert).order_by(alert.c.id.desc())
        for column, values in ((alert.c.state, states), (alert.c.unit, units)):
            if values is not None:
                statement = statement.where(column.in_(values))
        if rule is not None:
            statement = statement.where(alert.c.rule == rule)
        if since is not None:
            statement = statement.where(alert.c.state_at >= since)
        return self._rows(statement)

    def alert(self, alert_id: int) -> Row | None:
        """One alert, or None."""
        found = self._rows(select(alert).where(alert.c.id == alert_id))
        return found[0] if found else None

    def events(self, alert_ids: Sequence[int] | None = None) -> list[Row]:
        """Steps in the order they were taken; None = of every alert."""
        statement = select(alert_event).order_by(alert_event.c.id)
        if alert_ids is not None:
            statement = statement.where(alert_event.c.alert_id.in_(alert_ids))
        return self._rows(statement)

    def told(self, alert_id: int) -> list[Row]:
        """Messages that tell of an alert: [kind, recipient, channel, state, created_at, sent_at, key]."""
        columns = (alert_message.c[name] for name in ("recipient", "channel", "state", "created_at", "sent_at", "key"))
        statement = (
            select(alert_notice.c.kind, *columns)
            .join(alert_message, alert_message.c.id == alert_notice.c.message_id)
            .where(alert_notice.c.alert_id == alert_id)
            .order_by(alert_notice.c.id)
        )
        return self._rows(statement)

    def silences(self, day: date | None = None) -> list[Row]:
        """Silences, newest first; with ``day`` only those in force on it."""
        statement = select(alert_silence).order_by(alert_silence.c.id.desc())
        if day is not None:
            statement = statement.where(alert_silence.c.lifted_at.is_(None), alert_silence.c.until >= day)
        return self._rows(statement)

    def runs(self, limit: int | None = None) -> list[Row]:
        """Evaluations, newest first."""
        return self._rows(select(alert_run).order_by(alert_run.c.id.desc()).limit(limit))

    def decisions(self, rule: str, subject: str) -> list[Row]:
        """What was decided of a rule and subject, and when it changed: [at, decision, reason, period], oldest first."""
        columns = alert_decision.c
        statement = (
            select(alert_run.c.at, columns.decision, columns.reason, columns.period)
            .join(alert_run, alert_run.c.id == columns.run_id)
            .where(columns.rule == rule, columns.subject == subject)
            .order_by(columns.id)
        )
        return self._rows(statement)

    def notices(self) -> list[Row]:
        """Every notice with its message's recipient and times: for effect and for tests."""
        columns = (alert_message.c[name] for name in ("recipient", "channel", "state", "created_at", "sent_at", "key"))
        joined = select(alert_notice.c.alert_id, alert_notice.c.kind, *columns).join(
            alert_message, alert_message.c.id == alert_notice.c.message_id
        )
        return self._rows(joined.order_by(alert_notice.c.id))

    def _rows(self, statement: Select[Any]) -> list[Row]:
        with self.engine.connect() as connection:
            return _rows(connection, statement)


class AlertChanges:
    """Changes inside one open transaction. Rows are touched in a fixed order, so that two workers never deadlock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin_run(self, who: str, at: datetime, data_version: int) -> int:
        """Note an evaluation; return its id."""
        values = {"who": who, "at": at, "data_version": data_version, "tally": {}}
        result = self._connection.execute(insert(alert_run).values(values))
        (number,) = result.inserted_primary_key or (0,)
        return int(number)

    def end_run(self, run_id: int, tally: Mapping[str, int]) -> None:
        """Note what came of it."""
        self._connection.execute(update(alert_run).where(alert_run.c.id == run_id).values(tally=dict(tally)))

    def newest_version(self) -> int:
        """The store's version that the newest evaluation read; 0 before the first."""
        return int(self._connection.execute(select(func.max(alert_run.c.data_version))).scalar() or 0)

    def live(self) -> list[Row]:
        """Every alert that is not closed, oldest first."""
        return _rows(self._connection, select(alert).where(alert.c.state != "closed").order_by(alert.c.id))

    def last_closed(self, since: datetime) -> list[Row]:
        """The newest alert of each rule and subject among those closed since then and verified gone."""
        closed = and_(alert.c.state == "closed", alert.c.outcome == "verified", alert.c.closed_at >= since)
        newest = select(func.max(alert.c.id)).where(closed).group_by(alert.c.rule, alert.c.subject)
        return _rows(self._connection, select(alert).where(alert.c.id.in_(newest)).order_by(alert.c.id))

    def silences(self, day: date) -> list[Row]:
        """Silences in force on a day."""
        here = alert_silence.c
        return _rows(self._connection, select(alert_silence).where(here.lifted_at.is_(None), here.until >= day))

    def open_new(self, rows: Sequence[Row], run_id: int) -> dict[str, Row]:
        """Insert alerts; one whose ``live_key`` another worker has just taken is left out. Gives rows by live_key."""
        if rows:
            ordered = sorted(rows, key=lambda row: str(row["live_key"]))
            self._insert_or_leave(alert, [{**row, "run_id": run_id} for row in ordered])
        mine = select(alert).where(alert.c.run_id == run_id)
        return {row["live_key"]: row for row in _rows(self._connection, mine)}

    def change(self, changes: Sequence[tuple[int, int, Row]], run_id: int | None = None) -> frozenset[int]:
        """Change alerts if they are still as they were read: (id, version, new values). Gives the ids changed.

        A change that lost against another worker, or would take a ``live_key`` in use, is left out.
        """
        won = set()
        for number, version, values in sorted(changes, key=lambda change: change[0]):
            mark = {} if run_id is None else {"run_id": run_id}
            statement = (
                update(alert)
                .where(alert.c.id == number, alert.c.version == version, self._key_is_free(values, number))
                .values(**values, **mark, version=version + 1)
            )
            if self._connection.execute(statement).rowcount == 1:
                won.add(number)
        return frozenset(won)

    def add_events(self, rows: Sequence[Row]) -> None:
        """Append steps."""
        if rows:
            self._connection.execute(insert(alert_event), list(rows))

    def note_decisions(self, decided: pl.DataFrame, run_id: int) -> int:
        """Keep the decisions that differ from the newest kept one of the same rule and subject; return how many.

        ``decided``: [rule, subject, decision, reason, period].
        """
        columns = alert_decision.c
        newest = select(func.max(columns.id)).group_by(columns.rule, columns.subject)
        known = select(columns.rule, columns.subject, columns.decision, columns.reason).where(columns.id.in_(newest))
        names = ("rule", "subject", "decision", "reason")
        rows = [tuple(row) for row in self._connection.execute(known)]
        before = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")
        changed = decided.join(before, on=list(names), how="anti")
        first = changed.join(before, on=["rule", "subject"], how="anti")
        quiet = first.filter(pl.col("decision") == "none").select("rule", "subject")
        kept = changed.join(quiet, on=["rule", "subject"], how="anti").select(*names, "period")
        if kept.height:
            self._connection.execute(insert(alert_decision), [{**row, "run_id": run_id} for row in kept.to_dicts()])
        return kept.height

    def add_silence(self, values: Row) -> int:
        """Add a silence; return its id."""
        result = self._connection.execute(insert(alert_silence).values(values))
        (number,) = result.inserted_primary_key or (0,)
        return int(number)

    def lift_silence(self, silence_id: int, who: str, at: datetime) -> bool:
        """End a silence early; False if there is none in force with this id."""
        here = and_(alert_silence.c.id == silence_id, alert_silence.c.lifted_at.is_(None))
        return (
            self._connection.execute(update(alert_silence).where(here).values(lifted_by=who, lifted_at=at)).rowcount
            == 1
        )

    def add_messages(self, messages: Sequence[tuple[Row, Sequence[tuple[int, str]]]]) -> None:
        """Put messages into the outbox, each with the alerts it tells of (id, kind)."""
        for row, notices in messages:
            result = self._connection.execute(insert(alert_message).values(row))
            (number,) = result.inserted_primary_key or (0,)
            if notices:
                self._connection.execute(
                    insert(alert_notice),
                    [{"message_id": number, "alert_id": alert_id, "kind": kind} for alert_id, kind in notices],
                )

    def _key_is_free(self, values: Row, number: int) -> Any:  # noqa: ANN401 - a condition
        key = values.get("live_key")
        if key is None:
            return true()
        taken = select(alert.c.id).where(alert.c.live_key == key, alert.c.id != number)
        return ~taken.exists()

    def _insert_or_leave(self, table: Table, rows: list[Row]) -> None:
        make = postgresql.insert if self._connection.dialect.name == "postgresql" else sqlite.insert
        self._connection.execute(make(table).on_conflict_do_nothing(), rows)


def _rows(connection: Connection, statement: Select[Any]) -> list[Row]:
    return [dict(row) for row in connection.execute(statement).mappings()]
