"""What the next pull is told it need not read again: all of the last complete one, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from connectors.base import Batch, Reject, Window
from connectors.errors import SourceUnavailable
from monitor.collect.pull import PullResult, pull_source
from monitor.declared.models import Source
from monitor.store import Store
from tests.collect.world import (
    DIGITIZED,
    NOW,
    RECEIVED,
    Scripted,
    batch,
    broken,
    declared,
    reject,
    row,
    source,
    ticking,
)

READING = {"reading": "one"}
LATER = NOW + timedelta(hours=1)


def read(*rejects: Reject) -> Batch:
    made = batch([row(RECEIVED, 10), row(DIGITIZED, 9)], rejects=rejects)
    return replace(made, evidence=replace(made.evidence, provenance=READING))


def pull(
    store: Store,
    *batches: Batch,
    at: datetime = LATER,
    error: BaseException | None = None,
    asked: Source | None = None,
    first: date | None = None,
) -> tuple[PullResult, Window]:
    connector = Scripted(batches, error)
    chosen = asked or source()
    result = pull_source(store, declared(), chosen, connector, clock=ticking(at), first=first)
    return result, connector.asked[-1]


def test_the_last_complete_pull_is_known_and_its_successor_in_turn(store: Store) -> None:
    assert pull(store, read(), at=NOW)[1].known == ()
    for hours in (1, 2):
        result, window = pull(store, read(), at=NOW + timedelta(hours=hours))
        assert [dict(one) for one in window.known] == [READING]
        assert (result.outcome, result.unchanged) == ("complete", 2)


def test_a_range_asked_for_by_hand_reads_everything(store: Store) -> None:
    pull(store, read(), at=NOW)
    assert pull(store, read(), first=date(2026, 10, 1))[1].known == ()


@pytest.mark.parametrize("why", ["partial", "held back", "range too short", "new month", "other calendar", "killed"])
def test_nothing_is_known_where_anything_may_be_missing(store: Store, why: str) -> None:
    pull(store, read(), at=NOW - timedelta(hours=1))
    at, asked = LATER, None
    if why == "partial":
        pull(store, read(), at=NOW, error=broken(SourceUnavailable))
    elif why == "held back":
        pull(store, read(reject(RECEIVED, "x", "U2")), at=NOW)
    elif why == "range too short":
        pull(store, read(), at=NOW, first=date(2026, 11, 1))
    elif why == "new month":
        at = NOW + timedelta(days=20)
    elif why == "other calendar":
        asked = source(calendar="nd09")
    else:
        with pytest.raises(KeyboardInterrupt):
            pull(store, read(), at=NOW, error=KeyboardInterrupt())
    assert pull(store, read(), at=at, asked=asked)[1].known == ()
