"""One answer too large for memory comes in several batches: kept once, linked once, checked as one."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from connectors.base import Batch, Evidence
from connectors.spool import Spool
from monitor.collect.pull import PullResult, pull_source
from monitor.store import Store
from tests.collect.world import DIGITIZED, NOW, RECEIVED, Scripted, batch, declared, row, source, ticking, unit

UNITS = tuple(f"U{number}" for number in range(1, 7))


def chunked(*values: list[tuple[str, int]]) -> list[Batch]:
    """Batches of one spooled answer: (unit, received) of each."""
    text = "\n".join(f"{name};{value}" for part in values for name, value in part)
    spool = Spool([text.encode()])
    whole: Evidence = replace(batch([], NOW).evidence, body=b"", spool=spool)
    return [replace(batch(_rows(part), NOW), evidence=whole) for part in values]


def _rows(part: list[tuple[str, int]]) -> list[dict[str, object]]:
    return [one for name, value in part for one in (row(RECEIVED, value, name), row(DIGITIZED, 1, name))]


def pull(store: Store, *batches: Batch) -> PullResult:
    world = declared(units=[unit(name) for name in UNITS])
    return pull_source(store, world, source(), Scripted(batches), clock=ticking(NOW))


def test_the_bytes_are_kept_once_and_every_count_points_at_them(store: Store) -> None:
    batches = chunked([("U1", 10), ("U2", 20)], [("U3", 30)], [("U4", 40), ("U5", 50)])
    result = pull(store, *batches)
    assert (result.outcome, result.answers, result.stored) == ("complete", 1, 10)
    (name,) = store.read_counts()["evidence"].unique()
    assert store.evidence(name) == b"U1;10\nU2;20\nU3;30\nU4;40\nU5;50"
    assert len(store.evidence_info(name)["answers"]) == 1
    assert store.check() == ()


def test_a_later_part_that_contradicts_an_earlier_one_is_held_back(store: Store) -> None:
    result = pull(store, *chunked([("U1", 10), ("U2", 20)], [("U1", 11), ("U3", 30)]))
    assert result.quarantined == 2
    held = store.quarantine().select("unit", "measure", "reason")
    assert sorted(held.rows()) == [("U1", DIGITIZED, "tied_to_held"), ("U1", RECEIVED, "duplicate_conflict")]
    known = store.read_counts().filter(pl.col("measure") == RECEIVED).select("unit", "value")
    assert sorted(known.rows()) == [("U1", 10), ("U2", 20), ("U3", 30)]
