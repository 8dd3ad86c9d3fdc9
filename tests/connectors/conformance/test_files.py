"""Every source that is no web server × everything that can happen to its files: what was read stays."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize

import polars as pl
import pytest

from connectors.base import COUNT_SCHEMA, Batch, Connector, Window
from connectors.errors import SourceError
from connectors.registry import build
from tests.connectors.conformance.peer import TROUBLES, WINDOW, FilePeer, Never, Trouble
from tests.connectors.conformance.peers import FILE_PEERS
from tests.connectors.conformance.test_http import collect, values
from tests.connectors.conftest import Clock

by_name = pytest.mark.parametrize("peer", FILE_PEERS, ids=lambda peer: peer.name)
FORESEEN = [
    pytest.param(peer, trouble, id=f"{peer.name}-{name}")
    for peer in FILE_PEERS
    for name in TROUBLES
    if isinstance(trouble := peer.troubles[name], Trouble)
]


def connect(peer: FilePeer, folder: Path, **more: object) -> Connector:
    clock = Clock()
    return build(peer.registered, {**peer.prepare(folder), **more}, clock=clock, sleep=clock.sleep)


def told(peer: FilePeer) -> list[int | None]:
    return sorted(peer.told, key=lambda v: (v is None, v))


def known(batches: list[Batch]) -> list[int | None]:
    """The count of each thing counted: one told twice with the same value is known once."""
    rows = pl.concat([batch.counts for batch in batches]).unique() if batches else pl.DataFrame(schema=COUNT_SCHEMA)
    return sorted(rows["value"], key=lambda v: (v is None, v))


def units(batches: list[Batch]) -> set[str]:
    return {name for batch in batches for name in batch.counts["unit_name"].drop_nulls()}


@by_name
def test_happy(peer: FilePeer, tmp_path: Path) -> None:
    connector = connect(peer, tmp_path)
    batches, error = collect(connector.pull(WINDOW))
    assert error is None
    assert values(batches) == told(peer)
    assert len(batches) == connector.steps(WINDOW) == peer.batches
    assert peer.unit is None or peer.unit in units(batches)
    for batch in batches:
        assert batch.counts.schema == pl.Schema(COUNT_SCHEMA)
        assert batch.counts["measure"].is_in(list(connector.measures)).all() or not connector.measures
        assert batch.rejects == ()
        assert batch.evidence.body
        assert str(tmp_path) not in f"{batch.evidence.url} {batch.evidence.provenance}"


@by_name
def test_the_same_source_gives_the_same_counts(peer: FilePeer, tmp_path: Path) -> None:
    connector = connect(peer, tmp_path)
    once, again = (pl.concat([b.counts for b in connector.pull(WINDOW)]) for _ in range(2))
    assert once.equals(again)


@by_name
def test_probe_says_one_sentence(peer: FilePeer, tmp_path: Path) -> None:
    assert connect(peer, tmp_path).probe(WINDOW.today).endswith(".")


@by_name
def test_outside_the_window_is_no_count(peer: FilePeer, tmp_path: Path) -> None:
    batches, error = collect(connect(peer, tmp_path).pull(Window((), WINDOW.today)))
    assert error is None
    assert values(batches) == []


@pytest.mark.parametrize(("peer", "trouble"), FORESEEN)
def test_a_trouble_is_told_and_what_was_read_stays(peer: FilePeer, trouble: Trouble, tmp_path: Path) -> None:
    connector = connect(peer, tmp_path, **trouble.options)
    trouble.spoil(tmp_path)
    batches, error = collect(connector.pull(WINDOW))
    assert (error.kind if error else None) == trouble.kind, error
    assert len(batches) == (peer.batches if trouble.batches is None else trouble.batches)
    assert sum(len(batch.rejects) for batch in batches) == trouble.rejects
    left, whole = known(batches), told(peer)
    assert all(left.count(value) <= whole.count(value) for value in left), "counted twice, or made up"
    if error is None:
        assert len(left) == len(whole) - (trouble.rejects if trouble.lost is None else trouble.lost)
        assert all(normalize("NFC", unit) == unit for unit in units(batches))
    else:
        _says(error, trouble, tmp_path)


def _says(error: SourceError, trouble: Trouble, folder: Path) -> None:
    assert trouble.says in error.message
    assert error.remedy
    assert str(folder) not in str(error), "where files lie on the server is nobody's business"


@by_name
def test_what_can_never_be_has_a_reason(peer: FilePeer) -> None:
    assert all(trouble.reason for trouble in peer.troubles.values() if isinstance(trouble, Never))
