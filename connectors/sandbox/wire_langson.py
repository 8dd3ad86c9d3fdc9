"""The provincial axis with a received list: a login, one list per range of days without pages, errors inside a 200.

Quirks kept on purpose: dates are only read as yyyy/MM/dd, another writing drops the filter without a word; a token dies
after ``troubles.TOKEN_USES`` questions.
"""

from __future__ import annotations

from datetime import date, datetime

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.exchange import Exchange
from connectors.sandbox.rhythm import OPENED
from connectors.sandbox.state import VIETNAM, State
from connectors.sandbox.wire_igate import Tokens

Json = dict[str, object]


def blueprint(state: State, exchange: Exchange, tokens: Tokens) -> Blueprint:
    """Routes of the axis. Both keys of the system that asks are the sandbox's user name and password."""
    routes = Blueprint("langson", __name__, url_prefix="/langson/v1")

    @routes.post("/auth/login")
    def login() -> tuple[Response, int]:
        body = request.get_json(silent=True) or {}
        if (body.get("username"), body.get("password")) != (state.username, state.password):
            return jsonify({"code": 401, "message": "Sai tên đăng nhập hoặc mật khẩu"}), 401
        return jsonify({"code": 200, "data": {"token": tokens.issue(state.now())["access_token"]}}), 200

    @routes.get("/syncReceivedEdocList")
    def received() -> Response | tuple[Response, int]:
        access = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not tokens.spend(access, state.now()):
            return jsonify({"success": False, "message": "Unauthorized"}), 401
        keys = request.headers.get("X-SystemId"), request.headers.get("X-SecretKey")
        if keys != (state.username, state.password):
            failure = {"errorCode": 15, "errorDesc": "Wrong SystemId or SecretKey"}
            return jsonify({"success": False, "message": "Sai SystemId hoặc SecretKey", "data": failure})
        return jsonify(_listed(exchange, _day("fromDate", OPENED), _day("toDate", state.today())))

    return routes


def _day(name: str, otherwise: date) -> date:
    try:
        return datetime.strptime(request.args.get(name, ""), "%Y/%m/%d").replace(tzinfo=VIETNAM).date()
    except ValueError:
        return otherwise


def _listed(exchange: Exchange, start: date, end: date) -> Json:
    rows = [
        {
            "docId": copy.document,
            "serviceType": "eDoc",
            "messageType": "edoc",
            "from": copy.sender,
            "to": copy.receiver,
            "status": copy.status,
            "statusDesc": "",
            "createdTime": f"{copy.at:%Y-%m-%d %H:%M:%S}",
            "updatedTime": f"{copy.at:%Y-%m-%d %H:%M:%S}",
        }
        for copy in exchange.received(start, end)
    ]
    return {"success": True, "message": "OK", "count": len(rows), "data": rows}
