"""The one-stop system's other answers: two more reports, the catalogue of agencies, and the list of dossiers.

All of them tell of the same dossiers: of a unit's dossiers of a day so many came online, so many by post, the rest in
person. The list begins with the newest change; it holds made-up people, as the real one holds real ones. Without
``agency-id`` it is that of the whole province, which takes its time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.state import VIETNAM, State
from connectors.sandbox.units import SimulatedUnit, object_id

WAYS: Final = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
_OPENS: Final = time(7, 30)
_WORKING_MINUTES: Final = 540
_CHANGED_WITHIN_HOURS: Final = 300
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Dossier:
    """One made-up dossier."""

    updated: datetime
    key: str
    accepted: datetime
    unit: SimulatedUnit
    way: int


class OneStop:
    """What the other answers are made of."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lists: dict[tuple[date, date, str, date], list[_Dossier]] = {}

    def units(self, start: date, end: date) -> list[SimulatedUnit]:
        """The units that report a span; all of them have a place in the catalogue."""
        today = self._state.today()
        units = self._state.province.units
        return [u for u in units if start <= today and not troubles.silent(u.code, min(end, today), today)]

    def filed(self, unit: SimulatedUnit, day: date) -> tuple[int, int, int]:
        """A day's dossiers of a unit: online, in person, by post."""
        province = self._state.province
        received = province.one_stop(unit.code, day, day).received
        portal = province.portal_days(unit.code, day, day)
        online = min(portal.online, received)
        postal = min(portal.postal, received - online)
        return online, received - online - postal, postal

    def filed_in(self, unit: SimulatedUnit, start: date, end: date) -> tuple[int, int, int]:
        """The same for a span, up to today."""
        days = [self.filed(unit, day) for day in _days(start, min(end, self._state.today()))]
        online, direct, postal = (sum(day[way] for day in days) for way in range(3))
        return online, direct, postal

    def dossiers(self, start: date, end: date, agency: str) -> Sequence[_Dossier]:
        """Dossiers accepted in a span, the newest change first."""
        today = self._state.today()
        found = self._lists.get((start, end, agency, today))
        if found is None:
            units = [u for u in self.units(start, end) if agency in {"", object_id(u.one_stop_code)}]
            unsorted = [d for unit in units for day in _days(start, min(end, today)) for d in self._of(unit, day)]
            found = sorted(unsorted, key=lambda dossier: (dossier.updated, dossier.key), reverse=True)
            self._lists[start, end, agency, today] = found
        return found

    def _of(self, unit: SimulatedUnit, day: date) -> Iterator[_Dossier]:
        opened, number = datetime.combine(day, _OPENS, VIETNAM), 0
        now = self._state.now().replace(microsecond=0)
        for way, count in enumerate(self.filed(unit, day)):
            for _ in range(count):
                key = object_id(f"{unit.code}/{day}/{number}")
                accepted = opened + timedelta(minutes=number % _WORKING_MINUTES)
                later = int(sha256(key.encode()).hexdigest()[:6], 16) % _CHANGED_WITHIN_HOURS
                updated = min(accepted + timedelta(hours=later), max(accepted, now))
                yield _Dossier(updated, key, accepted, unit, way)
                number += 1


def add(routes: Blueprint, state: State) -> None:
    """Add the routes; who asks was checked before."""
    system = OneStop(state)

    @routes.get("/ba/agency/name+code")
    def catalogue() -> Response:
        rows = [_agency(unit) for unit in state.province.units]
        return _page(rows, with_totals=True)

    @routes.get("/pa/dossier-statistic/--statistic-agency-kgg")
    def statistic() -> Response | tuple[Response, int]:
        span = _span("from-date", "to-date")
        if span is None:
            return _unreadable("from-date", "to-date")
        return jsonify([_statistic(state, system, unit, *span) for unit in system.units(*span)])

    @routes.get("/pa/kgg-dossier-statistic/--kgg-dossier-report-online")
    def report_online() -> Response | tuple[Response, int]:
        span = _span("from-applied-date", "to-applied-date")
        if span is None:
            return _unreadable("from-applied-date", "to-applied-date")
        return jsonify([_online(unit, system.filed_in(unit, *span)[0]) for unit in system.units(*span)])

    @routes.get("/pa/dossier/search")
    def search() -> Response | tuple[Response, int]:
        span = _span("accepted-from", "accepted-to")
        if span is None or request.args.get("sort") != "updatedDate,desc":
            return _unreadable("accepted-from", "accepted-to")
        listed = system.dossiers(*span, request.args.get("agency-id", ""))
        return _page(listed, with_totals=request.args.get("spec") != "slice")


def _page(rows: Sequence[Json] | Sequence[_Dossier], *, with_totals: bool) -> Response:
    page, size = int(request.args.get("page", 0)), max(1, int(request.args.get("size", 20)))
    shown = [_told(row) if isinstance(row, _Dossier) else row for row in rows[page * size : (page + 1) * size]]
    pages = max(1, ceil(len(rows) / size))
    totals: Json = {"totalPages": pages, "totalElements": len(rows)} if with_totals else {}
    return jsonify({"content": shown, "number": page, "size": size, "last": page + 1 >= pages, **totals})


def _told(dossier: _Dossier) -> Json:
    return {
        "id": dossier.key,
        "code": f"{dossier.unit.one_stop_code}-{dossier.accepted:%y%m%d}-{dossier.key[:4]}",
        "acceptedDate": _moment(dossier.accepted),
        "updatedDate": _moment(dossier.updated),
        "applicant": {"data": {"fullname": "Nguyễn Văn Mô Phỏng", "phoneNumber": "0000000000"}},
        "applyMethod": {"id": dossier.way, "name": WAYS[dossier.way]},
        "agency": {
            "id": object_id(dossier.unit.one_stop_code),
            "name": [{"languageId": 228, "name": dossier.unit.name}],
        },
    }


def _agency(unit: SimulatedUnit) -> Json:
    return {"id": object_id(unit.one_stop_code), "code": unit.one_stop_code, "name": unit.name}


def _statistic(state: State, system: OneStop, unit: SimulatedUnit, start: date, end: date) -> Json:
    online, direct, postal = system.filed_in(unit, start, end)
    until = min(end, state.today())
    resolved = state.province.one_stop(unit.code, start, until).resolved
    portal = state.province.portal_days(unit.code, start, until)
    return {
        "agency": _agency(unit),
        "received": online + direct + postal,
        "receivedOnline": online,
        "receivedDirect": direct,
        "resolved": resolved,
        "resolvedOverdue": min(resolved, portal.handled - portal.on_time),
    }


def _online(unit: SimulatedUnit, total: int) -> Json:
    refused = total // 50
    return {
        "agency_name": unit.name,
        "parent_name": "UBND tỉnh An Giang",
        "datiepnhan_quantity": total - refused,
        "hoanthanh_quantity": (total - refused) * 9 // 10,
        "tuchoi_quantity": refused,
        "onlinepaid_quantity": total * 3 // 5,
        "total": total,
    }


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=number) for number in range((end - start).days + 1))


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000%z")


def _span(first: str, last: str) -> tuple[date, date] | None:
    """The local days of two bounds: sent as ISO 8601 with Z, but meant as local time."""
    try:
        start, end = (datetime.fromisoformat(request.args.get(name, "")).date() for name in (first, last))
    except ValueError:
        return None
    return start, end


def _unreadable(first: str, last: str) -> tuple[Response, int]:
    return jsonify({"code": 400, "message": f"{first} và {last} phải là thời điểm ISO 8601."}), 400
