"""Walks the pages of a resource and gives each as a table of the declared columns, as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import isfinite
from urllib.parse import quote

import polars as pl

from connectors.base import Evidence
from connectors.ckan.options import Resource
from connectors.ckan.portal import NotValid, Page, Portal
from connectors.spreadsheet.grid import ROW, folded
from connectors.spreadsheet.reading import declared_columns
from connectors.transport import Answer
from connectors.transport.payload import broken, shown

ID = "_id"
"""CKAN's own number of a row. It grows with every row added, so pages cut by it stay true while rows are added."""
_EXACT_FLOAT = 2**53
_LONGEST_FIELDS = 2_000
"""Characters of a column list that still fit into any server's longest address."""
_LISTED = 40


@dataclass(frozen=True, slots=True)
class Head:
    """What a resource holds: the portal's spelling of each declared header, how many rows, which way of paging."""

    spelled: Mapping[str, str]
    total: int | None
    by_id: bool


@dataclass
class Walk:
    """How far the pages have been walked. ``after`` is the filter of the next page, where the portal gives one.

    A page shorter than asked for is no end: the portal may give fewer rows than it is asked for. The end is the
    announced total, or a page without rows.
    """

    seen: int = 0
    done: bool = False
    after: Mapping[str, object] | None = None
    _total: int | None = None
    _last_id: int | None = None
    _digests: set[bytes] = field(default_factory=set)

    def take(self, answer: Answer, page: Page) -> None:
        """Go on past this page. Raises ``ContractBroken`` if it was given before, or is the last one too early."""
        if not self.seen:
            self._total = page.total
        if page.records:
            self._refuse_twice(answer, page)
        self.seen += len(page.records)
        self.after = page.next_page
        self.done = not page.records or (self._total is not None and self.seen >= self._total)
        if self.done and self._total is not None and self.seen < self._total:
            raise broken(answer, f"the pages end after {self.seen} of {self._total} rows")

    def _refuse_twice(self, answer: Answer, page: Page) -> None:
        digest = sha256(json.dumps(page.records, sort_keys=True).encode()).digest()
        ids = [record.get(ID) for record in page.records]
        numbers = [number for number in ids if isinstance(number, int) and not isinstance(number, bool)]
        before = self._last_id is not None and bool(numbers) and min(numbers) <= self._last_id
        if before or digest in self._digests or len(set(numbers)) < len(numbers):
            raise broken(answer, f"a page repeats rows that were given before (after {self.seen} rows)")
        self._digests.add(digest)
        self._last_id = max(numbers, default=None)


Ask = Callable[[Walk], tuple[Answer, Page]]


def ckan_head(portal: Portal, resource: Resource) -> Head:
    """Ask for no row at all. Raises ``NotThere`` where there are no rows, ``ContractBroken`` for missing columns."""
    question = {"resource_id": resource.id, "limit": "0"} | _filters(resource.filters)
    try:
        answer, page = portal.search(question | {"include_next_page": "true"})
        by_id = True
    except NotValid:  # a CKAN before this parameter; where it is something else, it is refused again
        answer, page = portal.search(question)
        by_id = False
    return Head(_spelled(answer, page, resource), page.total, by_id)


def ckan_pages(portal: Portal, resource: Resource, head: Head, size: int) -> Iterator[tuple[Evidence, pl.DataFrame]]:
    """Evidence and table (``ROW``, then the declared headers) of each page; one without rows if there are none."""
    fixed = {"resource_id": resource.id, "limit": str(size), "sort": ID} | _fields(head)
    if head.by_id:
        fixed["include_next_page"] = "true"

    def ask(walk: Walk) -> tuple[Answer, Page]:
        place = {"offset": str(walk.seen)} if walk.seen and not walk.after else {}
        return portal.search(fixed | _filters({**resource.filters, **(walk.after or {})}) | place)

    for answer, page, start in _walked(ask):
        yield _read(answer, page, head.spelled, start)


