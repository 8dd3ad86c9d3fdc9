"""The store: append-only counts with their pulls, quarantine and evidence, on SQLite or PostgreSQL."""

from monitor.store.alerts import AlertChanges, AlertRows
from monitor.store.errors import (
    BackupError,
    Busy,
    EvidenceDamaged,
    EvidenceMissing,
    SchemaError,
    StoreError,
)
from monitor.store.frames import (
    COUNT_KEY,
    COUNTS,
    HELD_KEY,
    NEW_COUNTS,
    NEW_QUARANTINE,
    PULLS,
    QUARANTINE,
    Answer,
    Ending,
    NewPull,
    Outcome,
    Resolved,
    Scope,
    Tally,
)
from monitor.store.outbox import NO_CHANNEL, Outbox
from monitor.store.store import Batch, Store

__all__ = [
    "COUNTS",
    "COUNT_KEY",
    "HELD_KEY",
    "NEW_COUNTS",
    "NEW_QUARANTINE",
    "NO_CHANNEL",
    "PULLS",
    "QUARANTINE",
    "AlertChanges",
    "AlertRows",
    "Answer",
    "BackupError",
    "Batch",
    "Busy",
    "Ending",
    "EvidenceDamaged",
    "EvidenceMissing",
    "NewPull",
    "Outbox",
    "Outcome",
    "Resolved",
    "SchemaError",
    "Scope",
    "Store",
    "StoreError",
    "Tally",
]
