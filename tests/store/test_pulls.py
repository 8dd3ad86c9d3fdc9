from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.store import PULLS, Ending, EvidenceMissing, Store
from tests.store.rows import OCTOBER, T0, add, answer, begin, count_row, counts, finish


def test_a_pull_is_listed_with_what_it_did(store: Store) -> None:
    pull = begin(store, calendars=("calendar", "nd09"))
    add(store, pull, counts(count_row(10), count_row(11, unit="U2")))
    finish(store, pull)
    frame = store.pulls()
    assert dict(frame.schema) == PULLS
    (row,) = frame.to_dicts()
    assert row == {
        "id": pull,
        "source": "src",
        "connector": "scripted",
        "simulated": True,
        "scope": "usual",
        "calendars": "calendar,nd09",
        "window_start": OCTOBER[0],
        "window_end": OCTOBER[1],
        "started_at": T0,
        "ended_at": T0 + timedelta(minutes=1),
        "outcome": "complete",
        "problem": None,
        "message": None,
        "remedy": None,
        "rows_in": 2,
        "stored": 2,
        "quarantined": 0,
        "unchanged": 0,
        "restated": 0,
        "answers": 1,
    }


def test_pulls_are_listed_newest_first_and_by_source(store: Store) -> None:
    numbers = []
    for source in ("a", "b", "a"):
        numbers.append(begin(store, source))
        finish(store, numbers[-1], source)
    assert store.pulls()["id"].to_list() == numbers[::-1]
    assert store.pulls(limit=1)["id"].to_list() == [numbers[-1]]
    assert store.pulls(source="a")["id"].to_list() == [numbers[2], numbers[0]]


def test_a_pull_left_running_by_a_dead_process_becomes_interrupted(store: Store) -> None:
    left, other = begin(store, "a"), begin(store, "b")
    begin(store, "a", at=T0 + timedelta(hours=1))
    outcomes = {row["id"]: row for row in store.pulls().to_dicts()}
    assert outcomes[left]["outcome"] == "interrupted"
    assert outcomes[left]["ended_at"] == T0 + timedelta(hours=1)
    assert outcomes[left]["remedy"] == "Nothing is lost: pull again."
    assert outcomes[other]["outcome"] == "running"


def test_a_failed_pull_keeps_its_problem_and_the_bad_answer(store: Store) -> None:
    pull = begin(store)
    bad = answer(store, b"<html>login</html>")
    store.finish_pull(pull, "src", Ending("failed", T0, "contract", "Not JSON.", "Look at it.", bad))
    (row,) = store.pulls().to_dicts()
    assert (row["outcome"], row["problem"], row["message"], row["remedy"]) == (
        "failed",
        "contract",
        "Not JSON.",
        "Look at it.",
    )
    info = store.evidence_info(bad.sha256)
    assert info["size"] == len(b"<html>login</html>")
    (received,) = info["answers"]
    assert received["pull_id"] == pull
    assert received["source"] == "src"
    assert received["captured_at"] == T0
    assert received["provenance"] == {"file": "số liệu"}


def test_the_same_body_received_twice_is_one_evidence_with_two_answers(store: Store) -> None:
    pull = begin(store)
    add(store, pull, counts(), url="http://source.test/a")
    add(store, pull, counts(), url="http://source.test/b")
    info = store.evidence_info(answer(store).sha256)
    assert [received["url"][-1] for received in info["answers"]] == ["a", "b"]


def test_evidence_nobody_received_is_unknown(store: Store) -> None:
    with pytest.raises(EvidenceMissing, match="sohoa explain"):
        store.evidence_info("0" * 64)


def test_the_version_grows_with_every_change_and_only_then(store: Store) -> None:
    seen = [store.version()]
    pull = begin(store)
    seen.append(store.version())
    add(store, pull, counts(count_row(1)))
    seen.append(store.version())
    finish(store, pull)
    seen.append(store.version())
    assert seen == sorted(set(seen))
    store.read_counts()
    store.pulls()
    assert store.version() == seen[-1]


def test_the_last_usual_start_is_that_of_a_complete_pull_of_the_calendar(store: Store) -> None:
    assert store.last_usual_start("src", "calendar") is None
    assert store.last_started() is None
    finish(store, begin(store, at=T0))
    later = T0 + timedelta(days=1)
    finish(store, begin(store, scope="range", at=later))
    failed = begin(store, at=later)
    store.finish_pull(failed, "src", Ending("partial", later))
    assert store.last_usual_start("src", "calendar") == T0
    assert store.last_usual_start("src", "nd09") is None
    assert store.last_usual_start("other", "calendar") is None
    assert store.last_started("src") == later
    assert store.last_started("other") is None