def dkan_pages(portal: Portal, resource: Resource, size: int) -> Iterator[tuple[Evidence, pl.DataFrame]]:
    """The same from a DKAN 1.x, which may tell neither columns nor a total: it is asked until a page is empty."""
    fixed = {"resource_id": resource.id, "limit": str(size)}
    fixed |= {f"filters[{column}]": text for column, text in resource.filters.items()}
    for answer, page, start in _walked(lambda walk: portal.search(fixed | {"offset": str(walk.seen)})):
        yield _read(answer, page, _spelled(answer, page, resource), start)


def _walked(ask: Ask) -> Iterator[tuple[Answer, Page, int]]:
    walk = Walk()
    while not walk.done:
        start = walk.seen
        answer, page = ask(walk)
        walk.take(answer, page)
        if page.records or not start:
            yield answer, page, start


def _filters(filters: Mapping[str, object]) -> dict[str, str]:
    return {"filters": json.dumps(filters, ensure_ascii=False, sort_keys=True)} if filters else {}


def _fields(head: Head) -> dict[str, str]:
    """Ask for the declared columns only, so that no other one travels; left out where that cannot be written."""
    names = [ID, *head.spelled.values()]
    listed = ",".join(names)
    if any("," in name for name in names) or len(quote(listed)) > _LONGEST_FIELDS:
        return {}
    return {"fields": listed}


def _spelled(answer: Answer, page: Page, resource: Resource) -> dict[str, str]:
    """Declared header → the portal's own spelling."""
    names = [field.id for field in page.fields] if page.fields else list(page.records[0]) if page.records else []
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(folded(name), []).append(name)
    wanted = resource.columns.headers()
    missing = [header for header in wanted if folded(header) not in found]
    if missing and names:
        listed = ", ".join(map(repr, [name for name in found if name != ID][:_LISTED])) or "none"
        raise broken(
            answer,
            f"column {', '.join(map(repr, missing))} is missing; fields found there: {listed}",
            "Correct columns of this resource in options.resources: the portal has renamed them.",
        )
    twice = [header for header in wanted if len(found.get(folded(header), ())) > 1]
    if twice:
        raise broken(
            answer, f"the column {twice[0]!r} stands twice", "Ask the portal's owner to rename one of the two."
        )
    return {header: found.get(folded(header), [header])[0] for header in wanted}


def _read(answer: Answer, page: Page, spelled: Mapping[str, str], start: int) -> tuple[Evidence, pl.DataFrame]:
    columns = {header: _texts(answer, page.records, name) for header, name in spelled.items()}
    rows = [_row(record, start + index + 1) for index, record in enumerate(page.records)]
    table = pl.DataFrame({ROW: rows, **columns}, schema={ROW: pl.Int64(), **dict.fromkeys(columns, pl.String())})
    asked = {ID, *spelled.values()}
    whole = answer.evidence()
    if all(record.keys() <= asked for record in page.records):
        return whole, table
    known = replace(whole, provenance={**whole.provenance, "file": "datastore rows"})
    return declared_columns(known, table), table


def _row(record: Mapping[str, object], otherwise: int) -> int:
    number = record.get(ID)
    return number if isinstance(number, int) and abs(number) < _EXACT_FLOAT else otherwise


def _texts(answer: Answer, records: Sequence[Mapping[str, object]], name: str) -> list[str]:
    return [_text(answer, record, name, index) for index, record in enumerate(records)]


def _text(answer: Answer, record: Mapping[str, object], name: str, index: int) -> str:
    """A cell as the text it was uploaded as: the datastore holds texts or numbers."""
    if name not in record:
        listed = ", ".join(list(record)[:_LISTED]) or "none"
        raise broken(answer, f"records[{index}].{name} is missing; fields found there: {listed}")
    value = record[name]
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and isfinite(value):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT_FLOAT else str(value)
    raise broken(answer, f"records[{index}].{name}: expected text or a number, found {shown(value)}")
