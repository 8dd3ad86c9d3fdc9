"""The national axis: parameters as signed headers, pages, a control total.

Quirks kept on purpose: an unsigned question is answered with status FAIL inside a 200; the sent list carries titles.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox.exchange import Copy, Exchange
from connectors.sandbox.rhythm import OPENED
from connectors.sandbox.state import VIETNAM, State

_PREFIX: Final = "XroadVnpt-"
_OK: Final = {"status": "OK", "ErrorCode": "0", "ErrorDesc": "Success"}
_PAGE: Final = "100"

Json = dict[str, object]


def blueprint(state: State, exchange: Exchange) -> Blueprint:
    """Routes of the axis; its secret is the sandbox's password."""
    routes = Blueprint("vxp", __name__, url_prefix="/vxp")

    @routes.before_request
    def signed() -> Response | None:
        if _is_signed(state.password):
            return None
        return jsonify({"status": "FAIL", "ErrorCode": "-1", "ErrorDesc": "Wrong signature"})

    @routes.post("/getSentEdocList")
    def sent() -> Response:
        rows = exchange.sent(_day("fromDate", OPENED), _day("toDate", state.today()))
        return jsonify({**_OK, "data": [_sent(copy) for copy in _page(rows)]})

    @routes.post("/getReceivedEdocList")
    def received() -> Response:
        rows = exchange.received(_day("fromDate", OPENED), _day("toDate", state.today()))
        return jsonify({**_OK, "data": [_received(copy) for copy in _page(rows)]})

    @routes.get("/countReceiveEdoc")
    def count() -> Response:
        rows = exchange.received(_day("fromDate", OPENED), _day("toDate", state.today()))
        return jsonify({**_OK, "count": len(rows)})

    return routes


def _is_signed(secret: str) -> bool:
    """Whether the signature is that of the JSON sent, and the JSON tells the headers beside it."""
    headers = request.headers
    text = headers.get(f"{_PREFIX}sign-header", "")
    right = hmac.new(secret.encode(), text.encode(), sha256).hexdigest()
    if not hmac.compare_digest(right, headers.get(f"{_PREFIX}hash-header", "")):
        return False
    names = [f"{_PREFIX}{name}" for name in headers.get(f"{_PREFIX}sign-header-key", "").split(";")]
    told: object = json.loads(text)
    return told == {name: headers.get(name) for name in names}


def _parameter(name: str, otherwise: str = "") -> str:
    return request.headers.get(f"{_PREFIX}{name}", otherwise)


def _day(name: str, otherwise: date) -> date:
    try:
        return datetime.strptime(_parameter(name), "%Y/%m/%d").replace(tzinfo=VIETNAM).date()
    except ValueError:
        return otherwise


def _page(rows: Sequence[Copy]) -> Sequence[Copy]:
    size, page = int(_parameter("pageSize", _PAGE)), int(_parameter("pageIndex", "1"))
    return rows[(page - 1) * size : page * size]


def _sent(copy: Copy) -> Json:
    return {
        "fromCode": copy.sender,
        "toCode": copy.receiver,
        "title": copy.title,
        "notation": "1/CV-MP",
        "sentTime": f"{copy.at:%Y-%m-%d %H:%M:%S}",
        "receivedTime": f"{copy.at:%Y-%m-%d %H:%M:%S}",
        "sendStatus": "done",
        "sendStatusDesc": "",
        "receiveStatus": "done",
        "senderDocId": copy.document,
        "receiverDocId": f"{copy.document}-{copy.receiver}",
    }


def _received(copy: Copy) -> Json:
    return {
        "docId": copy.document,
        "serviceType": "eDoc",
        "messageType": "edoc",
        "from": copy.sender,
        "to": copy.receiver,
        "created_time": f"{copy.at:%Y-%m-%d %H:%M:%S}",
        "updated_time": f"{copy.at:%Y-%m-%d %H:%M:%S}",
        "status": copy.status,
        "status_desc": "",
    }
