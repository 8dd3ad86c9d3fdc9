from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from monitor.store import COUNTS, Store, StoreError
from monitor.store.inventory import SPANS
from tests.store.rows import OCTOBER, SEPTEMBER, T0, add, begin, count_row, counts, finish


def test_counts_come_back_with_every_type_and_version(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(10), count_row(None, unit="U2"), count_row(0, unit="U3", procedure="1.001")))
    later = T0 + timedelta(microseconds=1)
    add(store, pull, counts(count_row(11, later)), body=b"second")

    found = store.read_counts()

    assert dict(found.schema) == COUNTS
    assert found.select("unit", "procedure", "value", "captured_at").rows() == [
        ("U1", "", 10, T0),
        ("U1", "", 11, later),
        ("U2", "", None, T0),
        ("U3", "1.001", 0, T0),
    ]
    assert set(found.select("period_start", "period_end").rows()) == {OCTOBER}
    assert found["evidence"].n_unique() == 2
    assert store.evidence(found["evidence"][1]) == b"second"


def test_an_empty_store_answers_with_an_empty_frame_of_the_same_types(store: Store) -> None:
    assert dict(store.read_counts().schema) == COUNTS
    begin(store)
    add(store, 1, counts(count_row(1)))
    nothing = store.read_counts(start=SEPTEMBER[0], end=SEPTEMBER[1])
    assert nothing.is_empty()
    assert dict(nothing.schema) == COUNTS


def test_a_long_run_of_unreported_counts_does_not_change_the_type(store: Store) -> None:
    pull = begin(store)
    rows = [count_row(None, unit=f"A{n:05d}") for n in range(1500)]
    add(store, pull, counts(*rows, count_row(2**40, unit="B")))
    found = store.read_counts()
    assert found.height == 1501
    assert found["value"].drop_nulls().to_list() == [2**40]


def test_every_restriction_restricts(store: Store) -> None:
    pull = begin(store)
    add(
        store,
        pull,
        counts(
            count_row(1),
            count_row(2, unit="U2"),
            count_row(3, measure="dossiers_online"),
            count_row(4, days=SEPTEMBER),
            count_row(5, calendar="nd09"),
            count_row(6, series="other"),
        ),
    )
    finish(store, pull)
    add(store, begin(store, "two"), counts(count_row(7)), source="two")

    def values(**restriction: object) -> list[int]:
        return sorted(store.read_counts(**restriction)["value"].to_list())  # type: ignore[arg-type]

    assert values(sources=["two"]) == [7]
    assert values(sources=["src"], units=["U2"]) == [2]
    assert values(measures=["dossiers_online"]) == [3]
    assert values(end=SEPTEMBER[1]) == [4]
    assert values(start=SEPTEMBER[0], end=SEPTEMBER[1]) == [4]
    assert values(calendar="nd09") == [5]
    assert values(series=["other"]) == [6]
    assert values(sources=[]) == []
    assert values(viewer_units=[]) == []
    assert values(units=["U1", "U2"], viewer_units=["U2", "U3"]) == [2]


def test_latest_values_are_the_newest_version_of_each_key(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(1), count_row(5, unit="U2"), count_row(8, days=SEPTEMBER)))
    add(store, pull, counts(count_row(None, T0 + timedelta(days=1))))
    latest = store.latest_values("src", ["table"], [OCTOBER])
    assert latest.select("unit", "value").rows() == [("U1", None), ("U2", 5)]
    assert store.latest_values("src", ["table"], []).is_empty()
    assert store.latest_values("else", ["table"], [OCTOBER]).is_empty()


@pytest.mark.parametrize("statement", ["UPDATE count SET value = 1", "DELETE FROM count"])
def test_the_database_refuses_to_change_or_delete_a_count(store: Store, statement: str) -> None:
    add(store, begin(store), counts(count_row(10)))
    with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert store.read_counts()["value"].to_list() == [10]


def test_postgresql_refuses_to_truncate_counts(store: Store) -> None:
    if store.engine.dialect.name == "postgresql":
        add(store, begin(store), counts(count_row(10)))
        with pytest.raises(DBAPIError, match="append-only"), store.engine.begin() as connection:
            connection.execute(sa.text("TRUNCATE count"))


def test_a_batch_is_written_whole_or_not_at_all(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(10)))
    before = store.version()
    with pytest.raises((IntegrityError, StoreError)):
        add(store, pull, counts(count_row(1, unit="U9"), count_row(99)), body=b"never linked")
    assert store.read_counts()["value"].to_list() == [10]
    assert store.version() == before
    assert store.pulls()["answers"].to_list() == [1]
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM evidence")).scalar() == 1
        assert connection.execute(sa.text("SELECT count(*) FROM unit")).scalar() == 1


def test_a_count_must_name_a_pull_that_exists(store: Store) -> None:
    with pytest.raises((IntegrityError, StoreError)):
        add(store, 999, counts(count_row(10)))


def test_names_with_quotes_and_accents_survive(store: Store) -> None:
    odd = "Đặc khu 'Phú Quốc' %s \"x\""
    add(store, begin(store), counts(count_row(3, unit=odd, procedure=odd, series=odd)))
    assert store.read_counts(units=[odd], series=[odd]).select("unit", "procedure", "series").rows() == [(odd,) * 3]


def test_the_order_of_rows_in_a_batch_does_not_matter(store: Store) -> None:
    rows = [count_row(n, unit=f"U{n}", days=days) for n in range(20) for days in (OCTOBER, SEPTEMBER)]
    add(store, begin(store), counts(*reversed(rows)))
    found = store.read_counts()
    assert found.height == 40
    assert found.select(pl.col("value").sum()).item() == 2 * sum(range(20))


def test_the_spans_say_how_many_rows_lie_in_each_period_without_reading_them(store: Store) -> None:
    pull = begin(store)
    rows = [count_row(1), count_row(2, unit="U2"), count_row(3, days=SEPTEMBER), count_row(4, grain="quarter")]
    add(store, pull, counts(*rows, count_row(5, calendar="nd09")))
    add(store, pull, counts(count_row(9, T0 + timedelta(days=1))), body=b"second")

    found = store.spans("calendar").sort("period_start", "grain")

    assert dict(found.schema) == SPANS
    assert found.select("source", "series", "measure", "grain", "period_start", "versions").rows() == [
        ("src", "table", "dossiers_received", "month", SEPTEMBER[0], 1),
        ("src", "table", "dossiers_received", "month", OCTOBER[0], 3),
        ("src", "table", "dossiers_received", "quarter", OCTOBER[0], 1),
    ]
    assert store.spans("nd09")["versions"].to_list() == [1]


def test_a_batch_that_is_not_stored_leaves_no_span(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(1)))
    with pytest.raises((DBAPIError, IntegrityError, StoreError)):
        add(store, pull, counts(count_row(2, days=SEPTEMBER), count_row(1)))
    assert store.spans("calendar").select("period_start", "versions").rows() == [(OCTOBER[0], 1)]


def test_what_was_offered_can_be_asked_for_some_days_only(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(count_row(1), count_row(2, unit="U2", days=SEPTEMBER)))
    assert store.offered("calendar", (OCTOBER[0], OCTOBER[1]))["unit"].to_list() == ["U1"]
    assert sorted(store.offered("calendar")["unit"].to_list()) == ["U1", "U2"]
