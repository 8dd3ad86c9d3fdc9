"""A provincial platform (LGSP) on WSO2 API Manager: a token of its own, and faults of its own.

``POST {server}/token`` with Basic key:secret and ``grant_type=client_credentials``, then ``{server}/{context}/{path}``.
The gateway's own refusals are ``{"fault": {"code": 900901, …}}``: 9009xx it does not know us, 9008xx asked too often.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from connectors.errors import ConfigurationError, CredentialsError, SourceUnavailable
from connectors.transport.address import HttpAddress
from connectors.transport.message import Answer, Carriage, Question
from connectors.transport.patience import Clock
from connectors.transport.tokens import BearerToken
from connectors.transport.verdict import Verdict
from connectors.transport.ways.way import Way

_REMEDY = "Check transport.key and transport.secret of this source, and whether its application is still subscribed."
_UNKNOWN, _THROTTLED = range(900900, 901000), range(900800, 900900)
_NOT_SUBSCRIBED = 900908


class Wso2Options(BaseModel):
    """``transport: {kind: wso2}``.

    ``server`` is the gateway; ``context`` the published API and its version (onestop/1.0); ``key`` and ``secret`` those
    of the province's application. ``header`` carries the gateway's token where the source wants Authorization itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["wso2"]
    server: HttpAddress
    context: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)*$")]
    key: SecretStr
    secret: SecretStr
    token_path: Annotated[str, Field(pattern=r"^[\w.-]+(/[\w.-]+)*$")] = "token"  # noqa: S105 - a path
    header: Annotated[str, Field(pattern=r"^[\w-]+$")] = "Authorization"

    def way(self, base_url: str) -> Way:
        """The way to a source at ``base_url``."""
        return Wso2(base_url, self)


class Wso2(Way):
    """Puts questions to the gateway, with its token."""

    def __init__(self, base_url: str, options: Wso2Options) -> None:
        super().__init__(base_url)
        self._address = f"{options.server}/{options.context}"
        self._header = options.header
        self._key = options.key.get_secret_value()
        self._token = BearerToken(
            f"{options.server}/{options.token_path}",
            self._key,
            client_secret=options.secret.get_secret_value(),
            header=options.header,
            remedy=_REMEDY,
        )

    def flow(self, question: Question, clock: Clock) -> Carriage:
        """A token where needed, the question with it, and once more when the gateway no longer takes the token."""
        ours = self.readdressed(question)
        if ours is question:
            return (yield question)
        if any(name.lower() == self._header.lower() for name in question.headers):
            raise ConfigurationError(
                f"The source and the gateway both want the header {self._header}.",
                "Set transport.header of this source to the one the gateway is set up to read, or leave the source's "
                "own credentials to the gateway.",
            )
        yield from self._token.ensure(clock)
        answer = yield self._token.dress(ours)
        if _fault(answer) in _UNKNOWN:
            yield from self._token.renew(clock)
            answer = yield self._token.dress(ours)
            if _fault(answer) in _UNKNOWN:
                raise CredentialsError(
                    f"The gateway of {answer.url} does not accept who we are (fault {_fault(answer)}).",
                    _REMEDY,
                    answer.evidence(),
                )
        return answer

    def readdressed(self, question: Question) -> Question:
        """The question below the published API."""
        path = self.path(question)
        return question if path is None else replace(question, url=f"{self._address}{path}")

    def verdict(self, answer: Answer) -> Verdict | None:
        """The gateway's stop when it was asked too often, and its refusal of what is not subscribed to.

        A stop with status 429 is read as any other 429 is.
        """
        code = _fault(answer)
        if code == _NOT_SUBSCRIBED:
            message = f"The gateway of {answer.url} says that this API is not ours to ask (fault {code})."
            return Verdict(CredentialsError(message, _REMEDY, answer.evidence()))
        if code not in _THROTTLED or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return None
        message = f"The gateway of {answer.url} was asked too often (fault {code})."
        remedy = "Lower requests_per_second of this source; the next pull asks again."
        return Verdict(SourceUnavailable(message, remedy, answer.evidence()), stop=True)

    def secrets(self) -> Iterable[str]:
        """Key, secret and the token of the moment."""
        return (self._key, *self._token.secrets())


def _fault(answer: Answer) -> int | None:
    """The code of a WSO2 fault, or None for any other answer."""
    if answer.status < HTTPStatus.BAD_REQUEST:
        return None
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
    fault = told.get("fault") if isinstance(told, dict) else None
    code = fault.get("code") if isinstance(fault, dict) else None
    return int(code) if isinstance(code, int) or (isinstance(code, str) and code.isascii() and code.isdigit()) else None
