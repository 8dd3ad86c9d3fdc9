"""Four real formats declared without code and pulled over HTTP, every way of paging, and what is refused."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.base import Batch, Span, Window
from connectors.errors import ConfigurationError, ContractBroken, SourceUnavailable
from connectors.registry import build
from connectors.spans import months
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
AUGUST, SEPTEMBER = months(2026, 8, 1), months(2026, 9, 1)
TODAY = date(2026, 9, 10)
Told = dict[tuple[str, str, date], int | None]


def pulled(url: str, clock: Clock, table: Mapping[str, object], **options: object) -> list[Batch]:
    given = {"base_url": url, "tables": [table], "requests_per_second": 1000, "retries": 0, **options}
    return list(build("rest", given, clock=clock, sleep=clock.sleep).pull(Window((AUGUST, SEPTEMBER), TODAY)))


def told(batches: list[Batch]) -> Told:
    rows = [row for batch in batches for row in batch.counts.iter_rows(named=True)]
    found = {(r["unit_code"] or r["unit_name"], r["measure"], r["period_start"]): r["value"] for r in rows}
    assert len(found) == len(rows)
    return found


def as_json(payload: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(payload).encode(), {"Content-Type": "application/json"})


CAN_THO = {
    "series": "kho-so-hoa",
    "path": "public/baocaothongke/solieusohoa",
    "query": {"from": "{start:%d/%m/%Y}", "to": "{end:%d/%m/%Y}"},
    "rows": "data",
    "children": "childrenData",
    "unit": {"code": "id", "name": "tenDonVi"},
    "measures": {"results_electronic": "tong"},
}


def _store(asked: Asked) -> Reply:
    """Cần Thơ's store of digitized results: a parent row with its children inside."""
    parts = {"lienThong": 70, "nhapLieu": 30, "chuyenNganh": 10, "importAmount": 10}
    child = {"id": 2, "parrentId": 1, "tenDonVi": "Chi cục B", "tong": 7, **parts, "childrenData": []}
    parent = {"id": 1, "parrentId": 0, "tenDonVi": "Sở A", "tong": 120, **parts, "childrenData": [child]}
    assert asked.path == "/can-tho/public/baocaothongke/solieusohoa"
    return as_json({"data": [parent]} if asked.query["from"] == "01/08/2026" else {"data": []})


def test_can_tho_store_of_results(serve: Serve, clock: Clock) -> None:
    server = serve(_store)
    batches = pulled(f"{server.url}/can-tho", clock, CAN_THO)
    name = "results_electronic"
    assert told(batches) == {("1", name, AUGUST.start): 120, ("2", name, AUGUST.start): 7}
    assert [asked.query["to"] for asked in server.asked] == ["31/08/2026", "10/09/2026"]
    assert json.loads(batches[0].evidence.body)[1] == {
        "row": "data[0].childrenData[0]",
        "id": 2,
        "tenDonVi": "Chi cục B",
        "tong": 7,
    }
    without = told(pulled(f"{server.url}/can-tho", clock, {**CAN_THO, "parents": "leave out"}))
    assert without == {("2", name, AUGUST.start): 7}


LANG_SON = {
    "series": "van-ban-den",
    "path": "v1/syncReceivedEdocList",
    "query": {"messageType": "edoc", "fromDate": "{start:%Y/%m/%d}", "toDate": "{end:%Y/%m/%d}"},
    "split_days": 7,
    "success": {"field": "success", "equals": True},
    "rows": "data",
    "unit": {"code": "to"},
    "measures": {
        "documents_received": {"distinct": "docId"},
        "documents_incoming_electronic": {"distinct": "docId", "where": {"status": "^(done|processing)$"}},
    },
}


