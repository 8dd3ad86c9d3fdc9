"""Known problems of a command, each as a sentence that says what to do next."""

from __future__ import annotations

import importlib

# Named, not imported: a command that fails early must not load every room to say so.
_KNOWN = (
    ("monitor.declared.problems", "ConfigProblems"),
    ("monitor.declared.problems", "UnknownName"),
    ("monitor.declared.placeholders", "PlaceholderError"),
    ("monitor.periods", "PeriodError"),
    ("monitor.store.errors", "StoreError"),
    ("monitor.figures", "QueryError"),
    ("connectors.errors", "SourceError"),
)


class UsageError(Exception):
    """The command's arguments do not fit together; the text says which and how to mend it."""


def sentence_of(error: Exception) -> str | None:
    """One sentence for a known problem, None for a defect of ours (which keeps its traceback)."""
    if isinstance(error, (UsageError, *_loaded())):
        return str(error)
    if type(error).__module__.startswith("sqlalchemy."):
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return f"The database did not answer as expected: {reason}. Check SOHOA_DATABASE_URL, then run: sohoa db check"
    if isinstance(error, OSError):
        return f"A file or address could not be used: {error}. Check the path and its permissions."
    return None


def _loaded() -> tuple[type[Exception], ...]:
    import sys

    return tuple(getattr(importlib.import_module(module), name) for module, name in _KNOWN if module in sys.modules)
