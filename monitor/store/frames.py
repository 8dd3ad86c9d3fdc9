"""Columns of the frames the store gives and takes, and the small records that go with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import polars as pl

Outcome = Literal["running", "complete", "partial", "failed", "interrupted"]
Scope = Literal["usual", "range", "file", "replay"]

UTC_TIME = pl.Datetime("us", "UTC")

COUNTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "series": pl.String(),
    "calendar": pl.String(),
    "grain": pl.String(),
    "unit": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "procedure": pl.String(),
    "value": pl.Int64(),
    "captured_at": UTC_TIME,
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
}
"""Counts as ``Store.read_counts`` gives them: every version of every count, oldest capture first within a key.

``value`` null = the source said "not reported"; ``evidence`` is the sha256 of the answer it came from.
"""

NEW_COUNTS: dict[str, pl.DataType] = {
    name: COUNTS[name]
    for name in (
        "series",
        "calendar",
        "grain",
        "unit",
        "measure",
        "period_start",
        "period_end",
        "procedure",
        "value",
        "captured_at",
    )
}
"""Counts as ``Store.commit`` takes them; source, pull and evidence are those of the batch."""

COUNT_KEY = ("series", "calendar", "grain", "unit", "measure", "period_start", "procedure")
"""What one count of one source is known by; its versions differ in ``captured_at`` only."""

PULLS: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "source": pl.String(),
    "connector": pl.String(),
    "simulated": pl.Boolean(),
    "scope": pl.String(),
    "calendars": pl.String(),
    "window_start": pl.Date(),
    "window_end": pl.Date(),
    "started_at": UTC_TIME,
    "ended_at": UTC_TIME,
    "outcome": pl.String(),
    "problem": pl.String(),
    "message": pl.String(),
    "remedy": pl.String(),
    "rows_in": pl.Int64(),
    "stored": pl.Int64(),
    "quarantined": pl.Int64(),
    "unchanged": pl.Int64(),
    "restated": pl.Int64(),
    "answers": pl.Int64(),
}
"""One row per run of one source. ``scope``: usual = the source's own window, range = asked by hand, file = imported,
replay = held rows checked again.

``outcome``: running, complete, partial, failed or interrupted. ``problem``: null, configuration, credentials,
unavailable or contract. ``rows_in`` = ``stored`` + ``unchanged`` + ``quarantined``; ``restated`` of the stored ones
changed the value of a closed period; ``answers`` = batches stored.
"""

HELD_KEY: dict[str, pl.DataType] = {
    "series": pl.String(),
    "unit_code": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "procedure": pl.String(),
}
"""A count in the source's own words; what a quarantined row and the good value that resolves it share."""

NEW_QUARANTINE: dict[str, pl.DataType] = {
    **HELD_KEY,
    "unit_name": pl.String(),
    "unit": pl.String(),
    "calendar": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
}
"""Rows held back, as ``Store.commit`` takes them. ``reason`` is the code of a check; periods may be null."""

QUARANTINE: dict[str, pl.DataType] = {
    "id": pl.Int64(),
    "source": pl.String(),
    "series": pl.String(),
    "unit_code": pl.String(),
    "unit_name": pl.String(),
    "unit": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "calendar": pl.String(),
    "procedure": pl.String(),
    "value": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
    "captured_at": UTC_TIME,
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
    "resolved_at": UTC_TIME,
    "resolved_by": pl.Int64(),
}
"""Rows held back, as ``Store.quarantine`` gives them. ``resolved_by`` is the pull that brought a good value."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a source whose body is already in the evidence folder under ``sha256``."""

    sha256: str
    size: int
    url: str
    method: str
    status: int | None
    media_type: str
    captured_at: datetime
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of one batch came from: numbers of the pull and of the answer's body."""

    source: str
    pull_id: int
    evidence_id: int
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one batch, or of a whole pull."""

    rows_in: int = 0
    stored: int = 0
    quarantined: int = 0
    unchanged: int = 0
    restated: int = 0
    answers: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.rows_in + other.rows_in,
            self.stored + other.stored,
            self.quarantined + other.quarantined,
            self.unchanged + other.unchanged,
            self.restated + other.restated,
            self.answers + other.answers,
        )


@dataclass(frozen=True, slots=True)
class NewPull:
    """What a pull is going to ask; ``first`` and ``last`` are null until a file's periods are known."""

    source: str
    connector: str
    simulated: bool
    scope: Scope
    calendars: tuple[str, ...]
    first: date | None
    last: date | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """How a pull ended. ``answer`` is the bad answer a problem rests on, if there is one."""

    outcome: Outcome
    ended_at: datetime
    problem: str | None = None
    message: str | None = None
    remedy: str | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a pull saw good, for closing quarantined rows.

    ``good`` holds ``HELD_KEY`` rows, ``urls`` the addresses that answered, ``standing`` the ids of quarantined rows
    this pull met again: those stay open.
    """

    good: pl.DataFrame
    urls: frozenset[str]
    standing: frozenset[int]
