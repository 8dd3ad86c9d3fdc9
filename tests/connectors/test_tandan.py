"""Traps of Tân Dân: levels in one answer, tokens that end, two spellings, plain-text errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from connectors.base import Batch, Connector, Window
from connectors.errors import ConfigurationError, ContractBroken, CredentialsError
from connectors.registry import build
from connectors.sandbox import Sandbox
from connectors.spans import months
from tests.connectors.conformance.peer import SECRET, Payload, as_json
from tests.connectors.conformance.peers.tandan import COLUMNS, DIGITIZED, PEERS, answer, paged, row, rows
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script
from tests.running import ROOT

(PEER,) = PEERS
Serve = Callable[[Script], Loopback]
TODAY = date(2026, 11, 23)
MONTH = Window((months(2026, 8, 1),), TODAY)
SO_HOA = {"tables": ["ChiTieuSoHoa"]}


def made(server: Loopback, clock: Clock, **options: object) -> Connector:
    return build("tandan", {**PEER.options(server.url), **options}, clock=clock, sleep=clock.sleep)


def pull(
    serve: Serve,
    clock: Clock,
    every: list[Payload],
    window: Window = MONTH,
    change: Callable[[Payload], Payload] = lambda payload: payload,
    **options: Any,  # noqa: ANN401 - options are anything
) -> list[Batch]:
    """The table ChiTieuSoHoa with these rows."""

    def script(asked: Asked) -> Reply:
        return PEER.token_reply() if PEER.is_token(asked) else as_json(change(paged(asked, every)), 200)

    return list(made(serve(script), clock, **{**SO_HOA, **options}).pull(window))


def received(batches: list[Batch]) -> dict[str, int | None]:
    frame = pl.concat([batch.counts for batch in batches]).filter(measure="dossiers_received")
    return dict(frame.select("unit_code", "value").rows())


def test_the_province_and_its_units_are_read_and_no_detail_of_theirs(serve: Serve, clock: Clock) -> None:
    assert received(pull(serve, clock, rows("ChiTieuSoHoa"))) == {"H99": 200, "H99.1": 100, "H99.2": 100}


def test_the_question_as_agreed(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: PEER.token_reply() if PEER.is_token(asked) else PEER.reply(asked))
    list(made(server, clock, tenant="hatinh").pull(Window((months(2026, 11, 1, "nd09"),), date(2026, 11, 10))))
    token, *questions = server.asked
    assert json.loads(token.body) == {"username": "can-bo", "password": SECRET, "securityCode": ""}
    assert [asked.path.rpartition("/")[2] for asked in questions] == list(COLUMNS)
    assert {asked.headers["tenant"] for asked in server.asked} == {"hatinh"}
    assert json.loads(questions[0].body) == {
        "tuNgay": "2026-10-15",
        "denNgay": "2026-11-10",
        "maDonVi": "",
        "maDinhDanhCha": "H99",
        "catalog": "don-vi",
        "cache": False,
        "pageNumber": 1,
        "pageSize": 1000,
    }


@pytest.mark.parametrize("page_size", [1000, 2, 1])
def test_a_province_that_is_not_the_sum_of_its_units_is_held_back(page_size: int, serve: Serve, clock: Clock) -> None:
    every = rows("ChiTieuSoHoa")
    every[0]["coSoHoaTPHS"] = 161
    batches = pull(serve, clock, every, page_size=page_size)
    (held,) = [reject for batch in batches for reject in batch.rejects]
    assert (held.unit_code, held.measure, held.value, held.rule) == (
        "H99",
        "dossiers_components_digitized",
        "161",
        "contradiction",
    )
    assert held.reason == "the total is 161, its 2 parts add up to 160"
    assert received(batches) == {"H99": 200, "H99.1": 100, "H99.2": 100}
    own = next(batch for batch in batches if "H99" in batch.counts["unit_code"])
    assert json.loads(own.evidence.body)["data"][0]["maThongKe"] == "H99"


def _pascal(payload: Payload) -> Payload:
    if isinstance(payload, dict):
        return {key[:1].upper() + key[1:]: _pascal(part) for key, part in payload.items()}
    return [_pascal(part) for part in payload] if isinstance(payload, list) else payload


def _lower(payload: Payload) -> Payload:
    if isinstance(payload, dict):
        return {key.lower(): _lower(part) for key, part in payload.items()}
    return [_lower(part) for part in payload] if isinstance(payload, list) else payload


def test_pascal_case_tells_the_same(serve: Serve, clock: Clock) -> None:
    whole = pull(serve, clock, rows("ChiTieuSoHoa"))[0].counts
    assert pull(serve, clock, rows("ChiTieuSoHoa"), change=_pascal)[0].counts.equals(whole)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_lower, "mathongke|is missing"),
        (lambda page: {**page, "Data": []}, "data stands in two spellings"),
        (lambda page: {**page, "data": [{**page["data"][0], "TiepNhan": 7}]}, "tiepNhan stands in two spellings"),
        (lambda page: {**page, "hasNextPage": True}, "says hasNextPage True"),
        (lambda page: {**page, "totalCount": 6}, "5 rows came on 1 pages, 6 were announced"),
        (lambda page: {**page, "totalPages": None}, "belong together"),
        (lambda page: {**page, "data": page["data"] + page["data"][:1]}, "page 1 gives H99 a second time"),
        (lambda page: {**page, "data": page["data"] + page["data"][1:2]}, "page 1 gives H99.1 a second time"),
        (lambda page: {**page, "data": page["data"][2:4], "totalCount": 2}, "none of the 2 rows is H99"),
        (lambda page: {"data": page["data"] * 200}, "a second time"),
    ],
)
def test_an_answer_that_was_not_agreed(
    change: Callable[[Payload], Payload], says: str, serve: Serve, clock: Clock
) -> None:
    with pytest.raises(ContractBroken, match=says):
        pull(serve, clock, rows("ChiTieuSoHoa"), change=change)


def test_a_table_without_pages_gives_all_at_once(serve: Serve, clock: Clock) -> None:
    def bare(page: Payload) -> Payload:
        return {"data": page["data"]}

    assert len(received(pull(serve, clock, rows("ChiTieuSoHoa"), change=bare))) == 3
    with pytest.raises(ContractBroken, match="nothing says whether there is another page"):
        pull(serve, clock, rows("ChiTieuSoHoa"), change=bare, page_size=5)


def test_plain_text_errors_are_told(serve: Serve, clock: Clock) -> None:
    said = Reply(400, "Ngày  không\nhợp lệ".encode(), {"Content-Type": "text/plain"})
    server = serve(lambda asked: PEER.token_reply() if PEER.is_token(asked) else said)
    with pytest.raises(ContractBroken, match="with 400: Ngày không hợp lệ") as caught:
        list(made(server, clock).pull(MONTH))
    assert caught.value.evidence is not None


class Tokens:
    """Gives token after token; ``ends`` says which data question (from 0) meets a token that has ended."""

    def __init__(self, *, ends: set[int], refresh: int = 200, log_in: tuple[int, ...] = (200, 200)) -> None:
        self.ends = ends
        self.refresh = refresh
        self.log_in = list(log_in)
        self.given = 0
        self.questions = 0
        self.presented: list[str] = []

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/api/tokens/refresh":
            assert json.loads(asked.body) == {"token": f"token-{self.given}", "refreshToken": f"refresh-{self.given}"}
            return self._pair(self.refresh)
        if asked.path == "/api/tokens":
            return self._pair(self.log_in.pop(0))
        self.presented.append(asked.headers["authorization"])
        self.questions += 1
        return Reply(401) if self.questions - 1 in self.ends else as_json(answer(asked), 200)

    def _pair(self, status: int) -> Reply:
        if status != 200:
            return Reply(status, "Phiên đã hết hạn".encode(), {"Content-Type": "text/plain"})
        self.given += 1
        return as_json({"Token": f"token-{self.given}", "RefreshToken": f"refresh-{self.given}"}, 200)


def test_a_token_that_ends_is_renewed_with_its_refresh_token(serve: Serve, clock: Clock) -> None:
    tokens = Tokens(ends={1, 3})
    assert len(list(made(serve(tokens), clock).pull(MONTH))) == 3
    assert tokens.presented == ["Bearer token-1"] * 2 + ["Bearer token-2"] * 2 + ["Bearer token-3"]
    assert tokens.log_in == [200]


@pytest.mark.parametrize("refused", [400, 401])
def test_where_renewing_is_refused_it_logs_in_again(refused: int, serve: Serve, clock: Clock) -> None:
    tokens = Tokens(ends={1}, refresh=refused)
    assert len(list(made(serve(tokens), clock).pull(MONTH))) == 3
    assert tokens.log_in == []


@pytest.mark.parametrize(
    "tokens",
    [
        Tokens(ends={1}, refresh=401, log_in=(200, 401)),
        Tokens(ends=set(), log_in=(400,)),
        Tokens(ends={1, 2}),
    ],
    ids=["neither renewed nor logged in", "not logged in", "a renewed token refused"],
)
def test_who_is_refused_for_good(tokens: Tokens, serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(CredentialsError) as caught:
        list(made(serve(tokens), clock).pull(MONTH))
    told = f"{caught.value} {caught.value.evidence} {caplog.text}"
    assert not any(secret in told for secret in (SECRET, "token-1", "refresh-1"))


def test_a_failing_renewal_tells_no_token(serve: Serve, clock: Clock) -> None:
    tokens = Tokens(ends={1}, refresh=500)
    pulled = made(serve(tokens), clock, retries=0).pull(MONTH)
    next(pulled)
    with pytest.raises(Exception, match="answered 500") as caught:
        next(pulled)
    assert "token-1" not in f"{vars(caught.value)}"
    assert "refresh-1" not in f"{vars(caught.value)}"


def test_open_tables_need_no_token(serve: Serve, clock: Clock) -> None:
    server = serve(PEER.reply)
    list(made(server, clock, username=None, password=None, **SO_HOA).pull(MONTH))
    assert [asked.path for asked in server.asked] == ["/api/v1/QuyetDinh766s/ChiTieuSoHoa"]
    assert "authorization" not in server.asked[0].headers
    with pytest.raises(ConfigurationError, match="belong together"):
        made(server, clock, password=None)


def test_one_unit_that_does_not_report_leaves_nothing_to_compare(serve: Serve, clock: Clock) -> None:
    every = rows("ChiTieuSoHoa")
    every[4] = row("don-vi", "H99.2", "H99", "Sở Bưu chính", dict.fromkeys(DIGITIZED))
    (batch,) = pull(serve, clock, every)
    assert batch.rejects == ()
    assert received([batch])["H99.2"] is None


def test_the_simulated_system_tells_the_story_of_the_province() -> None:
    config = ROOT / "config"
    sandbox = Sandbox(
        units=config / "units.csv",
        unit_codes=config / "unit_codes.csv",
        clock=lambda: datetime(2026, 11, 23, 3, tzinfo=UTC),
        credentials=("nguoi-dung", "mat-khau"),
    )
    with sandbox.serve() as serving:
        options = {"base_url": f"{serving.url}/tandan", "parent_code": "H01", "page_size": 60}
        options |= {"username": "nguoi-dung", "password": "mat-khau", "requests_per_second": 10_000}
        connector = build("tandan", options, clock=lambda: datetime.now(UTC))
        batches = list(connector.pull(Window((months(2026, 9, 1), months(2026, 10, 1)), TODAY)))
        stranger = build("tandan", {**options, "password": "sai"}, clock=lambda: datetime.now(UTC))
        with pytest.raises(CredentialsError, match="gave no token"):
            list(stranger.pull(MONTH))
    assert not any(batch.rejects for batch in batches)
    frame = pl.concat([batch.counts for batch in batches]).filter(period_start=date(2026, 10, 1))
    cells = sandbox.province.one_stop("H01.101", date(2026, 10, 1), date(2026, 10, 31))
    one = frame.filter(unit_code="H01.101", measure="dossiers_received")
    assert dict(one.select("series", "value").rows()) == dict.fromkeys(COLUMNS, cells.received)
    digitized = frame.filter(unit_code="H01.101", series="ChiTieuSoHoa")
    found = dict(digitized.select("measure", "value").rows())
    assert found["dossiers_components_digitized"] == cells.with_components
    assert found["results_electronic"] == cells.with_result
    assert frame["unit_code"].n_unique() == 117, "116 units that report, and the province"
