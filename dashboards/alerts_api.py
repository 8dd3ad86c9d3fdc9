"""Alerts for other programs, as JSON under /api/v1/alerts: the board, one alert, and people's steps.

Steps take a JSON body, so that no page of another site can send one in a reader's name. Every error is
{"error": sentence} with its status: 400 something is missing or wrong, 404 no such alert, 409 the alert's state does
not allow it, 415 no JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request

from monitor.alerts.service import AlertError, AlertService
from monitor.alerts.states import STATES, NotPermitted

PATH = "/api/v1/alerts"
Step = Callable[[AlertService, int, Mapping[str, str]], object]
_STEPS: dict[str, tuple[tuple[str, ...], Step]] = {
    "acknowledge": (
        ("by", "cause", "explanation"),
        lambda alerts, number, said: alerts.acknowledge(number, said["by"], said["cause"], said["explanation"]),
    ),
    "explain": (
        ("by", "cause", "explanation"),
        lambda alerts, number, said: alerts.explain(number, said["by"], said["cause"], said["explanation"]),
    ),
    "action": (
        ("by", "owner", "product", "due"),
        lambda alerts, number, said: alerts.plan(
            number, said["by"], owner=said["owner"], product=said["product"], due=date.fromisoformat(said["due"])
        ),
    ),
    "done": (
        ("by", "remark"),
        lambda alerts, number, said: alerts.claim_done(number, said["by"], said["remark"]),
    ),
}
"""Step → the fields its body must have, and what it does."""


def register_api(server: Flask, alerts: AlertService) -> None:
    """Answer GET /api/v1/alerts[?state=…&rule=…&unit=…], GET /api/v1/alerts/N, POST /api/v1/alerts/N/STEP."""

    @server.get(PATH)
    def listed() -> Response:
        state = request.args.get("state")
        if state is not None and state not in STATES:
            return _refused(HTTPStatus.BAD_REQUEST, f"No state is called {state!r}. Known: {', '.join(STATES)}.")
        found = alerts.board(
            states_in=None if state is None else (state,),
            rule=request.args.get("rule"),
            unit=request.args.get("unit"),
        )
        return _answer({"alerts": found, "simulated": alerts.figures.simulated})

    @server.get(f"{PATH}/<int:number>")
    def one(number: int) -> Response:
        try:
            found = alerts.detail(number)
        except AlertError as error:
            return _refused(HTTPStatus.NOT_FOUND, str(error))
        whole = {"alert": found.alert, "events": found.events, "messages": found.told, "decisions": found.decisions}
        return _answer({**whole, "waits_until": found.waits_until, "simulated": alerts.figures.simulated})

    @server.post(f"{PATH}/<int:number>/<step>")
    def taken(number: int, step: str) -> Response:
        return _taken(alerts, number, step)


def _taken(alerts: AlertService, number: int, step: str) -> Response:
    refused = _malformed(step)
    if refused is not None:
        return refused
    try:
        alerts.detail(number)
    except AlertError as error:
        return _refused(HTTPStatus.NOT_FOUND, str(error))
    try:
        _STEPS[step][1](alerts, number, request.get_json())
    except NotPermitted as error:
        return _refused(HTTPStatus.CONFLICT, str(error))
    except ValueError as error:  # a mistake of the body: an unknown cause, no day, a day gone by
        return _refused(HTTPStatus.BAD_REQUEST, str(error))
    return _answer({"alert": alerts.detail(number).alert})


def _malformed(step: str) -> Response | None:
    """What is wrong with the question itself, whatever the alert."""
    if step not in _STEPS:
        return _refused(HTTPStatus.NOT_FOUND, f"No step is called {step!r}. Known: {', '.join(_STEPS)}.")
    if not request.is_json:
        return _refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send a JSON body with Content-Type: application/json.")
    fields, body = _STEPS[step][0], request.get_json(silent=True)
    if not isinstance(body, dict) or not all(isinstance(body.get(name), str) for name in fields):
        return _refused(HTTPStatus.BAD_REQUEST, f"The body is an object with the texts {', '.join(fields)}.")
    return None


def _answer(document: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    body = json.dumps(document, ensure_ascii=False, default=_plain)
    return Response(body, status, content_type="application/json; charset=utf-8")


def _refused(status: HTTPStatus, sentence: str) -> Response:
    return _answer({"error": sentence}, status)


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever JSON does not know
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
