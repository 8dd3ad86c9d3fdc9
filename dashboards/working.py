"""How pages begin long work, see its progress and cancel it; the work itself is done in ``dashboards.work``.

A page has a button ``begin("report", "…")`` and, if need be, fields with the id ``{GIVEN: name}``
(``dashboards.figures.progress``). ``MAKERS["report"]`` turns what was asked (the page's ``Question`` and the fields by
name) into a ``Task``, or raises ``WorkProblem``. Where the page puts ``box_of(question, "report")`` stands the progress
of the job its address names. When the job ends, the page is drawn anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component
from flask import Flask, Response, abort, send_file

from dashboards.callbacks import render
from dashboards.drawing import drawn
from dashboards.figures.progress import BEGIN, CANCEL, GIVEN, REFUSED, TICK, WORK, inner, sentence, under_way
from dashboards.pages.data import pulling
from dashboards.pages.reports import making
from dashboards.question import NothingStored, Question, Workshop, ask
from dashboards.view import ViewProblem, language_of
from dashboards.words import Words
from dashboards.work import Task, WorkProblem

if TYPE_CHECKING:
    from dashboards.service import Service
    from monitor.alerts.service import AlertService

_LOG = logging.getLogger(__name__)
Maker = Callable[[Question, Mapping[str, str]], Task]
MAKERS: dict[str, Maker] = {making.KIND: making.task, pulling.KIND: pulling.task}
"""What a kind of work is made from what was asked on the page. A new kind adds its line here."""


def register_work(app: Dash, service: Service, alerts: AlertService | None, workshop: Workshop) -> None:
    """Tie the buttons to the work, the box to its progress, and serve the files jobs have made."""

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Output(REFUSED, "children"),
        Input({BEGIN: ALL}, "n_clicks"),
        State({GIVEN: ALL}, "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def start(clicks: list[int | None], _given: Any, search: str) -> tuple[Any, Any]:  # noqa: ANN401 - read with their ids
        if not any(clicks):
            return no_update, no_update
        given = {part["id"][GIVEN]: str(part.get("value") or "") for part in ctx.states_list[0]}
        return begun(service, alerts, workshop, (str(ctx.triggered_id[BEGIN]), given, search or ""))

    @app.callback(
        Output(WORK, "children"),
        Output(TICK, "disabled"),
        Output("page", "children", allow_duplicate=True),
        Input(TICK, "n_intervals"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def look(_times: int, pathname: str, search: str) -> tuple[Any, Any, Any]:
        inside, going_on = _inner(workshop, search)
        if going_on:
            return inside, False, no_update
        return no_update, True, drawn(render(service, pathname, search, alerts, workshop=workshop)[0])

    @app.callback(
        Output(WORK, "children", allow_duplicate=True),
        Input(CANCEL, "n_clicks"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def cancel(clicks: int | None, search: str) -> Any:  # noqa: ANN401 - Dash's own
        if not clicks:
            return no_update
        workshop.work.cancel(_number(search))
        return _inner(workshop, search)[0]

    server: Flask = app.server

    @server.get("/work/<int:number>/<name>")
    def made(number: int, name: str) -> Response:
        path = workshop.work.file(number)
        if path is None or path.name != name:
            abort(404)
        return send_file(path, as_attachment=True, max_age=0)


def begun(
    service: Service, alerts: AlertService | None, workshop: Workshop, asked: tuple[str, Mapping[str, str], str]
) -> tuple[Any, Any]:
    """The page's query with the job that was begun, or a sentence that says why none was."""
    kind, given, search = asked
    words = Words(language_of(search))
    try:
        question = ask(service, search, alerts, workshop=workshop)
        job = workshop.work.start(MAKERS[kind](question, given))
    except ViewProblem as problem:
        return no_update, _refused(problem.sentence())
    except NothingStored:
        return no_update, _refused(words("problem.empty"))
    except WorkProblem as problem:
        return no_update, _refused(sentence(words, problem.said))
    except Exception:  # noqa: BLE001 - the reader gets a sentence, the log the traceback
        _LOG.exception("work %s", kind)
        return no_update, _refused(words("problem.inside", moment=words.moment(datetime.now(UTC))))
    return question.view.but(work=str(job.id)).query(), None


def _refused(text: str) -> Component:
    return html.P(text, className="refused")


def _inner(workshop: Workshop, search: str) -> tuple[list[Component | None], bool]:
    """What stands in the box of the job an address names, and whether the job goes on."""
    number = _number(search)
    job = workshop.work.find(number)
    return inner(Words(language_of(search)), number, job), under_way(job)


def _number(search: str) -> int:
    """The job an address names; 0, which no job has, where it names none."""
    asked = dict(parse_qsl(search.lstrip("?"))).get("work", "")
    return int(asked) if asked.isascii() and asked.isdecimal() else 0
