from __future__ import annotations

import json

import pytest
import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.rhythm import Month
from tests.sandbox.conftest import Client


def ask(client: Client, action: str, **query: str) -> requests.Response:
    return client.session.get(f"{client.url}/ckan/api/3/action/{action}", params=query, timeout=20)


def search(client: Client, **query: str) -> requests.Response:
    return ask(client, "datastore_search", resource_id="ket-qua-tthc", **query)


def test_rows_are_the_provinces_counts_as_text(client: Client, sandbox: Sandbox) -> None:
    filters = json.dumps({"Ma don vi": "H01.200", "Ky": "10/2026"})
    (row,) = search(client, filters=filters).json()["result"]["records"]
    month = Month(2026, 10)
    cells = sandbox.province.one_stop("H01.200", month.start, month.end)
    assert row["Tong tiep nhan"] == str(cells.received)
    assert row["So hoa ket qua"] == str(cells.with_result)


def test_a_unit_that_did_not_report_has_empty_cells(client: Client) -> None:
    filters = json.dumps({"Ma don vi": "H01.159", "Ky": "10/2026"})
    (row,) = search(client, filters=filters).json()["result"]["records"]
    assert (row["Tong tiep nhan"], row["So hoa TPHS"]) == ("", "")


def test_pages_by_number_cover_every_row_once(client: Client) -> None:
    seen: list[int] = []
    filters: dict[str, object] = {}
    while True:
        result = search(client, limit="500", include_next_page="true", filters=json.dumps(filters)).json()["result"]
        if not result["records"]:
            break
        seen += [row["_id"] for row in result["records"]]
        filters = result["next_page"]
    assert seen == list(range(1, 12 * 117 + 1))


def test_limits(client: Client) -> None:
    assert len(search(client).json()["result"]["records"]) == 100
    assert search(client, limit="100000").json()["result"]["limit"] == 32_000
    nothing = search(client, limit="0").json()["result"]
    assert (nothing["records"], nothing["total"]) == ([], 12 * 117)
    assert search(client, offset="100000").json()["result"]["records"] == []


@pytest.mark.parametrize(
    "query", [{"limit": "-1"}, {"limit": "x"}, {"filters": '{"Nope": "1"}'}, {"fields": "Nope"}, {"nope": "1"}]
)
def test_what_it_does_not_know_is_refused(client: Client, query: dict[str, str]) -> None:
    answer = search(client, **query)
    assert answer.status_code == 409
    assert answer.json()["error"]["__type"] == "Validation Error"


def test_a_file_resource_has_no_rows_but_a_file(client: Client) -> None:
    about = ask(client, "resource_show", id="van-ban-2026-10").json()["result"]
    assert about["datastore_active"] is False
    assert ask(client, "datastore_search", resource_id="van-ban-2026-10").status_code == 404
    lines = client.session.get(about["url"], timeout=20).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Mã đơn vị,Tên đơn vị,Văn bản đi,Văn bản đi ký số"
    assert len(lines) == 118


def test_the_running_month_has_no_file_and_what_is_unknown_is_said(client: Client) -> None:
    assert ask(client, "resource_show", id="van-ban-2026-11").status_code == 404
    assert client.session.get(f"{client.url}/ckan/download/van-ban-2026-11.csv", timeout=20).status_code == 404
    answer = ask(client, "nope")
    assert (answer.status_code, answer.json()) == (400, "Bad request: Action name not known: nope")
