"""The connector: which resources are due, and one Batch per page of rows or per file."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import ClassVar

from connectors.base import Batch, ConnectorOptions, Evidence, Window
from connectors.ckan.options import CkanOptions, Resource, host_of
from connectors.ckan.portal import NotThere, Portal, PortalToken
from connectors.ckan.rows import Head, ckan_head, ckan_pages, dkan_pages
from connectors.ckan.unchanged import fixed_span, nothing_new, stamp, unchanged
from connectors.errors import ConfigurationError, ContractBroken
from connectors.outline import without_values
from connectors.spans import begun
from connectors.spreadsheet.reading import batch_of, within
from connectors.spreadsheet.streamed import read_spooled
from connectors.transport import Auth, HttpConnector, NoAuth, Transport

_log = logging.getLogger(__name__)


class Ckan(HttpConnector[CkanOptions]):
    """Yields the measures its column maps declare."""

    name: ClassVar[str] = "ckan"
    system: ClassVar[str] = "Cổng dữ liệu mở (CKAN, DKAN)"
    Options: ClassVar[type[ConnectorOptions]] = CkanOptions
    measures: ClassVar[frozenset[str]] = frozenset()
    """None of its own: those of the column maps."""

    def __init__(self, options: CkanOptions, transport: Transport) -> None:
        super().__init__(options, transport)
        self._portal = Portal(options, transport)

    @staticmethod
    def auth(options: CkanOptions) -> Auth:
        """The portal's token, or nobody: open data is public."""
        if options.token is None:
            return NoAuth()
        return PortalToken("Authorization", options.token.get_secret_value(), host_of(options.base_url))

    def steps(self, window: Window) -> int:
        """One answer per resource that is due; more where a resource has several pages."""
        return len(self._due(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per page of rows or per file, holding what the window asks for, resource after resource."""
        try:
            for resource in self._due(window):
                for batch in self._batches(resource, window):
                    yield within(batch, Window(begun(window), window.today))
        except ContractBroken as error:  # a portal that ignores which columns are asked for sends them all
            raise without_values(error) from error

    def probe(self, today: date) -> str:  # noqa: ARG002 - the portal is there or not, whatever the day
        """Ask how much the first resource holds."""
        resource = self.options.resources[0]
        if self.options.software == "dkan":
            _, page = self._portal.search({"resource_id": resource.id, "limit": "1", "offset": "0"})
            return f"The portal answered: resource {resource.id} has {'rows' if page.records else 'no rows'}."
        _, about = self._portal.about(resource.id)
        head = self._head(resource)
        if head is None:
            return f"The portal answered: resource {about.name or about.id} is a file without rows."
        return f"The portal answered: resource {about.name or about.id} has {head.total} rows."

    def _due(self, window: Window) -> list[Resource]:
        """Resources that may hold something the window asks for: one of a fixed period may be known not to."""
        spans = begun(window)
        return [r for r in self.options.resources if spans and ((span := fixed_span(r)) is None or span in spans)]

    def _batches(self, resource: Resource, window: Window) -> Iterator[Batch]:
        if self.options.software == "dkan":
            return self._dkan_batches(resource)
        return self._ckan_batches(resource, window)

    def _ckan_batches(self, resource: Resource, window: Window) -> Iterator[Batch]:
        answer, about = self._portal.about(resource.id)
        head = None if about.datastore_active is False else self._head(resource)
        if head is not None:
            for evidence, table in ckan_pages(self._portal, resource, head, self.options.page_size):
                yield batch_of(table, resource, _described(evidence, about.provenance()))
            return
        known = stamp(self.options, resource, about)
        if unchanged(self.options, resource, about, window.known):
            _log.info("resource %s is what the last pull read (%s); not read again", about.id, about.last_modified)
            yield nothing_new(answer, about, known)
            return
        yield from self._file_batches(resource, about.url or "", known)

    def _head(self, resource: Resource) -> Head | None:
        try:
            return ckan_head(self._portal, resource)
        except NotThere:
            return None

    def _dkan_batches(self, resource: Resource) -> Iterator[Batch]:
        pages = dkan_pages(self._portal, resource, self.options.page_size)
        try:
            first = next(pages)
        except ConfigurationError:  # a DKAN says "no such rows" with a 404 in words of its own
            if resource.file is None:
                raise
            yield from self._file_batches(resource, resource.file, {})
            return
        for evidence, table in chain([first], pages):
            yield batch_of(table, resource, evidence)

    def _file_batches(self, resource: Resource, url: str, known: Mapping[str, str]) -> Iterator[Batch]:
        return read_spooled(_described(self._portal.download(url, resource.id), known), resource)


def _described(evidence: Evidence, known: Mapping[str, str]) -> Evidence:
    """The evidence with what the portal says of the resource's age."""
    return replace(evidence, provenance={**evidence.provenance, **known})
