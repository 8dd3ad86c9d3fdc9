"""X-Road's REST protocol (PR-REST 1.0.4), as national data exchanges speak it.

``{server}/r1/{instance}/{class}/{member}/{subsystem}/{service}/{path}``, each part of an id percent-encoded by itself,
``X-Road-Client`` says who asks. An answer with ``X-Road-Error`` comes from a security server and not from the source,
whatever its status; ``Server.ClientProxy.*`` is our own one's.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field

from connectors.errors import ConfigurationError, CredentialsError, SourceError, SourceUnavailable
from connectors.transport.address import HttpAddress
from connectors.transport.message import Answer, Question
from connectors.transport.verdict import LATER, Verdict
from connectors.transport.ways.way import Way

_Part = Annotated[str, Field(min_length=1)]
_SHOWN = 200
_NO_RIGHT = frozenset({"AccessDenied", "SslAuthenticationFailed", "ClientAuthenticationFailed"})
_NO_SUCH = frozenset({"UnknownMember", "UnknownService", "UnknownSubsystem", "InvalidProtocolVersion"})


class XRoadOptions(BaseModel):
    """``transport: {kind: xroad}``.

    ``server`` is our own security server; ``client`` who we are: instance, class, member, subsystem; ``service`` what
    is asked: the same four of the provider and its service code.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["xroad"]
    server: HttpAddress
    client: Annotated[tuple[_Part, ...], Field(min_length=3, max_length=4)]
    service: Annotated[tuple[_Part, ...], Field(min_length=4, max_length=5)]

    def way(self, base_url: str) -> Way:
        """The way to a source at ``base_url``."""
        return XRoad(base_url, self)


class XRoad(Way):
    """Puts questions to our own security server."""

    def __init__(self, base_url: str, options: XRoadOptions) -> None:
        super().__init__(base_url)
        self._address = f"{options.server}/r1/{_joined(options.service)}"
        self._client = _joined(options.client)

    def readdressed(self, question: Question) -> Question:
        """The question as an X-Road request."""
        path = self.path(question)
        if path is None:
            return question
        return replace(question, url=f"{self._address}{path}").with_header("X-Road-Client", self._client)

    def verdict(self, answer: Answer) -> Verdict | None:
        """Why X-Road did not carry the question, where it says so."""
        kind = answer.headers.get("x-road-error")
        if kind is None:
            return None
        error = _error(kind, answer)
        return Verdict(error, further=None if isinstance(error, SourceUnavailable) else 0)


def _joined(parts: tuple[str, ...]) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _error(kind: str, answer: Answer) -> SourceError:
    """The error for an X-Road error type; the last part of the type says what, the beginning whose."""
    ours = kind.startswith("Server.ClientProxy.")
    whose = "our own security server" if ours else "the provider's security server"
    if kind.startswith("Client."):
        whose = "our question"
    told = f"X-Road did not carry the question to {answer.url} ({whose}, {kind}{_message(answer)})."
    what = kind.rpartition(".")[2]
    if what in _NO_RIGHT:
        remedy = (
            "Check the client certificate this source shows to our own security server."
            if ours
            else "Ask the provider to grant the subsystem of transport.client access to this service."
        )
        return CredentialsError(told, remedy, answer.evidence())
    if kind.startswith("Client.") or what in _NO_SUCH:
        remedy = "Correct transport.client and transport.service of this source in config/sources.yaml."
        return ConfigurationError(told, remedy, answer.evidence())
    who = "who runs our own security server" if ours else "the provider"
    return SourceUnavailable(told, f"If it lasts, tell {who}. {LATER}", answer.evidence())


def _message(answer: Answer) -> str:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    message = told.get("message") if isinstance(told, dict) else None
    return f": {message[:_SHOWN].rstrip('.')}" if isinstance(message, str) else ""
