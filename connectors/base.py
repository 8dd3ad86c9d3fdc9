"""What every connector takes (a Window) and gives (Batches); the only words shared with the monitor."""

from __future__ import annotations

import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import BinaryIO, ClassVar, Literal

import polars as pl
from pydantic import BaseModel, ConfigDict

from connectors.spool import Spool

COUNT_SCHEMA: dict[str, pl.DataType] = {
    "series": pl.String(),
    "unit_code": pl.String(),
    "unit_name": pl.String(),
    "measure": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "procedure": pl.String(),
    "value": pl.Int64(),
}
"""Columns of a Batch's counts, in this order.

``series``        the endpoint, table or sheet the count came from. Numerator and denominator are only ever
                  taken from one series, because endpoints of one system count on different bases.
``unit_code``     the source's own unit code, untouched; "" where the source gives a name only.
``unit_name``     the source's own unit name, or null.
``measure``       a code of config/measures.yaml.
``period_start``  first day, ``period_end`` last day (inclusive), Asia/Ho_Chi_Minh.
``procedure``     procedure code, or "" for all procedures together.
``value``         integer; null = the source says "not reported". 0 is a real zero.
"""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of whole days, both ends included, Asia/Ho_Chi_Minh."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Window:
    """What one pull asks for: the spans in time order, already cut along the source's calendars.

    ``today`` is the day of asking; a span that has not ended by then is still running. ``known`` is the provenance of
    the evidence of the last pull, where that pull was complete, asked for all these spans and left nothing held back:
    what is certain not to have changed since need not be read again. Empty where everything is to be read.
    """

    spans: tuple[Span, ...]
    today: date
    known: tuple[Mapping[str, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Evidence:
    """The raw bytes of one answer (or file) and where they came from. Secrets are already redacted.

    The bytes are ``body``, or, where they are too many for memory, lie in ``spool`` and ``body`` is empty. Several
    Batches read from one spooled answer carry the same Evidence object. ``method`` is READ for a file, which names its
    own periods whatever was asked.
    """

    url: str
    method: str
    status: int | None
    media_type: str
    body: bytes
    captured_at: datetime
    provenance: dict[str, str] = field(default_factory=dict)
    spool: Spool | None = None

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the bytes: the evidence's name in the store."""
        return sha256(self.body).hexdigest() if self.spool is None else self.spool.sha256

    @property
    def size(self) -> int:
        """Number of bytes."""
        return len(self.body) if self.spool is None else self.spool.size

    def open(self) -> BinaryIO:
        """The bytes from their beginning; the caller closes."""
        return io.BytesIO(self.body) if self.spool is None else self.spool.open()


@dataclass(frozen=True, slots=True)
class Reject:
    """One cell, row or count that cannot be taken as it stands. It goes to quarantine, never away.

    ``rule`` says what is wrong: it cannot be read as a count, the source itself calls it provisional, or it
    contradicts what the same source says elsewhere.
    """

    where: str
    unit_code: str
    unit_name: str | None
    measure: str
    period: Span | None
    value: str
    reason: str
    procedure: str = ""
    series: str = ""
    rule: Literal["unreadable", "provisional", "contradiction"] = "unreadable"


@dataclass(frozen=True, slots=True)
class Batch:
    """One answer turned into counts (``COUNT_SCHEMA``), with the evidence all of them came from."""

    counts: pl.DataFrame
    evidence: Evidence
    rejects: tuple[Reject, ...] = ()


class ConnectorOptions(BaseModel):
    """Options every connector has; each adds its own. An unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Connector(ABC):
    """One way of reading one kind of system.

    A subclass lives in one file, names itself, declares its options and the measures it can yield, and
    implements ``pull``. It keeps no state between pulls and writes nothing.
    """

    name: ClassVar[str]
    system: ClassVar[str]
    Options: ClassVar[type[ConnectorOptions]]
    measures: ClassVar[frozenset[str]]

    @abstractmethod
    def steps(self, window: Window) -> int:
        """How many Batches ``pull(window)`` will yield if nothing goes wrong (for the progress bar)."""

    @abstractmethod
    def pull(self, window: Window) -> Iterator[Batch]:
        """Yield one Batch per answer, oldest span first.

        Raises a ``connectors.errors.SourceError`` when the source cannot be read further; Batches
        already yielded stay valid.
        """

    @abstractmethod
    def probe(self, today: date) -> str:
        """Ask the source the cheapest question that proves it alive; return one sentence.

        Raises the same errors as ``pull``.
        """


def count_frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Frame of ``COUNT_SCHEMA`` from row dictionaries; zero rows give an empty frame of the same schema."""
    return pl.DataFrame(rows, schema=COUNT_SCHEMA)
