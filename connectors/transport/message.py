"""What is asked and what came back. Plain values: nothing here touches the network."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from connectors.base import Evidence
from connectors.spool import Spool

PROVENANCE_HEADERS = (
    "x-sohoa-simulated",
    "x-road-id",
    "x-road-request-id",
    "x-road-request-hash",
    "x-road-error",
    "date",
    "etag",
    "last-modified",
)
"""Answer headers kept beside the evidence: made up or not, who carried it (X-Road REST 1.0.4), how old it is."""


@dataclass(frozen=True, slots=True)
class Question:
    """One HTTP request.

    ``confidential`` marks a question whose answer holds a secret (a token) or titles of documents, ``spooled`` one
    whose answer may be too large for memory: a file to download.
    """

    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, object] | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    spooled: bool = False

    def with_header(self, name: str, value: str) -> Question:
        """The same question with one more header."""
        return replace(self, headers={**self.headers, name: value})

    def provenance(self) -> dict[str, str]:
        """The JSON that was sent, where the address alone does not tell what was asked; never one with a secret."""
        if self.json is None or self.confidential:
            return {}
        return {"question": json.dumps(self.json, ensure_ascii=False, sort_keys=True)}


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response, read to its end. ``url`` is redacted, header names are lower case.

    Of a spooled answer ``body`` is only the beginning; the whole lies in ``spool``.
    """

    method: str
    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    captured_at: datetime
    provenance: Mapping[str, str] = field(default_factory=dict)
    confidential: bool = False
    spool: Spool | None = None

    @property
    def size(self) -> int:
        """Number of bytes of the whole body."""
        return len(self.body) if self.spool is None else self.spool.size

    @property
    def media_type(self) -> str:
        """Media type without parameters, lower case; "" if the source gave none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def evidence(self) -> Evidence:
        """The answer as evidence. The body of a confidential answer is left out."""
        carried = {name: self.headers[name] for name in PROVENANCE_HEADERS if name in self.headers}
        return Evidence(
            url=self.url,
            method=self.method,
            status=self.status,
            media_type=self.media_type,
            body=b"" if self.confidential or self.spool else self.body,
            spool=self.spool,
            captured_at=self.captured_at,
            provenance={**self.provenance, **carried},
        )


Flow = Generator[Question, Answer, None]
"""Yields questions for somebody to carry and is sent their answers: no word of it touches the network."""

Carriage = Generator[Question, Answer, Answer]
"""The same, returning the answer to the question that was to be carried."""
