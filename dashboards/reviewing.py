"""Taking an edition from draft to reviewed to issued from its page."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboards.callbacks import render
from dashboards.figures.progress import GIVEN
from dashboards.pages import reports
from dashboards.pages.reports.making import MOST
from dashboards.pages.reports.steps import REFUSED, STEP
from dashboards.view import language_of
from dashboards.words import Words
from monitor.store import StoreError

if TYPE_CHECKING:
    from dashboards.question import Workshop
    from dashboards.service import Service
    from monitor.alerts.service import AlertService

_LOG = logging.getLogger(__name__)


def register_steps(app: Dash, service: Service, alerts: AlertService | None, workshop: Workshop) -> None:
    """Tie the button of an edition's next step to what it does."""

    @app.callback(
        Output("page", "children", allow_duplicate=True),
        Output(REFUSED, "children"),
        Input({STEP: ALL}, "n_clicks"),
        State({GIVEN: ALL}, "value"),
        State("url", "pathname"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def step(clicks: list[int | None], _given: Any, pathname: str, search: str) -> tuple[Any, Any]:  # noqa: ANN401 - read with their ids
        if not any(clicks):
            return no_update, no_update
        given = {part["id"][GIVEN]: str(part.get("value") or "").strip() for part in ctx.states_list[0]}
        told, problem = stepped(workshop, Words(language_of(search or "")), pathname, (ctx.triggered_id[STEP], given))
        if problem is not None:
            return no_update, html.P(problem, className="refused")
        return render(service, pathname, search or "", alerts, told, workshop=workshop)[0], None


def stepped(
    workshop: Workshop, words: Words, pathname: str, asked: tuple[str, Mapping[str, str]]
) -> tuple[str | None, str | None]:
    """Do an edition's step: what is told, or what is wrong. ``asked``: review or issue, with who and note."""
    act, given = asked
    wrong = _wrong(workshop, words, act, given)
    if wrong is not None:
        return None, wrong
    number = int(reports.page_at(pathname) or 0)
    try:
        workshop.reports.step(number, act, given["who"], given.get("note", ""))
    except StoreError:
        return None, words("reports.problem.step")
    except Exception:  # noqa: BLE001 - the reader gets a sentence, the log the traceback
        _LOG.exception("step %s of edition %s", act, number)
        return None, words("problem.inside", moment=words.moment(datetime.now(UTC)))
    return words(f"reports.done.{act}"), None


def _wrong(workshop: Workshop, words: Words, act: str, given: Mapping[str, str]) -> str | None:
    if not workshop.reports.figures.sight.everything:
        return words("reports.hidden")
    label = words(f"reports.field.who.{act}")
    if not given.get("who"):
        return words("answer.problem.missing", field=label)
    if any(len(text) > MOST for text in given.values()):
        return words("answer.problem.long", field=label, most=MOST)
    return None
