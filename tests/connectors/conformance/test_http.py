"""Every HTTP connector × everything that can go wrong: what was read stays, the error says what it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from unicodedata import normalize

import polars as pl
import pytest

from connectors.base import COUNT_SCHEMA, Batch, Connector, Window
from connectors.errors import SourceError, SourceUnavailable
from connectors.registry import build
from tests.connectors.conformance.cases import CASES, Case, first_with
from tests.connectors.conformance.peers import PEERS, SECRET, TOKEN, WINDOW, Payload, Peer
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

RETRIES = 2
IMPATIENT = 0.7
"""Seconds until a silent server is given up; long enough for the others to answer on a busy machine."""
Serve = Callable[[Script], Loopback]
by_name = pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)


def connect(peer: Peer, url: str, clock: Clock, **more: object) -> Connector:
    patience = {"retries": RETRIES, "read_timeout": 30, "connect_timeout": 30, "max_answer_bytes": 100_000}
    return build(peer.name, {**peer.options(url), **patience, **more}, clock=clock, sleep=clock.sleep)


def script(peer: Peer, answer: Callable[[Asked, int], Reply]) -> Script:
    """Tokens happily; data question number n (from 0) by ``answer``."""
    count = iter(range(10_000))
    return lambda asked: peer.token_reply() if peer.is_token(asked) else answer(asked, next(count))


def happily(peer: Peer) -> Script:
    return script(peer, lambda asked, _: peer.reply(asked))


def collect(pull: Iterator[Batch]) -> tuple[list[Batch], SourceError | None]:
    """Like ``list``, keeping what came before an error."""
    batches: list[Batch] = []
    while True:
        try:
            batches.append(next(pull))
        except StopIteration:
            return batches, None
        except SourceError as error:
            return batches, error


def data_questions(peer: Peer, server: Loopback) -> list[Asked]:
    return [asked for asked in server.asked if not peer.is_token(asked)]


def values(batches: list[Batch]) -> list[int | None]:
    return sorted((v for batch in batches for v in batch.counts["value"]), key=lambda v: (v is None, v))


@by_name
def test_happy(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    connector = connect(peer, server.url, clock)
    batches, error = collect(connector.pull(WINDOW))
    assert error is None
    assert len(batches) == connector.steps(WINDOW) == peer.batches
    questions = data_questions(peer, server)[peer.before :]
    told = [count for asked in questions for count in peer.told(peer.answer(asked))]
    assert values(batches) == sorted(told, key=lambda v: (v is None, v))
    for batch, asked in zip(batches, questions, strict=True):
        assert batch.counts.schema == pl.Schema(COUNT_SCHEMA)
        assert batch.counts["measure"].is_in(list(connector.measures)).all()
        assert batch.rejects == ()
        assert batch.evidence.body == peer.reply(asked).body
        assert batch.evidence.status == peer.status
        assert batch.evidence.captured_at <= clock.now
    spans = {row for batch in batches for row in batch.counts.select("period_start", "period_end").rows()}
    assert spans == {(span.start, span.end) for span in WINDOW.spans}


@by_name
def test_the_same_answers_give_the_same_counts(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    connector = connect(peer, server.url, clock)
    once, again = (pl.concat([b.counts for b in connector.pull(WINDOW)]) for _ in range(2))
    assert once.equals(again)


@by_name
def test_probe_says_one_sentence(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    sentence = connect(peer, server.url, clock).probe(WINDOW.today)
    assert "10/2026" in sentence
    assert sentence.endswith(".")


@by_name
def test_no_unit_is_no_count(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(script(peer, lambda asked, _: peer.reply(asked, lambda _: peer.empty(asked))))
    batches, error = collect(connect(peer, server.url, clock).pull(WINDOW))
    assert error is None
    assert len(batches) == peer.batches
    units = {code for batch in batches for code in batch.counts["unit_code"]}
    assert units <= {"H99"}


@by_name
def test_nothing_is_asked_for_an_empty_window(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    connector = connect(peer, server.url, clock)
    future = Window((WINDOW.spans[1],), WINDOW.spans[0].end)
    for window in (Window((), WINDOW.today), future):
        assert list(connector.pull(window)) == []
        assert connector.steps(window) == 0
    assert server.asked == []


@by_name
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_ends_the_pull_and_keeps_what_was_read(
    peer: Peer, case: Case, serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    good = peer.before + 1
    server = serve(script(peer, lambda asked, n: peer.reply(asked) if n < good else case.make(peer, asked)))
    patience = {"read_timeout": IMPATIENT} if case.name == "time-out" else {}
    batches, error = collect(connect(peer, server.url, clock, **patience).pull(WINDOW))
    assert error is not None
    assert (error.kind, len(batches)) == (case.kind, 1), error
    assert case.says in error.message
    assert error.remedy
    assert (error.evidence is not None) == case.evidence
    attempts = RETRIES + 1 if case.attempts is None else case.attempts
    refreshed = peer.token is not None and case.name == "401"
    assert len(data_questions(peer, server)) == good + attempts + refreshed
    told = f"{error!s} {error.evidence} {caplog.text} {[b.evidence for b in batches]}"
    if peer.token is not None:
        assert SECRET not in told
        assert TOKEN not in told


@by_name
def test_after_a_refusal_the_source_is_left_alone(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(script(peer, lambda *_: Reply(403)))
    connector = connect(peer, server.url, clock, cool_down=600)
    _, first = collect(connector.pull(WINDOW))
    asked = len(server.asked)
    _, second = collect(connector.pull(WINDOW))
    assert isinstance(first, SourceUnavailable)
    assert isinstance(second, SourceUnavailable)
    assert second.retry_after is not None
    assert 0 < second.retry_after <= 600
    assert len(server.asked) == asked
    clock.sleep(601)
    server.script = happily(peer)
    assert len(list(connector.pull(WINDOW))) == peer.batches


TRANSIENT = {
    "500": Reply(500),
    "429 for two seconds": Reply(429, headers={"Retry-After": "2"}),
    "time-out": Reply(silent=True),
    "connection dropped": Reply(dropped=True),
    "truncated": Reply(200, b"[{", announced=100),
}


@by_name
@pytest.mark.parametrize("fault", TRANSIENT, ids=str)
def test_a_passing_fault_is_waited_out(peer: Peer, fault: str, serve: Serve, clock: Clock) -> None:
    at = peer.before + 1
    server = serve(script(peer, lambda asked, n: TRANSIENT[fault] if n == at else peer.reply(asked)))
    patience = {"read_timeout": IMPATIENT} if fault == "time-out" else {}
    batches, error = collect(connect(peer, server.url, clock, backoff=5, **patience).pull(WINDOW))
    assert error is None
    assert len(batches) == peer.batches
    assert (2.0 if fault.startswith("429") else 5.0) in clock.slept


@by_name
def test_refused_connection(peer: Peer, clock: Clock) -> None:
    with Loopback(happily(peer)) as server:
        url = server.url
    batches, error = collect(connect(peer, url, clock).pull(WINDOW))
    assert batches == []
    assert isinstance(error, SourceUnavailable)
    assert "refused" in error.message


@by_name
def test_names_in_decomposed_letters_come_out_composed(peer: Peer, serve: Serve, clock: Clock) -> None:
    def decompose(payload: Payload) -> Payload:
        for name in peer.names:
            found = first_with(payload, name)
            if found is not None:
                found[name] = normalize("NFD", "Xã Mỹ Hòa Hưng")
        return payload

    server = serve(script(peer, lambda asked, _: peer.reply(asked, decompose)))
    names = {n for batch in connect(peer, server.url, clock).pull(WINDOW) for n in batch.counts["unit_name"]}
    assert "Xã Mỹ Hòa Hưng" in names


@by_name
def test_whole_numbers_with_a_decimal_point_are_whole(peer: Peer, serve: Serve, clock: Clock) -> None:
    def pointed(payload: Payload) -> Payload:
        if isinstance(payload, dict):
            return {k: float(v) if k in peer.fields and v is not None else pointed(v) for k, v in payload.items()}
        return [pointed(part) for part in payload] if isinstance(payload, list) else payload

    server = serve(happily(peer))
    expected = values(list(connect(peer, server.url, clock).pull(WINDOW)))
    server.script = script(peer, lambda asked, _: peer.reply(asked, pointed))
    assert values(list(connect(peer, server.url, clock).pull(WINDOW))) == expected


@by_name
def test_one_question_a_second(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    list(connect(peer, server.url, clock).pull(WINDOW))
    assert clock.slept == [1.0] * (len(server.asked) - 1)


with_token = pytest.mark.parametrize("peer", [p for p in PEERS if p.token], ids=lambda peer: peer.name)
with_pages = pytest.mark.parametrize("peer", [p for p in PEERS if p.paged], ids=lambda peer: peer.name)


@with_token
def test_a_token_that_ends_in_the_middle_is_renewed(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(script(peer, lambda asked, n: Reply(401) if n == peer.before + 1 else peer.reply(asked)))
    batches, error = collect(connect(peer, server.url, clock).pull(WINDOW))
    assert error is None
    assert len(batches) == peer.batches
    assert sum(peer.is_token(asked) for asked in server.asked) == 2


@with_pages
def test_pages_are_walked_to_the_end(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    whole = values(list(connect(peer, server.url, clock).pull(WINDOW)))
    paged = list(connect(peer, server.url, clock, **dict(peer.paged or {})).pull(WINDOW))
    assert values(paged) == whole
    assert len(paged) > peer.batches


@with_pages
def test_a_page_given_twice_is_noticed(peer: Peer, serve: Serve, clock: Clock) -> None:
    first: dict[str, Payload] = {}

    def same_page(asked: Asked) -> Payload:
        return first.setdefault(asked.path, peer.answer(asked))

    server = serve(script(peer, lambda asked, _: peer.reply(asked, lambda _: same_page(asked))))
    batches, error = collect(connect(peer, server.url, clock, **dict(peer.paged or {})).pull(WINDOW))
    assert error is not None
    assert (error.kind, len(batches)) == ("contract", 1)
    assert "page" in error.message
