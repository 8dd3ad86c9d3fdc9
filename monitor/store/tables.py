"""The tables. Every time is UTC; every day is a day in Asia/Ho_Chi_Minh."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
OUTCOMES = ("running", "complete", "partial", "failed", "interrupted")
EDITION_STATES = ("draft", "reviewed", "issued")
JOB_STATES = ("running", "done", "failed", "cancelled", "interrupted")
GRAINS = ("day", "month", "quarter", "half", "nine-months", "year")
ALL_PROCEDURES = 0
"""Id of the procedure code "": all procedures together. The first migration writes that row."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite has no zone: it holds the UTC time as text, and the zone is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn to UTC. Raises ``ValueError`` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone. Pass a time with one, for example datetime.now(UTC).")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment with its zone, UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A column that holds one of these words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


metadata = MetaData(naming_convention=NAMING)

revision = Table(
    "revision",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="single"), primary_key=True),
    Column("number", BigInteger, nullable=False),
)
"""One row; its number grows with every transaction that changes counts, quarantine or pulls."""

pull = Table(
    "pull",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("connector", String(100), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("scope", String(10), nullable=False),
    Column("calendars", String(50), nullable=False),
    Column("window_start", Date),
    Column("window_end", Date),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("outcome", String(20), nullable=False),
    Column("problem", String(20)),
    Column("message", Text),
    Column("remedy", Text),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for name in ("rows_in", "stored", "quarantined", "unchanged", "restated", "answers")
    ),
    one_of("outcome", OUTCOMES),
    Index(None, "source", "id"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    UniqueConstraint("sha256"),
)
"""One row per distinct body; the bytes lie in the evidence folder."""

pull_evidence = Table(
    "pull_evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pull_id", ForeignKey("pull.id"), nullable=False, index=True),
    Column("evidence_id", ForeignKey("evidence.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("method", String(10), nullable=False),
    Column("status", Integer),
    Column("media_type", String(200), nullable=False),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("provenance", JSON, nullable=False),
)
"""Which pull got which body from where; the same body may have come more than once."""

series = Table(
    "series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("series", String(200), nullable=False),
    Column("measure", String(100), nullable=False),
    Column("calendar", String(20), nullable=False),
    Column("grain", String(20), nullable=False),
    UniqueConstraint("source", "series", "measure", "calendar", "grain"),
    one_of("grain", GRAINS),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(100), nullable=False),
    UniqueConstraint("code"),
)

procedure = Table(
    "procedure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(100), nullable=False),
    UniqueConstraint("code"),
)

count = Table(
    "count",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("period_start", Date, primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("procedure_id", ForeignKey("procedure.id"), primary_key=True),
    Column("captured_at", UtcDateTime, primary_key=True),
    Column("period_end", Date, nullable=False),
    Column("value", BigInteger),
    Column("pull_id", ForeignKey("pull.id"), nullable=False),
    Column("evidence_id", ForeignKey("evidence.id"), nullable=False),
    sqlite_with_rowid=False,
)
"""Append-only: triggers of the first migration refuse UPDATE and DELETE on both databases."""

span = Table(
    "span",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("period_start", Date, primary_key=True),
    Column("period_end", Date, primary_key=True),
    Column("versions", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Which periods have counts, and how many rows of ``count`` lie in each: whoever remembers an answer made from a
period's counts sees here, without reading them, whether another has been added."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(100), nullable=False),
    Column("series", String(200), nullable=False),
    Column("unit_code", Text, nullable=False),
    Column("unit_name", Text),
    Column("unit", String(100)),
    Column("measure", Text, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("calendar", String(20)),
    Column("procedure", Text, nullable=False),
    Column("value", Text),
    Column("reason", String(50), nullable=False),
    Column("detail", Text, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("pull_id", ForeignKey("pull.id"), nullable=False),
    Column("evidence_id", ForeignKey("evidence.id"), nullable=False),
    Column("resolved_at", UtcDateTime),
    Column("resolved_by", ForeignKey("pull.id")),
    Index(None, "source", "resolved_at"),
)

edition = Table(
    "edition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("calendar", String(20), nullable=False),
    Column("period", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("evidence_id", ForeignKey("evidence.id"), nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    one_of("state", EDITION_STATES),
    UniqueConstraint("calendar", "period", "number"),
)
"""Frozen reports: the content lies among the evidence under its sha256 and is never written again."""

edition_event = Table(
    "edition_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition_id", ForeignKey("edition.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(200), nullable=False),
    Column("action", String(20), nullable=False),
    Column("note", Text, nullable=False),
)
"""Who did what to an edition, when: append-only by use."""

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(50), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("scope", String(100), nullable=False),
    Column("place", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("step", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("said", JSON, nullable=False),
    Column("address", Text),
    Column("file", Text),
    Column("cancel", Boolean, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    one_of("state", JOB_STATES),
    Index(
        "uq_job_under_way",
        "kind",
        "subject",
        "scope",
        unique=True,
        sqlite_where=text("state = 'running'"),
        postgresql_where=text("state = 'running'"),
    ),
)
"""Long work somebody asked for on a page. The same thing is never under way twice: the index refuses it."""
