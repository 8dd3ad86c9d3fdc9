"""Who we are to a source. Pure: an ``Auth`` yields questions and is sent their answers, others carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.transport.message import Flow, Question
from connectors.transport.patience import Clock
from connectors.transport.tokens import BAD_REQUEST, UNAUTHORIZED, BearerToken, basic

__all__ = ["BAD_REQUEST", "UNAUTHORIZED", "Auth", "Basic", "Flow", "HeaderToken", "NoAuth", "OAuth2"]


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
        yield question.with_header(self.header, self.value)

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
        yield question.with_header("Authorization", basic(self.username, self.password))

    def secrets(self) -> Iterable[str]:
        """The password, alone and as it travels."""
        return (self.password, f"{self.username}:{self.password}")


class OAuth2(Auth):
    """OAuth2 bearer token (see ``tokens.BearerToken``).

    It is renewed shortly before its end, and once more when the source answers 401 in the middle of a pull.
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
    ) -> None:
        self._token = BearerToken(
            token_url, client_id, client_secret=client_secret, username=username, password=password, scope=scope
        )

    def flow(self, question: Question, clock: Clock) -> Flow:
        """A token question where needed, the question with its token, and once more after a 401."""
        yield from self._token.ensure(clock)
        answer = yield self._token.dress(question)
        if answer.status == UNAUTHORIZED:
            yield from self._token.renew(clock)
            yield self._token.dress(question)

    def secrets(self) -> Iterable[str]:
        """Password, client secret and the tokens of the moment."""
        return self._token.secrets()
