"""Asks a portal: CKAN's Action API, DKAN 1.x's datastore search, and the files behind both.

CKAN answers ``{"success": true, "result": …}``; what is wrong comes as 404, 409 or 403 with ``{"success": false,
"error": {"__type": …}}`` or, for an unknown action, as 400 with a JSON string.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter

from connectors.base import Evidence
from connectors.ckan.options import CkanOptions, host_of
from connectors.errors import ConfigurationError, ContractBroken, CredentialsError, SourceError
from connectors.transport import Answer, HeaderToken, Question, Transport
from connectors.transport.auth import Flow
from connectors.transport.patience import Clock
from connectors.transport.payload import Count, Payload, parse


class NotThere(ConfigurationError):
    """The portal knows no such resource, or has no rows of it."""


class NotValid(ContractBroken):
    """The portal refuses the question: a column or parameter it does not know."""


class Field(Payload):
    """A column of the datastore."""

    id: str


class Page(Payload):
    """Some rows. ``total`` is how many match the question, ``next_page`` the filter that gives the following ones."""

    records: list[dict[str, object]]
    fields: list[Field] | None = None
    total: Count | None = None
    next_page: dict[str, object] | None = None


class About(Payload):
    """What the portal says of a resource (``resource_show``)."""

    id: str
    name: str | None = None
    url: str | None = None
    url_type: str | None = None
    datastore_active: bool | None = None
    last_modified: str | None = None
    hash: str | None = None
    size: object = None

    def provenance(self) -> dict[str, str]:
        """How old the resource is, for the evidence."""
        known = {
            "resource": self.name,
            "resource-modified": self.last_modified,
            "resource-hash": self.hash,
            "resource-size": None if self.size is None else str(self.size),
        }
        return {name: value for name, value in known.items() if value}


class _Envelope(Payload):
    success: Literal[True]


class _PageEnvelope(_Envelope):
    result: Page


class _AboutEnvelope(_Envelope):
    result: About


_PAGE = TypeAdapter(_PageEnvelope)
_ABOUT = TypeAdapter(_AboutEnvelope)


@dataclass(frozen=True)
class PortalToken(HeaderToken):
    """A token shown to the portal's own host only: files may lie elsewhere."""

    host: str

    def flow(self, question: Question, clock: Clock) -> Flow:
        """The question, with the token where it goes to the portal."""
        if host_of(question.url) == self.host:
            yield from super().flow(question, clock)
        else:
            yield question


class Portal:
    """One portal. Every method raises a ``SourceError`` in the portal's own words where it gives any."""

    def __init__(self, options: CkanOptions, transport: Transport) -> None:
        self._options = options
        self._transport = transport

    def about(self, resource_id: str) -> tuple[Answer, About]:
        """What a CKAN says of a resource. Raises ``NotThere``."""
        answer = self._ask("api/3/action/resource_show", {"id": resource_id})
        return answer, parse(answer, _ABOUT).result

    def search(self, question: Mapping[str, str]) -> tuple[Answer, Page]:
        """One page of rows. Raises ``NotThere`` and ``NotValid``."""
        dkan = self._options.software == "dkan"
        answer = self._ask("api/action/datastore/search.json" if dkan else "api/3/action/datastore_search", question)
        return answer, parse(answer, _PAGE).result

    def download(self, url: str, resource_id: str) -> Evidence:
        """A file as evidence, spooled, its name in the provenance. Only hosts named in the options are asked."""
        host = host_of(url)
        if urlsplit(url).scheme not in {"http", "https"} or not host:
            raise ConfigurationError(
                f"Resource {resource_id} has neither rows nor a file that can be downloaded.",
                "Ask the portal's owner for its file, or take the resource out of options.resources.",
            )
        if host not in self._options.hosts():
            raise ConfigurationError(
                f"The file of resource {resource_id} lies on {host}, which this source may not ask.",
                "If that host's owner has allowed it, add it to options.file_hosts.",
            )
        answer = self._transport.ask(Question("GET", url, headers={"Accept": "*/*"}, spooled=True))
        whole = answer.evidence()
        return replace(whole, provenance={**whole.provenance, "file": _file_name(url) or resource_id})

    def _ask(self, path: str, params: Mapping[str, str]) -> Answer:
        try:
            return self._transport.ask(Question("GET", f"{self._options.base_url}/{path}", params=params))
        except SourceError as error:
            raise _in_its_words(error) from error


def _in_its_words(error: SourceError) -> SourceError:
    """The error with what the portal itself says of it, where that is CKAN's way of saying it."""
    evidence = error.evidence
    said = _said(evidence) if evidence is not None else None
    if evidence is None or said is None:
        return error
    kind, words = said
    message = f"{evidence.url} answered {evidence.status}: {words}"
    if kind == "Not Found Error":
        return NotThere(message, "Check the resource's id in options.resources; it may have been replaced.", evidence)
    if kind == "Validation Error":
        remedy = "Compare filters and columns of this resource with what the portal offers."
        return NotValid(message, remedy, evidence)
    if kind == "Authorization Error":
        return CredentialsError(message, "Set options.token to a token that may read this resource.", evidence)
    return ConfigurationError(message, "Check base_url and software (ckan or dkan) of this source.", evidence)


def _said(evidence: Evidence) -> tuple[str, str] | None:
    """Kind and words of an error of the Action API, or None if the body is none."""
    try:
        body = json.loads(evidence.body)
    except (ValueError, RecursionError):
        return None
    if isinstance(body, str):
        return "Bad request", f"{body[:300].rstrip('.')}."
    found = body.get("error") if isinstance(body, dict) and body.get("success") is False else None
    if not isinstance(found, dict) or not isinstance(found.get("__type"), str):
        return None
    details = {name: part for name, part in found.items() if name != "__type"}
    words = details.get("message") or json.dumps(details, ensure_ascii=False)
    return found["__type"], f"{str(words)[:300].rstrip('.')}."


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])
