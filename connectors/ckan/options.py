"""Which resources of a portal are read, and how each one's columns are understood."""

from __future__ import annotations

from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, PositiveInt, SecretStr, model_validator

from connectors.spreadsheet.options import TableRules, Text
from connectors.transport import HttpOptions
from connectors.transport.options import HttpAddress

LARGEST_PAGE = 32_000
"""Rows a CKAN gives at once unless its owner has set another limit (``ckan.datastore.search.rows_max``)."""


class Resource(TableRules):
    """One resource and its column map (``columns`` and the rest as in a spreadsheet).

    ``filters`` keep only rows with these texts in these columns. ``file`` is where a DKAN resource without rows can
    be downloaded; a CKAN tells that itself.
    """

    id: Text
    filters: dict[Text, Text] = Field(default_factory=dict)
    file: HttpAddress | None = None


class CkanOptions(HttpOptions):
    """``base_url`` is the portal's address without ``/api``; ``token`` is needed for private data only.

    ``file_hosts`` are hosts beside the portal's own that files may be downloaded from; the token never goes there.
    """

    software: Literal["ckan", "dkan"] = "ckan"
    token: SecretStr | None = None
    page_size: PositiveInt = Field(default=LARGEST_PAGE, le=LARGEST_PAGE)
    file_hosts: tuple[Text, ...] = ()
    resources: tuple[Resource, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        ids = [resource.id for resource in self.resources]
        for known in ids:
            if ids.count(known) > 1 and not self._apart(known):
                raise ValueError(f"resource {known} stands twice in resources with one series; give each its own")
        if self.software == "ckan" and any(resource.file for resource in self.resources):
            raise ValueError("file belongs to software: dkan; a CKAN tells where its files are")
        return self

    def _apart(self, known: str) -> bool:
        """Whether a resource that is read more than once gives series that cannot be mistaken for each other."""
        series = [resource.series for resource in self.resources if resource.id == known]
        return len(set(series)) == len(series) and None not in series

    def hosts(self) -> frozenset[str]:
        """Hosts that may be asked for a file, lower case."""
        return frozenset({host_of(self.base_url), *(host.lower() for host in self.file_hosts)})


def host_of(url: str) -> str:
    """The host an address leads to, lower case; "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
