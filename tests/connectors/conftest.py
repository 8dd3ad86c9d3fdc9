"""A clock that moves only when somebody sleeps, and servers that end with the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from tests.connectors.loopback import Loopback, Script
from tests.stores import *  # noqa: F403 - databases to read from, of both kinds


class Clock:
    """Gives the time, and takes sleeps by moving it on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def serve() -> Iterator[Callable[[Script], Loopback]]:
    with ExitStack() as running:
        yield lambda script: running.enter_context(Loopback(script))
