"""The provincial one-stop system: token endpoint of its single sign-on, and digitization by agency.

Its other answers are in ``wire_igate_more``.

Quirks kept on purpose: a token dies after ``troubles.TOKEN_USES`` questions, the answer is a bare array, a unit that
does not report is simply absent, and an agency nobody knows turns up (``troubles``).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles, wire_igate_more
from connectors.sandbox.counts import OneStopCells
from connectors.sandbox.state import State, percent
from connectors.sandbox.units import SimulatedUnit, object_id

TOKEN_PATH: Final = "/auth/realms/digo/protocol/openid-connect/token"  # noqa: S105
CLIENT_ID: Final = "web-onegate"
ANCESTOR_ID: Final = "0" * 24
TOKEN_SECONDS: Final = 300

Json = dict[str, object]


@dataclass
class Tokens:
    """Access tokens in circulation: each good for a number of questions and a number of seconds."""

    uses: int = troubles.TOKEN_USES
    _left: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _refresh: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def issue(self, now: datetime) -> Json:
        """A new pair of tokens, as the sign-on answers it."""
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        with self._lock:
            self._left[access] = (self.uses, now + timedelta(seconds=TOKEN_SECONDS))
            self._refresh.add(refresh)
        return {
            "access_token": access,
            "expires_in": TOKEN_SECONDS,
            "refresh_expires_in": 6 * TOKEN_SECONDS,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "scope": "profile email",
        }

    def spend(self, access: str, now: datetime) -> bool:
        """Use a token once; whether it was still good."""
        with self._lock:
            left, until = self._left.get(access, (0, now))
            if left < 1 or now >= until:
                self._left.pop(access, None)
                return False
            self._left[access] = (left - 1, until)
            return True

    def renew(self, refresh: str) -> bool:
        """Use up a refresh token; whether it was known."""
        with self._lock:
            known = refresh in self._refresh
            self._refresh.discard(refresh)
            return known


def blueprint(state: State, tokens: Tokens) -> Blueprint:
    """Routes of the one-stop system and its sign-on."""
    routes = Blueprint("igate", __name__, url_prefix="/igate")

    @routes.post(TOKEN_PATH)
    def token() -> tuple[Response, int]:
        return _token(state, tokens)

    @routes.before_request
    def who_asks() -> tuple[Response, int] | None:
        scheme, _, access = request.headers.get("Authorization", "").partition(" ")
        if request.path.endswith(TOKEN_PATH):
            return None
        known = scheme.lower() == "bearer" and tokens.spend(access, state.now())
        return None if known else _unauthorized()

    @routes.get("/pa/kgg-digitize/digitization-by-agency")
    def digitization_by_agency() -> Response | tuple[Response, int]:
        start, end = _day("from"), _day("to")
        if start is None or end is None:
            return jsonify({"code": 400, "message": "from và to phải là thời điểm ISO 8601."}), 400
        return jsonify(_agencies(state, start, end) if request.args.get("ancestor-id") == ANCESTOR_ID else [])

    wire_igate_more.add(routes, state)
    return routes


def _token(state: State, tokens: Tokens) -> tuple[Response, int]:
    form = request.form
    if form.get("client_id") != CLIENT_ID:
        return jsonify({"error": "invalid_client", "error_description": "Invalid client credentials"}), 401
    match form.get("grant_type"):
        case "password":
            granted = (form.get("username"), form.get("password")) == (state.username, state.password)
        case "refresh_token":
            granted = tokens.renew(form.get("refresh_token", ""))
        case _:
            return jsonify({"error": "unsupported_grant_type", "error_description": "Unsupported grant_type"}), 400
    if not granted:
        return jsonify({"error": "invalid_grant", "error_description": "Invalid user credentials"}), 401
    return jsonify(tokens.issue(state.now())), 200


def _unauthorized() -> tuple[Response, int]:
    answer = jsonify({"error": "invalid_token", "error_description": "Token expired or absent"})
    answer.headers["WWW-Authenticate"] = 'Bearer realm="digo", error="invalid_token"'
    return answer, 401


def _day(name: str) -> date | None:
    """The local day of a bound: sent as ISO 8601 with Z, but meant as local time."""
    try:
        return datetime.fromisoformat(request.args.get(name, "")).date()
    except ValueError:
        return None


def _agencies(state: State, start: date, end: date) -> list[Json]:
    """Every unit that existed then, with what it counted while it did: a merged unit stays in the history."""
    today = state.today()
    rows = [
        _row(unit.one_stop_code, unit.name, _while_in_being(state, unit, start, min(end, today)))
        for unit in state.province.units
        if unit.in_being(start, end) and not troubles.silent(unit.code, min(end, today), today)
    ]
    strange = troubles.unknown_agency_dossiers(start, min(end, today))
    return rows + ([_row(*troubles.UNKNOWN_AGENCY, OneStopCells(neither=strange))] if strange else [])


def _while_in_being(state: State, unit: SimulatedUnit, start: date, end: date) -> OneStopCells:
    return state.province.one_stop(unit.code, max(start, unit.began or start), min(end, unit.ended or end))


def _row(code: str, name: str, cells: OneStopCells) -> Json:
    received, resolved = cells.received, cells.resolved
    level = "Cấp Sở" if code.startswith("000.") else "Cấp Xã"
    return {
        "agency": {"id": object_id(code), "code": code, "name": name, "level": {"id": object_id(level), "name": level}},
        "totalReceiver": received,
        "totalReceiverHavingFile": cells.with_components,
        "totalReceiverNopeFile": received - cells.with_components,
        "totalComplete": resolved,
        "totalCompleteHavingFile": cells.with_result,
        "totalCompleteNopeFile": resolved - cells.with_result,
        "totalReceiverCompleteHavingFile": cells.both,
        "percentTotalReceiverHavingFile": percent(cells.with_components, received) or 0.0,
        "percentTotalCompleteHavingFile": percent(cells.with_result, resolved) or 0.0,
        "percentTotalReceiverCompleteHavingFile": percent(cells.both, received) or 0.0,
    }
