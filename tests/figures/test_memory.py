"""What is remembered, and when it is forgotten."""

from __future__ import annotations

from threading import RLock

from monitor.figures.memory import Memory


class Versions:
    def __init__(self) -> None:
        self.now = 1
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.now


def test_an_answer_is_made_once_per_version() -> None:
    versions, made = Versions(), iter(range(100))
    memory = Memory(versions, RLock())
    assert [memory.of("a", lambda: next(made)) for _ in range(3)] == [0, 0, 0]
    versions.now = 2
    assert memory.of("a", lambda: next(made)) == 1


def test_an_answer_made_while_the_store_changed_is_given_but_not_remembered() -> None:
    versions = Versions()
    memory = Memory(versions, RLock())

    def changing() -> str:
        versions.now += 1
        memory.of("inner", lambda: "seen under the new version")
        return "half old, half new"

    assert memory.of("outer", changing) == "half old, half new"
    assert memory.of("outer", lambda: "all new") == "all new"


def test_a_steady_page_asks_for_the_version_once_and_keeps_it() -> None:
    versions = Versions()
    memory = Memory(versions, RLock())
    with memory.steady():
        first = memory.of("a", lambda: "old")
        versions.now = 2
        with memory.steady():
            assert memory.of("a", lambda: "new") == first == "old"
        assert versions.asked == 1
    assert memory.of("a", lambda: "new") == "new"
