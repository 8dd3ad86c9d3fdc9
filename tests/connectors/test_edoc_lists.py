"""What is particular to the axes that list copies of documents: a provincial one, and the national one."""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from connectors.base import Batch, Connector, Window
from connectors.errors import SourceError
from connectors.registry import build
from connectors.sandbox.server import Sandbox
from connectors.spans import months
from tests.connectors.conformance.peer import SECRET, WINDOW, Payload, Peer, as_json
from tests.connectors.conformance.peers import edoc_axis_langson, edoc_axis_vxp
from tests.connectors.conformance.test_http import collect
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

(LANGSON,) = edoc_axis_langson.PEERS
(VXP,) = edoc_axis_vxp.PEERS
CONFIG = Path(__file__).parents[2] / "config"
Serve = Callable[[Script], Loopback]
Change = Callable[[Payload], Payload]


def connect(peer: Peer, url: str, clock: Clock, **more: object) -> Connector:
    return build(peer.registered, {**peer.options(url), **more}, clock=clock, sleep=clock.sleep)


def serving(serve: Serve, peer: Peer, change: Change) -> Loopback:
    return serve(lambda asked: peer.token_reply() if peer.is_token(asked) else peer.reply(asked, change))


def pulled(
    serve: Serve, peer: Peer, clock: Clock, change: Change, **more: object
) -> tuple[list[Batch], SourceError | None]:
    return collect(connect(peer, serving(serve, peer, change).url, clock, **more).pull(WINDOW))


def counts(batches: list[Batch]) -> list[tuple[str, int]]:
    return [(row["unit_code"], row["value"]) for batch in batches for row in batch.counts.iter_rows(named=True)]


def every_row(change: Callable[[Payload], None]) -> Change:
    def apply(payload: Payload) -> Payload:
        for row in payload.get("data", []):
            change(row)
        return payload

    return apply


def test_each_day_is_asked_for_by_itself(serve: Serve, clock: Clock) -> None:
    server = serving(serve, LANGSON, lambda payload: payload)
    list(connect(LANGSON, server.url, clock).pull(WINDOW))
    days = [asked.query["fromDate"] for asked in server.asked if not LANGSON.is_token(asked)]
    assert days == [f"2026/08/{n:02d}" for n in range(1, 32)] + [f"2026/09/{n:02d}" for n in range(1, 31)]
    keys = {(asked.headers["x-systemid"], asked.headers["x-secretkey"]) for asked in server.asked[1:]}
    assert keys == {("he-thong-1", "khoa-bi-mat-dai")}
    assert json.loads(server.asked[0].body)["typeObjs"] == [0, 1]


@pytest.mark.parametrize(
    ("code", "kind", "says"),
    [
        (15, "credentials", "wrong system id or key"),
        ("15", "credentials", "wrong system id or key"),
        (19, "configuration", "not registered"),
        (20, "unavailable", "in trouble"),
        (18, "contract", "errorCode 18"),
    ],
)
def test_an_error_inside_a_200_is_an_error(serve: Serve, clock: Clock, code: object, kind: str, says: str) -> None:
    refusal = {"success": False, "message": "x", "data": {"errorCode": code, "errorDesc": "y"}}
    batches, error = pulled(serve, LANGSON, clock, lambda _: refusal)
    assert error is not None
    assert (batches, error.kind) == ([], kind)
    assert says in error.message


def test_a_login_refused_inside_a_200_is_a_matter_of_credentials(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: as_json({"code": 401, "data": None}, 200))
    _, error = collect(connect(LANGSON, server.url, clock).pull(WINDOW))
    assert error is not None
    assert error.kind == "credentials"
    assert len(server.asked) == 1


def test_the_token_is_renewed_before_its_half_hour_ends(serve: Serve, clock: Clock) -> None:
    server = serving(serve, LANGSON, lambda payload: payload)
    list(connect(LANGSON, server.url, clock, requests_per_second=1 / 60).pull(WINDOW))
    at = [number for number, asked in enumerate(server.asked) if LANGSON.is_token(asked)]
    assert len(at) == 3, "61 questions a minute apart"
    assert all(later - earlier <= 30 for earlier, later in pairwise(at)), "the last goes out 29 minutes after the login"


