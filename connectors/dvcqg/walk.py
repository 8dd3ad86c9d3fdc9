"""Walks the portal's pages."""

from __future__ import annotations

from connectors.dvcqg import payload as wire
from connectors.transport import Answer
from connectors.transport.payload import broken

_MOST_PAGES = 1000


class Walk:
    """Walks pages and notices when they repeat, skip or lose rows."""

    def __init__(self, page_size: int) -> None:
        self.page = 1
        self.ended = False
        self.first = True
        self._page_size = page_size
        self._seen: set[str] = set()

    def turn(self, answer: Answer, codes: list[str], pagination: wire.Pagination | None) -> None:
        """Take the rows of the page just answered; afterwards ``page`` is the next one."""
        self.first = self.page == 1
        twice = self._seen.intersection(codes)
        if twice:
            raise broken(answer, f"page {self.page} repeats rows of an earlier page ({min(twice)})")
        self._seen.update(codes)
        if pagination is None:
            self.ended = len(codes) < self._page_size
        else:
            self._follow(answer, pagination)
        if not codes and not self.ended:
            raise broken(answer, f"page {self.page} is empty though more pages were announced")
        if self.page >= _MOST_PAGES and not self.ended:
            raise broken(answer, f"there are more than {_MOST_PAGES} pages")
        self.page += 1

    def _follow(self, answer: Answer, pagination: wire.Pagination) -> None:
        if pagination.current_page != self.page:
            raise broken(answer, f"page {self.page} was asked for, page {pagination.current_page} was given")
        self.ended = self.page >= pagination.total_pages
        if self.ended and len(self._seen) != pagination.total:
            raise broken(answer, f"{len(self._seen)} rows came, {pagination.total} were announced")
