"""The catalogue of agencies: codes for what other answers name by id or by name only.

``GET /ba/agency/name+code?ancestor-id=…&page=0&size=2000`` → ``{"content": [{"id", "code", "name"}], "last": …}``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import Field, TypeAdapter

from connectors.igate.paging import Ask, pages
from connectors.rows import plain
from connectors.transport.payload import Payload

PATH = "ba/agency/name+code"
SIZE = 2000


@dataclass(frozen=True)
class Agency:
    """An agency: its code and name, as far as they are known."""

    code: str | None
    name: str | None


class _Known(Payload):
    id: str
    code: str | None
    name: str | None


class _Page(Payload):
    content: list[_Known]
    last: bool | None = None
    total_pages: int | None = Field(default=None, alias="totalPages")


_PAGE = TypeAdapter(_Page)


class Agencies:
    """Agencies by id and by name. A name that two of them have is no one's."""

    def __init__(self, known: Iterable[tuple[str, Agency]] = ()) -> None:
        self._by_id: dict[str, Agency] = {}
        self._by_name: dict[str, set[Agency]] = {}
        for key, agency in known:
            self._by_id[key] = agency
            self._by_name.setdefault(folded(agency.name), set()).add(agency)

    def by_id(self, key: str | None) -> Agency | None:
        """The agency with this id."""
        return self._by_id.get(key or "")

    def by_name(self, name: str) -> Agency:
        """The one agency of this name; without a code when there is none or more than one."""
        found = list(self._by_name.get(folded(name), ()))
        return Agency(found[0].code if len(found) == 1 else None, name)


def catalogue(ask: Ask) -> Agencies:
    """Every agency below the province."""
    parts = pages(ask, _PAGE, lambda row: row.id)
    return Agencies((row.id, Agency(row.code, row.name)) for _, part in parts for row in part.content)


def folded(name: str | None) -> str:
    """A name for comparing: Unicode NFC, lower case, single blanks."""
    return " ".join((plain(name) or "").casefold().split())
