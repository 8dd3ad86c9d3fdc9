"""The connector: which resources are due, and one Batch per page of rows or per file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import ClassVar

from connectors.base import Batch, ConnectorOptions, Evidence, Span, Window
from connectors.ckan.options import CkanOptions, Resource, host_of
from connectors.ckan.portal import About, NotThere, Portal, PortalToken
from connectors.ckan.rows import Head, ckan_head, ckan_pages, dkan_pages
from connectors.errors import ConfigurationError, ContractBroken
from connectors.outline import without_values
from connectors.spans import begun
from connectors.spreadsheet.options import PeriodFixed
from connectors.spreadsheet.periods import span_of
from connectors.spreadsheet.reading import batch_of, read_file, within
from connectors.transport import Auth, HttpConnector, NoAuth, Transport


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
                for batch in self._batches(resource):
                    yield within(batch, Window(begun(window), window.today))
        except ContractBroken as error:  # a portal that ignores which columns are asked for sends them all
            raise without_values(error) from error

    def probe(self, today: date) -> str:  # noqa: ARG002 - the portal is there or not, whatever the day
        """Ask how much the first resource holds."""
        resource = self.options.resources[0]
        if self.options.software == "dkan":
            _, page = self._portal.search({"resource_id": resource.id, "limit": "1", "offset": "0"})
            return f"The portal answered: resource {resource.id} has {'rows' if page.records else 'no rows'}."
        about = self._portal.about(resource.id)
        head = self._head(resource)
        if head is None:
            return f"The portal answered: resource {about.name or about.id} is a file without rows."
        return f"The portal answered: resource {about.name or about.id} has {head.total} rows."

    def _due(self, window: Window) -> list[Resource]:
        """Resources that may hold something the window asks for: one of a fixed period may be known not to."""
        spans = begun(window)
        return [r for r in self.options.resources if spans and (not _is_fixed(r) or _fixed_span(r) in spans)]

    def _batches(self, resource: Resource) -> Iterator[Batch]:
        if self.options.software == "dkan":
            return self._dkan_batches(resource)
        return self._ckan_batches(resource)

    def _ckan_batches(self, resource: Resource) -> Iterator[Batch]:
        about = self._portal.about(resource.id)
        head = None if about.datastore_active is False else self._head(resource)
        if head is None:
            yield self._file_batch(resource, about.url or "", about)
            return
        for evidence, table in ckan_pages(self._portal, resource, head, self.options.page_size):
            yield batch_of(table, resource, _described(evidence, about))

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
            yield self._file_batch(resource, resource.file, None)
            return
        for evidence, table in chain([first], pages):
            yield batch_of(table, resource, evidence)

    def _file_batch(self, resource: Resource, url: str, about: About | None) -> Batch:
        whole = self._portal.download(url, resource.id)
        return read_file(whole if about is None else _described(whole, about), resource)


def _is_fixed(resource: Resource) -> bool:
    return isinstance(resource.columns.period, PeriodFixed)


def _fixed_span(resource: Resource) -> Span | None:
    return span_of("", resource.columns.period)


def _described(evidence: Evidence, about: About) -> Evidence:
    """The evidence with what the portal says of the resource's age."""
    return replace(evidence, provenance={**evidence.provenance, **about.provenance()})
