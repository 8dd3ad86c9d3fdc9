"""Walks a long answer page by page, by one of four small paginators."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from pydantic import TypeAdapter

from connectors.rest.options import Pages
from connectors.rest.paths import ABSENT, at, find
from connectors.transport import Answer, Question
from connectors.transport.payload import Count, broken, check

_COUNT = TypeAdapter(Count)


@dataclass(frozen=True, slots=True)
class Got:
    """One page: the question, its answer decoded, how many rows it has, how many came so far with it."""

    question: Question
    answer: Answer
    body: object
    rows: int
    seen: int


class Paginator(Protocol):
    """How the next page is asked for. ``following`` gives None after the last page."""

    def first(self, question: Question) -> Question:
        """The first page's question."""

    def following(self, got: Got) -> Question | None:
        """The next page's question. Raises ``ContractBroken`` if the pages end too early or lead elsewhere."""


class OnePage:
    """Everything comes at once."""

    def first(self, question: Question) -> Question:
        """The question as it is."""
        return question

    def following(self, got: Got) -> Question | None:  # noqa: ARG002 - there is none, whatever came
        """No other page."""
        return None


@dataclass
class ByNumber:
    """Pages by their number, or rows by how many to skip."""

    rules: Pages
    page: int = field(init=False, default=0)

    def first(self, question: Question) -> Question:
        """Page number ``first``, or no row skipped."""
        self.page = self.rules.first
        return self._placed(question, self.page if self.rules.by == "page" else 0)

    def following(self, got: Got) -> Question | None:
        """The next number, until the announced end or a page without rows."""
        if _reached(self.rules, got, self.page - self.rules.first + 1):
            return None
        self.page += 1
        return self._placed(got.question, self.page if self.rules.by == "page" else got.seen)

    def _placed(self, question: Question, number: int) -> Question:
        sized = _with(question, self.rules.size, self.rules.per_page)
        return _with(sized, self.rules.number, number)


@dataclass
class ByCursor:
    """The answer says how to go on: a token to send back, or a whole address."""

    rules: Pages

    def first(self, question: Question) -> Question:
        """Without a cursor."""
        return _with(question, self.rules.size, self.rules.per_page)

    def following(self, got: Got) -> Question | None:
        """With the cursor of the answer; without one, the last page has been read."""
        cursor = find(got.body, self.rules.next or "")
        if cursor is ABSENT or cursor is None or cursor in ("", False):
            _reached(self.rules, replace(got, rows=0), 0)
            return None
        if isinstance(cursor, bool) or not isinstance(cursor, str | int):
            raise broken(got.answer, f"{self.rules.next}: expected the next page's text or address")
        if self.rules.by == "cursor":
            return _with(got.question, self.rules.number, cursor)
        return self._linked(got, str(cursor))

    def _linked(self, got: Got, link: str) -> Question:
        target = urljoin(got.question.url, link)
        here, there = urlsplit(got.question.url), urlsplit(target)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise broken(got.answer, f"the next page leads to another host ({there.hostname or 'none'})")
        return replace(got.question, url=target, params={})


def paginator(rules: Pages | None) -> Paginator:
    """The paginator that is declared."""
    if rules is None:
        return OnePage()
    return ByNumber(rules) if rules.by in {"page", "offset"} else ByCursor(rules)


def walk(
    ask: Callable[[Question], Answer],
    read: Callable[[Answer], tuple[object, list[object]]],
    rules: Pages | None,
    question: Question,
) -> Iterator[tuple[Answer, list[object]]]:
    """Answers with their rows, page after page; a page without rows only if it is the first.

    ``read`` gives the decoded answer and its rows. Raises ``ContractBroken`` for a page that was given before.
    """
    pages = paginator(rules)
    place: Question | None = pages.first(question)
    seen, digests = 0, set[bytes]()
    while place is not None:
        answer = ask(place)
        body, rows = read(answer)
        # Format 2 writes equal rows as equal bytes, ten times quicker than JSON; it is never read back.
        digest = sha256(marshal.dumps(rows, 2)).digest()
        if rows and digest in digests:
            raise broken(answer, f"a page repeats rows that were given before (after {seen} rows)")
        digests.add(digest)
        first = not seen
        seen += len(rows)
        place = pages.following(Got(place, answer, body, len(rows), seen))
        if rows or first:
            yield answer, rows


def _reached(rules: Pages, got: Got, page: int) -> bool:
    """Whether this was the last page: by the announced end, else because it is empty."""
    total = None if rules.total is None else _number(got, rules.total)
    if total is not None and got.seen >= total:
        return True
    if total is not None and not got.rows:
        raise broken(got.answer, f"the pages end after {got.seen} of {total} rows")
    if rules.pages is not None:
        return page >= _number(got, rules.pages)
    return not got.rows


def _number(got: Got, path: str) -> int:
    return check(got.answer, at(got.answer, got.body, path), _COUNT, path)


def _with(question: Question, name: str | None, value: str | int) -> Question:
    """The question with one more parameter: in the body of a POST, else in the address."""
    if name is None:
        return question
    if question.json is not None:
        return replace(question, json={**question.json, name: value})
    return replace(question, params={**question.params, name: str(value)})
