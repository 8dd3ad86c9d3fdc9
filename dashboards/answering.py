"""The page a signed link opens: what is short, since when, by when to answer; and the answer. No login, no script.

The token is the only key: whoever holds it may answer these alerts for this recipient. A form also names the version
of the alert it was made for, so that a form sent twice, or kept for long, changes nothing a second time.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from dashboards.figures import alert as shown
from dashboards.shell import short_name
from dashboards.view import language_of
from dashboards.words import Words, stressed
from monitor.alerts.service import LINK_PATH, AlertError, AlertService
from monitor.alerts.states import ACTS, CAUSES, STATES, NotPermitted
from monitor.alerts.tokens import BadLink, Grant, LinkEnded

if TYPE_CHECKING:
    from dash import Dash

_LOG = logging.getLogger(__name__)
ANSWERS = ("acknowledge", "plan", "claim", "explain")
"""What may be answered, in the order the page offers it."""
TEXT, POSITION = 2000, 200
"""Most characters of a text, and of a position."""
FIELDS: dict[str, tuple[str, ...]] = {
    "acknowledge": ("cause", "explanation"),
    "plan": ("product", "owner", "due"),
    "claim": ("remark",),
    "explain": ("cause", "explanation"),
}
BIGGEST = 64 * 1024
"""Bytes of a form."""


@dataclass(frozen=True)
class Refused:
    """A form that was not taken: of which alert and step, why, what was typed, and the status of the answer."""

    alert: int
    act: str
    problem: str
    typed: Mapping[str, str]
    status: int


@dataclass(frozen=True)
class Desk:
    """One holder of a link at work: what it allows, alerts within it, and the reader's language."""

    words: Words
    grant: Grant
    alerts: AlertService
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Who answers: a unit or an office, never a person."""
        return self.alerts.recipients.name(self.grant.recipient, self.words.lang)


def register_answers(app: Dash, alerts: AlertService) -> None:
    """Serve the page of signed links."""
    pages = Blueprint("answering", __name__, template_folder="templates")

    @pages.get(f"{LINK_PATH}<token>")
    def look(token: str) -> Response:
        return _guarded(alerts, token)

    @pages.post(f"{LINK_PATH}<token>")
    def answer(token: str) -> Response:
        request.max_content_length = BIGGEST
        return _guarded(alerts, token)

    sheets = sorted(file.name for file in Path(__file__).with_name("assets").glob("*.css"))
    province = short_name(alerts.figures.province.name)
    app.server.extensions[__name__] = {
        "sheets": [app.get_asset_url(name) for name in sheets],
        "brand": f"sohoa · {province}",
        "simulated": alerts.figures.simulated,
    }
    app.server.register_blueprint(pages)


def _guarded(alerts: AlertService, token: str) -> Response:
    """The page, or a sentence that says what to do; never a traceback."""
    words = Words(language_of(request.query_string.decode("utf-8", "replace")))
    try:
        grant, within = alerts.answering(token)
        desk = Desk(words, grant, within, {name: value.strip() for name, value in request.form.items()})
        return _taken(desk) if request.method == "POST" else _page(desk)
    except LinkEnded as ended:
        return _sentence(words, words("answer.refused.ended", day=words.day(ended.until)), 410)
    except BadLink:
        return _sentence(words, words("answer.refused.damaged"), 403)
    except Exception:
        if current_app.testing:
            raise
        # Without the address: it holds the token.
        _LOG.exception("answering page")
        return _sentence(words, words("problem.inside", moment=words.moment(datetime.now(UTC))), 500)


def _taken(desk: Desk) -> Response:
    """Take an answer; afterwards the page is asked for anew, so that reloading sends nothing twice."""
    refused = _answered(desk)
    if refused is not None:
        return _page(desk, refused)
    asked = f"&lang={desk.words.lang}" if desk.words.lang != "vi" else ""
    number, act = desk.typed["alert"], desk.typed["act"]
    return redirect(f"{request.path}?done={act}{asked}#a{number}", code=303)


def _answered(desk: Desk) -> Refused | None:
    words, typed = desk.words, desk.typed
    number, act = typed.get("alert", ""), typed.get("act", "")
    if not number.isdecimal() or int(number) not in desk.grant.alerts or act not in ANSWERS:
        return Refused(0, "", words("answer.problem.form"), typed, 400)
    alert = desk.alerts.detail(int(number)).alert
    problem = _problem_of(desk, act)
    if problem is not None:
        return Refused(alert["id"], act, problem, typed, 400)
    if typed.get("version") != str(alert["version"]):
        return Refused(alert["id"], act, words("answer.problem.version"), typed, 409)
    try:
        _step(desk, alert["id"], act)
    except NotPermitted:
        state = shown.state_name(words, alert["state"])
        return Refused(alert["id"], act, words("answer.problem.state", state=state), typed, 409)
    except AlertError:
        return Refused(alert["id"], act, words("answer.problem.version"), typed, 409)
    return None


def _step(desk: Desk, number: int, act: str) -> None:
    typed, alerts = desk.typed, desk.alerts
    if act == "acknowledge":
        alerts.acknowledge(number, desk.name, typed["cause"], typed["explanation"])
    elif act == "explain":
        alerts.explain(number, desk.name, typed["cause"], typed["explanation"])
    elif act == "plan":
        due = date.fromisoformat(typed["due"])
        alerts.plan(number, desk.name, owner=typed["owner"], product=typed["product"], due=due)
    else:
        alerts.claim_done(number, desk.name, typed["remark"])


def _problem_of(desk: Desk, act: str) -> str | None:
    """What is missing or wrong in a form, as a sentence."""
    words, typed = desk.words, desk.typed
    for name in FIELDS[act]:
        value, label = typed.get(name, ""), words(f"answer.{name}")
        if name == "cause":
            if value not in CAUSES:
                return words("answer.problem.cause")
        elif name == "due":
            if not _from_today(value, desk.alerts.today):
                return words("answer.problem.day")
        elif not value:
            return words("answer.problem.missing", field=label)
        elif len(value) > most(name):
            return words("answer.problem.long", field=label, most=most(name))
    return None


def most(name: str) -> int:
    """Most characters of a field."""
    return POSITION if name == "owner" else TEXT


def _from_today(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) >= today
    except ValueError:
        return False


def _page(desk: Desk, refused: Refused | None = None) -> Response:
    """Every alert of the link: facts, what was answered, and the forms of the steps that are possible now."""
    words, service = desk.words, desk.alerts
    rows = service.board(states_in=STATES)
    done = request.args.get("done", "")
    content = {
        "title": words("answer.title"),
        "intro": words.rich("answer.for", name=desk.name),
        "until": words("answer.until", day=words.day(desk.grant.until)),
        "told": words(f"answer.done.{done}") if done in ANSWERS and refused is None else None,
        "items": [_item(desk, row["id"], refused) for row in rows],
        "causes": [(code, text[words.lang]) for code, text in CAUSES.items()],
        "today": service.today.isoformat(),
        "refused": refused,
        "most": most,
    }
    return _html(words, "answer.html", content, 200 if refused is None else refused.status)


def _item(desk: Desk, number: int, refused: Refused | None) -> dict[str, Any]:
    words, declared = desk.words, desk.alerts.declared
    found = desk.alerts.detail(number)
    alert = found.alert
    acts = [act for act in ANSWERS if alert["state"] in ACTS[act].before]
    mine = refused if refused is not None and refused.alert == number else None
    return {
        "id": number,
        "version": alert["version"],
        "title": shown.rule_name(words, declared, alert["rule"]),
        "subject": shown.subject_name(words, declared, alert),
        "state": shown.state_name(words, alert["state"]),
        "facts": shown.facts(words, declared, alert, found.waits_until, desk.alerts.today),
        "answers": _given(words, alert),
        "acts": [_form(words, act, alert, mine) for act in acts],
        "history": words("answer.history", count=len(found.events)),
        "steps": [(stressed(shown.step(words, event)), shown.why(words, event)) for event in found.events],
        "problem": mine.problem if mine else None,
    }


def _form(words: Words, act: str, alert: Mapping[str, Any], refused: Refused | None) -> dict[str, Any]:
    """A form with what was typed before, or what the alert holds."""
    held = {"cause": alert["cause"], "explanation": alert["explanation"], "product": alert["action_product"]}
    held |= {"owner": alert["action_owner"], "due": alert["action_due"]}
    typed = refused.typed if refused is not None and refused.act == act else None
    return {
        "act": act,
        "name": words(f"answer.act.{act}"),
        "send": words(f"answer.send.{act}"),
        "fields": [(name, words(f"answer.{name}"), (typed or held).get(name) or "") for name in FIELDS[act]],
        "open": typed is not None,
    }


def _given(words: Words, alert: Mapping[str, Any]) -> list[str]:
    """What was answered so far."""
    given = []
    if alert["cause"] is not None:
        cause = CAUSES[alert["cause"]][words.lang]
        given.append(words("answer.given", cause=cause, explanation=alert["explanation"]))
    if alert["action_due"] is not None:
        owner, day = alert["action_owner"], words.day(date.fromisoformat(str(alert["action_due"])))
        given.append(words("answer.planned", product=alert["action_product"], owner=owner, day=day))
    return given


def _sentence(words: Words, sentence: str, status: int) -> Response:
    content = {"title": words("problem.title"), "problem": sentence}
    return _html(words, "refused.html", content, status)


def _html(words: Words, template: str, content: Mapping[str, Any], status: int) -> Response:
    """A whole page; nobody keeps a copy of it."""
    other = "en" if words.lang == "vi" else "vi"
    frame = {"lang": words.lang, "other": other, "say": words, **current_app.extensions[__name__]}
    response = make_response(render_template(template, **frame, **content), status)
    response.headers["Cache-Control"] = "no-store"
    return response
