"""Carriers on the loopback interface: each takes a question in its own form and puts it to the system behind it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import quote

from tests.connectors.loopback import Asked, Reply, Script

CLIENT = ("VN", "GOV", "000.00.00.H99", "giám sát")
SERVICE = ("VN", "GOV", "000.00.01/H99", "một cửa", "bao-cao.v1")
DSTCODE = "VN:GOV:000.00.00.H99:motcua"
KEY, SECRET = "khoa-ung-dung", "bi-mat-ung-dung"
OWN_HEADER = "X-Gateway-Token"


class Gateway(Protocol):
    """``options(url)`` is what a source writes under ``transport``; ``behind`` puts a system behind it."""

    def options(self, url: str) -> Mapping[str, object]: ...

    def behind(self, system: Script) -> Script: ...


def parts(names: tuple[str, ...]) -> str:
    return "/".join(quote(name, safe="") for name in names)


@dataclass
class SecurityServer:
    """X-Road's REST protocol. ``refusal`` is an error of its own, given instead of asking the system."""

    refusal: Reply | None = None

    def options(self, url: str) -> Mapping[str, object]:
        return {"kind": "xroad", "server": url, "client": list(CLIENT), "service": list(SERVICE)}

    def behind(self, system: Script) -> Script:
        prefix = f"/r1/{parts(SERVICE)}"

        def answer(asked: Asked) -> Reply:
            assert asked.path.startswith(f"{prefix}/"), asked.path
            assert asked.headers["x-road-client"] == parts(CLIENT)
            if self.refusal is not None:
                return self.refusal
            reply = system(replace(asked, path=asked.path.removeprefix(prefix)))
            carried = {"X-Road-Id": "f92591a3", "X-Road-Request-Id": "ffa9ac6b", "X-Road-Request-Hash": "jfGmWfu="}
            return replace(reply, headers={**reply.headers, **carried})

        return answer


@dataclass
class VietnameseAdapter:
    """The adapter of NDXP and VXP; ``provider`` is the address it must be told."""

    provider: str
    path: str = "XrdAdapter/RestService/forward"

    def options(self, url: str) -> Mapping[str, object]:
        return {"kind": "adapter", "server": url, "dstcode": DSTCODE, "path": self.path}

    def behind(self, system: Script) -> Script:
        prefix = f"/{self.path}"

        def answer(asked: Asked) -> Reply:
            assert asked.path.startswith(f"{prefix}/"), asked.path
            query = dict(asked.query)
            assert query.pop("dstcode") == asked.headers["dstcode"] == DSTCODE
            assert query.pop("providerurl").startswith(self.provider)
            return system(replace(asked, path=asked.path.removeprefix(prefix), query=query))

        return answer


@dataclass
class ApiManager:
    """WSO2: a token good for ``uses`` questions, then fault 900901."""

    header: str = OWN_HEADER
    uses: int = 1000
    issued: list[str] = field(default_factory=list)
    left: int = 0

    def options(self, url: str) -> Mapping[str, object]:
        own = {"key": KEY, "secret": SECRET, "header": self.header}
        return {"kind": "wso2", "server": url, "context": "mot-cua/1.0", **own}

    def behind(self, system: Script) -> Script:
        def answer(asked: Asked) -> Reply:
            if asked.path == "/token":
                return self._token(asked)
            sent = asked.headers.get(self.header.lower())
            if sent is None:
                return fault(900902, "Missing Credentials")
            if not self.issued or sent != f"Bearer {self.issued[-1]}" or self.left < 1:
                return fault(900901, "Invalid Credentials")
            self.left -= 1
            assert asked.path.startswith("/mot-cua/1.0/"), asked.path
            return system(replace(asked, path=asked.path.removeprefix("/mot-cua/1.0")))

        return answer

    def _token(self, asked: Asked) -> Reply:
        assert asked.body == b"grant_type=client_credentials"
        if asked.headers["authorization"] != "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode():
            return Reply(401, b'{"error": "invalid_client"}')
        self.issued.append(f"gateway-token-{len(self.issued)}")
        self.left = self.uses
        told = f'{{"access_token": "{self.issued[-1]}", "token_type": "Bearer", "expires_in": 3600}}'
        return Reply(200, told.encode(), {"Content-Type": "application/json"})


def fault(code: int, message: str, status: int = 401) -> Reply:
    body = f'{{"fault": {{"code": {code}, "message": "{message}", "description": "Access failure"}}}}'
    return Reply(status, body.encode(), {"Content-Type": "application/json"})


def x_road_error(status: int, kind: str, message: str = "no luck") -> Reply:
    body = f'{{"type": "{kind}", "message": "{message}", "detail": "3d7c4b56"}}'
    return Reply(status, body.encode(), {"Content-Type": "application/json", "X-Road-Error": kind})
