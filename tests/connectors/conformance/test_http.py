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
from tests.connectors.conformance.cases import CASES, Case
from tests.connectors.conformance.peer import SECRET, TOKEN, WINDOW, Payload, Peer
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

RETRIES = 2
IMPATIENT = 0.7
"""Seconds until a silent server is given up; long enough for the others to answer on a busy machine."""
Serve = Callable[[Script], Loopback]
by_name = pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)


def connect(peer: Peer, url: str, clock: Clock, **more: object) -> Connector:
    patience = {"retries": RETRIES, "read_timeout": 30, "connect_timeout": 30, "max_answer_bytes": 100_000}
    return build(peer.registered, {**peer.options(url), **patience, **more}, clock=clock, sleep=clock.sleep)


def script(peer: Peer, answer: Callable[[Asked, int], Reply]) -> Script:
    """Tokens and control questions happily; data question number n (from 0) by ``answer``."""
    count = iter(range(10_000))

    def reply(asked: Asked) -> Reply:
        if peer.is_token(asked):
            return peer.token_reply()
        return answer(asked, next(count)) if peer.is_data(asked) else peer.reply(asked)

    return reply


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
    return [asked for asked in server.asked if peer.is_data(asked)]


def values(batches: list[Batch]) -> list[int | None]:
    return sorted((v for batch in batches for v in batch.counts["value"]), key=lambda v: (v is None, v))


@by_name
def test_happy(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    connector = connect(peer, server.url, clock)
    batches, error = collect(connector.pull(WINDOW))
    assert error is None
    assert len(batches) == connector.steps(WINDOW) == peer.batches
    questions = data_questions(peer, server)
    told = peer.told([peer.answer(asked) for asked in questions])
    assert values(batches) == sorted(told, key=lambda v: (v is None, v))
    for batch in batches:
        assert batch.counts.schema == pl.Schema(COUNT_SCHEMA)
        assert batch.counts["measure"].is_in(list(connector.measures)).all() or not connector.measures
        assert batch.rejects == ()
        assert batch.evidence.body
        assert batch.evidence.status == peer.status
        assert batch.evidence.captured_at <= clock.now
    if peer.raw:
        assert [b.evidence.body for b in batches] == [peer.reply(asked).body for asked in questions]
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
    assert peer.probe_says in sentence
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
    if case.name in peer.differs:
        assert peer.differs[case.name]
        return
    caplog.set_level(logging.DEBUG)
    good = peer.first
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
    at = peer.first
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


def decomposed(payload: Payload) -> Payload:
    """Every text in it, field names too, with its letters decomposed."""
    match payload:
        case dict():
            return {normalize("NFD", key): decomposed(part) for key, part in payload.items()}
        case list():
            return [decomposed(part) for part in payload]
        case str():
            return normalize("NFD", payload)
    return payload


@by_name
def test_decomposed_letters_tell_the_same(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    composed = pl.concat([batch.counts for batch in connect(peer, server.url, clock).pull(WINDOW)])
    shown = any(normalize("NFD", name) != name for name in composed["unit_name"] if name)
    assert shown == peer.named, "no name shows it"
    server.script = script(peer, lambda asked, _: peer.reply(asked, decomposed))
    assert pl.concat([b.counts for b in connect(peer, server.url, clock).pull(WINDOW)]).equals(composed)


@by_name
def test_whole_numbers_with_a_decimal_point_are_whole(peer: Peer, serve: Serve, clock: Clock) -> None:
    def pointed(payload: Payload) -> Payload:
        if isinstance(payload, dict):
            return {k: float(v) if k in peer.fields and isinstance(v, int) else pointed(v) for k, v in payload.items()}
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
    server = serve(script(peer, lambda asked, n: Reply(401) if n == peer.first else peer.reply(asked)))
    batches, error = collect(connect(peer, server.url, clock).pull(WINDOW))
    assert error is None
    assert len(batches) == peer.batches
    assert sum(peer.is_token(asked) for asked in server.asked) == 2


@with_pages
def test_pages_are_walked_to_the_end(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(happily(peer))
    whole = values(list(connect(peer, server.url, clock).pull(WINDOW)))
    asked = len(data_questions(peer, server))
    paged = list(connect(peer, server.url, clock, **dict(peer.paged or {})).pull(WINDOW))
    assert values(paged) == whole
    assert len(paged) > peer.batches or not peer.page_batches
    assert len(data_questions(peer, server)) > 2 * asked


def with_rows(page: Payload, other: Payload, names: tuple[str, ...]) -> Payload:
    """``page`` with the rows of ``other``: what the page says of itself stays as it was."""
    if not isinstance(page, dict) or not isinstance(other, dict):
        return other
    return {
        key: other.get(key, part) if key in names else with_rows(part, other[key], names)
        for key, part in page.items()
        if key in names or key in other
    }


@with_pages
@pytest.mark.parametrize("restamped", [False, True], ids=["as it was", "as if it were the next"])
def test_a_page_given_twice_is_noticed(peer: Peer, serve: Serve, clock: Clock, *, restamped: bool) -> None:
    """It may neither be counted twice nor walked for ever, also when it says that it is the page asked for."""
    first: dict[str, Payload] = {}

    def same_page(asked: Asked) -> Payload:
        page = peer.answer(asked)
        known = first.setdefault(asked.path, page)
        return with_rows(page, known, peer.rows) if restamped else known

    server = serve(script(peer, lambda asked, _: peer.reply(asked, lambda _: same_page(asked))))
    batches, error = collect(connect(peer, server.url, clock, **dict(peer.paged or {})).pull(WINDOW))
    assert error is not None
    assert (error.kind, len(batches)) == ("contract", int(peer.page_batches))
    assert "page" in error.message
    assert len(server.asked) < 10


with_control = pytest.mark.parametrize("peer", [p for p in PEERS if p.control], ids=lambda peer: peer.name)


@with_control
def test_without_its_control_nothing_is_read(peer: Peer, serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: Reply(500) if peer.is_control(asked) else happily(peer)(asked))
    batches, error = collect(connect(peer, server.url, clock).pull(WINDOW))
    assert batches == []
    assert isinstance(error, SourceUnavailable)
    assert not data_questions(peer, server)
