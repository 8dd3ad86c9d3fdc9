"""``GET /pa/dossier/search``: every dossier accepted in a span, read to be counted and forgotten.

``page``, ``size``, ``spec`` (slice or page), ``sort=updatedDate,desc``, ``accepted-from``, ``accepted-to`` →
``{"content": [{"id", "acceptedDate": "2026-08-03T17:00:00.000+0700", "updatedDate", "applyMethod", "agency", …}], …}``,
and ``last`` or ``totalPages``.

The newest change stands first, so a dossier changed while the list is read moves to parts that were read before, and
pushes others back. Therefore the list is read again from its beginning down to ``look_back`` seconds before the newest
change known, until a reading finds no change; a dossier is known by its id and counted once. Of a dossier four fields
are read; names, addresses and titles are never taken out of the answer, and no answer is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from itertools import pairwise
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter

from connectors.base import Evidence, Span
from connectors.errors import ContractBroken, SourceError, SourceUnavailable
from connectors.igate.paging import Ask, pages
from connectors.transport import Answer
from connectors.transport.payload import Payload, broken
from connectors.transport.verdict import LATER

PATH = "pa/dossier/search"
VIETNAM = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh; it has no summer time."""
_MOST_READINGS = 20


def _moment(value: object) -> object:
    """A moment such as 2026-08-03T17:00:00.000+0700; without its offset it would be any of several."""
    if not isinstance(value, str):
        raise ValueError("expected a moment such as 2026-08-03T17:00:00.000+0700")  # noqa: TRY004 - pydantic's way
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("the moment says no offset from UTC")
    return moment


Moment = Annotated[datetime, BeforeValidator(_moment)]


class _Agency(Payload):
    id: str | None = None
    code: str | None = None


class _Method(Payload):
    name: str | None = None


class Dossier(Payload):
    """What is read of one dossier."""

    id: Annotated[str, Field(min_length=1)]
    accepted: Moment = Field(alias="acceptedDate")
    updated: Moment = Field(alias="updatedDate")
    method: _Method | None = Field(alias="applyMethod")
    agency: _Agency


class _Page(Payload):
    content: list[Dossier]
    last: bool | None = None
    total_pages: int | None = Field(default=None, alias="totalPages")
    total: int | None = Field(default=None, alias="totalElements")


_PAGE = TypeAdapter(_Page)


@dataclass(frozen=True)
class Listing:
    """Every dossier of a span, once. ``evidence`` is the address and the hash of the answers, not what they hold."""

    dossiers: tuple[Dossier, ...]
    evidence: Evidence


class _Reading:
    """What is known after the parts read so far."""

    def __init__(self, ask: Ask, span: Span) -> None:
        self.known: dict[str, Dossier] = {}
        self.newest: datetime | None = None
        self.answers = 0
        self.evidence: Evidence | None = None
        self._ask = ask
        self._span = span
        self._total: int | None = None
        self._hash = sha256()

    def down_to(self, until: datetime | None) -> bool:
        """Read from the beginning to what changed before ``until`` (None: to the end); whether anything was new."""
        changed = False
        for answer, part in pages(self._ask, _PAGE, lambda dossier: dossier.id):
            self._note(answer, part.total)
            changed |= self._take(answer, part.content)
            if until is not None and part.content and part.content[-1].updated < until:
                break
        return changed

    def listing(self) -> Listing:
        """Everything read. Raises ``SourceError`` when it is not as much as the system says there is."""
        assert self.evidence is not None, "at least one part is read"  # noqa: S101 - pages() gives one or raises
        total, found = self._total, len(self.known)
        if total is not None and found < total:
            message = f"{self.evidence.url}: {found} dossiers came, {total} were announced."
            raise ContractBroken(message, "Nothing was stored; the next pull asks again.", self.evidence)
        if total is not None and found > total:
            message = f"{self.evidence.url}: dossiers left the list while it was read."
            raise SourceUnavailable(message, LATER, self.evidence)
        known = {"dossiers": str(found), "answers": str(self.answers), "sha256": self._hash.hexdigest()}
        evidence = replace(self.evidence, provenance={**self.evidence.provenance, **known})
        return Listing(tuple(self.known.values()), evidence)

    def _note(self, answer: Answer, total: int | None) -> None:
        self.answers += 1
        self._total = total
        self._hash.update(answer.body)
        self.evidence = self.evidence or replace(answer.evidence(), body=b"")

    def _take(self, answer: Answer, dossiers: list[Dossier]) -> bool:
        _check(answer, dossiers, self._span)
        changed = False
        for dossier in dossiers:
            known = self.known.get(dossier.id)
            if known is None or known.updated < dossier.updated:
                self.known[dossier.id] = dossier
                changed = True
            if self.newest is None or self.newest < dossier.updated:
                self.newest = dossier.updated
        return changed


def read(ask: Ask, span: Span, look_back: timedelta) -> Listing:
    """All dossiers accepted in ``span``. Raises ``SourceError``, with nothing of a dossier in its evidence."""
    with forgetful():
        reading = _Reading(ask, span)
        until: datetime | None = None
        for _ in range(_MOST_READINGS):
            if not reading.down_to(until) or reading.newest is None:
                return reading.listing()
            until = reading.newest - look_back
        raise SourceUnavailable(
            f"The dossiers of {span.start} to {span.end} changed at each of {_MOST_READINGS} readings.",
            f"Let this source be pulled at night. {LATER}",
        )


@contextmanager
def forgetful() -> Iterator[None]:
    """Take the content out of the evidence of any error: a list of dossiers is personal data."""
    try:
        yield
    except SourceError as error:
        if error.evidence is not None:
            told = f"sha256: {error.evidence.sha256}\nbytes: {len(error.evidence.body)}".encode()
            error.evidence = replace(error.evidence, body=told, media_type="text/plain")
        raise


def _check(answer: Answer, dossiers: list[Dossier], span: Span) -> None:
    """The filter and the order asked for must hold: without them dossiers would be counted wrongly or lost."""
    for one, following in pairwise(dossiers):
        if one.updated < following.updated:
            raise broken(answer, "the dossiers do not come newest change first")
    for dossier in dossiers:
        if not span.start <= dossier.accepted.astimezone(VIETNAM).date() <= span.end:
            raise broken(answer, "a dossier accepted on another day came: the days asked for are ignored")
