"""The draft of an official letter as a file to download; a person checks, numbers and signs it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from dashboards.shell import ALERTS
from dashboards.view import language_of
from dashboards.words import Words
from monitor.alerts.letter import draft
from monitor.alerts.service import AlertError, AlertService

if TYPE_CHECKING:
    from dash import Dash

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def register_letters(app: Dash, alerts: AlertService) -> None:
    """Serve drafts at /alerts/NUMBER/letter.docx."""
    server: Flask = app.server

    @server.get(f"{ALERTS}/<int:number>/letter.docx")
    def letter(number: int) -> Response:
        words = Words(language_of(request.query_string.decode("utf-8", "replace")))
        with TemporaryDirectory() as folder:
            file = Path(folder) / "letter.docx"
            try:
                draft(alerts, number, file)
            except AlertError:
                return Response(words("alerts.problem.letter"), status=409, mimetype="text/plain")
            held = file.read_bytes()
        name = f"cong-van-don-doc-{number}.docx"
        return Response(held, mimetype=DOCX, headers={"Content-Disposition": f"attachment; filename={name}"})
