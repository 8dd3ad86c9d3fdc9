"""What can go wrong with one answer, and which error the pull must end in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from tests.connectors.conformance.peer import SECRET, TOKEN, Payload, Peer
from tests.connectors.loopback import Asked, Reply

LOGIN = '<html><head><title>Đăng nhập</title></head><form><input type="password"></form></html>'.encode()
FIREWALL = b"<html><title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1</html>"
PAGE = b"<!doctype html><html><title>Welcome</title></html>"
HTML = {"Content-Type": "text/html"}
Make = Callable[[Peer, Asked], Reply]


@dataclass(frozen=True)
class Case:
    """``make`` answers every data question from the second Batch on; the pull must end in an error of ``kind``.

    ``says`` stands in its message, ``attempts`` is how often the question is asked (None: retries + 1).
    """

    name: str
    make: Make
    kind: str
    says: str = ""
    attempts: int | None = 1
    evidence: bool = True


def plain(reply: Reply) -> Make:
    return lambda *_: reply


def changed(change: Callable[[Payload, str], Payload]) -> Make:
    """The happy answer with its first count field changed."""

    def make(peer: Peer, asked: Asked) -> Reply:
        return peer.reply(asked, lambda payload: change(payload, _field(peer, payload)))

    return make


def _field(peer: Peer, payload: Payload) -> str:
    return next(field for field in peer.fields if first_with(payload, field) is not None)


def first_with(payload: Payload, field: str) -> dict[str, Any] | None:
    """The first object, depth first, that has ``field``."""
    if isinstance(payload, dict):
        return payload if field in payload else _first(payload.values(), field)
    return _first(payload, field) if isinstance(payload, list) else None


def _first(parts: Iterable[Payload], field: str) -> dict[str, Any] | None:
    return next((found for part in parts if (found := first_with(part, field)) is not None), None)


def put(value: object) -> Callable[[Payload, str], Payload]:
    def change(payload: Payload, field: str) -> Payload:
        found = first_with(payload, field)
        assert found is not None
        found[field] = value
        return payload

    return change


def rename(payload: Payload, field: str) -> Payload:
    found = first_with(payload, field)
    assert found is not None
    found[f"{field}2"] = found.pop(field)
    return payload


def _bytes(change: Callable[[bytes], bytes]) -> Make:
    def make(peer: Peer, asked: Asked) -> Reply:
        happy = peer.reply(asked)
        return replace(happy, body=change(happy.body))

    return make


def _infinite(peer: Peer, asked: Asked) -> Reply:
    """A number too large for a float, which JSON libraries read as infinity."""
    marked = changed(put("@"))(peer, asked)
    return replace(marked, body=marked.body.replace(b'"@"', b"1e999"))


def _truncated(peer: Peer, asked: Asked) -> Reply:
    happy = peer.reply(asked)
    return replace(happy, body=happy.body[:40], announced=len(happy.body))


def _cut(peer: Peer, asked: Asked) -> Reply:
    return replace(peer.reply(asked), cut=True)


CASES = (
    Case("401", plain(Reply(401)), "credentials", "401"),
    Case("403", plain(Reply(403, f"no {SECRET} {TOKEN}".encode())), "unavailable", "403"),
    Case("404", plain(Reply(404)), "configuration", "404"),
    Case("409", plain(Reply(409)), "contract", "409"),
    Case("429 for an hour", plain(Reply(429, headers={"Retry-After": "3600"})), "unavailable", "3600 s"),
    Case("429 without an hour", plain(Reply(429)), "unavailable", "429"),
    Case("429 again and again", plain(Reply(429, headers={"Retry-After": "7"})), "unavailable", "429", attempts=2),
    Case("500", plain(Reply(500)), "unavailable", "500", attempts=None),
    Case("503 for a day", plain(Reply(503, headers={"Retry-After": "86400"})), "unavailable", "86400 s"),
    Case("time-out", plain(Reply(silent=True)), "unavailable", "in time", attempts=None, evidence=False),
    Case("connection dropped", plain(Reply(dropped=True)), "unavailable", "broken", attempts=None, evidence=False),
    Case("truncated", _truncated, "unavailable", "cut off", attempts=None, evidence=False),
    Case("chunks cut off", _cut, "unavailable", "cut off", attempts=None, evidence=False),
    Case("JSON cut off", _bytes(lambda body: body[:-9]), "contract", "not JSON"),
    Case("number as text", changed(put("120")), "contract", 'expected a whole number, found text "120"'),
    Case("fraction", changed(put(12.5)), "contract", "12.5"),
    Case("truth value", changed(put(value=True)), "contract", "a truth value true"),
    Case("list", changed(put([1])), "contract", "found a list"),
    Case("beyond 64 bits", changed(put(2**63)), "contract", "9223372036854775808"),
    Case("changed field", changed(rename), "contract", "is missing; fields found there"),
    Case("not a number", changed(put(float("nan"))), "contract", "NaN is not a JSON number"),
    Case("infinite", _infinite, "contract", "Infinity"),
    Case("a field twice", _bytes(lambda body: body.replace(b'{"', b'{"a": 1, "a": 2, "', 1)), "contract", "twice"),
    Case("other shape", _bytes(lambda body: b'{"rows": []}' if body[:1] == b"[" else b"[]"), "contract"),
    Case("login page", plain(Reply(200, LOGIN, HTML)), "unavailable", "login page"),
    Case("redirect to login", plain(Reply(302, headers={"Location": "/sso/login?x=1"})), "unavailable", "login page"),
    Case(
        "redirect elsewhere",
        plain(Reply(301, headers={"Location": "https://h.invalid/n"})),
        "configuration",
        "h.invalid",
    ),
    Case("firewall page", plain(Reply(200, FIREWALL, HTML)), "unavailable", "firewall"),
    Case("firewall page with 500", plain(Reply(500, FIREWALL, HTML)), "unavailable", "firewall"),
    Case("web page", plain(Reply(200, PAGE, HTML)), "contract", "not JSON"),
    Case("plain text", plain(Reply(200, b"OK", {"Content-Type": "text/plain"})), "contract", "not JSON"),
    Case("empty body", plain(Reply(200)), "contract", "empty"),
    Case("no content", plain(Reply(204)), "contract", "204"),
    Case("huge", plain(Reply(200, b"[" + b" " * 200_000)), "contract", "more than 100000 bytes"),
    Case("not UTF-8", _bytes(lambda body: body.decode().encode("cp1258", "replace") + b"\xff"), "contract", "UTF-8"),
)
