"""Remembers answers until the store changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import RLock, local
from typing import Any, TypeVar

T = TypeVar("T")
_ENTRIES = 256


class Memory:
    """A small cache that forgets everything when ``version()`` answers something new."""

    def __init__(self, version: Callable[[], object], lock: RLock) -> None:
        self._version = version
        self._lock = lock
        self._known: object = None
        self._pinned = local()
        self._entries: OrderedDict[Hashable, Any] = OrderedDict()

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Answer everything asked inside, by this thread, from one version: the one known at the start."""
        outermost = not hasattr(self._pinned, "version")
        if outermost:
            self._pinned.version = self._version()
        try:
            yield
        finally:
            if outermost:
                del self._pinned.version

    def of(self, key: Hashable, make: Callable[[], T]) -> T:
        """The remembered answer to ``key``, or the one ``make`` gives now.

        One thread computes at a time, so that many people opening the same page compute it once.
        """
        with self._lock:
            version = getattr(self._pinned, "version", None) or self._version()
            if version != self._known:
                self._entries.clear()
                self._known = version
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]  # type: ignore[no-any-return]
            answer = make()
            # A change in the middle of making may have mixed old and new counts: answer, but do not remember.
            if self._known == version:
                self._entries[key] = answer
                while len(self._entries) > _ENTRIES:
                    self._entries.popitem(last=False)
            return answer
