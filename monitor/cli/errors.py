"""Known problems of a command, each as a sentence that says what to do next."""

from __future__ import annotations

import importlib

# Named, not imported: a command that fails early must not load every room to say so.
_KNOWN = (
    ("monitor.settings", "SettingError"),
    ("monitor.declared.problems", "ConfigProblems"),
    ("monitor.declared.problems", "UnknownName"),
    ("monitor.declared.placeholders", "PlaceholderError"),
    ("monitor.periods", "PeriodError"),
    ("monitor.store.errors", "StoreError"),
    ("monitor.figures", "QueryError"),
    ("monitor.reports.errors", "ReportError"),
    ("monitor.alerts.service", "AlertError"),
    ("monitor.alerts.states", "NotPermitted"),
    ("monitor.alerts.recipients", "RecipientError"),
    ("monitor.alerts.channels.base", "ChannelNotSet"),
    ("connectors.errors", "SourceError"),
)


_DAMAGED = "The file is damaged or is no database: set SOHOA_DATA to a new folder, then run: sohoa db restore FILE"
_DATABASE = (
    ("readonly database", "Give this user permission to write in the folder that holds it."),
    ("unable to open", "Check SOHOA_DATA and SOHOA_DATABASE_URL, and the permissions of the folder they name."),
    ("malformed", _DAMAGED),
    ("not a database", _DAMAGED),
    ("full", "Make room on the disk, then run this again; nothing was half-written."),
    ("locked", "Another process is writing. Run this again in a moment."),
)
"""What to do about the database's own words; anything else is a matter of its address."""


class UsageError(Exception):
    """The command's arguments do not fit together; the text says which and how to mend it."""


def sentence_of(error: Exception) -> str | None:
    """One sentence for a known problem, None for a defect of ours (which keeps its traceback)."""
    if isinstance(error, (UsageError, *_loaded())):
        return str(error)
    if type(error).__module__.startswith(("sqlalchemy.", "sqlite3")):
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        usual = "Check SOHOA_DATABASE_URL and that the database is running."
        remedy = next((remedy for words, remedy in _DATABASE if words in reason), usual)
        return f"The database did not answer as expected: {reason}. {remedy}"
    if isinstance(error, OSError):
        return f"A file or address could not be used: {error}. Check the path and its permissions."
    return None


def _loaded() -> tuple[type[Exception], ...]:
    import sys

    return tuple(getattr(importlib.import_module(module), name) for module, name in _KNOWN if module in sys.modules)
