"""Lists of an axis: one row per copy, that is per document and receiver. From rows to counts of documents. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

import polars as pl

from connectors.base import Batch, Evidence, Span, count_frame
from connectors.moments import vietnamese_time
from connectors.rows import count_row
from connectors.transport import Answer
from connectors.transport.payload import broken

_COLUMNS = {
    "document": pl.String(),
    "sender": pl.String(),
    "receiver": pl.String(),
    "day": pl.Date(),
    "status": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """One document at one receiver: what a list's row says that is counted or needed to understand the count."""

    document: str
    sender: str
    receiver: str
    day: date
    status: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What the answers to one question held: ``copies`` without those that may be classified, ``secret`` of those."""

    copies: Sequence[Copy]
    answers: Sequence[Answer]
    secret: int = 0


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list counts: its series, the measure, and whether senders or receivers are the units."""

    series: str
    measure: str
    side: Literal["sender", "receiver"]


def day_of(answer: Answer, text: str, asked: Span, where: str) -> date:
    """The row's day. Raises ``ContractBroken`` if it cannot be read or was not asked for: then dates are ignored."""
    moment = vietnamese_time(text)
    if moment is None:
        raise broken(answer, f"{where} is no date and time in any agreed form")
    if not asked.start <= moment.date() <= asked.end:
        raise broken(
            answer,
            f"{where} is the {moment:%d/%m/%Y}, outside the days asked for ({asked.start:%d/%m/%Y} to "
            f"{asked.end:%d/%m/%Y}): the axis ignores the dates, or reads them as something else",
        )
    return moment.date()


def batch_of(listed: Listed, span: Span, kind: Kind, gone: Iterable[str]) -> Batch:
    """One Batch of a list: each document once per unit; copies whose status is in ``gone`` are taken out.

    The evidence is what was read of the rows, as CSV: lists carry titles, which are never kept.
    """
    table = pl.DataFrame([astuple(copy) for copy in listed.copies], schema=_COLUMNS, orient="row")
    held = table.filter(~pl.col("status").is_in(list(gone)))
    counted = held.group_by(kind.side).agg(pl.col("document").n_unique().cast(pl.Int64)).sort(kind.side)
    rows = [count_row(kind.series, code, None, kind.measure, span, value) for code, value in counted.iter_rows()]
    return Batch(count_frame(rows), _evidence(listed, table, span))


def _evidence(listed: Listed, table: pl.DataFrame, span: Span) -> Evidence:
    last = listed.answers[-1].evidence()
    hashes = "".join(sha256(answer.body).hexdigest() for answer in listed.answers)
    return Evidence(
        url=last.url.partition("?")[0],
        method=last.method,
        status=last.status,
        media_type="text/csv",
        body=table.write_csv().encode(),
        captured_at=last.captured_at,
        provenance={
            **last.provenance,
            "days": f"{span.start} {span.end}",
            "answers": str(len(listed.answers)),
            "answers_sha256": sha256(hashes.encode()).hexdigest(),
            "skipped_may_be_classified": str(listed.secret),
        },
    )
