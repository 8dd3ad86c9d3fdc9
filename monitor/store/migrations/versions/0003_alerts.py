"""Alerts, their events, decisions, silences and messages.

Revision: 0003, after 0002. Created 2026-11-24.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDS = "the steps of an alert are append-only"
SQLITE_TRIGGERS = f"""
CREATE TRIGGER alert_event_no_{{verb}} BEFORE {{verb}} ON alert_event
BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
"""
POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION alert_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{WORDS}';
END $$
"""
POSTGRESQL_TRIGGER = """
CREATE TRIGGER alert_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON alert_event
FOR EACH STATEMENT EXECUTE FUNCTION alert_event_is_append_only()
"""
STATES = "'pending', 'open', 'acknowledged', 'action', 'claimed', 'verified', 'closed'"


def upgrade() -> None:
    """Create every table of alerts."""
    _runs()
    _alerts()
    _events()
    _decisions()
    _silences()
    _messages()
    _notices()
    _append_only()


def _runs() -> None:
    op.create_table(
        "alert_run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("who", sa.String(100), nullable=False),
        sa.Column("data_version", sa.BigInteger, nullable=False),
        sa.Column("tally", sa.JSON, nullable=False),
    )


def _alerts() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rule", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("live_key", sa.String(210)),
        sa.Column("unit", sa.String(100)),
        sa.Column("indicator", sa.String(100)),
        sa.Column("source", sa.String(100)),
        sa.Column("calendar", sa.String(20)),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("alert_run.id"), nullable=False),
        *_figures(),
        sa.Column("seen_on", sa.Date, nullable=False),
        sa.Column("opened_at", UtcDateTime),
        sa.Column("state_at", UtcDateTime, nullable=False),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("outcome", sa.String(20)),
        *_followed(),
        sa.UniqueConstraint("live_key"),
        sa.CheckConstraint(f"state IN ({STATES})", name="state"),
    )
    op.create_index("ix_alert_unit_state", "alert", ["unit", "state"])
    op.create_index("ix_alert_run_id", "alert", ["run_id"])


def _figures() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("opened_period", sa.String(20), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("numerator", sa.BigInteger),
        sa.Column("denominator", sa.BigInteger),
        sa.Column("shown", sa.String(20)),
        sa.Column("goal", sa.BigInteger),
        sa.Column("shortfall", sa.BigInteger),
        sa.Column("captured_at", UtcDateTime),
        sa.Column("pull_id", sa.Integer),
        sa.Column("evidence", sa.String(64)),
    )


def _followed() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("step_on", sa.Date, nullable=False),
        sa.Column("notices", sa.Integer, nullable=False),
        sa.Column("notice_on", sa.Date),
        sa.Column("answer_by", sa.Date),
        sa.Column("verify_by", sa.Date),
        sa.Column("cause", sa.String(30)),
        sa.Column("explanation", sa.Text),
        sa.Column("action_owner", sa.String(200)),
        sa.Column("action_product", sa.Text),
        sa.Column("action_due", sa.Date),
    )


def _events() -> None:
    op.create_table(
        "alert_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("alert_id", sa.Integer, sa.ForeignKey("alert.id"), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("from_state", sa.String(20)),
        sa.Column("to_state", sa.String(20), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
    )
    op.create_index("ix_alert_event_alert_id", "alert_event", ["alert_id"])


def _decisions() -> None:
    op.create_table(
        "alert_decision",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("alert_run.id"), nullable=False),
        sa.Column("rule", sa.String(100), nullable=False),
        sa.Column("subject", sa.String(100), nullable=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("period", sa.String(20)),
    )
    op.create_index("ix_alert_decision_run_id", "alert_decision", ["run_id"])
    op.create_index("ix_alert_decision_rule_subject_id", "alert_decision", ["rule", "subject", "id"])


def _silences() -> None:
    op.create_table(
        "alert_silence",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("rule", sa.String(100)),
        sa.Column("unit", sa.String(100)),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("lifted_at", UtcDateTime),
        sa.Column("lifted_by", sa.String(200)),
    )


def _messages() -> None:
    op.create_table(
        "alert_message",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("alert_run.id"), nullable=False),
        sa.Column("recipient", sa.String(120), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("lang", sa.String(2), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("not_before", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("lease", sa.String(64)),
        sa.Column("lease_until", UtcDateTime),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("problem", sa.Text),
        sa.UniqueConstraint("key"),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'dead')", name="state"),
    )
    op.create_index("ix_alert_message_run_id", "alert_message", ["run_id"])
    op.create_index("ix_alert_message_state_not_before", "alert_message", ["state", "not_before"])
    op.create_index("ix_alert_message_channel_sent_at", "alert_message", ["channel", "sent_at"])


def _notices() -> None:
    op.create_table(
        "alert_notice",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("message_id", sa.Integer, sa.ForeignKey("alert_message.id"), nullable=False),
        sa.Column("alert_id", sa.Integer, sa.ForeignKey("alert.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
    )
    op.create_index("ix_alert_notice_message_id", "alert_notice", ["message_id"])
    op.create_index("ix_alert_notice_alert_id", "alert_notice", ["alert_id"])


def _append_only() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE_TRIGGERS.format(verb=verb))
    else:
        op.execute(POSTGRESQL_FUNCTION)
        op.execute(POSTGRESQL_TRIGGER)
