"""Who we are to a source. Pure: an ``Auth`` yields questions and is sent their answers, others carry them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, TypeAdapter

from connectors.errors import ContractBroken, CredentialsError
from connectors.transport.message import Answer, Question
from connectors.transport.patience import Clock
from connectors.transport.payload import Payload, parse

Flow = Generator[Question, Answer, None]
UNAUTHORIZED = 401
BAD_REQUEST = 400
_EARLY = timedelta(seconds=30)
"""A token is renewed this long before its end, so that it does not end under way; a short one at half its life."""


class Auth:
    """Base: sends a question as it is. A subclass adds what proves who we are."""

    def flow(self, question: Question, clock: Clock) -> Flow:  # noqa: ARG002 - a token needs the clock
        """Yield questions to carry; the last answer sent in is the answer to ``question``."""
        yield question

    def secrets(self) -> Iterable[str]:
        """Everything that must never be logged, stored or shown."""
        return ()


class NoAuth(Auth):
    """A public source."""


@dataclass(frozen=True)
class HeaderToken(Auth):
    """A fixed header, such as an API key."""

    header: str
    value: str

    def flow(self, question: Question, clock: Clock) -> Flow:  # noqa: ARG002
        """The question with the header."""
        yield _with_header(question, self.header, self.value)

    def secrets(self) -> Iterable[str]:
        """The header's value."""
        return (self.value,)


@dataclass(frozen=True)
class Basic(Auth):
    """HTTP Basic (RFC 7617), UTF-8."""

    username: str
    password: str

    def flow(self, question: Question, clock: Clock) -> Flow:  # noqa: ARG002
        """The question with the header."""
        yield _with_header(question, "Authorization", _basic(self.username, self.password))

    def secrets(self) -> Iterable[str]:
        """The password, alone and as it travels."""
        return (self.password, f"{self.username}:{self.password}")


class _TokenPayload(Payload):
    access_token: Annotated[str, Field(pattern=r"^[\x21-\x7e]+$")]
    expires_in: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None


_TOKEN = TypeAdapter(_TokenPayload)


class OAuth2(Auth):
    """OAuth2 bearer token by password or client credentials (RFC 6749 §4.3, §4.4).

    The token is asked for when needed, renewed shortly before its end, and renewed once more when the source
    answers 401 in the middle of a pull. Client id and secret go in Basic when there is a secret, else the id
    goes in the form (Keycloak public client).
    """

    def __init__(
        self,
        token_url: str,
        client_id: str,
        *,
        client_secret: str | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> None:
        self._token_url = token_url
        self._client_id = client_id
        self._client_secret = client_secret
        self._username = username
        self._password = password
        self._token: str | None = None
        self._expires_at: datetime | None = None

    def flow(self, question: Question, clock: Clock) -> Flow:
        """A token question where needed, the question with its token, and once more after a 401."""
        if self._token is None or (self._expires_at is not None and clock() >= self._expires_at):
            yield from self._renew(clock)
        answer = yield self._dressed(question)
        if answer.status == UNAUTHORIZED:
            yield from self._renew(clock)
            yield self._dressed(question)

    def secrets(self) -> Iterable[str]:
        """Password, client secret and the token of the moment."""
        basic = f"{self._client_id}:{self._client_secret}" if self._client_secret else None
        return tuple(s for s in (self._password, self._client_secret, basic, self._token) if s)

    def _renew(self, clock: Clock) -> Flow:
        self._token = None
        answer = yield self._token_question()
        if answer.status in {BAD_REQUEST, UNAUTHORIZED}:
            raise CredentialsError(
                f"{answer.url} gave no token (status {answer.status}).",
                "Check client_id and the user name, password or client secret of this source, and renew them.",
                answer.evidence(),
            )
        try:
            token = parse(answer, _TOKEN)
        except ContractBroken as error:
            raise ContractBroken(f"The token service: {error.message}", "Check token_url.", error.evidence) from None
        self._token = token.access_token
        self._expires_at = None
        if token.expires_in is not None:
            life = timedelta(seconds=min(token.expires_in, timedelta(days=365).total_seconds()))
            self._expires_at = clock() + life - min(_EARLY, life / 2)

    def _token_question(self) -> Question:
        headers = {"Accept": "application/json"}
        form = {"grant_type": "client_credentials"}
        if self._username is not None and self._password is not None:
            form = {"grant_type": "password", "username": self._username, "password": self._password}
        if self._client_secret is None:
            form["client_id"] = self._client_id
        else:
            headers["Authorization"] = _basic(self._client_id, self._client_secret)
        return Question("POST", self._token_url, form=form, headers=headers, confidential=True)

    def _dressed(self, question: Question) -> Question:
        return _with_header(question, "Authorization", f"Bearer {self._token}")


def _with_header(question: Question, name: str, value: str) -> Question:
    return replace(question, headers={**question.headers, name: value})


def _basic(username: str, password: str) -> str:
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()
