"""The tables of alerts: what is followed, every step of it, who was told, and why somebody was not."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from monitor.store.tables import UtcDateTime, metadata, one_of

STATES = ("pending", "open", "acknowledged", "action", "claimed", "verified", "closed")
MESSAGE_STATES = ("waiting", "sent", "dead")

alert_run = Table(
    "alert_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(100), nullable=False),
    Column("data_version", BigInteger, nullable=False),
    Column("tally", JSON, nullable=False),
)
"""One row per evaluation of all rules. ``data_version``: the store's version its figures were read at."""

alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule", String(100), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("live_key", String(210)),
    Column("unit", String(100)),
    Column("indicator", String(100)),
    Column("source", String(100)),
    Column("calendar", String(20)),
    Column("severity", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("version", Integer, nullable=False),
    Column("run_id", ForeignKey("alert_run.id"), nullable=False),
    Column("opened_period", String(20), nullable=False),
    Column("period", String(20), nullable=False),
    Column("numerator", BigInteger),
    Column("denominator", BigInteger),
    Column("shown", String(20)),
    Column("goal", BigInteger),
    Column("shortfall", BigInteger),
    Column("captured_at", UtcDateTime),
    Column("pull_id", Integer),
    Column("evidence", String(64)),
    Column("seen_on", Date, nullable=False),
    Column("opened_at", UtcDateTime),
    Column("state_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("outcome", String(20)),
    Column("step", Integer, nullable=False),
    Column("step_on", Date, nullable=False),
    Column("notices", Integer, nullable=False),
    Column("notice_on", Date),
    Column("answer_by", Date),
    Column("verify_by", Date),
    Column("cause", String(30)),
    Column("explanation", Text),
    Column("action_owner", String(200)),
    Column("action_product", Text),
    Column("action_due", Date),
    UniqueConstraint("live_key"),
    one_of("state", STATES),
    Index(None, "unit", "state"),
    Index(None, "run_id"),
)
"""A unit's (or a source's) shortfall being followed. ``live_key`` is rule and subject while it is not closed, so that
two workers cannot open it twice; ``version`` grows with every change and is what a change is conditional on. ``goal``
is in hundredths of a per cent. The figures are those of the last decision that changed something."""

alert_event = Table(
    "alert_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String(200), nullable=False),
    Column("act", String(20), nullable=False),
    Column("from_state", String(20)),
    Column("to_state", String(20), nullable=False),
    Column("why", Text, nullable=False),
    Column("evidence", JSON, nullable=False),
)
"""Append-only: triggers refuse UPDATE and DELETE on both databases."""

alert_decision = Table(
    "alert_decision",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("alert_run.id"), nullable=False, index=True),
    Column("rule", String(100), nullable=False),
    Column("subject", String(100), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("reason", String(30), nullable=False),
    Column("period", String(20)),
    Index(None, "rule", "subject", "id"),
)
"""A decision that differs from the one before of the same rule and subject; the first "nothing to do" is not kept."""

alert_silence = Table(
    "alert_silence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule", String(100)),
    Column("unit", String(100)),
    Column("author", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("until", Date, nullable=False),
    Column("lifted_at", UtcDateTime),
    Column("lifted_by", String(200)),
)
"""Null rule = every rule; null unit = every unit; a unit covers the units below it. ``until`` is included."""

alert_message = Table(
    "alert_message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False),
    Column("run_id", ForeignKey("alert_run.id"), nullable=False, index=True),
    Column("recipient", String(120), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease", String(64)),
    Column("lease_until", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("problem", Text),
    UniqueConstraint("key"),
    one_of("state", MESSAGE_STATES),
    Index(None, "state", "not_before"),
    Index(None, "channel", "sent_at"),
)
"""The outbox. ``key`` is the idempotency key a receiver may drop duplicates by. ``recipient`` names a unit or a role,
never an address: addresses are looked up when the message goes out."""

alert_notice = Table(
    "alert_notice",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("message_id", ForeignKey("alert_message.id"), nullable=False, index=True),
    Column("alert_id", ForeignKey("alert.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
)
"""Which message tells of which alert, and what of it (opened, reminded, escalated …)."""
