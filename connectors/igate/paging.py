"""Spring's ways of giving a long list in parts: ``page`` says how many there are, ``slice`` says ``last``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter

from connectors.transport import Answer
from connectors.transport.payload import broken, parse

Ask = Callable[[int], Answer]
"""Asks for the part with this number, counted from 0."""
MOST_PAGES = 20_000


class Part(Protocol):
    """One part of a list."""

    @property
    def content(self) -> Sequence[Any]:
        """Its rows."""

    @property
    def last(self) -> bool | None:
        """Whether it is the last part, if it says so."""

    @property
    def total_pages(self) -> int | None:
        """How many parts there are, if it says so."""


PartT = TypeVar("PartT", bound=Part)


def pages(ask: Ask, model: TypeAdapter[PartT], key: Callable[[Any], str]) -> Iterator[tuple[Answer, PartT]]:
    """Every part from the first to the last, with the answer it came in.

    Raises ``ContractBroken`` when a part comes a second time, which would never end, or does not say whether it is the
    last.
    """
    seen: set[tuple[str, ...]] = set()
    for number in range(MOST_PAGES):
        answer = ask(number)
        part = parse(answer, model)
        rows = tuple(key(row) for row in part.content)
        if rows and rows in seen:
            raise broken(answer, f"page {number} gives the rows of an earlier page")
        seen.add(rows)
        yield answer, part
        if _ended(answer, part, number):
            return
    raise broken(answer, f"there are more than {MOST_PAGES} pages")


def _ended(answer: Answer, part: Part, number: int) -> bool:
    if part.last is None and part.total_pages is None:
        raise broken(answer, "the page says neither last nor totalPages")
    ended = part.last is True or (part.total_pages is not None and number + 1 >= part.total_pages)
    if not part.content and not ended:
        raise broken(answer, f"page {number} is empty though more pages were announced")
    return ended
