"""OpenCPS v2 statistics of the simulated province, from the same dossiers as the other systems.

Quirks kept on purpose: who is not logged in gets 203; a wrong month 406; leaving out a filter gives details and roll-up
rows together; ``total`` counts the rows returned; columns the system never fills are 0; a unit that does not report has
no row; a row's carried-over dossiers are those in process one period before.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.handling import Cells, handled
from connectors.sandbox.rhythm import OPENED, Month
from connectors.sandbox.state import State, percent
from connectors.sandbox.units import SimulatedUnit

GROUP_ID: Final = "35417"
PATH: Final = "/o/rest/statistics"
TOTAL: Final = "total"
_DOMAINS: Final = (("G15-TP", "Chứng thực"), ("G09-TN", "Đất đai"))

Json = dict[str, object]
Answer = Response | tuple[Response, int]


def blueprint(state: State) -> Blueprint:
    """Routes of the statistics."""
    routes = Blueprint("opencps", __name__, url_prefix="/opencps")

    @routes.get(PATH)
    def statistics() -> Answer:
        if not _known(state):
            said = {"message": "Non-Authoritative Information.", "code": 203, "description": "Authentication"}
            return jsonify(said), 203
        if request.headers.get("groupId") != GROUP_ID:
            return jsonify({"message": "No Content.", "code": 403, "description": ""}), 403
        span = _span(state)
        if span is None:
            return jsonify({"faultCode": "400", "faultMessage": "year, month"}), 406
        return jsonify(_statistics(state, *span))

    return routes


def _known(state: State) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = b64decode(encoded).decode() if scheme.lower() == "basic" else ""
    except (NotBase64, UnicodeDecodeError):
        return False
    return given == f"{state.username}:{state.password}"


def _span(state: State) -> tuple[date, date] | None:
    """First and last day counted; None for a question the statistics do not take."""
    year, month = request.args.get("year", 0, type=int), request.args.get("month", -1, type=int)
    if not (OPENED.year <= year <= state.today().year and 0 <= month <= 12):  # noqa: PLR2004 - months of a year
        return None
    first, last = Month(year, month or 1), Month(year, month or 12)
    return first.start, min(last.end, state.today())


def _statistics(state: State, start: date, end: date) -> Json:
    units = [unit for unit in state.province.units if not troubles.silent(unit.code, end, state.today())]
    agency, domain = request.args.get("agency"), request.args.get("domain")
    rows: list[Json] = []
    if start <= end:
        cells = [(unit, handled(state, unit.code, start, end)) for unit in units]
        whole = Cells(*map(sum, zip(*(counted for _, counted in cells), strict=True)))
        if agency != TOTAL:
            listed = [(unit, counted) for unit, counted in cells if agency in {None, "", unit.code}]
            rows += [row for unit, counted in listed for row in _rows(unit, counted, domain)]
        if agency in {None, "", TOTAL}:
            rows += _rows(None, whole, domain)
    return {"total": len(rows), "agency": agency or "", "data": rows}


def _rows(unit: SimulatedUnit | None, cells: Cells, domain: str | None) -> list[Json]:
    """The roll-up over domains, and its details too where the question does not ask for the roll-up alone."""
    if domain == TOTAL:
        return [_row(unit, cells, ("", ""))]
    first = Cells(*(count // 2 for count in cells))
    rest = Cells(*(count - part for count, part in zip(cells, first, strict=True)))
    details = [_row(unit, part, named) for part, named in zip((first, rest), _DOMAINS, strict=True)]
    return [*details, _row(unit, cells, ("", ""))]


def _row(unit: SimulatedUnit | None, cells: Cells, domain: Sequence[str]) -> Json:
    year, month = request.args.get("year", 0, type=int), request.args.get("month", -1, type=int)
    return {
        "month": month,
        "year": year,
        "govAgencyCode": unit.code if unit else "",
        "govAgencyName": unit.name if unit else "",
        "domainCode": domain[0],
        "domainName": domain[1],
        "totalCount": cells.received + cells.carried_over,
        "processCount": cells.received + cells.carried_over,
        "remainingCount": cells.carried_over,
        "receivedCount": cells.received,
        "onlineCount": cells.online,
        "onegateCount": cells.at_counter,
        "releaseCount": cells.released,
        "doneCount": cells.released,
        "betimesCount": cells.early,
        "ontimeCount": cells.on_time,
        "overtimeCount": cells.overtime,
        "processingCount": cells.undue + cells.overdue,
        "undueCount": cells.undue,
        "overdueCount": cells.overdue,
        "waitingCount": 0,
        "deniedCount": 0,
        "cancelledCount": 0,
        "ontimePercentage": percent(cells.early + cells.on_time, cells.released) or 0,
        "system": "0",
        "viaPostalCount": 0,
        "dossierOnline3Count": 0,
        "dossierOnline4Count": 0,
    }
