"""Remembers answers until the store changes; who asks at once for the same waits for one, for other things does not."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from threading import Lock, local
from typing import Any, TypeVar

import polars as pl

T = TypeVar("T")
LIMIT = 384 << 20
"""Bytes that answers may take up together, beyond which the ones unused for longest are let go."""
TRIES = 5
_SMALL = 1 << 10
_WIDTHS = {pl.String: 16, pl.Categorical: 4, pl.Boolean: 1}
_OTHER = 8


class Memory:
    """A cache of answers about one version of something: ``version()`` names the version there is now."""

    def __init__(self, version: Callable[[], object], limit: int = LIMIT) -> None:
        self._version = version
        self._limit = limit
        self._lock = Lock()
        self._here = local()
        self._entries: OrderedDict[tuple[object, Hashable], Any] = OrderedDict()
        self._sizes: dict[tuple[object, Hashable], int] = {}
        self._making: dict[tuple[object, Hashable], Future[tuple[Any, bool]]] = {}
        self._recent: list[object] = []

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Answer everything asked inside, by this thread, from one version: the one known at the start."""
        outermost = not hasattr(self._here, "version")
        if outermost:
            self._here.version, self._here.mixed = self._version(), False
        try:
            yield
        finally:
            if outermost:
                del self._here.version

    def steadily(self, work: Callable[[], T]) -> T:
        """What ``work`` gives when everything it asks is of one version; done again where the store changed meanwhile.

        After ``TRIES`` times, while a pull stores faster than the work is done, the last result is given as it is.
        """
        for _ in range(TRIES):
            with self.steady():
                result = work()
            if not self._here.mixed:
                break
        return result

    def keys(self) -> set[Any]:
        """Everything that is remembered now."""
        with self._lock:
            return {key for _, key in self._entries}

    def mixed(self) -> None:
        """Note that something was read that is newer than the version this thread holds on to."""
        self._here.mixed = True

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The remembered answer to ``key``, or the one ``make`` gives now.

        Threads that ask for the same key wait for the one that makes it; others go on. An answer in whose making the
        version changed is given, but not remembered.
        """
        version = getattr(self._here, "version", None) or self._version()
        place = (version, key)
        with self._lock:
            self._forget(version)
            if place in self._entries:
                self._entries.move_to_end(place)
                return self._entries[place]  # type: ignore[no-any-return]
            making = self._making.get(place)
            mine = making is None
            if making is None:
                making = self._making[place] = Future()
        if mine:
            self._make(place, making, make)
        answer, pure = making.result()
        if not pure:
            self.mixed()
        return answer  # type: ignore[no-any-return]

    def _make(self, place: tuple[object, Hashable], making: Future[tuple[Any, bool]], make: Callable[[], Any]) -> None:
        try:
            answer = make()
            pure = self._version() == place[0]
        except BaseException as error:  # noqa: BLE001 - whoever waits is told the same
            with self._lock:
                del self._making[place]
            making.set_exception(error)
            return
        with self._lock:
            del self._making[place]
            if pure:
                self._keep(place, answer)
        making.set_result((answer, pure))

    def _keep(self, place: tuple[object, Hashable], answer: object) -> None:
        self._entries[place] = answer
        self._sizes[place] = size_of(answer)
        while len(self._entries) > 1 and sum(self._sizes.values()) > self._limit:
            oldest, _ = self._entries.popitem(last=False)
            del self._sizes[oldest]

    def _forget(self, version: object) -> None:
        """Let go of all but the two newest versions: a page under way may still hold on to the one before."""
        if version in self._recent:
            return
        self._recent = [*self._recent[-1:], version]
        for place in [place for place in self._entries if place[0] not in self._recent]:
            del self._entries[place], self._sizes[place]


def size_of(answer: object) -> int:
    """Bytes an answer takes up, roughly; frames count, everything else is small."""
    if isinstance(answer, pl.DataFrame):
        return answer.height * sum(_WIDTHS.get(kind.base_type(), _OTHER) for kind in answer.dtypes) + _SMALL
    if isinstance(answer, dict):
        return sum(map(size_of, answer.values())) + _SMALL
    return size_of(answer.frame) if hasattr(answer, "frame") else _SMALL