@pytest.mark.parametrize("peer", [LANGSON, VXP], ids=["langson", "vxp"])
@pytest.mark.parametrize(
    ("at", "says"), [("2025-01-01 08:00:00", "ignores the dates"), ("hôm qua", "no date and time")]
)
def test_a_row_outside_the_days_asked_for_stops_the_pull(
    serve: Serve, clock: Clock, peer: Peer, at: str, says: str
) -> None:
    def move(row: Payload) -> None:
        row["sentTime" if "sentTime" in row else "createdTime"] = at

    batches, error = pulled(serve, peer, clock, every_row(move))
    assert error is not None
    assert (batches, error.kind) == ([], "contract")
    assert says in error.message


@pytest.mark.parametrize("peer", [LANGSON, VXP], ids=["langson", "vxp"])
def test_a_control_total_that_differs_stops_the_pull(serve: Serve, clock: Clock, peer: Peer) -> None:
    def more(payload: Payload) -> Payload:
        return {**payload, "count": payload["count"] + 1} if payload.get("count") else payload

    _, error = pulled(serve, peer, clock, more)
    assert error is not None
    assert error.kind == "contract"
    assert "says" in error.message


@pytest.mark.parametrize("peer", [LANGSON, VXP], ids=["langson", "vxp"])
def test_copies_taken_back_do_not_count(serve: Serve, clock: Clock, peer: Peer) -> None:
    def take_back(row: Payload) -> None:
        row["sendStatus" if "sendStatus" in row else "status"] = "99"

    batches, error = pulled(serve, peer, clock, every_row(take_back), recalled=["99"])
    assert error is None
    assert counts(batches) == []
    assert all(b"99" in batch.evidence.body for batch in batches), "what was taken out can be seen"


def test_one_document_to_many_is_sent_once(serve: Serve, clock: Clock) -> None:
    batches, _ = pulled(serve, VXP, clock, lambda payload: payload)
    assert counts(batches[:1]) == [("000.00.01.H99", 2), ("000.00.02.H99", 1)]
    assert counts(batches[1:2]) == [("000.00.01.H99", 2), ("000.00.02.H99", 1)]


