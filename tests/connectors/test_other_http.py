"""What is particular to the one-stop system and the document axis, and how connectors are built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.base import Connector, Window
from connectors.errors import ConfigurationError, ContractBroken
from connectors.registry import CONNECTORS, build, connector_class
from connectors.spans import months
from tests.connectors.conformance.peer import TOKEN, WINDOW, as_json
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

IGATE = next(peer for peer in PEERS if peer.name == "igate")
AXIS = next(peer for peer in PEERS if peer.name == "edoc_axis")
Serve = Callable[[Script], Loopback]


def igate(server: Loopback, clock: Clock, **options: object) -> Connector:
    return build("igate", {**IGATE.options(server.url), **options}, clock=clock, sleep=clock.sleep)


def axis(server: Loopback, clock: Clock) -> Connector:
    return build("edoc_axis", AXIS.options(server.url), clock=clock, sleep=clock.sleep)


def test_a_running_span_is_asked_up_to_today_and_reported_whole(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: IGATE.token_reply() if IGATE.is_token(asked) else IGATE.reply(asked))
    window = Window((months(2026, 12, 1, "nd09"),), date(2026, 11, 23))
    (batch,) = igate(server, clock, list_level_id="L1").pull(window)
    assert server.asked[-1].query == {
        "from": "2026-11-15T00:00:00.000Z",
        "to": "2026-11-23T23:59:59.999Z",
        "ancestor-id": "0" * 24,
        "list-level-id": "L1",
    }
    assert set(batch.counts["period_end"]) == {date(2026, 12, 14)}


def test_an_agency_by_name_only_keeps_an_empty_code(serve: Serve, clock: Clock) -> None:
    row = {**IGATE.answer(next_question())[0], "agency": {"code": None, "name": "Sở A"}}
    server = serve(lambda asked: IGATE.token_reply() if IGATE.is_token(asked) else as_json([row], 200))
    batch = next(igate(server, clock).pull(WINDOW))
    assert set(batch.counts.select("unit_code", "unit_name").rows()) == {("", "Sở A")}
    row["agency"]["name"] = ""
    with pytest.raises(ContractBroken, match="neither code nor name"):
        next(igate(server, clock).pull(WINDOW))


def next_question() -> Asked:
    return Asked("GET", "/", {}, {"authorization": f"Bearer {TOKEN}"}, b"")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"password": None}, "belong together"),
        ({"username": None, "password": None}, "client_secret"),
        ({"base_url": "ftp://x"}, "options.base_url"),
        ({"requests_per_second": 0}, "options.requests_per_second"),
        ({"colour": "red"}, "options.colour"),
    ],
)
def test_wrong_options_are_named_and_not_repeated(options: dict[str, object], says: str) -> None:
    given = {**IGATE.options("http://h.invalid"), "password": "bi-mat-cua-toi", **options}
    with pytest.raises(ConfigurationError) as caught:
        build("igate", given, clock=lambda: datetime.now(UTC))
    assert says in caught.value.message
    assert "bi-mat-cua-toi" not in str(caught.value)


def test_an_unknown_connector_names_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match=", ".join(sorted(CONNECTORS))):
        connector_class("no-such")


@pytest.mark.parametrize("name", CONNECTORS)
def test_each_connector_goes_by_its_name(name: str) -> None:
    assert connector_class(name).name == name


def test_an_axis_whose_total_is_no_total_contradicts_itself(serve: Serve, clock: Clock) -> None:
    def changed(payload: Any) -> Any:  # noqa: ANN401 - whatever JSON there is
        return [{**payload[0], "sent": 3, "received": 5, "total": 9}, *payload[1:]]

    def script(asked: Asked) -> Reply:
        return AXIS.reply(asked) if asked.query["fromDate"] == "01/01/2000" else AXIS.reply(asked, changed)

    server = serve(script)
    rejects = next(axis(server, clock).pull(WINDOW)).rejects
    assert [(reject.measure, reject.value, reject.rule) for reject in rejects] == [
        ("documents_sent", "3", "contradiction"),
        ("documents_received", "5", "contradiction"),
    ]


def test_an_axis_that_ignores_dates_gives_nothing(serve: Serve, clock: Clock) -> None:
    def all_time(payload: list[dict[str, object]]) -> list[dict[str, object]]:
        return [{**organ, "sent": 5, "received": 5, "total": 10} for organ in payload]

    server = serve(lambda asked: AXIS.reply(asked, all_time))
    with pytest.raises(ContractBroken, match="ignores the dates") as caught:
        list(axis(server, clock).pull(WINDOW))
    assert caught.value.evidence is not None
    assert len(server.asked) == 1
    assert server.asked[0].query == {"fromDate": "01/01/2000", "toDate": "01/01/2000"}


def test_children_are_units_of_their_own(serve: Serve, clock: Clock) -> None:
    server = serve(AXIS.reply)
    batches = list(axis(server, clock).pull(WINDOW))
    assert set(batches[0].counts["unit_code"]) == {"000.00.01.H99", "000.00.02.H99", "000.00.03.H99"}
    assert {batch.evidence.provenance["last_update"] for batch in batches} == {"2026-08-01T00:00:00+00:00"}
    assert [asked.query["fromDate"] for asked in server.asked] == ["01/01/2000", "01/08/2026", "01/09/2026"]
    assert server.asked[1].query["toDate"] == "31/08/2026"


def test_a_total_that_does_not_add_up_is_held_back(serve: Serve, clock: Clock) -> None:
    def off_by_one(payload: list[dict[str, int]]) -> list[dict[str, int]]:
        payload[1]["total"] += 1 if payload[1]["sent"] else 0
        return payload

    server = serve(lambda asked: AXIS.reply(asked, off_by_one))
    batch = next(axis(server, clock).pull(WINDOW))
    assert set(batch.counts["unit_code"]) == {"000.00.01.H99", "000.00.03.H99"}
    assert [(r.unit_code, r.measure, r.value) for r in batch.rejects] == [
        ("000.00.02.H99", "documents_sent", "120"),
        ("000.00.02.H99", "documents_received", "300"),
    ]
