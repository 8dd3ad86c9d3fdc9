"""An OAuth2 bearer token: asked for when needed, renewed, replaced. Pure: it yields questions and is sent answers."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import Field, TypeAdapter

from connectors.errors import ContractBroken, CredentialsError
from connectors.transport.message import Answer, Flow, Question
from connectors.transport.patience import Clock
from connectors.transport.payload import Payload, parse

UNAUTHORIZED = 401
BAD_REQUEST = 400
_REFUSED = frozenset({BAD_REQUEST, UNAUTHORIZED})
_EARLY = timedelta(seconds=30)
"""A token is renewed this long before its end, so that it does not end under way; a short one at half its life."""
_Token = Annotated[str, Field(pattern=r"^[\x21-\x7e]+$")]


class _TokenPayload(Payload):
    access_token: _Token
    expires_in: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    refresh_token: _Token | None = None


_TOKEN = TypeAdapter(_TokenPayload)


class BearerToken:
    """A token by password or client credentials, later by refresh token (RFC 6749 §4.3, §4.4, §6).

    Client id and secret go in Basic when there is a secret, else the id goes in the form (Keycloak public client).
    A refresh token is used once: the one that comes with the new token takes its place; when it is refused, the
    password or client secret is asked with again. ``remedy`` says what to do when no token is given.
    """

    def __init__(  # noqa: PLR0913 - what the two grants need
        self,
        token_url: str,
        client_id: str,
        *,
        client_secret: str | None = None,
        username: str | None = None,
        password: str | None = None,
        scope: str | None = None,
        header: str = "Authorization",
        remedy: str = "Check client_id and the user name, password or client secret of this source, and renew them.",
    ) -> None:
        self._token_url = token_url
        self._client_id = client_id
        self._client_secret = client_secret
        self._username = username
        self._password = password
        self._scope = scope
        self._header = header
        self._remedy = remedy
        self._token: str | None = None
        self._refresh: str | None = None
        self._expires_at: datetime | None = None

    def ensure(self, clock: Clock) -> Flow:
        """Ask for a token if there is none that is still good."""
        if self._token is None or (self._expires_at is not None and clock() >= self._expires_at):
            yield from self.renew(clock)

    def renew(self, clock: Clock) -> Flow:
        """Ask for another token. Raises ``CredentialsError`` when none is given."""
        self._token = None
        refresh, self._refresh = self._refresh, None
        if refresh is not None:
            answer = yield self._question({"grant_type": "refresh_token", "refresh_token": refresh})
            if answer.status not in _REFUSED:
                self._take(answer, clock)
                self._refresh = self._refresh or refresh
                return
        answer = yield self._question(self._grant())
        if answer.status in _REFUSED:
            raise CredentialsError(
                f"{answer.url} gave no token (status {answer.status}).", self._remedy, answer.evidence()
            )
        self._take(answer, clock)

    def dress(self, question: Question) -> Question:
        """The question with the token of the moment."""
        return question.with_header(self._header, f"Bearer {self._token}")

    def secrets(self) -> Iterable[str]:
        """Password, client secret and the tokens of the moment."""
        basic = f"{self._client_id}:{self._client_secret}" if self._client_secret else None
        return tuple(s for s in (self._password, self._client_secret, basic, self._token, self._refresh) if s)

    def _take(self, answer: Answer, clock: Clock) -> None:
        try:
            token = parse(answer, _TOKEN)
        except ContractBroken as error:
            raise ContractBroken(f"The token service: {error.message}", "Check token_url.", error.evidence) from None
        self._token, self._refresh = token.access_token, token.refresh_token
        self._expires_at = None
        if token.expires_in is not None:
            life = timedelta(seconds=min(token.expires_in, timedelta(days=365).total_seconds()))
            self._expires_at = clock() + life - min(_EARLY, life / 2)

    def _grant(self) -> Mapping[str, str]:
        scope = {} if self._scope is None else {"scope": self._scope}
        if self._username is not None and self._password is not None:
            return {"grant_type": "password", "username": self._username, "password": self._password, **scope}
        return {"grant_type": "client_credentials", **scope}

    def _question(self, form: Mapping[str, str]) -> Question:
        headers = {"Accept": "application/json"}
        if self._client_secret is None:
            form = {**form, "client_id": self._client_id}
        else:
            headers["Authorization"] = basic(self._client_id, self._client_secret)
        return Question("POST", self._token_url, form=form, headers=headers, confidential=True)


def basic(username: str, password: str) -> str:
    """The value of an Authorization header (RFC 7617), UTF-8."""
    return "Basic " + b64encode(f"{username}:{password}".encode()).decode()
