"""No connector is left out of the suite."""

from __future__ import annotations

from connectors.registry import CONNECTORS, connector_class
from connectors.transport import HttpConnector
from tests.connectors.conformance.cases import CASES
from tests.connectors.conformance.peer import TROUBLES
from tests.connectors.conformance.peers import ALL, FILE_PEERS, PEERS


def test_every_connector_has_a_peer() -> None:
    assert {peer.registered for peer in ALL} == set(CONNECTORS)


def test_names_are_given_once() -> None:
    names = [peer.name for peer in ALL]
    assert len(names) == len(set(names))


def test_who_speaks_http_is_shown_over_http() -> None:
    spoken = {name for name in CONNECTORS if issubclass(connector_class(name), HttpConnector)}
    assert {peer.registered for peer in PEERS} == spoken


def test_every_file_peer_answers_for_every_trouble() -> None:
    for peer in FILE_PEERS:
        assert set(peer.troubles) == set(TROUBLES), peer.name


def test_who_differs_says_from_what_and_why() -> None:
    known = {case.name for case in CASES}
    for peer in PEERS:
        assert set(peer.differs) <= known, peer.name
        assert all(peer.differs.values())
