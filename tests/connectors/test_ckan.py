"""What is particular to open-data portals: files instead of rows, caps, refusals in the portal's words, texts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from connectors.base import Batch, Window
from connectors.errors import ConfigurationError, ContractBroken, CredentialsError, SourceError
from connectors.registry import build
from connectors.spans import months
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
WINDOW = Window((months(2026, 8, 1), months(2026, 9, 1)), months(2026, 11, 1).start)
COLUMNS = {
    "unit_name": "Ten don vi",
    "period": {"column": "Ky", "format": "MM/YYYY"},
    "measures": {"dossiers_received": "Tiep nhan"},
}
RESOURCE = {"id": "kq", "series": "s", "columns": COLUMNS}


def row(number: int, received: object, month: str = "08/2026", **more: object) -> dict[str, object]:
    return {"_id": number, "Ten don vi": f"Xã {number}", "Ky": month, "Tiep nhan": received, **more}


@dataclass
class Ckan:
    """A CKAN of one resource, as old, as careless and as strict as a test wants it."""

    rows: list[dict[str, object]] = field(default_factory=list)
    about: dict[str, object] = field(default_factory=dict)
    cap: int = 32_000
    knows_next_page: bool = True
    minds_fields: bool = True
    announced: int | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        if asked.path.endswith("/resource_show"):
            return _json(200, {"success": True, "result": {"id": "kq", "name": "T8", **self.about}})
        if asked.path in self.files:
            return Reply(200, self.files[asked.path], {"Content-Type": "application/octet-stream"})
        if not asked.path.endswith("/datastore_search"):
            return Reply(404)
        if not self.rows:
            return _error(404, "Not Found Error", message='Not found: Resource "kq" was not found.')
        if "include_next_page" in asked.query and not self.knows_next_page:
            return _error(409, "Validation Error", __junk=["The input field __junk was not expected."])
        return _json(200, {"success": True, "result": self._result(asked.query)})

    def _result(self, query: Mapping[str, str]) -> dict[str, object]:
        filters = json.loads(query.get("filters", "{}"))
        after = filters.pop("_id", {"gt": 0})["gt"]
        found = [r for r in self.rows if r["_id"] > after and all(r[k] == v for k, v in filters.items())]
        limit, offset = min(int(query["limit"]), self.cap), int(query.get("offset", 0))
        shown = found[offset : offset + limit]
        names = query["fields"].split(",") if self.minds_fields and "fields" in query else list(self.rows[0])
        total = len(found) if self.announced is None else self.announced
        result = {"records": [{n: r[n] for n in names} for r in shown], "limit": limit, "total": total}
        following = {"next_page": {"_id": {"gt": shown[-1]["_id"]}}} if shown and "include_next_page" in query else {}
        return {"fields": [{"id": name} for name in names], **result, **following}


def _json(status: int, payload: object) -> Reply:
    return Reply(status, json.dumps(payload).encode(), {"Content-Type": "application/json"})


def _error(status: int, kind: str, **details: object) -> Reply:
    return _json(status, {"help": "..", "success": False, "error": {"__type": kind, **details}})


def pulled(url: str, clock: Clock, resource: Mapping[str, object] = RESOURCE, **options: object) -> list[Batch]:
    given = {"base_url": url, "resources": [resource], "requests_per_second": 1000, "retries": 0, **options}
    return list(build("ckan", given, clock=clock, sleep=clock.sleep).pull(WINDOW))


def told(batches: list[Batch]) -> dict[str, int | None]:
    return {r["unit_name"]: r["value"] for batch in batches for r in batch.counts.iter_rows(named=True)}


def searches(server: Loopback) -> list[Mapping[str, str]]:
    return [a.query for a in server.asked if a.path.endswith("/datastore_search") and a.query["limit"] != "0"]


def test_texts_are_counts_and_what_is_none_is_held_back(serve: Serve, clock: Clock) -> None:
    server = serve(Ckan([row(1, "120"), row(2, ""), row(3, None), row(4, 7), row(5, "12,5"), row(6, "08", "8-2026")]))
    (batch,) = pulled(server.url, clock)
    assert told([batch]) == {"Xã 1": 120, "Xã 2": None, "Xã 3": None, "Xã 4": 7}
    assert [(r.unit_name, r.value) for r in batch.rejects] == [("Xã 5", "12,5"), ("Xã 6", "08")]
    assert batch.rejects[0].where == "row 5, column Tiep nhan"


@pytest.mark.parametrize("knows", [True, False], ids=["next_page", "offset, before CKAN 2.12"])
def test_a_lower_cap_of_the_portal_loses_no_row(serve: Serve, clock: Clock, *, knows: bool) -> None:
    server = serve(Ckan([row(n, str(n)) for n in range(1, 8)], cap=3, knows_next_page=knows))
    batches = pulled(server.url, clock)
    assert told(batches) == {f"Xã {n}": n for n in range(1, 8)}
    assert [batch.counts.height for batch in batches] == [3, 3, 1]
    places = [(q.get("offset"), q.get("filters")) for q in searches(server)]
    by_id = [(None, None), (None, '{"_id": {"gt": 3}}'), (None, '{"_id": {"gt": 6}}')]
    assert places == (by_id if knows else [(None, None), ("3", None), ("6", None)])


def test_declared_filters_go_on_every_page(serve: Serve, clock: Clock) -> None:
    rows = [row(n, str(n), Loai=kind) for n, kind in enumerate(["cũ", "mới", "mới", "mới", "cũ"], 1)]
    server = serve(Ckan(rows, cap=2))
    assert told(pulled(server.url, clock, {**RESOURCE, "filters": {"Loai": "mới"}})) == {
        "Xã 2": 2,
        "Xã 3": 3,
        "Xã 4": 4,
    }


def test_pages_that_end_too_early_are_no_whole_answer(serve: Serve, clock: Clock) -> None:
    server = serve(Ckan([row(1, "1"), row(2, "2")], announced=5))
    with pytest.raises(ContractBroken, match="the pages end after 2 of 5 rows"):
        pulled(server.url, clock)


def test_other_columns_do_not_travel_and_are_never_kept(serve: Serve, clock: Clock) -> None:
    portal = Ckan([row(1, "120", **{"Ho ten": "Nguyễn Văn A"})])
    server = serve(portal)
    assert pulled(server.url, clock)[0].evidence.body.startswith(b"{")
    assert searches(server)[0]["fields"] == "_id,Ten don vi,Ky,Tiep nhan"
    portal.minds_fields = False
    (batch,) = pulled(server.url, clock)
    assert told([batch]) == {"Xã 1": 120}
    assert "Nguyễn".encode() not in batch.evidence.body
    assert batch.evidence.body.decode() == "row,Ten don vi,Ky,Tiep nhan\n1,Xã 1,08/2026,120\n"
    assert len(batch.evidence.provenance["sha256"]) == 64


def test_a_broken_page_is_kept_without_its_values(serve: Serve, clock: Clock) -> None:
    server = serve(Ckan([row(1, [7], **{"Ho ten": "Nguyễn Văn A"})], minds_fields=False))
    with pytest.raises(ContractBroken, match="found a list") as caught:
        pulled(server.url, clock)
    assert caught.value.evidence is not None
    assert "Nguyễn".encode() not in caught.value.evidence.body
    assert b'"Ho ten": "str"' in caught.value.evidence.body


CSV = "Ten don vi,Ky,Tiep nhan,Ho ten\nXã 1,08/2026,5,Nguyễn Văn A\n".encode()


def _workbook() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in (("Ten don vi", "Ky", "Tiep nhan"), ("Xã 1", "08/2026", 5)):
        book.worksheets[0].append(line)
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("active", [True, False, None])
@pytest.mark.parametrize("body", [CSV, _workbook()], ids=["CSV", "XLSX"])
def test_a_resource_without_rows_is_read_from_its_file(
    serve: Serve, clock: Clock, body: bytes, *, active: bool | None
) -> None:
    portal = Ckan(files={"/dataset/x/download/T8.2026.xlsx": body})
    server = serve(portal)
    modified = {"last_modified": "2026-09-02T01:00:00", "hash": "abc"}
    portal.about = {"url": f"{server.url}/dataset/x/download/T8.2026.xlsx", "datastore_active": active, **modified}
    (batch,) = pulled(server.url, clock)
    assert told([batch]) == {"Xã 1": 5}
    assert "Nguyễn".encode() not in batch.evidence.body
    kept = batch.evidence.provenance
    assert (kept["file"], kept["resource-modified"], kept["resource-hash"]) == ("T8.2026.xlsx", *modified.values())


def test_a_file_elsewhere_is_asked_for_only_if_declared_and_never_shown_the_token(serve: Serve, clock: Clock) -> None:
    elsewhere = serve(lambda _: Reply(200, CSV))
    portal = Ckan()
    server = serve(portal)
    portal.about = {"url": elsewhere.url.replace("127.0.0.1", "localhost") + "/f.csv", "datastore_active": False}
    with pytest.raises(ConfigurationError, match="lies on localhost") as caught:
        pulled(server.url, clock, token="bi-mat-cua-tinh")
    assert "file_hosts" in caught.value.remedy
    assert elsewhere.asked == []
    assert told(pulled(server.url, clock, token="bi-mat-cua-tinh", file_hosts=["localhost"])) == {"Xã 1": 5}
    assert "authorization" not in elsewhere.asked[0].headers
    assert {asked.headers["authorization"] for asked in server.asked} == {"bi-mat-cua-tinh"}


@pytest.mark.parametrize("url", ["", "_datastore_only_resource", "ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_neither_rows_nor_a_file(serve: Serve, clock: Clock, url: str) -> None:
    server = serve(Ckan(about={"url": url, "datastore_active": False}))
    with pytest.raises(ConfigurationError, match="neither rows nor a file"):
        pulled(server.url, clock)


REFUSALS: dict[str, tuple[Reply, type[SourceError], str]] = {
    "no such resource": (_error(404, "Not Found Error", message="Not found"), ConfigurationError, "404: Not found"),
    "private": (_error(403, "Authorization Error", message="Access denied: u"), CredentialsError, "Access denied"),
    "refused": (_error(409, "Validation Error", limit=["Must be"]), ContractBroken, 'limit": ["Must be'),
    "no such action": (_json(400, "Bad request: Action name not known: x"), ConfigurationError, "Action name not"),
    "success is false": (_json(200, {"success": False, "error": {}}), ContractBroken, "success"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_told_in_the_portals_words(serve: Serve, clock: Clock, name: str) -> None:
    reply, kind, words = REFUSALS[name]
    server = serve(lambda _: reply)
    with pytest.raises(kind) as caught:
        pulled(server.url, clock)
    assert words in caught.value.message
    assert caught.value.evidence is not None


def test_a_renamed_column_is_named_with_those_there_are(serve: Serve, clock: Clock) -> None:
    server = serve(Ckan([{"_id": 1, "Tên đơn vị": "Xã 1", "Ky": "08/2026", "Tiep nhan": "1"}]))
    with pytest.raises(ContractBroken, match=r"'Ten don vi' is missing; fields found there: 'Tên đơn vị', 'Ky'"):
        pulled(server.url, clock)


def test_a_month_that_is_not_asked_for_is_not_read(serve: Serve, clock: Clock) -> None:
    server = serve(Ckan([row(1, "1")]))
    other = {**RESOURCE, "columns": {**COLUMNS, "period": {"fixed": "2026-07"}}}
    assert pulled(server.url, clock, other) == []
    assert server.asked == []
    (batch,) = pulled(server.url, clock, {**RESOURCE, "id": "kq"})
    assert batch.counts.height == 1
    assert pulled(serve(Ckan([row(1, "1", "07/2026")])).url, clock)[0].counts.is_empty()


def test_a_dkan_without_rows_is_read_from_the_declared_file(serve: Serve, clock: Clock) -> None:
    def dkan(asked: Asked) -> Reply:
        return (
            Reply(200, CSV) if asked.path == "/kq.csv" else Reply(404, b"<h1>404</h1>", {"Content-Type": "text/html"})
        )

    server = serve(dkan)
    assert told(pulled(server.url, clock, {**RESOURCE, "file": f"{server.url}/kq.csv"}, software="dkan")) == {"Xã 1": 5}
    with pytest.raises(ConfigurationError, match="404"):
        pulled(server.url, clock, software="dkan")


def test_a_dkan_filter_and_offset_without_a_total(serve: Serve, clock: Clock) -> None:
    rows = [{k: v for k, v in row(n, str(n)).items() if k != "_id"} for n in range(1, 6)]

    def dkan(asked: Asked) -> Reply:
        start = int(asked.query["offset"])
        return _json(200, {"success": True, "result": {"records": rows[start : start + 2]}})

    server = serve(dkan)
    batches = pulled(server.url, clock, {**RESOURCE, "filters": {"Loai": "x"}}, software="dkan", page_size=4)
    assert told(batches) == {f"Xã {n}": n for n in range(1, 6)}
    assert {(a.path, a.query["filters[Loai]"]) for a in server.asked} == {("/api/action/datastore/search.json", "x")}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing to read": ({"resources": []}, "at least 1"),
    "one series read twice": ({"resources": [RESOURCE, RESOURCE]}, "stands twice"),
    "a file of a CKAN": ({"resources": [{**RESOURCE, "file": "https://h.invalid/x"}]}, "software: dkan"),
    "a page larger than any portal gives": ({"resources": [RESOURCE], "page_size": 50_000}, "32000"),
    "another software": ({"resources": [RESOURCE], "software": "socrata"}, "'ckan' or 'dkan'"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_declaration_is_refused(clock: Clock, name: str) -> None:
    options, says = WRONG[name]
    with pytest.raises(ConfigurationError, match=says):
        build("ckan", {"base_url": "https://h.invalid", **options}, clock=clock)
