"""What a pull carries from batch to batch: counters, what it has seen good, what it met in quarantine."""

from __future__ import annotations

from datetime import date

import polars as pl

from connectors.base import Batch, Evidence
from monitor.collect.checks import Checked, Expected, check
from monitor.collect.diff import changes
from monitor.store import HELD_KEY, Answer, Resolved, Store, Tally
from monitor.store import Batch as StoredBatch

_SEEN: dict[str, pl.DataType] = {**HELD_KEY, "unit": pl.String(), "value": pl.Int64()}


class Intake:
    """Takes the batches of one pull, one transaction each."""

    def __init__(self, store: Store, source: str, pull_id: int, expected: Expected, *, files: bool = False) -> None:
        self.store = store
        self.source = source
        self.pull_id = pull_id
        self.tally = Tally()
        self._expected = expected
        self._files = files
        self._seen = pl.DataFrame(schema=_SEEN)
        self._urls: set[str] = set()
        self._standing: set[int] = set()

    def take(self, batch: Batch) -> None:
        """Keep the evidence, then check and store the batch in one transaction or not at all."""
        answer = answer_of(batch.evidence, self.store.keep_evidence(batch.evidence.body))
        checked = check(batch, self._expected, self._seen)
        found = changes(checked.good, self._latest(checked.good), answer.captured_at)
        tally = _tally(checked, found.store.height, found.restated)
        window = _days(checked.good) if self._files else None
        stored = StoredBatch(answer, found.store, checked.held, tally, window)
        self._standing |= self.store.commit(self.pull_id, self.source, stored)
        self._seen = pl.concat([self._seen, checked.good.select(_SEEN.keys())])
        self._urls.add(answer.url)
        self.tally += tally

    def resolved(self) -> Resolved:
        """What this pull saw good, for closing quarantined rows."""
        return Resolved(self._seen.select(HELD_KEY.keys()), frozenset(self._urls), frozenset(self._standing))

    def _latest(self, good: pl.DataFrame) -> pl.DataFrame:
        spans = good.lazy().select("period_start", "period_end").unique().collect(engine="in-memory")
        return self.store.latest_values(self.source, good["series"].unique().to_list(), spans.rows())


def answer_of(evidence: Evidence, sha256: str) -> Answer:
    """The store's record of an answer whose body has been kept under ``sha256``."""
    return Answer(
        sha256=sha256,
        size=len(evidence.body),
        url=evidence.url,
        method=evidence.method,
        status=evidence.status,
        media_type=evidence.media_type,
        captured_at=evidence.captured_at,
        provenance=evidence.provenance,
    )


def _tally(checked: Checked, stored: int, restated: int) -> Tally:
    return Tally(
        rows_in=checked.rows,
        stored=stored,
        quarantined=checked.held.height,
        unchanged=checked.good.height - stored,
        restated=restated,
        answers=1,
    )


def _days(good: pl.DataFrame) -> tuple[date, date] | None:
    if good.is_empty():
        return None
    (days,) = good.select(pl.col("period_start").min(), pl.col("period_end").max()).rows()
    return days
