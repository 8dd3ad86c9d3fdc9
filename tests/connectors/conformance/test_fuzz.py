"""Random damage to a good answer ends in a SourceError or in exactly the counts an independent reading finds."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Batch, Connector
from connectors.errors import SourceError
from connectors.registry import connector_class
from connectors.transport import Answer, Question
from tests.connectors.conformance.peer import TOKEN, WINDOW, Payload, Peer
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked

patiently = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
by_name = pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["", "0", "1.234", "ND", "120", 11250.0, -1, 0, 1e308]),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.text(max_size=3), SCALARS, max_size=2))


class Deaf:
    """Stands where the transport stands and answers from memory."""

    def __init__(self, peer: Peer, body: Callable[[Asked], bytes]) -> None:
        self._status = peer.status
        self._body = body

    def ask(self, question: Question, success: Callable[[int], bool] = bool) -> Answer:
        assert success(self._status)
        asked = Asked(
            question.method,
            urlsplit(question.url).path,
            question.params,
            {"authorization": f"Bearer {TOKEN}"},
            json.dumps(question.json).encode(),
        )
        return Answer(question.method, question.url, self._status, {}, self._body(asked), Clock().now)


def connector(peer: Peer, body: Callable[[Asked], bytes]) -> Connector:
    found: Any = connector_class(peer.registered)
    made: Connector = found(found.Options.model_validate(peer.options("http://h.invalid")), Deaf(peer, body))
    return made


def pulled(peer: Peer, body: Callable[[Asked], bytes]) -> list[Batch] | SourceError:
    try:
        return list(connector(peer, body).pull(WINDOW))
    except SourceError as error:
        return error


def places(payload: Payload) -> list[tuple[Any, Any]]:
    """Every container with every key in it."""
    inner = payload.items() if isinstance(payload, dict) else enumerate(payload) if isinstance(payload, list) else ()
    return [place for key, part in inner for place in [(payload, key), *places(part)]]


def damage(payload: Payload, data: st.DataObject) -> Payload:
    """One to three places changed, removed or, in a list, repeated."""
    payload = copy.deepcopy(payload)
    for _ in range(data.draw(st.integers(1, 3))):
        found = places(payload)
        if not found:
            return payload
        holder, key = data.draw(st.sampled_from(found))
        kind = data.draw(st.sampled_from(["change", "remove", "repeat"]))
        if kind == "change":
            holder[key] = data.draw(VALUES)
        elif kind == "remove":
            del holder[key]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
    return payload


@by_name
@patiently
@given(data=st.data())
def test_damaged_json(peer: Peer, data: st.DataObject) -> None:
    served: list[Payload] = []
    again: dict[str, Payload] = {}

    def body(asked: Asked) -> bytes:
        """Where a list is read more than once, it is damaged the same each time."""
        happy = peer.answer(asked)
        if peer.is_control(asked):
            return json.dumps(happy).encode()
        question = f"{asked.path} {asked.query}" if not peer.raw else str(len(served))
        if question not in again:
            again[question] = damage(happy, data)
        served.append(again[question])
        return json.dumps(served[-1]).encode()

    outcome = pulled(peer, body)
    if isinstance(outcome, SourceError):
        assert outcome.message
        assert outcome.remedy
        assert outcome.evidence is not None
        return
    told = peer.told(served)
    held_back = [reject.value for batch in outcome for reject in batch.rejects]
    read = [value for batch in outcome for value in batch.counts["value"]]
    assert sorted(map(str, [*read, *held_back])) == sorted(str(whole(value, peer)) for value in told)


def whole(value: float | str | None, peer: Peer) -> int | str | None:
    """A count as told; anything else than a whole number or null must have been refused before, or is held back."""
    if value is None or (isinstance(value, str) and peer.lenient):
        return value
    assert not isinstance(value, bool | str)
    assert isinstance(value, int) or value.is_integer()
    return int(value)


@by_name
@patiently
@given(data=st.data())
def test_damaged_bytes(peer: Peer, data: st.DataObject) -> None:
    def body(asked: Asked) -> bytes:
        happy = json.dumps(peer.answer(asked), ensure_ascii=False).encode()
        at = data.draw(st.integers(0, len(happy) - 1))
        return happy[:at] + data.draw(st.binary(max_size=3)) + happy[at + data.draw(st.integers(0, 3)) :]

    outcome = pulled(peer, body)
    if not isinstance(outcome, SourceError):
        read = [json.loads(batch.evidence.body) for batch in outcome if peer.raw]
        assert peer.told(read) is not None


@by_name
@patiently
@given(body=st.binary(max_size=60))
def test_any_bytes(peer: Peer, body: bytes) -> None:
    pulled(peer, lambda _: body)


@by_name
def test_deep_nesting(peer: Peer) -> None:
    outcome = pulled(peer, lambda _: b"[" * 200_000)
    assert isinstance(outcome, SourceError)
    assert outcome.kind == "contract"


@by_name
def test_a_number_of_ten_thousand_digits(peer: Peer) -> None:
    outcome = pulled(peer, lambda _: b"[" + b"9" * 10_000 + b"]")
    assert isinstance(outcome, SourceError)
    assert outcome.kind == "contract"
