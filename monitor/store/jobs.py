"""Long work that pages ask for: one row per job, from its beginning to how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine, RowMapping, insert, select, update
from sqlalchemy.exc import IntegrityError

from monitor.store.engine import writing
from monitor.store.tables import job as table

JobState = Literal["running", "done", "failed", "cancelled", "interrupted"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in no language yet: the key of a text and the values in it."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``step`` of ``steps`` are behind it; ``said`` is what is being done, in the end what came of it.

    ``subject`` is what it is about, ``scope`` whose units it may see, ``place`` which of the few places it takes.
    ``address`` and ``file`` lead to the result of a job that is done. ``cancel``: somebody asked to stop it.
    """

    id: int
    kind: str
    subject: str
    scope: str
    place: int
    state: JobState
    step: int
    steps: int
    said: Said
    address: str | None
    file: str | None
    cancel: bool
    asked_at: datetime
    ended_at: datetime | None


class Jobs:
    """The jobs of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, about: tuple[str, str, str], place: int, said: Said, at: datetime) -> int | None:
        """Note a job about (kind, subject, scope) as running and return its id; None if it is under way already."""
        kind, subject, scope = about
        values = {
            "kind": kind,
            "subject": subject,
            "scope": scope,
            "place": place,
            "state": "running",
            "step": 0,
            "steps": 0,
            "said": _held(said),
            "cancel": False,
            "asked_at": at,
        }
        try:
            with writing(self._engine) as connection:
                (number,) = connection.execute(insert(table).values(values)).inserted_primary_key or (0,)
        except IntegrityError:
            return None
        return int(number)

    def move(self, number: int, step: int, steps: int, said: Said) -> None:
        """Note how far a running job is."""
        self._change(number, {"step": step, "steps": steps, "said": _held(said)})

    def ask_to_stop(self, number: int) -> None:
        """Note that somebody wants a running job to stop."""
        self._change(number, {"cancel": True})

    def end(self, number: int, state: JobState, said: Said, at: datetime, **result: str | None) -> None:
        """Note how a running job ended; ``result`` may hold ``address`` and ``file``. One that has ended stays so."""
        self._change(number, {"state": state, "said": _held(said), "ended_at": at, **result})

    def find(self, number: int) -> Job | None:
        """A job by its id."""
        with self._engine.connect() as connection:
            row = connection.execute(select(table).where(table.c.id == number)).mappings().first()
        return None if row is None else _job(row)

    def running(self) -> list[Job]:
        """Jobs noted as running, oldest first; those of a process that died are among them."""
        statement = select(table).where(table.c.state == "running").order_by(table.c.id)
        with self._engine.connect() as connection:
            return [_job(row) for row in connection.execute(statement).mappings()]

    def _change(self, number: int, values: Mapping[str, object]) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(table).where(table.c.id == number, table.c.state == "running").values(values))


def _held(said: Said) -> dict[str, object]:
    return {"key": said.key, "values": dict(said.values)}


def _job(row: RowMapping) -> Job:
    return Job(**{**row, "said": Said(**row["said"])})
