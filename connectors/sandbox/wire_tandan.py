"""Tân Dân one-stop system of the simulated province: two tables of Decision 766 and report 06a.

Quirks kept on purpose: the tables are open, the report needs a token, which dies after a few questions; rows of units,
of the province and details by field stand in one answer; errors are plain text; a unit that does not report has no row.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.handling import handled
from connectors.sandbox.portal_extras import flows
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import State
from connectors.sandbox.units import SimulatedUnit
from connectors.sandbox.wire_igate import Tokens

TENANT: Final = "root"
PARENT: Final = "H01"
TOKEN_USES: Final = 3
_POSTAL_SHARE: Final = 12
"""One in so many of the dossiers filed at the counter comes by post."""
_MOST: Final = 1000

Json = dict[str, object]
Counts = dict[str, int]
Counting = Callable[[State, SimulatedUnit, date, date], Counts]
Answer = Response | tuple[Response, int] | tuple[str, int, dict[str, str]]
_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8"}


def blueprint(state: State) -> Blueprint:
    """Routes of the system."""
    routes, tokens = Blueprint("tandan", __name__, url_prefix="/tandan"), Tokens(TOKEN_USES)

    @routes.post("/api/tokens")
    def log_in() -> Answer:
        body = request.get_json(silent=True) or {}
        known = (body.get("username"), body.get("password")) == (state.username, state.password)
        if not known or request.headers.get("tenant") != TENANT:
            return "Tên đăng nhập hoặc mật khẩu không đúng.", 401, _PLAIN
        return _issued(state, tokens)

    @routes.post("/api/tokens/refresh")
    def refresh() -> Answer:
        body = request.get_json(silent=True) or {}
        if not tokens.renew(str(body.get("refreshToken"))):
            return "Phiên đăng nhập đã hết hạn.", 401, _PLAIN
        return _issued(state, tokens)

    @routes.post("/api/v1/QuyetDinh766s/ChiTieuSoHoa")
    def digitized() -> Answer:
        return _table(state, _digitized)

    @routes.post("/api/v1/QuyetDinh766s/ChiTieuDvcTrucTuyen")
    def online() -> Answer:
        return _table(state, _online)

    @routes.post("/api/v1/BaoCaoTongHops/BaoCao06a")
    def report() -> Answer:
        access = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not tokens.spend(access, state.now()):
            return "Chưa đăng nhập hoặc phiên đã hết hạn.", 401, _PLAIN
        return _table(state, _report)

    return routes


def _issued(state: State, tokens: Tokens) -> Response:
    pair = tokens.issue(state.now())
    return jsonify(
        {
            "token": pair["access_token"],
            "refreshToken": pair["refresh_token"],
            "refreshTokenExpiryTime": state.now().isoformat(),
        }
    )


def _table(state: State, counts: Counting) -> Answer:
    body = request.get_json(silent=True) or {}
    try:
        start, end = date.fromisoformat(body["tuNgay"]), date.fromisoformat(body["denNgay"])
        page, size = int(body["pageNumber"]), min(_MOST, int(body["pageSize"]))
    except (KeyError, TypeError, ValueError):
        return "Ngày hoặc số trang không hợp lệ.", 400, _PLAIN
    rows = _rows(state, counts, start, min(end, state.today())) if body.get("maDinhDanhCha") == PARENT else []
    pages = -(-len(rows) // size)
    return jsonify(
        {
            "data": rows[(page - 1) * size : page * size],
            "currentPage": page,
            "totalPages": pages,
            "totalCount": len(rows),
            "pageSize": size,
            "hasNextPage": page < pages,
        }
    )


def _rows(state: State, counting: Counting, start: date, end: date) -> list[Json]:
    """The province, its units, and below each department the same dossiers by field."""
    rows: list[Json] = []
    whole: Counts = {}
    for unit in state.province.units:
        if troubles.silent(unit.code, end, state.today()):
            continue
        counts = counting(state, unit, start, end)
        whole = {name: whole.get(name, 0) + count for name, count in counts.items()}
        rows.append(_row("don-vi", unit.code, PARENT, unit.name, counts))
        if unit.is_department:
            rows.append(_row("linh-vuc", f"{unit.code}.LV", unit.code, "Lĩnh vực (mô phỏng)", counts))
    return [_row("don-vi", PARENT, "", "Tỉnh An Giang", whole), *rows]


def _row(catalog: str, code: str, above: str, name: str, counts: Counts) -> Json:
    named = {"catalog": catalog, "maThongKe": code, "maThongKeCha": above, "tenThongKe": name, "maDinhDanh": code}
    return {**named, **counts}


def _digitized(state: State, unit: SimulatedUnit, start: date, end: date) -> Counts:
    cells, month = state.province.one_stop(unit.code, start, end), Month(end.year, end.month)
    portal = state.province.portal(unit.code, [month])
    reused = cells.received * portal.reused // max(1, portal.competence)
    return {
        "tiepNhan": cells.received,
        "chuaSoHoaTPHS": cells.received - cells.with_components,
        "coSoHoaTPHS": cells.with_components,
        "coTaiSuDungTPHS": reused,
        "coTaiSuDungTPHSTuDvcQg": reused // 3,
        "daGiaiQuyet": cells.resolved,
        "daGiaiQuyetChuaSoHoa": cells.resolved - cells.with_result,
        "daGiaiQuyetDaSoHoa": cells.with_result,
    }


def _online(state: State, unit: SimulatedUnit, start: date, end: date) -> Counts:
    cells, month = handled(state, unit.code, start, end), Month(end.year, end.month)
    portal, further = state.province.portal(unit.code, [month]), flows(state.province, unit.code, [month])
    with_fee = cells.received * further.with_fee // max(1, portal.channels)
    postal = cells.at_counter // _POSTAL_SHARE
    return {
        "tongTiepNhan": cells.received,
        "tiepNhanQuaMang": cells.online,
        "tiepNhanTrucTiep": cells.at_counter - postal,
        "tiepNhanBCCI": postal,
        "tongDaDongBoVeDvcqg": cells.received * further.synced // max(1, further.sync_due),
        "tongCoNghiaVuTaiChinh": with_fee,
        "daTTTTQuaDvcqg": with_fee * further.paid // max(1, further.with_fee),
    }


def _report(state: State, unit: SimulatedUnit, start: date, end: date) -> Counts:
    cells = handled(state, unit.code, start, end)
    postal = cells.at_counter // _POSTAL_SHARE
    return {
        "tongSo": cells.received + cells.carried_over,
        "tongTiepNhan": cells.received,
        "tiepNhanKyTruoc": cells.carried_over,
        "tiepNhanQuaMang": cells.online,
        "tiepNhanTrucTiep": cells.at_counter - postal,
        "tiepNhanQuaBCCI": postal,
        "tongDaXuLy": cells.released,
        "daXuLyTruocHan": cells.early,
        "daXuLyDungHan": cells.on_time,
        "daXuLyQuaHan": cells.overtime,
        "dangXuLyTrongHan": cells.undue,
        "dangXuLyQuaHan": cells.overdue,
    }
