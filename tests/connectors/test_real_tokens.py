"""The one-stop system behind tokens of a real OpenID Connect server, checked as a resource server checks them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from connectors.base import Connector
from connectors.errors import SourceError
from connectors.registry import build
from tests import token_server
from tests.connectors.conformance.peer import WINDOW
from tests.connectors.conformance.peers import PEERS
from tests.connectors.loopback import Asked, Loopback, Reply, Script
from tests.token_server import TokenServer

PEER = next(peer for peer in PEERS if peer.name == "igate statistic-agency-kgg")
Serve = Callable[[Script], Loopback]
BOTH = {"username": token_server.USER, "password": token_server.PASSWORD}
"""Added to client id and secret: the password grant, which comes with a refresh token."""


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TokenServer]:
    with token_server.running(tmp_path_factory.mktemp("tokens")) as server:
        yield server


@dataclass
class Guarded:
    """The reports, shown to who brings a token that was really signed, ``uses`` times each."""

    uses: int = 1000
    seen: list[str] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Reply:
        token = asked.headers["authorization"].removeprefix("Bearer ")
        if not genuine(token) or self.seen.count(token) >= self.uses:
            return Reply(401)
        self.seen.append(token)
        return PEER.reply(asked)


def genuine(token: str) -> bool:
    """Whether a JWT was signed by the server (RFC 7519, HS256), is not over, and is for the reports."""
    head, claims, signature = token.split(".")
    signed = hmac.new(token_server.SIGNED_WITH.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    told = json.loads(decoded(claims))
    return (
        hmac.compare_digest(signed, decoded(signature))
        and told["exp"] > datetime.now(UTC).timestamp()
        and told["scope"].split() == [token_server.SCOPE]
    )


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def connector(url: str, tokens: TokenServer, **options: object) -> Connector:
    given = {
        **PEER.options(url),
        "token_url": tokens.token_url,
        "client_id": token_server.CLIENT,
        "client_secret": token_server.CLIENT_SECRET,
        "username": None,
        "password": None,
        "scope": token_server.SCOPE,
        "requests_per_second": 1000,
        "retries": 0,
        **options,
    }
    return build("igate", given, clock=lambda: datetime.now(UTC))


@pytest.mark.parametrize("grant", [{}, BOTH], ids=["client credentials", "password"])
def test_one_token_serves_a_pull(grant: dict[str, object], serve: Serve, tokens: TokenServer) -> None:
    guarded = Guarded()
    batches = list(connector(serve(guarded).url, tokens, **grant).pull(WINDOW))
    assert len(batches) == PEER.batches
    assert len(set(guarded.seen)) == 1


@pytest.mark.parametrize("grant", [{}, BOTH], ids=["client credentials", "password"])
def test_a_token_refused_in_the_middle_is_renewed(grant: dict[str, object], serve: Serve, tokens: TokenServer) -> None:
    """Refresh tokens of this server are good once: two renewals show that each one takes the last one's place."""
    guarded = Guarded(uses=1)
    source = connector(serve(guarded).url, tokens, **grant)
    batches = [*source.pull(WINDOW), *source.pull(WINDOW)]
    assert len(batches) == 2 * PEER.batches
    assert len(set(guarded.seen)) == len(guarded.seen) == 4


@pytest.mark.parametrize(
    "wrong", [{"client_secret": "khong-phai-bi-mat"}, {**BOTH, "password": "khong-phai-mat-khau"}, {"scope": "khac"}]
)
def test_who_is_not_known_gets_nothing(wrong: dict[str, object], serve: Serve, tokens: TokenServer) -> None:
    server = serve(Guarded())
    with pytest.raises(SourceError, match="/token") as caught:
        list(connector(server.url, tokens, **wrong).pull(WINDOW))
    assert caught.value.kind in {"credentials", "unavailable"}, "this server refuses with 403, others with 400 or 401"
    assert "khong-phai" not in f"{caught.value} {caught.value.evidence}"
    assert server.asked == []
