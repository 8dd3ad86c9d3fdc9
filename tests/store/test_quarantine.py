from __future__ import annotations

from datetime import timedelta

import polars as pl

from monitor.store import HELD_KEY, QUARANTINE, Ending, Resolved, Store
from tests.store.rows import OCTOBER, T0, add, begin, counts, held, held_row


def resolve(
    store: Store, pull: int, good: pl.DataFrame, standing: frozenset[int] = frozenset(), urls: tuple[str, ...] = ()
) -> None:
    seen = Resolved(good.select(HELD_KEY.keys()), frozenset(urls), standing)
    store.finish_pull(pull, "src", Ending("complete", T0 + timedelta(hours=1)), seen)


def test_a_row_is_held_back_with_its_reason_and_evidence(store: Store) -> None:
    pull = begin(store)
    ids = add(store, pull, counts(), held(held_row()))
    frame = store.quarantine()
    assert dict(frame.schema) == QUARANTINE
    (row,) = frame.to_dicts()
    assert ids == {row["id"]}
    assert (row["source"], row["unit"], row["value"], row["reason"]) == ("src", "U1", "-1", "negative")
    assert (row["period_start"], row["period_end"]) == OCTOBER
    assert store.evidence(row["evidence"]) == b"{}"
    assert (row["captured_at"], row["pull_id"], row["resolved_at"]) == (T0, pull, None)


def test_the_same_row_met_again_is_not_written_twice(store: Store) -> None:
    pull = begin(store)
    placeless = held_row(unit=None, period_start=None, period_end=None, calendar=None, value=None)
    rows = held(held_row(), placeless)
    first = add(store, pull, counts(), rows)
    assert add(store, pull, counts(), rows, body=b"again") == first
    assert store.quarantine().height == 2
    add(store, pull, counts(), held(held_row("-2")))
    assert store.quarantine().height == 3


def test_a_good_value_resolves_the_rows_of_its_count_only(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(), held(held_row(), held_row("-2"), held_row(unit_code="U2")))
    resolve(store, pull, held(held_row()))
    assert store.quarantine()["unit_code"].to_list() == ["U2"]
    closed = store.quarantine(open_only=False).filter(pl.col("resolved_at").is_not_null())
    assert closed["value"].to_list() == ["-1", "-2"]
    assert closed["resolved_by"].to_list() == [pull, pull]
    assert closed["resolved_at"].to_list() == [T0 + timedelta(hours=1)] * 2


def test_a_row_met_again_stays_open_even_if_another_file_said_something_good(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(), held(held_row("-9")))
    standing = add(store, pull, counts(), held(held_row()))
    resolve(store, pull, held(held_row()), standing)
    assert store.quarantine().height == 2


def test_a_row_without_a_period_is_resolved_when_its_file_comes_again_without_it(store: Store) -> None:
    pull = begin(store)
    placeless = held_row(period_start=None, period_end=None, calendar=None)
    add(store, pull, counts(), held(placeless), url="file:a.xlsx")
    add(store, pull, counts(), held(held_row()), url="file:a.xlsx", body=b"b")
    resolve(store, pull, held(), urls=("file:b.xlsx",))
    assert store.quarantine().height == 2
    resolve(store, pull, held(), urls=("file:a.xlsx",))
    assert store.quarantine()["period_start"].to_list() == [OCTOBER[0]]


def test_a_resolved_row_that_comes_back_is_a_new_row(store: Store) -> None:
    pull = begin(store)
    (first,) = add(store, pull, counts(), held(held_row()))
    resolve(store, pull, held(held_row()))
    (second,) = add(store, pull, counts(), held(held_row()))
    assert second != first


def test_rows_are_read_by_source_and_for_a_viewer(store: Store) -> None:
    pull = begin(store)
    add(
        store, pull, counts(), held(held_row(), held_row(unit="U2", unit_code="U2"), held_row(unit=None, unit_code="?"))
    )
    assert store.quarantine(source="other").is_empty()
    assert store.quarantine(viewer_units=["U2"])["unit"].to_list() == ["U2"]
