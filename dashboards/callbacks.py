"""What happens when the address changes or something is picked. Three lines each; pages do the work."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from dash import ALL, MATCH, Dash, Input, Output, State, ctx, html, no_update
from dash.dependencies import ClientsideFunction
from dash.development.base_component import Component

from dashboards import states
from dashboards.drawing import drawn
from dashboards.figures.grid import GRID, order_of
from dashboards.pages import overview, procedures, reports, unit, units
from dashboards.pages.alerts import one, page_at, page_of
from dashboards.pages.alerts.acting import Done, Form, sent, taken
from dashboards.pages.alerts.frame import DO, FIELD, PROBLEM, TICK
from dashboards.pages.data import PAGES, page_named
from dashboards.pages.overview.picture import LATER
from dashboards.permission import permitted
from dashboards.question import NothingStored, Question, Workshop, ask, page_path
from dashboards.service import Service
from dashboards.shell import ALERTS, DATA, MANY, PICK, REPORTS, UNITS, unit_options
from dashboards.view import ViewProblem, language_of
from dashboards.ways import NEWEST
from dashboards.words import Words

if TYPE_CHECKING:
    from monitor.alerts.service import AlertService

_LOG = logging.getLogger(__name__)
WITHOUT_COUNTS = (DATA, ALERTS, REPORTS)
"""Pages that say something even before anything is stored."""
Rendered = tuple[list[Component | None], dict[str, str]]


def register(app: Dash, service: Service, alerts: AlertService | None = None, workshop: Workshop | None = None) -> None:
    """Tie the address to the page, the pickers to the address, and the page's title to the browser."""

    @app.callback(
        Output("page", "children"), Output("heading", "data"), Input("url", "pathname"), Input("url", "search")
    )
    def show(pathname: str | None, search: str | None) -> Rendered:
        children, heading = render(service, pathname or "/", search or "", alerts, workshop=workshop)
        return drawn(children), heading

    @app.callback(
        Output("url", "pathname"),
        Output("url", "search"),
        Input({PICK: ALL}, "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def pick(_values: list[str | None], pathname: str, search: str) -> tuple[Any, Any]:
        return moved(service, ctx.triggered, pathname, search, alerts)

    @app.callback(
        Output("url", "search", allow_duplicate=True),
        Input({"type": GRID, "query": ALL}, "columnState"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def sort(states: list[list[dict[str, Any]] | None], search: str) -> Any:  # noqa: ANN401 - text, or Dash's own no_update
        return sorted_by(service, states[0], search) if states else no_update

    @app.callback(
        Output({"type": GRID, "query": MATCH}, "getRowsResponse"),
        Input({"type": GRID, "query": MATCH}, "getRowsRequest"),
        State({"type": GRID, "query": MATCH}, "id"),
        prevent_initial_call=True,
    )
    def fill(request: dict[str, Any] | None, grid: dict[str, str]) -> Any:  # noqa: ANN401 - or Dash's own no_update
        return no_update if request is None else block(service, request, grid["query"])

    @app.callback(Output({LATER: MATCH}, "children"), Input({LATER: MATCH}, "id"), State("url", "search"))
    def bring(part: dict[str, str], search: str) -> list[Component]:
        return drawn(filled(service, part[LATER], search))  # type: ignore[no-any-return]  # Dash children

    _register_suggestions(app, service)
    if alerts is not None:
        _register_forms(app, service, alerts)
    arrived = ClientsideFunction("sohoa", "arrived")
    app.clientside_callback(arrived, Input("heading", "data"))  # type: ignore[no-untyped-call]  # Dash's own


def _register_suggestions(app: Dash, service: Service) -> None:
    """Tie what is typed into a picker of units to the units it offers."""

    @app.callback(
        Output({PICK: "unit"}, "options"),
        Input({PICK: "unit"}, "search_value"),
        prevent_initial_call=True,
    )
    def suggest(text: str | None) -> Any:  # noqa: ANN401 - or Dash's own no_update
        return suggested(service, text)

    @app.callback(
        Output({FIELD: "unit"}, "options"),
        Input({FIELD: "unit"}, "search_value"),
        prevent_initial_call=True,
    )
    def suggest_in_form(text: str | None) -> Any:  # noqa: ANN401 - or Dash's own no_update
        return suggested(service, text)


def _register_forms(app: Dash, service: Service, alerts: AlertService) -> None:
    """Tie the buttons of the pages about alerts to what they do."""

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output("heading", "data", allow_duplicate=True),
        Output(PROBLEM, "children"),
        Input({DO: ALL}, "n_clicks"),
        State({FIELD: ALL}, "value"),
        State({TICK: ALL}, "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def send(clicks: list[int | None], _fields: Any, _ticks: Any, pathname: str, search: str) -> tuple[Any, Any, Any]:  # noqa: ANN401 - read with their ids
        if not any(clicks) or not ctx.triggered[0]["value"]:
            return no_update, no_update, no_update
        children, heading, wrong = did(service, alerts, sent(ctx.states_list, ctx.triggered_id), (pathname, search))
        return drawn(children), heading, wrong


def did(service: Service, alerts: AlertService, form: Form, address: tuple[str, str]) -> tuple[Any, Any, Any]:
    """The page after a form was taken; or, with everything typed still there, what is wrong with it."""
    words = Words(language_of(address[1]))
    try:
        done = taken(alerts, words, form)
    except Exception:  # noqa: BLE001 - the reader gets a sentence, the log the traceback
        _LOG.exception("form %s", form.act)
        done = Done(problem=words("problem.inside", moment=words.moment(datetime.now(UTC))))
    if done.problem is not None:
        return no_update, no_update, html.P(done.problem, className="refused")
    return *render(service, *address, alerts, done.told), no_update


def render(  # noqa: PLR0913 - the address, and what its page may be about
    service: Service,
    pathname: str,
    search: str,
    alerts: AlertService | None = None,
    told: str | None = None,
    *,
    workshop: Workshop | None = None,
) -> Rendered:
    """The page of an address, or the page that says what is wrong with it; never a traceback."""
    words = Words(language_of(search))
    try:
        anyway = pathname.startswith(WITHOUT_COUNTS)
        return service.steadily(lambda: _page(ask(service, search, alerts, told, workshop, anyway=anyway), pathname))
    except ViewProblem as found:
        return states.refused(words, found, pathname, search), _state(words, states.kind_of(found))
    except NothingStored:
        return states.empty(words), _state(words, "empty")
    except Exception:  # noqa: BLE001 - whatever breaks, the reader gets a sentence and the log the traceback
        _LOG.exception("page %s%s", pathname, search)
        return states.failed(words, pathname, search), _state(words, "failed")


def filled(service: Service, name: str, search: str | None) -> list[Component]:
    """A part of the overview that comes after its page; or a sentence, never a traceback."""
    words = Words(language_of(search or ""))
    try:
        return service.steadily(lambda: overview.PARTS[name](ask(service, search or "")))
    except Exception:  # noqa: BLE001 - the reader gets a sentence, the log the traceback
        _LOG.exception("part %s%s", name, search)
        return [html.P(words("problem.inside", moment=words.moment(datetime.now(UTC))), className="note")]


def page_problem(
    service: Service,
    pathname: str,
    search: str,
    alerts: AlertService | None = None,
    workshop: Workshop | None = None,
) -> ViewProblem | None:
    """What is wrong with an address, without making its page."""
    try:
        question = ask(service, search, alerts, workshop=workshop)
        about_procedures = service.procedures and procedures.known(question, service.procedures, pathname)
        if about_procedures or (service.data and page_named(pathname)) or pathname == UNITS:
            return None
        report = reports.page_at(pathname)
        if workshop is not None and report:
            reports.check(question, workshop, report)
            return None
        name = page_at(pathname)
        if alerts is not None and name:
            if name.isdecimal():
                one.detail(question, alerts, int(name))
            return None
        code = unit_code(pathname, question.words.lang)
        if code:
            unit.unit_name(question, code)
        else:
            permitted(question, None)
    except ViewProblem as found:
        return found
    except NothingStored:
        return None
    return None


def unit_code(pathname: str, lang: str) -> str | None:
    """The unit a path names, None for the overview. Raises ``ViewProblem`` with status 404 for any other path."""
    if pathname == "/":
        return None
    head, _, code = pathname.removeprefix("/").partition("/")
    if head == "unit" and code and "/" not in code:
        return code
    raise ViewProblem("problem.page", status=404, lang=lang, value=pathname)


def moved(
    service: Service,
    triggered: list[dict[str, Any]],
    pathname: str,
    search: str,
    alerts: AlertService | None = None,
) -> tuple[Any, Any]:
    """Path and query after something was picked; no change where the address already says so."""
    try:
        question = ask(service, search, alerts)
    except ViewProblem:
        return no_update, no_update
    path, query = _picked(question, triggered, pathname)
    return path if path != pathname else no_update, query if query != question.view.query() else no_update


def sorted_by(service: Service, state: list[dict[str, Any]] | None, search: str) -> Any:  # noqa: ANN401 - or no_update
    """Query after a heading of the grid was chosen; no change where the address already says so."""
    try:
        view = ask(service, search or "").view
    except (ViewProblem, NothingStored):
        return no_update
    wanted = order_of(state)
    return no_update if wanted in {view.order, units.order(view)} else view.but(order=wanted).query()


def suggested(service: Service, text: str | None) -> Any:  # noqa: ANN401 - or Dash's own no_update
    """Units for what is typed into the picker; where all of them are there already, nothing changes."""
    return unit_options(service, text) if service.units.height > MANY else no_update


def block(service: Service, request: dict[str, Any], search: str) -> dict[str, Any]:
    """The rows that the grid on the page with this query asks for, by the heading that sorts it at that moment."""
    query = sorted_by(service, request.get("sortModel"), search)
    try:
        rows = int(request["startRow"]), int(request["endRow"])
        return service.steadily(lambda: units.block(ask(service, search if query is no_update else query), *rows))
    except (ViewProblem, NothingStored):
        return {"rowData": [], "rowCount": 0}


def _picked(question: Question, triggered: list[dict[str, Any]], pathname: str) -> tuple[str, str]:
    picks = {pick["prop_id"]: pick["value"] for pick in triggered if pick["value"] or '"find"' in pick["prop_id"]}
    view = question.view
    for prop, value in picks.items():
        for name, change in _CHANGES.items():
            if f'"{name}"' in prop:
                pathname, view = change(question, pathname, value)
    return pathname, view.query()


def _to_unit(question: Question, _pathname: str, value: str) -> tuple[str, Any]:
    return page_path(value), question.view


def _to_period(question: Question, pathname: str, value: str) -> tuple[str, Any]:
    newest = question.service.latest_closed_period(question.view.calendar)
    return pathname, question.view.but(period=None if value == newest else value)


def _to_calendar(question: Question, pathname: str, value: str) -> tuple[str, Any]:
    return pathname, question.view.but(calendar=value)


def _to_source(question: Question, pathname: str, value: str) -> tuple[str, Any]:
    return pathname, question.view.but(source=None if value == question.sources[0] else value)


def _to_find(question: Question, pathname: str, value: str | None) -> tuple[str, Any]:
    return pathname, question.view.but(find=value or None, page=None)


def _to_known(question: Question, pathname: str, value: str) -> tuple[str, Any]:
    day = None if value == NEWEST else date.fromisoformat(value)
    return pathname, question.view if day == question.view.known_day else question.view.known_on(day)


_CHANGES: dict[str, Callable[[Question, str, str], tuple[str, Any]]] = {
    "unit": _to_unit,
    "period": _to_period,
    "calendar": _to_calendar,
    "source": _to_source,
    "find": _to_find,
    "known": _to_known,
}


def _page(question: Question, pathname: str) -> Rendered:
    service, alerts = question.service, question.alerts
    report = reports.page_at(pathname)
    if question.workshop is not None and report:
        content, title = reports.page_of(question, question.workshop, report)
        return content, _heading(question.words, title)
    about = page_at(pathname)
    if alerts is not None and about:
        return page_of(question, alerts, about), _heading(question.words, question.words("nav.alerts"))
    name = page_named(pathname)
    if service.data and name:
        return PAGES[name](question, service.data), _heading(question.words, question.words(f"data.{name}"))
    procedure = procedures.code_of(pathname)
    if service.procedures and (pathname == procedures.PROCEDURES or procedure):
        children, name = procedures.page_of(question, service.procedures, procedure)
        return children, _heading(question.words, name)
    if pathname == UNITS:
        return units.page(question), _heading(question.words, units.title(question))
    code = unit_code(pathname, question.words.lang)
    if code is None:
        permitted(question, None)
    children = unit.page(question, code) if code else overview.page(question)
    name = unit.unit_name(question, code) if code else overview.title(question)
    return children, _heading(question.words, name)


def _state(words: Words, kind: str) -> dict[str, str]:
    return _heading(words, states.title(words, kind))


def _heading(words: Words, page: str) -> dict[str, str]:
    return {"title": words("title", page=page), "lang": words.lang}
