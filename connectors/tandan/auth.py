"""A token by user name, renewed by its refresh token when it ends in the middle of a pull."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, TypeAdapter

from connectors.errors import ContractBroken, CredentialsError
from connectors.tandan.payload import Spelled, spelled
from connectors.transport import Answer, Auth, Question
from connectors.transport.auth import BAD_REQUEST, UNAUTHORIZED, Flow
from connectors.transport.patience import Clock
from connectors.transport.payload import parse

Word = Annotated[str, Field(pattern=r"^[\x21-\x7e]+$")]
_REFUSED = frozenset({BAD_REQUEST, UNAUTHORIZED})


class _Tokens(Spelled):
    token: Word = spelled("token")
    refresh: Word | None = spelled("refreshToken", default=None)


_TOKENS = TypeAdapter(_Tokens)


class TandanAuth(Auth):
    """Asks for a token when there is none; after a 401 renews it once, logging in again if that is refused."""

    def __init__(self, base_url: str, tenant: str, username: str, password: str, security_code: str | None) -> None:
        self._base_url = base_url
        self._tenant = tenant
        self._username = username
        self._password = password
        self._security_code = security_code
        self._tokens: _Tokens | None = None
        self._used: list[str] = []

    def flow(self, question: Question, clock: Clock) -> Flow:  # noqa: ARG002 - the source says when a token has ended
        """Token questions where needed around the question itself."""
        if self._tokens is None:
            yield from self._log_in()
        answer = yield self._dressed(question)
        if answer.status == UNAUTHORIZED:
            yield from self._renew()
            yield self._dressed(question)

    def secrets(self) -> tuple[str, ...]:
        """Password, security code and every token had: the one before the last still travels to renew it."""
        return tuple(secret for secret in (self._password, self._security_code, *self._used) if secret)

    def _log_in(self) -> Flow:
        body = {"username": self._username, "password": self._password, "securityCode": self._security_code or ""}
        answer = yield self._question("api/tokens", body)
        if answer.status in _REFUSED:
            raise CredentialsError(
                f"{answer.url} gave no token (status {answer.status}).",
                "Check user name, password, security code and tenant of this source, and renew them.",
                answer.evidence(),
            )
        self._take(answer)

    def _renew(self) -> Flow:
        old, self._tokens = self._tokens, None
        if old is not None and old.refresh is not None:
            body = {"token": old.token, "refreshToken": old.refresh}
            answer = yield self._question("api/tokens/refresh", body)
            if answer.status not in _REFUSED:
                self._take(answer)
                return
        yield from self._log_in()

    def _take(self, answer: Answer) -> None:
        try:
            self._tokens = parse(answer, _TOKENS)
        except ContractBroken as error:
            raise ContractBroken(f"The token service: {error.message}", "Check base_url.", error.evidence) from None
        self._used += [secret for secret in (self._tokens.token, self._tokens.refresh) if secret]

    def _question(self, path: str, body: Mapping[str, object]) -> Question:
        headers = {"tenant": self._tenant}
        return Question("POST", f"{self._base_url}/{path}", json=body, headers=headers, confidential=True)

    def _dressed(self, question: Question) -> Question:
        token = self._tokens.token if self._tokens else ""
        headers = {**question.headers, "Authorization": f"Bearer {token}"}
        return Question(question.method, question.url, json=question.json, headers=headers)
