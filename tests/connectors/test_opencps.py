"""Traps of OpenCPS: roll-up rows among details, statuses with meanings of their own, ways to log in."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Batch, Window
from connectors.errors import (
    ConfigurationError,
    ContractBroken,
    CredentialsError,
    SourceError,
    SourceUnavailable,
)
from connectors.registry import build
from connectors.rollup import differences
from connectors.sandbox import Sandbox
from connectors.spans import months
from tests.connectors.conformance.peer import SECRET, Payload, as_json
from tests.connectors.conformance.peers.opencps import AGENCIES, FIELDS, PEERS, answer
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script
from tests.running import ROOT

(PEER,) = PEERS
Serve = Callable[[Script], Loopback]
TODAY = date(2026, 11, 23)
MONTH = Window((months(2026, 8, 1),), TODAY)


def pull(
    serve: Serve,
    clock: Clock,
    script: Script,
    window: Window = MONTH,
    **options: Any,  # noqa: ANN401 - options are anything
) -> tuple[list[Batch], Loopback]:
    server = serve(script)
    made = build("opencps", {**PEER.options(server.url), **options}, clock=clock, sleep=clock.sleep)
    return list(made.pull(window)), server


def happily(asked: Asked) -> Reply:
    return PEER.reply(asked)


def changed(change: Callable[[list[Payload]], object], *, roll_up: bool) -> Script:
    """The happy answers, with the rows of one of the two questions changed."""

    def script(asked: Asked) -> Reply:
        payload = answer(asked)
        if (asked.query.get("agency") == "total") == roll_up:
            change(payload["data"])
            payload["total"] = len(payload["data"])
        return as_json(payload, 200)

    return script


def test_the_two_questions_of_a_month(serve: Serve, clock: Clock) -> None:
    batches, server = pull(serve, clock, happily, path="secure/rest/statistics")
    assert [asked.path for asked in server.asked] == ["/secure/rest/statistics"] * 2
    asked = {"year": "2026", "month": "8", "domain": "total", "system": "total", "start": "0", "end": "0"}
    assert [dict(question.query) for question in server.asked] == [asked, {**asked, "agency": "total"}]
    assert {question.headers["groupid"] for question in server.asked} == {"35417"}
    units = [batch.counts["unit_code"].unique(maintain_order=True).to_list() for batch in batches]
    assert units == [list(AGENCIES), ["H99"]]


def test_a_roll_up_among_the_agencies_is_not_counted_twice(serve: Serve, clock: Clock) -> None:
    batches, _ = pull(serve, clock, happily)
    received = pl.concat([batch.counts for batch in batches]).filter(measure="dossiers_received")
    assert dict(received.select("unit_code", "value").rows()) == {"H99.01": 100, "H99.02": 100, "H99": 200}


def test_columns_the_system_never_fills_are_no_zeros(serve: Serve, clock: Clock) -> None:
    batches, _ = pull(serve, clock, happily)
    assert "dossiers_postal" not in pl.concat([batch.counts for batch in batches])["measure"]


def test_a_total_that_is_not_the_sum_of_its_agencies_is_held_back(serve: Serve, clock: Clock) -> None:
    batches, _ = pull(serve, clock, changed(lambda rows: rows[0].update(onlineCount=131), roll_up=True))
    assert [(r.unit_code, r.measure, r.value, r.rule) for r in batches[1].rejects] == [
        ("H99", "dossiers_online", "131", "contradiction")
    ]
    assert batches[1].rejects[0].reason == "the total is 131, its 2 parts add up to 120"
    assert batches[1].counts.height == len(FIELDS) - 1
    assert batches[0].counts.height == 2 * len(FIELDS)


def test_a_missing_agency_holds_the_whole_total_back(serve: Serve, clock: Clock) -> None:
    batches, _ = pull(serve, clock, changed(lambda rows: rows.pop(0), roll_up=False))
    assert batches[1].counts.is_empty()
    assert len(batches[1].rejects) == len(FIELDS)


def test_an_agency_that_does_not_report_leaves_nothing_to_compare(serve: Serve, clock: Clock) -> None:
    def silent(rows: list[Payload]) -> None:
        rows[1].update(dict.fromkeys(FIELDS))

    batches, _ = pull(serve, clock, changed(silent, roll_up=False))
    assert batches[1].rejects == ()
    assert batches[0].counts.filter(unit_code="H99.02")["value"].null_count() == len(FIELDS)


def test_a_total_that_is_not_stored_is_no_count(serve: Serve, clock: Clock) -> None:
    batches, _ = pull(serve, clock, changed(lambda rows: rows.clear(), roll_up=True))
    assert [batch.counts.height for batch in batches] == [2 * len(FIELDS), 0]


@pytest.mark.parametrize(
    ("change", "roll_up", "says"),
    [
        (lambda rows: rows.append(rows[0]), False, "agency H99.01 stands twice"),
        (lambda rows: rows.append(rows[-1]), False, "2 rows have no agency"),
        (lambda rows: rows[0].update(domainCode="G15"), False, "a detail by domain"),
        (lambda rows: rows[0].update(month=9), False, "about 9/2026, not 8/2026"),
        (lambda rows: rows[0].update(month=0), True, "about 0/2026, not 8/2026"),
        (lambda rows: rows[0].update(year=2025), True, "about 8/2025"),
        (lambda rows: rows[0].update(govAgencyCode="H99.01"), True, "about H99.01: the filter was ignored"),
        (lambda rows: rows.append(rows[0]), True, "2 rows came where agency=total has one"),
    ],
)
def test_an_answer_to_another_question(
    change: Callable[[list[Payload]], object], roll_up: bool, says: str, serve: Serve, clock: Clock
) -> None:
    with pytest.raises(ContractBroken, match=says):
        pull(serve, clock, changed(change, roll_up=roll_up))


def test_rows_that_were_announced_and_did_not_come(serve: Serve, clock: Clock) -> None:
    def short(asked: Asked) -> Reply:
        return as_json({**answer(asked), "total": 117}, 200)

    with pytest.raises(ContractBroken, match="3 rows came, 117 were announced"):
        pull(serve, clock, short)


def test_a_year_is_month_zero_and_a_quarter_is_nothing(serve: Serve, clock: Clock) -> None:
    year = Window((months(2025, 1, 12),), TODAY)
    batches, server = pull(serve, clock, happily, year)
    assert {asked.query["month"] for asked in server.asked} == {"0"}
    assert batches[0].counts["period_end"].unique().to_list() == [date(2025, 12, 31)]
    with pytest.raises(ConfigurationError, match="knows months and years"):
        pull(serve, clock, happily, Window((months(2026, 7, 3),), TODAY))


FAULTS: list[tuple[int, Payload, type[SourceError], str]] = [
    (203, {"message": "x", "code": 203, "description": "x"}, CredentialsError, "does not know who asks"),
    (401, {"message": "permission denied", "rest_api": ""}, CredentialsError, "401"),
    (401, {"code": 203}, CredentialsError, "401"),
    (406, {"faultCode": "400", "faultMessage": "month"}, ContractBroken, "406, an error of its statistics .400: month"),
    (406, {"faultCode": "INTERNAL_SERVER_ERROR", "faultMessage": None}, SourceUnavailable, "INTERNAL_SERVER_ERROR"),
    (406, {"error": 1}, ContractBroken, "faultCode is missing"),
    (403, {"message": "No Content.", "code": 403}, SourceUnavailable, "word for any error"),
    (403, {"message": "Forbidden"}, SourceUnavailable, "forbidden"),
]


@pytest.mark.parametrize(("status", "said", "kind", "says"), FAULTS, ids=lambda part: str(part)[:20])
def test_what_a_status_means_here(  # noqa: PLR0913, PLR0917 - a table of cases and two fixtures
    status: int, said: Payload, kind: type[SourceError], says: str, serve: Serve, clock: Clock
) -> None:
    with pytest.raises(kind, match=says) as caught:
        pull(serve, clock, lambda _: as_json(said, status))
    assert caught.value.evidence is not None
    assert caught.value.evidence.status == status


BASIC = "Basic " + b64encode(f"can-bo:{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    ("options", "headers"),
    [
        ({}, {"authorization": BASIC}),
        ({"token": SECRET}, {"token": SECRET}),
        ({"token": SECRET, "cookie": "JSESSIONID=1"}, {"token": SECRET, "cookie": "JSESSIONID=1"}),
        ({"localaccess": SECRET, "userid": "20"}, {"localaccess": SECRET, "userid": "20"}),
        (None, {}),
    ],
    ids=["basic", "token", "token and cookie", "localaccess", "open path"],
)
def test_the_ways_to_log_in(
    options: dict[str, str] | None, headers: dict[str, str], serve: Serve, clock: Clock
) -> None:
    basic: dict[str, Any] = {} if options == {} else {"username": None, "password": None}
    batches, server = pull(serve, clock, happily, **{**basic, **(options or {})})
    known = ("authorization", "token", "cookie", "localaccess", "userid")
    sent = {name: server.asked[0].headers[name] for name in known if name in server.asked[0].headers}
    assert sent == headers
    assert SECRET not in str([batch.evidence for batch in batches])
    assert "year=2026&" in batches[0].evidence.url, "a short user id is no secret: hiding it would spoil the address"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"password": None}, "belong together"),
        ({"token": SECRET}, "only one of them"),
        ({"username": None, "password": None, "cookie": "x"}, "belongs to a token"),
        ({"path": "o/rest?x=1"}, "options.path"),
    ],
)
def test_options_that_contradict_each_other(options: dict[str, Any], says: str, clock: Clock) -> None:
    with pytest.raises(ConfigurationError, match=says):
        build("opencps", {**PEER.options("http://h.invalid"), **options}, clock=clock)


@given(st.lists(st.integers(0, 2**40), max_size=6), st.integers(-3, 3))
def test_a_total_differs_exactly_when_its_parts_do_not_add_up(parts: list[int], off: int) -> None:
    whole = int(sum((Fraction(part) for part in parts), Fraction(0))) + off
    found = differences({"m": whole}, [{"m": part} for part in parts])
    assert bool(found) == (off != 0)
    assert differences({"m": None}, [{"m": part} for part in parts]) == {}
    assert differences({"m": whole}, [*({"m": part} for part in parts), {"m": None}]) == {}


def test_the_simulated_system_tells_the_story_of_the_province() -> None:
    config = ROOT / "config"
    sandbox = Sandbox(
        units=config / "units.csv",
        unit_codes=config / "unit_codes.csv",
        clock=lambda: datetime(2026, 11, 23, 3, tzinfo=UTC),
        credentials=("nguoi-dung", "mat-khau"),
    )
    with sandbox.serve() as serving:
        options = {"base_url": f"{serving.url}/opencps", "group_id": "35417", "province_code": "H01"}
        options |= {"username": "nguoi-dung", "password": "mat-khau"}
        made = build("opencps", {**options, "requests_per_second": 10_000}, clock=lambda: datetime.now(UTC))
        batches = list(made.pull(Window((months(2026, 9, 1), months(2026, 10, 1)), TODAY)))
        stranger = build("opencps", {**options, "password": "sai"}, clock=lambda: datetime.now(UTC))
        with pytest.raises(CredentialsError, match="203"):
            list(stranger.pull(MONTH))
    assert [batch.rejects for batch in batches] == [()] * 4
    frame = pl.concat([batch.counts for batch in batches])
    wide = frame.pivot("measure", index=["unit_code", "period_start"], values="value")
    received = wide.filter(unit_code="H01.101", period_start=date(2026, 10, 1))["dossiers_received"].item()
    assert received == sandbox.province.one_stop("H01.101", date(2026, 10, 1), date(2026, 10, 31)).received
    parts = wide.with_columns(
        (pl.col("dossiers_online") + pl.col("dossiers_direct_or_postal") - pl.col("dossiers_received")).alias(
            "channels"
        ),
        (pl.col("dossiers_to_handle") - pl.col("dossiers_resolved") - pl.col("dossiers_in_process")).alias("balance"),
    )
    assert parts.select("channels", "balance").unique().rows() == [(0, 0)]
    before, after = (wide.filter(period_start=date(2026, month, 1)).sort("unit_code") for month in (9, 10))
    both = before.join(after, on="unit_code", suffix="_after").filter(pl.col("unit_code") != "H01")
    assert both["dossiers_in_process"].equals(both["dossiers_carried_over_after"], check_names=False)
