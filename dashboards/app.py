"""The dashboard as a WSGI application: ``create_app(service).server``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dash import Dash, dcc, html
from flask import Flask, Response, jsonify, request

from dashboards.alerts_api import register_api
from dashboards.answering import register_answers
from dashboards.callbacks import page_problem, register
from dashboards.downloads import register_downloads
from dashboards.exporting import serve_exports
from dashboards.letters import register_letters
from dashboards.question import Workshop
from dashboards.reviewing import register_steps
from dashboards.service import Service
from dashboards.view import language_of
from dashboards.words import Words
from dashboards.working import register_work

if TYPE_CHECKING:
    from monitor.alerts.service import AlertService

_INDEX = """<!DOCTYPE html>
<html lang="{lang}">
    <head>
        {{%metas%}}
        <title>sohoa</title>
        <link rel="icon" href="data:,">
        <script src="/assets/theme.js"></script>
        {{%css%}}
    </head>
    <body>
        <aside id="lost" class="lost" role="alert" hidden>
            {lost}<button type="button" class="button">{again}</button>
        </aside>
        <p id="told" class="unseen" role="status" data-loading="{loading}" data-back="{back}"></p>
        <div id="react-entry-point"><p class="waiting">{loading}</p></div>
        <noscript>{noscript}</noscript>
        {{%config%}}
        {{%scripts%}}
        {{%renderer%}}
    </body>
</html>"""
_PAGE_ENDPOINTS = ("/", "/<path:path>")


class Page(Dash):
    """Dash whose document is in the language its address asks for."""

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # noqa: ANN401 - Dash's own keywords
        """The document around every page."""
        words = Words(language_of(request.query_string.decode("utf-8", "replace")))
        index = _INDEX.format(
            lang=words.lang,
            loading=words("loading"),
            noscript=words("noscript"),
            lost="".join(_lost(words, kind) for kind in ("offline", "failing")),
            again=words("lost.again"),
            back=words("lost.back"),
        )
        for name in ("metas", "css", "config", "scripts", "renderer"):
            index = index.replace("{%" + name + "%}", parts.get(name, ""))
        return index


def _lost(words: Words, kind: str) -> str:
    """What the browser says when it does not reach the server, or the server fails; states.js fills in since when."""
    parts = re.split(r"\*\*", words(f"lost.{kind}", since="<time></time>"))
    return f'<p data-kind="{kind}" hidden>{parts[0]}<strong>{parts[1]}</strong>{parts[2]}</p>'


def create_app(
    service: Service,
    alerts: AlertService | None = None,
    workshop: Workshop | None = None,
    *,
    warm: Callable[[], bool] = lambda: True,
) -> Dash:
    """The whole dashboard over one service. Everything it needs is served by itself; nothing is fetched elsewhere.

    Without ``alerts`` there are no pages about alerts and no answers; without ``workshop`` no reports and no long work.
    ``warm`` tells /healthz whether what pages are likely to ask has been worked out.
    """
    app = Page(
        __name__,
        title="sohoa",
        update_title="",
        serve_locally=True,
        compress=True,
        enable_mcp=False,
        suppress_callback_exceptions=True,
        assets_ignore=r"^theme\.js$",  # the document asks for it by itself, before everything else
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.layout = html.Div(
        [dcc.Location(id="url", refresh="callback-nav"), dcc.Store(id="heading"), html.Div(id="page")]
    )
    register(app, service, alerts, workshop)
    serve_exports(app.server, service)
    _guard(app, service, alerts, workshop)
    serve_health(app.server, service, warm)
    if alerts is not None:
        register_answers(app, alerts)
        register_letters(app, alerts)
        register_api(app.server, alerts)
    if workshop is not None:
        register_downloads(app.server, workshop)
        register_work(app, service, alerts, workshop)
        register_steps(app, service, alerts, workshop)
    # Dash sets itself up at the first request and answers others 500 meanwhile; so it is done before any comes.
    app._setup_server()  # type: ignore[no-untyped-call]  # noqa: SLF001
    return app


def _guard(app: Dash, service: Service, alerts: AlertService | None, workshop: Workshop | None) -> None:
    """Status codes of pages, security headers."""
    server: Flask = app.server
    policy = _policy(app)

    @server.after_request
    def finish(response: Response) -> Response:
        response.headers.update(policy)
        if request.endpoint in _PAGE_ENDPOINTS and response.status_code == 200:  # noqa: PLR2004
            found = page_problem(
                service, request.path, request.query_string.decode("utf-8", "replace"), alerts, workshop
            )
            response.status_code = found.status if found else 200
        return response


def serve_health(server: Flask, service: Service, warm: Callable[[], bool]) -> None:
    """Answer /healthz: what there is to show, and whether it is at hand already."""

    @server.get("/healthz")
    def healthz() -> Response:
        closed = {name: service.latest_closed_period(name) for name in ("calendar", "nd09")}
        return jsonify(status="ok", simulated=service.simulated, latest_closed_period=closed, warm=warm())


def _policy(app: Dash) -> dict[str, str]:
    """Headers of every answer. ``csp_hashes`` covers Dash's one inline script; styles are inline by its design."""
    rules = (
        "default-src 'self'",
        f"script-src 'self' {' '.join(app.csp_hashes())}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
    return {
        "Content-Security-Policy": "; ".join(rules),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
