"""An edition goes from draft to reviewed to issued, each step once, with who and when; its content never changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from monitor.store import Store, StoreError
from monitor.store.editions import Editions, NewEdition

NOW = datetime(2026, 11, 3, 1, tzinfo=UTC)


def freeze(store: Store, body: bytes, period: str = "2026-10") -> int:
    new = NewEdition("calendar", period, store.keep_evidence(body), len(body), simulated=True, complete=False)
    return Editions(store.engine).freeze(new, "staff", NOW)


def test_the_same_content_is_the_same_edition_and_another_is_the_next_number(store: Store) -> None:
    first = freeze(store, b"one")
    assert freeze(store, b"one") == first
    second = freeze(store, b"two")
    other = freeze(store, b"two", "2026-09")
    listed = Editions(store.engine).listed().select("id", "period", "number", "state", "made_by")
    assert sorted(listed.rows()) == [
        (first, "2026-10", 1, "draft", "staff"),
        (second, "2026-10", 2, "draft", "staff"),
        (other, "2026-09", 1, "draft", "staff"),
    ]


def test_content_that_comes_back_is_a_new_edition(store: Store) -> None:
    numbers = [freeze(store, body) for body in (b"one", b"two", b"one")]
    assert len(set(numbers)) == 3


def test_each_step_has_its_place_and_leaves_who_when_and_why(store: Store) -> None:
    editions = Editions(store.engine)
    edition = freeze(store, b"one")
    with pytest.raises(StoreError, match="draft; only one that is reviewed can be issued"):
        editions.step(edition, "issue", who="leader", at=NOW)
    editions.step(edition, "review", who="head", at=NOW + timedelta(hours=1), note="đã đối chiếu")
    editions.step(edition, "issue", who="leader", at=NOW + timedelta(hours=2), note="12/BC-VP")
    with pytest.raises(StoreError, match="issued; only one that is draft can be reviewed"):
        editions.step(edition, "review", who="late", at=NOW)
    assert editions.events(edition).rows() == [
        (NOW, "staff", "freeze", ""),
        (NOW + timedelta(hours=1), "head", "review", "đã đối chiếu"),
        (NOW + timedelta(hours=2), "leader", "issue", "12/BC-VP"),
    ]


def test_an_edition_nobody_made_is_told(store: Store) -> None:
    with pytest.raises(StoreError, match="sohoa report list"):
        Editions(store.engine).step(7, "review", who="x", at=NOW)


def test_of_two_people_who_review_at_once_one_is_told(store: Store) -> None:
    edition = freeze(store, b"one")
    start, refused = Barrier(2), []

    def review(who: str) -> None:
        start.wait()
        try:
            Editions(store.engine).step(edition, "review", who=who, at=NOW)
        except StoreError as error:
            refused.append(str(error))

    threads = [Thread(target=review, args=(who,)) for who in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Editions(store.engine).events(edition)["action"].to_list() == ["freeze", "review"]
