"""Open-data portal (CKAN Action API): dossiers of all months as rows, documents of each month as a file.

Quirks kept on purpose: every cell is text, a unit that did not report has an empty one; no more than 32 000 rows at
once, the limit echoed back; an unknown column or parameter is refused with 409, an unknown action with 400 and a bare
JSON string; a resource without rows is "not found" to a search although it exists.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.rhythm import Month, last_closed
from connectors.sandbox.state import State
from connectors.sandbox.units import SimulatedUnit

ROWS_ID: Final = "ket-qua-tthc"
FILE_PREFIX: Final = "van-ban-"
COLUMNS: Final = ("Ma don vi", "Ten don vi", "Ky", "Tong tiep nhan", "So hoa TPHS", "Da giai quyet", "So hoa ket qua")
FILE_COLUMNS: Final = ("Mã đơn vị", "Tên đơn vị", "Văn bản đi", "Văn bản đi ký số")
_KNOWN: Final = {"resource_id", "limit", "offset", "filters", "fields", "sort", "include_next_page"}
_MOST, _USUAL = 32_000, 100
_MONTHS: Final = 12
_ID: Final = "_id"

Json = dict[str, object]
Answer = Response | tuple[Response, int]


def blueprint(state: State) -> Blueprint:
    """Routes of the portal."""
    routes = Blueprint("ckan", __name__, url_prefix="/ckan")

    @routes.get("/api/3/action/resource_show")
    def resource_show() -> Answer:
        about = _about(state, request.args.get("id", ""))
        return _missing(request.args.get("id", "")) if about is None else _success(about)

    @routes.get("/api/3/action/datastore_search")
    def datastore_search() -> Answer:
        if request.args.get("resource_id") != ROWS_ID:
            return _missing(request.args.get("resource_id", ""))
        return _search(state)

    @routes.get("/api/3/action/<action>")
    def unknown(action: str) -> Answer:
        return jsonify(f"Bad request: Action name not known: {action}"), 400

    @routes.get("/download/<name>.csv")
    def download(name: str) -> Answer:
        month = _month(state, name)
        if month is None:
            return _missing(name)
        return Response(_file(state, month), mimetype="text/csv")

    return routes


def _about(state: State, resource_id: str) -> Json | None:
    if resource_id == ROWS_ID:
        return {"id": ROWS_ID, "name": "Kết quả giải quyết TTHC", "datastore_active": True, "url": "", "hash": ""}
    month = _month(state, resource_id)
    if month is None:
        return None
    url = f"{request.url_root}ckan/download/{resource_id}.csv"
    changed = f"{month.later(1).start.isoformat()}T02:00:00"
    return {
        "id": resource_id,
        "name": f"T{month.number}.{month.year}",
        "datastore_active": False,
        "url": url,
        "url_type": "upload",
        "last_modified": changed,
        "hash": "",
    }


def _month(state: State, resource_id: str) -> Month | None:
    """The closed month a file resource is about, if there is one."""
    return next((m for m in _closed(state) if resource_id == f"{FILE_PREFIX}{m.year}-{m.number:02d}"), None)


def _closed(state: State) -> list[Month]:
    last = last_closed(state.today())
    return [last.later(-back) for back in reversed(range(_MONTHS))]


def _search(state: State) -> Answer:
    asked = request.args
    columns = (_ID, *COLUMNS)
    filters = json.loads(asked.get("filters", "{}"))
    fields = asked["fields"].split(",") if asked.get("fields") else list(columns)
    if set(asked) - _KNOWN:
        return _refused({"__extras": [f'invalid value "{min(set(asked) - _KNOWN)}"']})
    if unknown := (set(filters) | set(fields)) - set(columns):
        return _refused({"filters": [f"Unknown field: {min(unknown)}"]})
    if not asked.get("limit", "1").isdecimal():
        return _refused({"limit": ["Must be a natural number"]})
    found = [row for row in _rows(state) if all(_holds(row[name], rule) for name, rule in filters.items())]
    limit, offset = min(int(asked.get("limit", _USUAL)), _MOST), int(asked.get("offset", 0))
    shown = found[offset : offset + limit]
    following = {"next_page": {_ID: {"gt": shown[-1][_ID]}}} if shown and "include_next_page" in asked else {}
    result = {
        "limit": limit,
        "records_format": "objects",
        "resource_id": ROWS_ID,
        "records": [{name: row[name] for name in fields} for row in shown],
        "fields": [{"id": name, "type": "int" if name == _ID else "text"} for name in fields],
        "total": len(found),
    }
    return _success(result | following)


def _holds(cell: object, rule: object) -> bool:
    if isinstance(rule, dict) and isinstance(cell, int):
        return cell > int(rule["gt"])
    return cell in rule if isinstance(rule, list) else cell == rule


def _rows(state: State) -> list[Json]:
    pairs = ((month, unit) for month in _closed(state) for unit in state.province.units)
    return [{_ID: number, **_row(state, *pair)} for number, pair in enumerate(pairs, 1)]


def _row(state: State, month: Month, unit: SimulatedUnit) -> dict[str, str]:
    heading = (unit.code, unit.name, f"{month.number:02d}/{month.year}")
    if troubles.silent(unit.code, month.end, state.today()):
        counts: tuple[str, ...] = ("",) * (len(COLUMNS) - len(heading))
    else:
        cells = state.province.one_stop(unit.code, month.start, month.end)
        counts = tuple(map(str, (cells.received, cells.with_components, cells.resolved, cells.with_result)))
    return dict(zip(COLUMNS, (*heading, *counts), strict=True))


def _file(state: State, month: Month) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(FILE_COLUMNS)
    writer.writerows(_file_rows(state, month))
    return "\ufeff" + lines.getvalue()


def _file_rows(state: State, month: Month) -> Iterator[tuple[object, ...]]:
    for unit in state.province.units:
        counts = state.province.documents(unit.code, month.start, month.end)
        yield unit.code, unit.name, counts.outgoing, counts.signed


def _success(result: Json) -> Response:
    return jsonify({"help": f"{request.base_url}/help", "success": True, "result": result})


def _missing(resource_id: str) -> Answer:
    error = {"__type": "Not Found Error", "message": f'Not found: Resource "{resource_id}" was not found.'}
    return jsonify({"help": "..", "success": False, "error": error}), 404


def _refused(details: Json) -> Answer:
    return jsonify({"help": "..", "success": False, "error": {"__type": "Validation Error", **details}}), 409
