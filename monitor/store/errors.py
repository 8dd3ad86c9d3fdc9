"""What can go wrong in the store; every text says what to do next."""

from __future__ import annotations


class StoreError(Exception):
    """Base of the store's errors: the text is for people and names the next step."""


class Busy(StoreError):
    """Someone else holds the lock of this source."""


class SchemaError(StoreError):
    """The database's tables are older or newer than this program."""


class EvidenceMissing(StoreError):
    """No evidence of this name is in the store."""


class EvidenceDamaged(StoreError):
    """The evidence file no longer holds the bytes it is named after."""


class BackupError(StoreError):
    """The backup cannot be written or read, or the database to fill is not empty."""