def test_titles_and_what_may_be_classified_are_kept_nowhere(
    serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    def mark(row: Payload) -> None:
        if row.get("notation", "").startswith("1/"):
            row["title"] = "Tuyệt mật: chuyện của ông Nguyễn Văn A"

    batches, error = pulled(serve, VXP, clock, every_row(mark))
    assert error is None
    assert counts(batches[:1]) == [("000.00.01.H99", 1), ("000.00.02.H99", 1)]
    assert batches[0].evidence.provenance["skipped_may_be_classified"] == "2"
    told = f"{caplog.text}{[(b.evidence, b.counts.rows()) for b in batches]}"
    assert "Nguyễn" not in told
    assert "Về việc" not in told
    assert "s-2026/08/05-1'" not in told


def test_an_answer_that_breaks_the_contract_is_kept_without_its_titles(serve: Serve, clock: Clock) -> None:
    _, error = pulled(serve, VXP, clock, every_row(lambda row: row.pop("senderDocId", None)))
    assert error is not None
    assert error.evidence is not None
    assert error.evidence.body == b""


def test_parameters_travel_as_headers_and_the_signature_is_of_the_very_text_sent(serve: Serve, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 23, 3, 4, 5, 67_000, tzinfo=UTC)
    server = serving(serve, VXP, lambda payload: payload)
    list(connect(VXP, server.url, clock).pull(WINDOW))
    first = server.asked[0]
    assert (first.method, first.path, first.query, first.body) == ("POST", "/getSentEdocList", {}, b"{}")
    text = first.headers["xroadvnpt-sign-header"]
    assert first.headers["xroadvnpt-hash-header"] == hmac.new(SECRET.encode(), text.encode(), sha256).hexdigest()
    assert json.loads(text) == {
        "XroadVnpt-timestamp": "23112026T100405+0067",
        "XroadVnpt-systemid": "VN:GOV:999",
        "XroadVnpt-servicetype": "eDoc",
        "XroadVnpt-messagetype": "edoc",
        "XroadVnpt-fromDate": "2026/08/01",
        "XroadVnpt-toDate": "2026/08/31",
        "XroadVnpt-pageSize": "500",
        "XroadVnpt-pageIndex": "1",
    }
    assert first.headers["xroadvnpt-sign-header-key"] == (
        "timestamp;systemid;servicetype;messagetype;fromDate;toDate;pageSize;pageIndex"
    )
    assert all(SECRET not in str(asked) for asked in server.asked)


@pytest.mark.parametrize("body", [b"", b" \n", b"<html></html>", b"null", b"OK"])
def test_nothing_or_no_json_is_no_empty_list(serve: Serve, clock: Clock, body: bytes) -> None:
    server = serve(lambda _: Reply(200, body))
    batches, error = collect(connect(VXP, server.url, clock).pull(WINDOW))
    assert error is not None
    assert (batches, error.kind) == ([], "contract")


@pytest.mark.parametrize("change", [{"status": "FAIL"}, {"ErrorCode": "1"}, {"ErrorCode": 7}], ids=str)
def test_a_refusal_inside_a_200_is_a_refusal(serve: Serve, clock: Clock, change: Payload) -> None:
    _, error = pulled(serve, VXP, clock, lambda payload: {**payload, **change})
    assert error is not None
    assert "refused with ErrorCode" in error.message


def test_an_axis_without_pages_gives_all_at_once(serve: Serve, clock: Clock) -> None:
    def all_at_once(asked: Asked) -> Reply:
        headers = {**asked.headers, "xroadvnpt-pagesize": "500", "xroadvnpt-pageindex": "1"}
        return VXP.reply(replace(asked, headers=headers))

    batches, error = collect(connect(VXP, serve(all_at_once).url, clock, page_size=2).pull(WINDOW))
    assert error is None
    assert len(batches) == VXP.batches


def test_the_simulated_axes_are_counted_as_the_province_tells(clock: Clock) -> None:
    """From the province's own documents of each day, less what the sandbox says it takes back or marks."""
    sandbox = Sandbox(seed=5, units=CONFIG / "units.csv", unit_codes=CONFIG / "unit_codes.csv", clock=clock)
    user, password = sandbox.credentials
    window = Window((months(2026, 9, 1),), date(2026, 11, 23))
    days = [date(2026, 9, number) for number in range(1, 31)]
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for unit in (unit for unit in sandbox.province.units if unit.is_department):
        for day in days:
            documents = sandbox.province.documents(unit.code, day, day)
            sent[unit.exchange_code] += documents.sent - (day.day == 15 and documents.sent > 0)
            received[unit.exchange_code] += documents.received - (documents.received >= 5)
    quickly = {"requests_per_second": 10_000}
    keys = {"username": user, "password": password, "system_id": user, "secret_key": password}
    with sandbox.serve() as served:
        provincial = build("edoc_axis_langson", {"base_url": f"{served.url}/langson", **keys, **quickly}, clock=clock)
        (listed,) = provincial.pull(window)
        signs = {"system_id": "VN:GOV:H01", "secret": password, "page_size": 700}
        national = build("edoc_axis_vxp", {"base_url": f"{served.url}/vxp", **signs, **quickly}, clock=clock)
        away, home = national.pull(window)
        wrong = build("edoc_axis_vxp", {"base_url": f"{served.url}/vxp", **signs, "secret": "x" * 9}, clock=clock)
        _, error = collect(wrong.pull(window))
    assert dict(counts([listed])) == dict(counts([home])) == dict(received)
    assert dict(counts([away])) == dict(sent)
    assert away.evidence.provenance["x-sohoa-simulated"] == "1"
    assert error is not None
    assert "Check system_id and secret" in error.remedy
