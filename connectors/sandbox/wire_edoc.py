"""Public statistics of the document exchange axis: no authentication, dates as dd/MM/yyyy.

Quirks kept on purpose: a date that cannot be read drops the whole filter without a word (all-time figures), a parent's
figures do not include its children's, and the axis is out of service for some nights (``troubles``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.rhythm import OPENED
from connectors.sandbox.state import VIETNAM, State
from connectors.sandbox.units import SimulatedUnit

CHILDREN: Final[Mapping[str, str]] = {"H01.16": "H01.13", "H01.200": "H01.201", "H01.202": "H01.201"}
"""Units whose figures are nested under another unit's row: unit to parent row."""

Json = dict[str, object]


def blueprint(state: State) -> Blueprint:
    """Routes of the axis."""
    routes = Blueprint("edoc", __name__, url_prefix="/edoc/public/-")

    @routes.before_request
    def outage() -> tuple[str, int] | None:
        return ("Service Unavailable", 503) if troubles.axis_is_down(state.now()) else None

    @routes.get("/stat/detail")
    def stat_detail() -> Response:
        start, end = _day("fromDate"), _day("toDate")
        if start is None or end is None:
            start, end = OPENED, state.today()
        return jsonify(_top_rows(state, start, min(end, state.today())))

    @routes.get("/document/stat")
    def document_stat() -> Response:
        today = state.today()
        total = sum(state.province.documents(unit.code, OPENED, today).sent for unit in state.province.units)
        return jsonify({"total": total, "totalOrgan": len(state.province.units), "dateTime": f"{today:%d/%m/%Y}"})

    return routes


def _day(name: str) -> date | None:
    try:
        return datetime.strptime(request.args.get(name, ""), "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
    except ValueError:
        return None


def _top_rows(state: State, start: date, end: date) -> list[Json]:
    present = state.province.by_code.keys()
    parents = {child: parent for child, parent in CHILDREN.items() if parent in present}
    rows = {unit.code: _row(state, unit, start, end) for unit in state.province.units}
    for unit in state.province.units:
        nested = [rows[child] for child, parent in parents.items() if parent == unit.code and child in rows]
        if nested:
            rows[unit.code]["childOrgan"] = nested
    return [row for code, row in rows.items() if code not in parents]


def _row(state: State, unit: SimulatedUnit, start: date, end: date) -> Json:
    counts = state.province.documents(unit.code, start, end)
    closing = datetime.combine(max(end, OPENED), time(17), VIETNAM)
    return {
        "organDomain": unit.exchange_code,
        "organName": unit.name,
        "lastUpdate": int(closing.timestamp() * 1000),
        "sent": counts.sent,
        "received": counts.received,
        "total": counts.sent + counts.received,
    }
