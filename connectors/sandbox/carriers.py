"""The same simulated systems behind an X-Road security server, a Vietnamese adapter and a WSO2 gateway.

====================================================================  ==============================================
address                                                               what stands there
====================================================================  ==============================================
``/xroad/r1/VN/GOV/H01/mo-phong/{system}/…``                          X-Road REST; who asks stands in X-Road-Client
``/adapter/XrdAdapter/RestService/forward/…?dstcode=VN:GOV:H01:{s}``  the adapter; also wants ``providerurl``
``/wso2/token`` and ``/wso2/{system}/1.0/…``                          the gateway; key and secret are the sandbox's
                                                                      user and password
====================================================================  ==============================================
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Final

from werkzeug import Request, Response

from connectors.sandbox.state import State
from connectors.sandbox.wire_igate import Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEMBER: Final = ("VN", "GOV", "H01", "mo-phong")
VERSION: Final = "1.0"
GATEWAY_HEADER: Final = "X-Gateway-Token"
"""Read before Authorization, which a system behind the gateway may want for itself."""
_FORWARD: Final = "/adapter/XrdAdapter/RestService/forward/"
_XROAD: Final = "/xroad/r1/"
_WSO2: Final = "/wso2/"
Headers = list[tuple[str, str]]


class Carriers:
    """Stands before the application and forwards what comes by a carrier's address to the system's own."""

    def __init__(self, systems: WSGIApplication, state: State, mark: tuple[str, str]) -> None:
        self._systems = systems
        self._state = state
        self._mark = mark
        self._tokens = Tokens()
        self._carriers: dict[str, Callable[[Request], tuple[str, Headers] | Response]] = {
            _XROAD: self._xroad,
            _FORWARD: self._adapter,
            _WSO2: self._wso2,
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        carrier = next((c for prefix, c in self._carriers.items() if request.path.startswith(prefix)), None)
        if carrier is None:
            return self._systems(environ, start_response)
        carried = carrier(request)
        if isinstance(carried, Response):
            carried.headers.add(*self._mark)
            return carried(environ, start_response)
        path, headers = carried
        body = BytesIO(request.get_data())
        answer = Response.from_app(self._systems, {**environ, "PATH_INFO": path, "wsgi.input": body})
        answer.headers.extend(headers)
        return answer(environ, start_response)

    def _xroad(self, request: Request) -> tuple[str, Headers] | Response:
        *member, system, rest = (request.path.removeprefix(_XROAD) + "/" * 5).split("/", 5)
        if not request.headers.get("X-Road-Client"):
            return _x_road_error(400, "Client.BadRequest", "Missing HTTP header X-Road-Client")
        if tuple(member) != MEMBER or not system:
            return _x_road_error(500, "Server.ClientProxy.UnknownMember", "Could not find addresses for this provider")
        asked = hashlib.sha512(f"{request.method} {request.full_path}".encode() + request.get_data()).digest()
        carried = {
            "X-Road-Id": str(uuid.uuid4()),
            "X-Road-Request-Id": str(uuid.uuid4()),
            "X-Road-Request-Hash": base64.b64encode(asked).decode(),
        }
        return f"/{system}/{rest.rstrip('/')}", list(carried.items())

    @staticmethod
    def _adapter(request: Request) -> tuple[str, Headers] | Response:
        code = request.args.get("dstcode") or request.headers.get("dstcode", "")
        *member, system = code.split(":")
        if member != list(MEMBER[:3]) or not request.args.get("providerurl"):
            told = {"status": "FAIL", "message": "dstcode hoặc providerurl không đúng"}
            return Response(json.dumps(told, ensure_ascii=False), 400, content_type="application/json")
        return f"/{system}/{request.path.removeprefix(_FORWARD)}", []

    def _wso2(self, request: Request) -> tuple[str, Headers] | Response:
        system, version, rest = (request.path.removeprefix(_WSO2) + "//").split("/", 2)
        if system == "token":
            return self._token(request)
        sent = request.headers.get(GATEWAY_HEADER) or request.headers.get("Authorization")
        if sent is None:
            return _fault(900902, "Missing Credentials")
        if not self._tokens.spend(sent.removeprefix("Bearer "), self._state.now()):
            return _fault(900901, "Invalid Credentials")
        if version != VERSION:
            return _fault(404, "No matching resource found", 404)
        return f"/{system}/{rest.rstrip('/')}", []

    def _token(self, request: Request) -> Response:
        known = (self._state.username, self._state.password)
        sent = request.authorization
        if sent is None or (sent.username, sent.password) != known:
            return _json({"error": "invalid_client", "error_description": "Client Authentication failed."}, 401)
        if request.form.get("grant_type") != "client_credentials":
            return _json({"error": "unsupported_grant_type", "error_description": "Unsupported grant_type"}, 400)
        issued = self._tokens.issue(self._state.now())
        return _json({name: issued[name] for name in ("access_token", "scope", "token_type", "expires_in")}, 200)


def _json(told: object, status: int, headers: Headers | None = None) -> Response:
    return Response(json.dumps(told, ensure_ascii=False), status, headers, content_type="application/json")


def _x_road_error(status: int, kind: str, message: str) -> Response:
    told = {"type": kind, "message": message, "detail": str(uuid.uuid4())}
    return _json(told, status, [("X-Road-Error", kind)])


def _fault(code: int, message: str, status: int = 401) -> Response:
    return _json({"fault": {"code": code, "message": message, "description": message}}, status)
