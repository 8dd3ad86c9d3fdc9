from __future__ import annotations

import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.rhythm import Month
from tests.sandbox.conftest import Client

OCTOBER = Month(2026, 10)


def test_results_are_those_of_the_province_nested_as_on_the_axis(client: Client, sandbox: Sandbox) -> None:
    dates = {"from": "2026-10-01", "to": "2026-10-31"}
    address = f"{client.url}/results/public/baocaothongke/solieusohoa"
    rows = client.session.get(address, params=dates, timeout=20).json()["data"]
    assert len(rows) == 114
    (zone,) = [row for row in rows if row["id"] == "H01.201"]
    assert [child["id"] for child in zone["childrenData"]] == ["H01.200", "H01.202"]
    assert zone["childrenData"][0]["parrentId"] == "H01.201"
    assert zone["tong"] == sandbox.province.one_stop("H01.201", OCTOBER.start, OCTOBER.end).with_result
    for row in rows:
        assert row["tong"] == row["lienThong"] + row["nhapLieu"] + row["chuyenNganh"] + row["importAmount"]


def dataset(client: Client, auth: tuple[str, str] | None, **query: str) -> requests.Response:
    address = f"{client.url}/data-portal/api/dataset/a2VuaC1ub3A="
    return client.session.get(address, params=query, auth=auth, timeout=20)


def test_channels_of_a_unit_add_up(client: Client, sandbox: Sandbox) -> None:
    answer = dataset(client, sandbox.credentials, limit="1000").json()
    assert answer["total"] == 12 * 117 * 3
    assert len(answer["rows"]) == 1000
    told = {r["kenh"]: r["so_luong"] for r in answer["rows"] if (r["ma"], r["thang"]) == ("H01.200", "10/2026")}
    counts = sandbox.province.portal("H01.200", [OCTOBER])
    assert (told["truc-tuyen"], sum(told.values())) == (counts.online, counts.channels)


def test_who_is_refused_gets_a_web_page(client: Client) -> None:
    for auth in (None, ("nguoi-dung", "sai"), ("ai-do", "mat-khau")):
        answer = dataset(client, auth)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/html")
