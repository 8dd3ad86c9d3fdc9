"""Every HTTP connector behind every carrier: the same counts as when it is asked directly."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from tests.connectors.conformance.peer import WINDOW, Peer
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conformance.test_http import collect, connect, happily
from tests.connectors.conftest import Clock
from tests.connectors.gateways import ApiManager, Gateway, SecurityServer, VietnameseAdapter
from tests.connectors.loopback import Asked, Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
WAYS: dict[str, Callable[[str], Gateway]] = {
    "xroad": lambda _: SecurityServer(),
    "adapter": VietnameseAdapter,
    "wso2": lambda _: ApiManager(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_counts_come_through(peer: Peer, way: str, serve: Serve, clock: Clock) -> None:
    plain = serve(happily(peer))
    direct = [batch.counts for batch in connect(peer, plain.url, clock).pull(WINDOW)]
    base = str(peer.options("")["base_url"])
    asked_there: list[Asked] = []

    def system(asked: Asked) -> Reply:
        """The system itself, whose paths begin with what its own address ends in."""
        there = Asked(asked.method, f"{base}{asked.path}", asked.query, asked.headers, asked.body)
        asked_there.append(there)
        return behind(there)

    behind = happily(peer)
    gateway = WAYS[way]("http")
    answer = gateway.behind(system)
    server = serve(lambda asked: peer.token_reply() if peer.is_token(asked) else answer(asked))
    connector = connect(peer, server.url, clock, transport=gateway.options(server.url))
    batches, error = collect(connector.pull(WINDOW))
    assert error is None
    assert pl.concat([batch.counts for batch in batches]).equals(pl.concat(direct))
    assert sum(peer.is_data(asked) for asked in asked_there) == sum(peer.is_data(asked) for asked in plain.asked)
    if way == "xroad" and peer.raw:
        assert {batch.evidence.provenance["x-road-request-hash"] for batch in batches} == {"jfGmWfu="}
