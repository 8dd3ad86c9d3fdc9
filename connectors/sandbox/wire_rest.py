"""Two systems nobody wrote a connector for: a store of digitized results, and a data portal behind a password.

The store answers without an account, by dates, with rows nested in rows. The portal knows no dates: each
row names its month, channel and count; who is refused gets a web page instead of data, with status 200.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.rhythm import Month, last_closed
from connectors.sandbox.state import State
from connectors.sandbox.wire_edoc import CHILDREN

DATASET: Final = "a2VuaC1ub3A="
"""The data set's id as the portal's addresses carry it: Base64."""
_MONTHS: Final = 12
_LARGEST_PAGE: Final = 1000
_REFUSED: Final = """<!doctype html><html lang="vi"><head><title>Đăng nhập</title></head>
<body><form action="/login"><input name="username"><input name="password" type="password"></form></body></html>"""

Json = dict[str, object]


def blueprint(state: State) -> Blueprint:
    """Routes of both."""
    routes = Blueprint("rest", __name__)

    @routes.get("/results/public/baocaothongke/solieusohoa")
    def results() -> Response:
        return jsonify({"data": _nested(state, _day("from"), _day("to"))})

    @routes.get(f"/data-portal/api/dataset/{DATASET}")
    def dataset() -> Response:
        if not _known(state):
            return Response(_REFUSED, mimetype="text/html")
        rows = list(_channels(state))
        limit, offset = min(request.args.get("limit", 100, int), _LARGEST_PAGE), request.args.get("offset", 0, int)
        return jsonify({"status": "success", "total": len(rows), "rows": rows[offset : offset + limit]})

    return routes


def _day(name: str) -> date:
    return date.fromisoformat(request.args[name])


def _nested(state: State, start: date, end: date) -> list[Json]:
    parents = {child: parent for child, parent in CHILDREN.items() if parent in state.province.by_code}
    rows = {unit.code: _result_row(state, unit.code, unit.name, start, end) for unit in state.province.units}
    for child, parent in parents.items():
        rows[child]["parrentId"] = rows[parent]["id"]
        rows[parent]["childrenData"] = [*_list(rows[parent]["childrenData"]), rows[child]]
    return [row for code, row in rows.items() if code not in parents]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _result_row(state: State, code: str, name: str, start: date, end: date) -> Json:
    stored = state.province.one_stop(code, start, min(end, state.today())).with_result
    linked, typed = stored * 3 // 5, stored // 5
    return {
        "id": code,
        "parrentId": "0",
        "tenDonVi": name,
        "tong": stored,
        "lienThong": linked,
        "nhapLieu": typed,
        "chuyenNganh": 0,
        "importAmount": stored - linked - typed,
        "childrenData": [],
    }


def _known(state: State) -> bool:
    told = request.authorization
    if told is None or told.type != "basic" or told.username != state.username:
        return False
    return secrets.compare_digest((told.password or "").encode(), state.password.encode())


def _channels(state: State) -> Iterator[Json]:
    """Rows per unit, month and channel, newest month first."""
    last = last_closed(state.today())
    for month in (last.later(-back) for back in range(_MONTHS)):
        for unit in state.province.units:
            yield from _unit_channels(state, month, unit.code)


def _unit_channels(state: State, month: Month, code: str) -> Iterator[Json]:
    counts = state.province.portal(code, [month])
    shares = {"truc-tuyen": counts.online, "buu-chinh": counts.postal}
    shares["truc-tiep"] = counts.channels - counts.online - counts.postal
    for channel, number in shares.items():
        yield {"ma": code, "thang": f"{month.number:02d}/{month.year}", "kenh": channel, "so_luong": number}
