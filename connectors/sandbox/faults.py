"""Faults a test orders from the sandbox: the next answers on a path go wrong in a named way."""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from threading import Event, Lock
from typing import Final, Literal, NamedTuple, get_args

from flask import Flask, Response, g, request

Kind = Literal["500", "403", "429", "html_login", "truncated", "changed_field", "hang", "reset"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

RENAMED: Final = {
    "numerator": "numeratorValue",
    "totalReceived": "totalReceivedCount",
    "channelTotalSum": "channelTotal",
    "totalDossierFinancialObligation": "totalDossierObligation",
    "receivedCount": "receiveCount",
    "tiepNhan": "tiepNhanTrongKy",
    "tongTiepNhan": "tongSoTiepNhan",
    "totalReceiver": "totalReceiverCount",
    "records": "rows",
    "sent": "sentCount",
    "access_token": "accessToken",
}
"""Fields a changed answer carries under another name."""

_LOGIN_PAGE: Final = """<!doctype html><html lang="vi"><head><title>Đăng nhập</title></head>
<body><h1>Đăng nhập hệ thống (mô phỏng)</h1><form action="/login" method="post">
<input name="username"><input name="password" type="password"></form></body></html>"""
_FIREWALL_PAGE: Final = """<html><head><title>Request Rejected</title></head>
<body>The requested URL was rejected. Please consult with your administrator.</body></html>"""


class Claimed(NamedTuple):
    """The fault one request runs into."""

    kind: Kind
    retry_after: int
    released: Event


@dataclass
class _Order:
    path: str
    kind: Kind
    left: int | None
    after: int
    retry_after: int


class Faults:
    """Orders in the sequence they were given; the first that fits a request is used up by it."""

    def __init__(self) -> None:
        self._orders: list[_Order] = []
        self._lock = Lock()
        self._released = Event()
        self.held = Event()
        """Set once a request hangs."""

    def add(self, path: str, kind: Kind, times: int | None = 1, *, after: int = 0, retry_after: int = 1) -> None:
        """Let the next ``times`` (None: all) requests whose path contains ``path`` fail, skipping the first ``after``.

        500, 403, 429   that status (403 with a firewall page, 429 with Retry-After: ``retry_after`` seconds)
        html_login      200 with a login page
        truncated       the right answer, cut in the middle
        changed_field   the right answer with its key field renamed (``RENAMED``)
        hang            no answer until ``release``
        reset           the connection closes without an answer
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} is no fault. Use one of: {', '.join(KINDS)}.")
        with self._lock:
            self._orders.append(_Order(path, kind, times, after, retry_after))

    def clear(self) -> None:
        """Forget all orders and let hanging requests go on."""
        with self._lock:
            self._orders.clear()
        self.release()

    def release(self) -> None:
        """Let requests that hang go on; later ones hang again."""
        with self._lock:
            self._released.set()
            self._released = Event()
            self.held.clear()

    def claim(self, path: str) -> Claimed | None:
        """The fault this request runs into, if any."""
        with self._lock:
            for order in self._orders:
                if order.path not in path or order.left == 0:
                    continue
                if order.after > 0:
                    order.after -= 1
                    continue
                if order.left is not None:
                    order.left -= 1
                return Claimed(order.kind, order.retry_after, self._released)
        return None

    def hang(self, claimed: Claimed) -> None:
        """Block until released."""
        self.held.set()
        claimed.released.wait()


def install(app: Flask, faults: Faults) -> None:
    """Make ``app`` obey the orders of ``faults``."""

    @app.before_request
    def before() -> Response | None:
        claimed = faults.claim(request.full_path)
        g.fault = claimed.kind if claimed else None
        if claimed and claimed.kind == "hang":
            faults.hang(claimed)
        return _instead(claimed) if claimed else None

    @app.after_request
    def after(answer: Response) -> Response:
        kind = g.get("fault")
        if kind == "truncated":
            answer.set_data(answer.get_data()[: len(answer.get_data()) // 2])
        if kind == "changed_field":
            answer.set_data(_renamed(answer.get_data(as_text=True)))
        return answer


def _instead(claimed: Claimed) -> Response | None:
    match claimed.kind:
        case "500":
            return Response('{"status":500,"error":"Internal Server Error"}', 500, mimetype="application/json")
        case "403":
            return Response(_FIREWALL_PAGE, 403, mimetype="text/html")
        case "429":
            headers = {"Retry-After": str(claimed.retry_after)}
            return Response('{"message":"Too Many Requests"}', 429, headers, mimetype="application/json")
        case "html_login":
            return Response(_LOGIN_PAGE, 200, mimetype="text/html")
        case "reset":
            _drop_connection()
    return None


def _drop_connection() -> None:
    """Close the client's connection under waitress, which hands out its channel with this environment entry."""
    connected = request.environ.get("waitress.client_disconnected")
    if connected is None:
        raise RuntimeError("The fault 'reset' needs the sandbox served over HTTP: use Sandbox.serve().")
    connected.__self__.socket.shutdown(socket.SHUT_RDWR)


def _renamed(text: str) -> str:
    return re.sub(r'"(\w+)"(?=\s*:)', lambda key: f'"{RENAMED.get(key[1], key[1])}"', text)
