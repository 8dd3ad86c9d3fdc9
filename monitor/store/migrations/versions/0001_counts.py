"""Pulls, evidence, append-only counts, quarantine.

Revision: 0001, the first. Created 2026-11-23.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.tables import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE_TRIGGERS = """
CREATE TRIGGER count_no_{verb} BEFORE {verb} ON count
BEGIN SELECT RAISE(ABORT, 'counts are append-only: a changed value is a new row with its own capture time'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION count_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'counts are append-only: a changed value is a new row with its own capture time';
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER count_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON count
FOR EACH STATEMENT EXECUTE FUNCTION count_is_append_only()
"""


def upgrade() -> None:
    """Create every table and the two rows all others lean on."""
    _pulls()
    _evidence()
    _names()
    _counts()
    _quarantine()
    _append_only()
    op.execute("INSERT INTO revision (id, number) VALUES (1, 0)")
    op.execute("INSERT INTO procedure (id, code) VALUES (0, '')")


def _pulls() -> None:
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1", name="single"), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    tallies = ("rows_in", "stored", "quarantined", "unchanged", "restated", "answers")
    op.create_table(
        "pull",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("connector", sa.String(100), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("calendars", sa.String(50), nullable=False),
        sa.Column("window_start", sa.Date),
        sa.Column("window_end", sa.Date),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("problem", sa.String(20)),
        sa.Column("message", sa.Text),
        sa.Column("remedy", sa.Text),
        *(sa.Column(name, sa.Integer, nullable=False, server_default="0") for name in tallies),
        sa.CheckConstraint("outcome IN ('running', 'complete', 'partial', 'failed', 'interrupted')", name="outcome"),
    )
    op.create_index("ix_pull_source_id", "pull", ["source", "id"])


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("sha256"),
    )
    op.create_table(
        "pull_evidence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("pull_id", sa.Integer, sa.ForeignKey("pull.id"), nullable=False),
        sa.Column("evidence_id", sa.Integer, sa.ForeignKey("evidence.id"), nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("method", sa.String(10), nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("media_type", sa.String(200), nullable=False),
        sa.Column("captured_at", UtcDateTime, nullable=False),
        sa.Column("provenance", sa.JSON, nullable=False),
    )
    op.create_index("ix_pull_evidence_pull_id", "pull_evidence", ["pull_id"])
    op.create_index("ix_pull_evidence_evidence_id", "pull_evidence", ["evidence_id"])


def _names() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("series", sa.String(200), nullable=False),
        sa.Column("measure", sa.String(100), nullable=False),
        sa.Column("calendar", sa.String(20), nullable=False),
        sa.Column("grain", sa.String(20), nullable=False),
        sa.UniqueConstraint("source", "series", "measure", "calendar", "grain"),
        sa.CheckConstraint("grain IN ('day', 'month', 'quarter', 'half', 'nine-months', 'year')", name="grain"),
    )
    for table in ("unit", "procedure"):
        op.create_table(
            table,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column("code", sa.String(100), nullable=False),
            sa.UniqueConstraint("code"),
        )


def _counts() -> None:
    op.create_table(
        "count",
        sa.Column("series_id", sa.Integer, sa.ForeignKey("series.id"), primary_key=True),
        sa.Column("period_start", sa.Date, primary_key=True),
        sa.Column("unit_id", sa.Integer, sa.ForeignKey("unit.id"), primary_key=True),
        sa.Column("procedure_id", sa.Integer, sa.ForeignKey("procedure.id"), primary_key=True),
        sa.Column("captured_at", UtcDateTime, primary_key=True),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("value", sa.BigInteger),
        sa.Column("pull_id", sa.Integer, sa.ForeignKey("pull.id"), nullable=False),
        sa.Column("evidence_id", sa.Integer, sa.ForeignKey("evidence.id"), nullable=False),
        sqlite_with_rowid=False,
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("source", sa.String(100), nullable=False),
        sa.Column("series", sa.String(200), nullable=False),
        sa.Column("unit_code", sa.Text, nullable=False),
        sa.Column("unit_name", sa.Text),
        sa.Column("unit", sa.String(100)),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("calendar", sa.String(20)),
        sa.Column("procedure", sa.Text, nullable=False),
        sa.Column("value", sa.Text),
        sa.Column("reason", sa.String(50), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("captured_at", UtcDateTime, nullable=False),
        sa.Column("pull_id", sa.Integer, sa.ForeignKey("pull.id"), nullable=False),
        sa.Column("evidence_id", sa.Integer, sa.ForeignKey("evidence.id"), nullable=False),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("resolved_by", sa.Integer, sa.ForeignKey("pull.id")),
    )
    op.create_index("ix_quarantine_source_resolved_at", "quarantine", ["source", "resolved_at"])


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_TRIGGERS.format(verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_TRIGGER)
