"""What a pull carries from batch to batch: counters, what it has seen good, what it met in quarantine."""

from __future__ import annotations

from datetime import date

import polars as pl

from connectors.base import Batch, Evidence
from monitor.collect.checks import Checked, Expected, check
from monitor.collect.diff import changes
from monitor.collect.seen import Seen
from monitor.store import Answer, Resolved, Store, Tally
from monitor.store import Batch as StoredBatch


class Intake:
    """Takes the batches of one pull, one transaction each."""

    def __init__(self, store: Store, source: str, pull_id: int, expected: Expected, *, files: bool = False) -> None:
        self.store = store
        self.source = source
        self.pull_id = pull_id
        self.tally = Tally()
        self._expected = expected
        self._files = files
        self._seen = Seen()
        self._last: tuple[Evidence, Answer] | None = None
        self._urls: set[str] = set()
        self._standing: set[int] = set()

    def take(self, batch: Batch) -> None:
        """Keep the evidence, then check and store the batch in one transaction or not at all."""
        new = self._last is None or self._last[0] is not batch.evidence
        answer = self._answer(batch.evidence)
        checked = check(batch, self._expected, self._seen)
        found = changes(checked.good, self._latest(checked.good), answer.captured_at)
        tally = _tally(checked, found.store.height, found.restated, answers=int(new))
        window = _days(checked.good) if self._files else None
        stored = StoredBatch(answer, found.store, checked.held, tally, window)
        self._standing |= self.store.commit(self.pull_id, self.source, stored)
        self._seen.add(checked.good)
        self._urls.add(answer.url)
        self.tally += tally

    def resolved(self) -> Resolved:
        """What this pull saw good, for closing quarantined rows."""
        return Resolved(self._seen.keys(), frozenset(self._urls), frozenset(self._standing))

    def _answer(self, evidence: Evidence) -> Answer:
        """The store's record; what one large answer holds comes in several batches, and is kept once."""
        if self._last is None or self._last[0] is not evidence:
            self._last = evidence, kept(self.store, evidence)
        return self._last[1]

    def _latest(self, good: pl.DataFrame) -> pl.DataFrame:
        spans = good.lazy().select("period_start", "period_end").unique().collect(engine="in-memory")
        series, units = good["series"].unique().to_list(), good["unit"].unique().to_list()
        return self.store.latest_values(self.source, series, spans.rows(), units)


def kept(store: Store, evidence: Evidence) -> Answer:
    """Keep the bytes durably; the store's record of them."""
    with evidence.open() as body:
        sha256 = store.keep_evidence(body)
    return Answer(
        sha256=sha256,
        size=evidence.size,
        url=evidence.url,
        method=evidence.method,
        status=evidence.status,
        media_type=evidence.media_type,
        captured_at=evidence.captured_at,
        provenance=evidence.provenance,
    )


def _tally(checked: Checked, stored: int, restated: int, *, answers: int) -> Tally:
    return Tally(
        rows_in=checked.rows,
        stored=stored,
        quarantined=checked.held.height,
        unchanged=checked.good.height - stored,
        restated=restated,
        answers=answers,
    )


def _days(good: pl.DataFrame) -> tuple[date, date] | None:
    if good.is_empty():
        return None
    (days,) = good.select(pl.col("period_start").min(), pl.col("period_end").max()).rows()
    return days