def test_lang_son_received_list(serve: Serve, clock: Clock) -> None:
    """A document that two weeks tell of is one document; titles are neither kept nor needed."""

    def axis(asked: Asked) -> Reply:
        assert asked.headers["x-systemid"] == "sohoa"
        assert asked.headers["x-secretkey"] == "khoa-bi-mat-cua-truc"
        start = date.fromisoformat(asked.query["fromDate"].replace("/", "-"))
        rows = [
            {
                "docId": f"{start.month}-{start.day // 14}-{n}",
                "to": f"000.0{n % 2}.H37",
                "status": status,
                "edocAbstract": "X",
            }
            for n, status in enumerate(["done", "initial", "done"])
        ]
        return as_json({"success": True, "message": "OK", "count": len(rows), "data": rows})

    server = serve(axis)
    headers = {"X-SystemId": "sohoa", "X-SecretKey": "khoa-bi-mat-cua-truc"}
    batches = pulled(server.url, clock, LANG_SON, auth={"headers": headers})
    asked = [(a.query["fromDate"], a.query["toDate"]) for a in server.asked]
    assert asked[:2] == [("2026/08/01", "2026/08/07"), ("2026/08/08", "2026/08/14")]
    assert asked[4:] == [("2026/08/29", "2026/08/31"), ("2026/09/01", "2026/09/07"), ("2026/09/08", "2026/09/10")]
    expected = {}
    for month, fortnights in ((AUGUST, {d.day // 14 for d in _weeks(AUGUST.start, AUGUST.end)}), (SEPTEMBER, {0})):
        for unit, documents, done in (("000.00.H37", 2, 2), ("000.01.H37", 1, 0)):
            expected[unit, "documents_received", month.start] = documents * len(fortnights)
            expected[unit, "documents_incoming_electronic", month.start] = done * len(fortnights)
    assert told(batches) == expected
    assert not any(b"Abstract" in batch.evidence.body for batch in batches)
    assert not any("khoa-bi-mat" in str(batch.evidence) for batch in batches)


def _weeks(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range(0, (end - start).days + 1, 7)]


BACKDROP = {
    "series": "transactions-by-channel",
    "path": "data/tthc/transactions-by-channel",
    "query": {
        "start_at": "{start:%Y-%m-%d}T00:00:00Z",
        "end_at": "{after:%Y-%m-%d}T00:00:00Z",
        "period": "month",
        "group_by": "channel",
        "collect": "count:sum",
    },
    "running": "skip",
    "rows": "data",
    "unit": {"always": "H99"},
    "measures": {
        "dossiers_online": {"sum": "count:sum", "where": {"channel": "^digital$"}},
        "dossiers_received": {"sum": "count:sum", "where": {"channel": ".+"}},
    },
}
ALLOWED = {"start_at", "end_at", "duration", "period", "filter_by", "group_by", "collect", "sort_by", "limit"}


def _backdrop(counts: Mapping[str, float | None]) -> Script:
    """Backdrop with its validation: known parameters, a period with both ends, midnights, firsts of months, 7 days."""

    def answer(asked: Asked) -> Reply:
        query = asked.query
        if set(query) - ALLOWED:
            return as_json({"status": "error", "message": "An unrecognised parameter was provided"}, 400)
        ends = [re.fullmatch(r"(\d{4}-\d\d-01)T00:00:00Z", query.get(name, "")) for name in ("start_at", "end_at")]
        if None in ends or query["period"] != "month" or ":" not in query["collect"]:
            return as_json({"status": "error", "message": "period needs both ends, on the first at midnight"}, 400)
        start, end = (date.fromisoformat(found[1]) for found in ends if found)
        if (end - start).days < 7:
            return as_json({"status": "error", "message": "too short"}, 400)
        return as_json({"data": [{"channel": name, "_count": 1.0, "count:sum": n} for name, n in counts.items()]})

    return answer


def test_backdrop_numerator_and_denominator_by_pattern(serve: Serve, clock: Clock) -> None:
    server = serve(_backdrop({"digital": 500.0, "paper": 120.0, "phone": 30.0, "digital-assisted": 50.0}))
    found = told(pulled(server.url, clock, BACKDROP))
    month = AUGUST.start
    assert found == {("H99", "dossiers_online", month): 500, ("H99", "dossiers_received", month): 700}
    assert len(server.asked) == 1, "September is still running, and is not asked for"


@pytest.mark.parametrize(
    ("counts", "absent", "online", "received"),
    [
        ({"paper": 120.0}, "not reported", None, 120),
        ({"paper": 120.0}, "zero", 0, 120),
        ({"digital": 5.0, "paper": None}, "not reported", 5, None),
    ],
    ids=["no digital group", "declared zero", "a part is null"],
)
def test_a_side_that_is_missing_is_no_zero(  # noqa: PLR0913, PLR0917 - one case's numbers
    serve: Serve,
    clock: Clock,
    counts: Mapping[str, float | None],
    absent: str,
    online: int | None,
    received: int | None,
) -> None:
    rules = {name: {**rule, "absent": absent} for name, rule in BACKDROP["measures"].items()}  # type: ignore[attr-defined]
    found = told(pulled(serve(_backdrop(counts)).url, clock, {**BACKDROP, "measures": rules}))
    assert list(found.values()) == [online, received]


def test_backdrop_refuses_what_it_does_not_know(serve: Serve, clock: Clock) -> None:
    query = {**BACKDROP["query"], "nope": "1"}  # type: ignore[dict-item]
    with pytest.raises(ContractBroken, match="answered 400") as caught:
        pulled(serve(_backdrop({})).url, clock, {**BACKDROP, "query": query})
    assert caught.value.evidence is not None
    assert b"unrecognised parameter" in caught.value.evidence.body


DATASET = {
    "series": "mo",
    "path": "api/dataset/a2VuaC1ub3A=",
    "pages": {"by": "offset", "number": "offset", "size": "limit", "per_page": 2},
    "unit": {"name": "Đơn vị"},
    "period": {"field": "Tháng", "format": "MM/YYYY"},
    "measures": {"dossiers_received": "Tổng"},
    "numbers": "text",
    "thousands": ".",
}


def _dataset(asked: Asked) -> Reply:
    """congdulieu.vn: Basic authentication, a bare list, a web page for whoever is refused."""
    if asked.headers.get("authorization") != "Basic " + b64encode("can-bo:mật-khẩu".encode()).decode():
        return Reply(200, '<html><title>Đăng nhập</title><input type="password"></html>'.encode())
    months_ = ["08/2026", "09/2026", "07/2026", "8-2026", "08/2026"]
    counts = ["1.234", "", "5", "6", "12,5"]
    rows = [{"Đơn vị": f"Xã {n}", "Tháng": m, "Tổng": c} for n, (m, c) in enumerate(zip(months_, counts, strict=True))]
    start = int(asked.query["offset"])
    return as_json(rows[start : start + int(asked.query["limit"])])


def test_congdulieu_rows_that_name_their_period(serve: Serve, clock: Clock) -> None:
    server = serve(_dataset)
    batches = pulled(server.url, clock, DATASET, auth={"basic": {"username": "can-bo", "password": "mật-khẩu"}})
    name = "dossiers_received"
    assert told(batches) == {("Xã 0", name, AUGUST.start): 1234, ("Xã 1", name, SEPTEMBER.start): None}
    held = [(r.unit_name, r.value, r.period) for batch in batches for r in batch.rejects]
    assert held == [("Xã 3", "6", None), ("Xã 4", "12,5", Span(AUGUST.start, AUGUST.end))]
    assert [asked.query["offset"] for asked in server.asked] == ["0", "2", "4", "5"]
    with pytest.raises(SourceUnavailable, match="login page"):
        pulled(server.url, clock, DATASET, auth={"basic": {"username": "can-bo", "password": "x"}})


TABLE = {
    "series": "s",
    "path": "rows",
    "query": {"month": "{start:%-m}"},
    "running": "skip",
    "rows": "items",
    "unit": {"code": "u"},
    "measures": {"dossiers_received": "n"},
}
ITEMS = [{"u": f"U{n}", "n": n} for n in range(5)]
PAGINATIONS: dict[str, tuple[dict[str, object], Callable[[Mapping[str, str]], dict[str, object]]]] = {
    "page, until empty": (
        {"by": "page", "number": "p", "size": "s", "per_page": 2},
        lambda q: {"items": ITEMS[(int(q["p"]) - 1) * 2 : int(q["p"]) * 2]},
    ),
    "page from 0, number of pages told": (
        {"by": "page", "number": "p", "first": 0, "pages": "meta.pages"},
        lambda q: {"items": ITEMS[int(q["p"]) * 2 : int(q["p"]) * 2 + 2], "meta": {"pages": 3}},
    ),
    "offset, fewer rows given than asked": (
        {"by": "offset", "number": "skip", "size": "take", "per_page": 50, "total": "total"},
        lambda q: {"items": ITEMS[int(q["skip"]) : int(q["skip"]) + 2], "total": 5},
    ),
    "cursor": (
        {"by": "cursor", "number": "after", "next": "next"},
        lambda q: {"items": ITEMS[int(q.get("after", 0)) :][:2], "next": _next(int(q.get("after", 0)))},
    ),
    "link": (
        {"by": "link", "next": "links.next"},
        lambda q: {
            "items": ITEMS[int(q.get("k", 0)) :][:2],
            "links": {"next": f"/rows?month=8&k={_next(int(q.get('k', 0)))}" if _next(int(q.get("k", 0))) else None},
        },
    ),
}


def _next(start: int) -> int | None:
    return start + 2 if start + 2 < len(ITEMS) else None


@pytest.mark.parametrize("name", PAGINATIONS)
def test_every_way_of_paging_reads_each_row_once(serve: Serve, clock: Clock, name: str) -> None:
    rules, answer = PAGINATIONS[name]
    server = serve(lambda asked: as_json(answer(asked.query)))
    batches = pulled(server.url, clock, {**TABLE, "pages": rules})
    assert told(batches) == {(f"U{n}", "dossiers_received", AUGUST.start): n for n in range(5)}
    assert [batch.counts.height for batch in batches] == [2, 2, 1]
    assert {asked.query["month"] for asked in server.asked} == {"8"}


@pytest.mark.parametrize(
    ("rules", "payload", "says"),
    [
        (
            {"by": "offset", "number": "o", "total": "total"},
            {"items": [], "total": 3},
            "the pages end after 0 of 3",
        ),
        (
            {"by": "offset", "number": "o", "total": "t"},
            {"items": ITEMS, "total": 3},
            "t is missing",
        ),
        ({"by": "page", "number": "p"}, {"items": ITEMS}, "a page repeats rows"),
        ({"by": "link", "next": "n"}, {"items": ITEMS, "n": "http://elsewhere.invalid/x"}, "another host"),
        ({"by": "cursor", "number": "c", "next": "n"}, {"items": ITEMS, "n": "same"}, "a page repeats rows"),
        ({"by": "cursor", "number": "c", "next": "n"}, {"items": ITEMS, "n": [1]}, "next page's text"),
        ({"by": "link", "next": "n", "total": "t"}, {"items": ITEMS, "t": 9}, "the pages end after 5 of 9 rows"),
    ],
)
def test_pages_that_lead_astray(
    serve: Serve, clock: Clock, rules: dict[str, object], payload: dict[str, object], says: str
) -> None:
    with pytest.raises(ContractBroken, match=says):
        pulled(serve(lambda _: as_json(payload)).url, clock, {**TABLE, "pages": rules})


@pytest.mark.parametrize(
    ("payload", "says"),
    [
        ({"code": "FAIL", "items": []}, "code is text \"FAIL\", not 'OK'"),
        ({"code": True, "items": []}, "code is a truth value"),
        ({"items": []}, "code is missing; fields found there: items"),
        ({"code": "OK", "items": {}}, "items: expected a list, found an object"),
        ({"code": "OK", "items": [7]}, r"items\[0\]: expected an object, found a number 7"),
        ({"code": "OK", "items": [{"u": "", "n": 1}]}, r"items\[0\] has neither code nor name"),
        ({"code": "OK", "items": [{"u": [1], "n": 1}]}, r"items\[0\].u: expected text"),
        ({"code": "OK", "items": [{"u": "A", "m": 1}]}, r"items\[0\].n is missing; fields found there: u, m"),
    ],
)
def test_an_answer_that_is_not_as_declared(serve: Serve, clock: Clock, payload: object, says: str) -> None:
    table = {**TABLE, "success": {"field": "code", "equals": "OK"}}
    with pytest.raises(ContractBroken, match=says) as caught:
        pulled(serve(lambda _: as_json(payload)).url, clock, table)
    assert caught.value.evidence is not None


def test_a_broken_answer_is_kept_without_its_values(serve: Serve, clock: Clock) -> None:
    payload = {"items": [{"u": "A", "n": "x", "hoTen": "Nguyễn Văn A"}, {"u": "B"}], "total": 2}
    with pytest.raises(ContractBroken) as caught:
        pulled(serve(lambda _: as_json(payload)).url, clock, TABLE)
    assert caught.value.evidence is not None
    drawn = {"items": [{"u": "str", "n": "str", "hoTen": "str"}, "… 2 in all"], "total": "int"}
    assert json.loads(caught.value.evidence.body) == drawn
    with pytest.raises(ContractBroken) as caught:
        pulled(serve(lambda _: as_json(payload)).url, clock, TABLE, keep="whole")
    assert caught.value.evidence is not None
    assert json.loads(caught.value.evidence.body) == payload


def without(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: part for name, part in table.items() if name != key}


OFFSET = {"by": "offset", "number": "o"}
COUNTED = {"dossiers_received": {"sum": "n"}}
WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown placeholder": (
        {**TABLE, "query": {"d": "{today:%d}"}},
        "query.d.*brace belongs to no known",
    ),
    "an unknown format": ({**TABLE, "query": {"d": "{start:%H}"}}, r"query.d.*format of \{start:%H\} is not known"),
    "an attribute": ({**TABLE, "path": "x/{start.__class__}"}, "path.*brace belongs to no known placeholder"),
    "a placeholder deep in a body": (
        {**TABLE, "method": "POST", "body": {"a": [{"b": "{end}"}]}},
        "body: a brace belongs",
    ),
    "a number inside a text": ({**TABLE, "query": {"d": "m{start:%m|number}"}}, "stands alone"),
    "another host in the path": ({**TABLE, "path": "//h.invalid/x"}, "path.*what follows base_url"),
    "a way out of the path": ({**TABLE, "path": "../admin"}, "path.*what follows base_url"),
    "parameters in the path": ({**TABLE, "path": "x?y=1"}, "path.*parameters go in query"),
    "a body to GET": ({**TABLE, "body": {}}, "method: POST"),
    "a broken pattern": ({**TABLE, "where": {"u": "("}}, "where.u.*no regular expression"),
    "a broken path": ({**TABLE, "rows": "data..items"}, "rows.*joined by dots"),
    "no unit": ({**TABLE, "unit": {}}, "unit.*code or name"),
    "two units": ({**TABLE, "unit": {"always": "H01", "code": "u"}}, "either always"),
    "no measure": ({**TABLE, "measures": {}}, "measures"),
    "two sources of a measure": ({**TABLE, "measures": {"m": {"sum": "n", "distinct": "n"}}}, "one of value, sum"),
    "where beside a value": ({**TABLE, "measures": {"m": {"value": "n", "where": {"u": "x"}}}}, "where belongs to sum"),
    "read and counted": ({**TABLE, "measures": {"m": "n", **COUNTED}}, "two entries of tables"),
    "split but read": ({**TABLE, "split_days": 1}, "split_days needs measures that add up"),
    "texts that are summed": ({**TABLE, "measures": COUNTED, "numbers": "text"}, "not with sum"),
    "thousands of numbers": ({**TABLE, "thousands": "."}, "numbers: text"),
    "half a predicate": ({**TABLE, "success": {"field": "code"}}, "success.*belong together"),
    "no status": ({**TABLE, "success": {"status": []}}, "at least one status"),
    "a cursor that is not there": ({**TABLE, "pages": {"by": "cursor", "number": "c"}}, "needs next"),
    "a next that is not used": ({**TABLE, "pages": {**OFFSET, "next": "n"}}, "does not use next"),
    "pages of an offset": ({**TABLE, "pages": {**OFFSET, "pages": "n"}}, "pages belongs to by: page"),
    "a page without its parameter": ({**TABLE, "pages": {"by": "page"}}, "name the parameter"),
    "no path": (without(TABLE, "path"), "path.*required"),
    "an unknown key": ({**TABLE, "eval": "1+1"}, "eval.*not permitted"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_declaration_is_refused(clock: Clock, name: str) -> None:
    table, says = WRONG[name]
    with pytest.raises(ConfigurationError, match=says):
        build("rest", {"base_url": "https://h.invalid", "tables": [table]}, clock=clock)


def test_who_we_are_is_one_thing(clock: Clock) -> None:
    basic = {"username": "a", "password": "mat-khau-khong-lo"}
    oauth2 = {"token_url": "https://h.invalid/t", "client_id": "c", "client_secret": "s"}
    for auth, says in (
        ({"basic": basic, "oauth2": oauth2}, "basic or oauth2"),
        ({"oauth2": {**oauth2, "username": "a"}}, "belong together"),
        ({"oauth2": without(oauth2, "client_secret")}, "or client_secret"),
    ):
        with pytest.raises(ConfigurationError, match=says) as caught:
            build("rest", {"base_url": "https://h.invalid", "auth": auth, "tables": [TABLE]}, clock=clock)
        assert "khong-lo" not in str(caught.value)


def test_tables_have_series_of_their_own(clock: Clock) -> None:
    with pytest.raises(ConfigurationError, match="series of its own"):
        build("rest", {"base_url": "https://h.invalid", "tables": [TABLE, TABLE]}, clock=clock)
