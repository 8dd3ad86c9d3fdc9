"""Statistics of the one-stop system by procedure, as a plain JSON report behind a password.

Quirks kept on purpose: totals of a unit stand among its procedures, with an empty code; a procedure without dossiers
has no row; a unit that does not report has none at all; pages are counted from 1 and the page size is capped.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.counts import OneStopCells
from connectors.sandbox.procedures import ByProcedure
from connectors.sandbox.state import State
from connectors.sandbox.units import SimulatedUnit

PATH: Final = "/procedure-statistics/api/thong-ke-thu-tuc"
_LARGEST_PAGE: Final = 5000

Json = dict[str, object]
Answer = Response | tuple[Response, int]


def blueprint(state: State, by_procedure: ByProcedure) -> Blueprint:
    """Routes of the report."""
    routes = Blueprint("procedures", __name__)

    @routes.get(PATH)
    def statistics() -> Answer:
        if not _known(state):
            return jsonify({"message": "Chưa đăng nhập."}), 401
        try:
            start, end = (date.fromisoformat(request.args[name]) for name in ("tuNgay", "denNgay"))
            page, size = int(request.args.get("trang", 1)), int(request.args.get("soDong", 100))
        except (KeyError, ValueError):
            return jsonify({"message": "tuNgay, denNgay phải có dạng YYYY-MM-DD; trang, soDong là số nguyên."}), 400
        rows = list(_rows(state, by_procedure, start, min(end, state.today())))
        size = min(max(1, size), _LARGEST_PAGE)
        return jsonify({"tongSo": len(rows), "duLieu": rows[(page - 1) * size : page * size]})

    return routes


def _known(state: State) -> bool:
    told = request.authorization
    if told is None or told.type != "basic" or told.username != state.username:
        return False
    return secrets.compare_digest((told.password or "").encode(), state.password.encode())


def _rows(state: State, by_procedure: ByProcedure, start: date, end: date) -> Iterator[Json]:
    """Every unit that existed then: its total, and what of it falls on each procedure."""
    for unit in state.province.units:
        if not unit.in_being(start, end) or troubles.silent(unit.code, end, state.today()):
            continue
        since, until = max(start, unit.began or start), min(end, unit.ended or end)
        yield _row(unit, "", "Tất cả thủ tục", state.province.one_stop(unit.code, since, until))
        for procedure, cells in by_procedure.counts(unit, since, until):
            yield _row(unit, procedure.code, procedure.name, cells)


def _row(unit: SimulatedUnit, code: str, name: str, cells: OneStopCells) -> Json:
    return {
        "maDonVi": unit.code,
        "tenDonVi": unit.name,
        "maTTHC": code,
        "tenTTHC": name,
        "tiepNhan": cells.received,
        "coSoHoaTPHS": cells.with_components,
        "daGiaiQuyet": cells.resolved,
        "coKetQuaDienTu": cells.with_result,
        "soHoaCaHai": cells.both,
    }
