"""What is remembered, when it is forgotten, and what happens when many ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import polars as pl
import pytest

from monitor.figures.memory import TRIES, Memory, size_of


class Versions:
    def __init__(self) -> None:
        self.now = 1

    def __call__(self) -> int:
        return self.now


def test_an_answer_is_made_once_per_version() -> None:
    versions, made = Versions(), iter(range(100))
    memory = Memory(versions)
    assert [memory.of("a", lambda: next(made)) for _ in range(3)] == [0, 0, 0]
    versions.now = 2
    assert memory.of("a", lambda: next(made)) == 1


def test_an_answer_made_while_the_store_changed_is_given_but_not_remembered() -> None:
    versions = Versions()
    memory = Memory(versions)

    def changing() -> str:
        versions.now += 1
        memory.of("inner", lambda: "seen under the new version")
        return "half old, half new"

    assert memory.of("outer", changing) == "half old, half new"
    assert memory.of("outer", lambda: "all new") == "all new"


def test_a_steady_page_keeps_the_version_it_began_with() -> None:
    versions = Versions()
    memory = Memory(versions)
    with memory.steady():
        first = memory.of("a", lambda: "old")
        versions.now = 2
        with memory.steady():
            assert memory.of("a", lambda: "new") == first == "old"
    assert memory.of("a", lambda: "new") == "new"


def test_work_that_met_two_versions_is_done_again_and_answers_from_one() -> None:
    versions = Versions()
    memory = Memory(versions)
    moments = iter([True, False])

    def page() -> tuple[int, int]:
        first = memory.of("a", lambda: versions.now)
        versions.now += next(moments)
        return first, memory.of("b", lambda: versions.now)

    assert memory.steadily(page) == (2, 2)


def test_work_while_the_store_never_rests_ends_all_the_same() -> None:
    versions, done = Versions(), []
    memory = Memory(versions)

    def page() -> int:
        done.append(versions.now)
        versions.now += 1
        return memory.of("a", lambda: versions.now)

    assert memory.steadily(page) == versions.now
    assert len(done) == TRIES


def test_different_answers_are_made_at_the_same_time() -> None:
    memory, both = Memory(lambda: 1), Barrier(2, timeout=30)
    with ThreadPoolExecutor(2) as pool:
        # Each waits until the other is being made too.
        found = list(pool.map(lambda key: memory.of(key, lambda: (both.wait() >= 0, key)), ["a", "b"]))
    assert found == [(True, "a"), (True, "b")]


def test_the_same_answer_is_made_once_however_many_ask() -> None:
    memory, begun, go, made = Memory(lambda: 1), Event(), Event(), []

    def slowly() -> str:
        made.append(1)
        begun.set()
        assert go.wait(30)
        return "answer"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(memory.of, "a", slowly) for _ in range(8)]
        assert begun.wait(30)
        go.set()
        assert [one.result(30) for one in asked] == ["answer"] * 8
    assert made == [1]


def test_who_waits_for_an_answer_that_fails_is_told_so_and_the_next_may_try_again() -> None:
    memory = Memory(lambda: 1)

    def failing() -> str:
        raise ValueError("no such period")

    with pytest.raises(ValueError, match="no such period"):
        memory.of("a", failing)
    assert memory.of("a", lambda: "answer") == "answer"


def test_the_answers_unused_for_longest_are_let_go() -> None:
    frame = pl.DataFrame({"rate": [1.0] * 1000})
    memory = Memory(lambda: 1, limit=3 * size_of(frame))
    for key in "abc":
        memory.of(key, lambda: frame)
    memory.of("a", lambda: frame)
    memory.of("d", lambda: frame)
    assert memory.keys() == {"a", "c", "d"}
