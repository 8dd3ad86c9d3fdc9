"""The store: one object that the other rooms use; the work is done in the modules beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from sqlalchemy import Connection, select, update

from monitor.store import counts, evidence, inventory, locks, pulls, quarantine, schema, tables
from monitor.store.alerts import AlertRows
from monitor.store.derived import Derived
from monitor.store.engine import Reader, open_engine, writing
from monitor.store.errors import EvidenceDamaged, EvidenceMissing, SchemaError
from monitor.store.frames import Answer, Ending, NewPull, Origin, Resolved, Tally


@dataclass(frozen=True, slots=True)
class Batch:
    """What one answer adds, written in one transaction or not at all.

    ``counts`` has ``NEW_COUNTS`` columns, ``quarantined`` has ``NEW_QUARANTINE`` columns. ``window`` widens the
    pull's window (files, whose periods are known only when read). ``closed``: ids of quarantined rows that leave
    quarantine with it, at ``closed_at``.
    """

    answer: Answer
    counts: pl.DataFrame
    quarantined: pl.DataFrame
    tally: Tally
    window: tuple[date, date] | None = None
    closed: frozenset[int] = frozenset()
    closed_at: datetime | None = None


class Store:
    """Counts, pulls, quarantine and evidence behind one database URL and one data folder."""

    def __init__(self, url: str, data_dir: Path) -> None:
        self.engine = open_engine(url)
        self._reader = Reader(self.engine)
        self.alerts = AlertRows(self.engine)
        self.evidence_dir = Path(data_dir) / "evidence"
        self.derived = Derived(Path(data_dir) / "derived")

    def close(self) -> None:
        """Let go of every connection."""
        self._reader.close()
        self.engine.dispose()

    # schema -----------------------------------------------------------------------------------------------

    def upgrade(self) -> None:
        """Bring the database to the newest schema. Raises ``SchemaError`` if a newer program wrote it."""
        from monitor.store import migrate  # noqa: PLC0415 - alembic is slow to load and seldom needed

        schema.refuse_unknown(self.engine)
        migrate.upgrade(self.engine)

    def ensure_schema(self) -> None:
        """Bring the embedded database up to date; only look at a served one.

        Raises ``SchemaError`` if PostgreSQL's schema is not the one this program needs: changing a shared
        database is the operator's decision.
        """
        problem = schema.problem(self.engine)
        if problem is not None and self.engine.dialect.name == "sqlite":
            self.upgrade()
            problem = schema.problem(self.engine)
        if problem is not None:
            raise SchemaError(problem)

    def check(self) -> tuple[str, ...]:
        """One sentence per problem: a schema that is not current, a damaged file, evidence missing or damaged."""
        problem = schema.problem(self.engine)
        if problem is not None:
            return (problem,)
        if self.engine.dialect.name == "sqlite" and (damage := self._damage()) != "ok":
            remedy = "Set SOHOA_DATA to a new folder, then run: sohoa db restore FILE"
            return (f"The database file is damaged ({damage}). {remedy}",)
        return tuple(self._evidence_problems())

    # pulls ------------------------------------------------------------------------------------------------

    def exclusive(self, name: str) -> AbstractContextManager[None]:
        """Hold the lock ``name`` (a source) until the block or the process ends. Raises ``Busy``."""
        return locks.exclusive(self.engine, name)

    def begin_pull(self, new: NewPull) -> int:
        """Open a pull and return its id; the caller holds the source's lock.

        Pulls of the source that a dead process left running become interrupted.
        """
        with self._changing() as connection:
            return pulls.begin(connection, new)

    def commit(self, pull_id: int, source: str, batch: Batch) -> frozenset[int]:
        """Write one batch in one transaction: answer, counts, quarantine, counters.

        Returns the ids of the open quarantine rows of the batch, those already known included.
        """
        with self._changing() as connection:
            number = pulls.link(connection, pull_id, batch.answer)
            origin = Origin(source, pull_id, number, batch.answer.captured_at)
            counts.append(connection, batch.counts, origin)
            standing = quarantine.add(connection, batch.quarantined, origin)
            quarantine.close(connection, batch.closed, pull_id, batch.closed_at)
            pulls.add(connection, pull_id, batch.tally, batch.window)
            return standing

    def finish_pull(self, pull_id: int, source: str, ending: Ending, resolved: Resolved | None = None) -> None:
        """Close a pull, and the quarantined rows for which it brought a good value."""
        with self._changing() as connection:
            pulls.finish(connection, pull_id, ending)
            if resolved is not None:
                quarantine.resolve(connection, source, resolved, pull_id, ending.ended_at)

    def pulls(self, limit: int | None = None, source: str | None = None) -> pl.DataFrame:
        """Past pulls in ``PULLS`` columns, newest first."""
        with self.engine.connect() as connection:
            return pulls.listed(connection, limit, source)

    def has_pulls(self, *, simulated: bool) -> bool:
        """Whether any pull of this kind was ever begun."""
        with self.engine.connect() as connection:
            return pulls.any_of_kind(connection, simulated=simulated)

    def last_started(self, source: str | None = None) -> datetime | None:
        """When the newest pull, of this source or of any, began (UTC)."""
        with self.engine.connect() as connection:
            return pulls.last_started(connection, source)

    def last_usual_start(self, source: str, calendar: str) -> datetime | None:
        """When the newest complete pull began that asked for the source's own window in this calendar (UTC)."""
        with self.engine.connect() as connection:
            return pulls.last_usual_start(connection, source, calendar)

    def readings(self, source: str, calendars: Sequence[str], first: date, last: date) -> tuple[Mapping[str, str], ...]:
        """The provenance of what the last pull read, where it was complete, asked for these days and all was good."""
        with self.engine.connect() as connection:
            return pulls.readings(connection, source, ",".join(calendars), first, last)

    # counts -----------------------------------------------------------------------------------------------

    def read_counts(  # noqa: PLR0913  (each restriction is optional and named at the call)
        self,
        *,
        sources: Sequence[str] | None = None,
        series: Sequence[str] | None = None,
        calendar: str | None = None,
        start: date | None = None,
        end: date | None = None,
        measures: Sequence[str] | None = None,
        units: Sequence[str] | None = None,
        viewer_units: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Every version of the counts asked for, in ``COUNTS`` columns, oldest capture first within a key.

        Only periods lying wholly within ``start`` … ``end``. ``viewer_units`` are the units the asking viewer
        may see; nothing is read past them.
        """
        seen = _both(units, viewer_units)
        return counts.read(self._reader, counts.CountQuery(sources, series, measures, calendar, seen, start, end))

    def latest_values(
        self,
        source: str,
        series: Iterable[str],
        spans: Iterable[tuple[date, date]],
        units: Iterable[str] | None = None,
    ) -> pl.DataFrame:
        """The newest version of each count of these series, periods and units, in ``COUNTS`` columns."""
        return counts.latest(self._reader, source, series, spans, units)

    def offered(self, calendar: str, within: tuple[date, date] | None = None) -> pl.DataFrame:
        """What each source has ever given under a calendar: distinct [source, series, unit, measure].

        ``within``: looks only at periods that begin on these days or between them.
        """
        return inventory.offered(self._reader, calendar, within)

    def spans(self, calendar: str) -> pl.DataFrame:
        """Periods with counts under a calendar, in ``inventory.SPANS`` columns; no count is read for it."""
        return inventory.spans(self._reader, calendar)

    def quarantine(
        self, *, open_only: bool = True, source: str | None = None, viewer_units: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """Rows held back, in ``QUARANTINE`` columns, oldest first."""
        with self.engine.connect() as connection:
            return quarantine.listed(connection, open_only=open_only, source=source, units=viewer_units)

    def version(self) -> int:
        """A number that grows whenever counts, quarantine or pulls change."""
        with self.engine.connect() as connection:
            return int(connection.execute(select(tables.revision.c.number)).scalar_one())

    # evidence ---------------------------------------------------------------------------------------------

    def keep_evidence(self, body: bytes | BinaryIO) -> str:
        """Write bytes, or those of an open file, durably; return their sha256. Call it before ``commit``."""
        return evidence.keep(self.evidence_dir, body)

    def evidence(self, sha256: str) -> bytes:
        """The bytes of this name. Raises ``EvidenceMissing`` or ``EvidenceDamaged``."""
        return evidence.read(self.evidence_dir, sha256)

    def evidence_info(self, sha256: str) -> Mapping[str, Any]:
        """Size of the body, and every time it was received.

        Keys: sha256, size, answers (list of pull_id, source, url, method, status, media_type, captured_at,
        provenance; oldest first). Raises ``EvidenceMissing`` if no pull got such an answer.
        """
        body, links = tables.evidence.c, tables.pull_evidence.c
        statement = (
            select(body.size, tables.pull.c.source, *(c for c in links if c.name not in {"id", "evidence_id"}))
            .join(tables.pull_evidence, links.evidence_id == body.id)
            .join(tables.pull, tables.pull.c.id == links.pull_id)
            .where(body.sha256 == sha256)
            .order_by(links.id)
        )
        with self.engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(statement).mappings()]
        if not rows:
            raise EvidenceMissing(f"No pull received an answer named {sha256}. Names are shown by: sohoa explain")
        sizes = {row.pop("size") for row in rows}
        return {"sha256": sha256, "size": sizes.pop(), "answers": rows}

    # backup -----------------------------------------------------------------------------------------------

    def backup(self, file: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Write database and evidence into one tar file; pulls may go on meanwhile. Raises ``BackupError``."""
        from monitor.store import backup  # noqa: PLC0415 - seldom needed

        backup.write(self.engine, self.evidence_dir, file, clock())

    def restore(self, file: Path) -> None:
        """Fill an empty database, of either kind, from a backup. Raises ``BackupError``."""
        from monitor.store import backup  # noqa: PLC0415 - seldom needed

        self.upgrade()
        backup.read(self.engine, self.evidence_dir, file)

    # ------------------------------------------------------------------------------------------------------

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with writing(self.engine) as connection:
            yield connection
            connection.execute(update(tables.revision).values(number=tables.revision.c.number + 1))

    def _damage(self) -> str:
        with self.engine.connect() as connection:
            return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()).splitlines()[-1]

    def _evidence_problems(self) -> Iterator[str]:
        with self.engine.connect() as connection:
            names = connection.execute(select(tables.evidence.c.sha256).order_by(tables.evidence.c.id)).scalars().all()
        for name in names:
            try:
                evidence.verify(self.evidence_dir, name)
            except (EvidenceMissing, EvidenceDamaged) as error:
                yield str(error)


def _both(units: Sequence[str] | None, viewer_units: Sequence[str] | None) -> Sequence[str] | None:
    if units is None or viewer_units is None:
        return viewer_units if units is None else units
    return sorted(set(units) & set(viewer_units))
