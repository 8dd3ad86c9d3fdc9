"""Walks the pages of one table and sorts its rows by level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.tandan.payload import Page, Row
from connectors.transport import Answer
from connectors.transport.payload import broken

_MOST_PAGES = 1000


@dataclass
class Walk:
    """``parent``: the province's code. ``units`` collects the rows just below it, ``province`` the one of its own."""

    parent: str
    catalog: str
    page_size: int
    page: int = 1
    ended: bool = False
    province: tuple[Row, Answer] | None = None
    units: dict[str, Row] = field(default_factory=dict)
    _came: int = 0

    def turn(self, answer: Answer, page: Page) -> list[Row]:
        """Take a page and give its units; afterwards ``page`` is the next one."""
        kept = [row for row in page.rows if row.catalog in {None, self.catalog}]
        units = [row for row in kept if row.above == self.parent and row.code != self.parent]
        for row in units:
            if row.code in self.units:
                raise broken(answer, f"page {self.page} gives {row.code} a second time")
            self.units[row.code] = row
        for row in kept:
            if row.code == self.parent:
                self._own(answer, row)
        self._came += len(page.rows)
        self._follow(answer, page)
        if self.ended and self._came and not self.units and self.province is None:
            said = f"none of the {self._came} rows is {self.parent} or stands below it at level {self.catalog}"
            raise broken(answer, said)
        self.page += 1
        return units

    def _own(self, answer: Answer, row: Row) -> None:
        if self.province is not None:
            raise broken(answer, f"page {self.page} gives {row.code} a second time")
        self.province = row, answer

    def _follow(self, answer: Answer, page: Page) -> None:
        rows = page.rows
        if page.current is None or page.pages is None or page.total is None:
            self._unpaged(answer, page, rows)
            return
        if page.current != self.page:
            raise broken(answer, f"page {self.page} was asked for, page {page.current} was given")
        self.ended = self.page >= page.pages
        if page.more is not None and page.more == self.ended:
            raise broken(answer, f"page {self.page} of {page.pages} says hasNextPage {page.more}")
        if self.ended and self._came != page.total:
            raise broken(answer, f"{self._came} rows came on {self.page} pages, {page.total} were announced")
        if not self.ended and (not rows or self.page >= _MOST_PAGES):
            raise broken(answer, f"page {self.page} is empty or one too many though {page.pages} were announced")

    def _unpaged(self, answer: Answer, page: Page, rows: Sequence[Row]) -> None:
        """A table without pages gives all its rows at once, as far as they are fewer than a page may hold."""
        if (page.current, page.pages, page.total, page.more) != (None, None, None, None):
            raise broken(answer, "currentPage, totalPages and totalCount belong together")
        if len(rows) >= self.page_size:
            raise broken(answer, f"{len(rows)} rows came and nothing says whether there is another page")
        self.ended = True
