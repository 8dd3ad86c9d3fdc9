"""The box of a job: how far it is and what is being done, a button to cancel it, what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import aria, link
from dashboards.question import Question
from dashboards.words import Words
from monitor.periods import calendar_named, parse
from monitor.store.jobs import Job, Said

WORK, TICK, CANCEL = "work", "work-tick", "work-cancel"
"""Names of the box, of what asks how far it is, and of the button that cancels."""
BEGIN, GIVEN, REFUSED = "begin", "given", "work-refused"
"""Names of the button that begins, of the fields that say what with, and of where a refusal is told."""
EVERY = 1000
"""Milliseconds between two looks at a job under way."""
LOOKS = {"done": "told", "failed": "refused", "cancelled": "given", "interrupted": "refused"}


def begin(kind: str, text: str) -> Component:
    """The button that begins work of a kind; below it is told what kept it from beginning."""
    button = html.Button(text, id={BEGIN: kind}, className="button", n_clicks=0)
    return html.Div([button, html.Div(id=REFUSED, role="alert")], className="begin")


def box_of(question: Question, kind: str) -> Component | None:
    """The job that the page's address names; nothing where it names none, or one of another kind."""
    if question.workshop is None or question.view.work is None:
        return None
    number = int(question.view.work)
    job = question.workshop.work.find(number)
    return None if job is not None and job.kind != kind else box(question.words, number, job)


def box(words: Words, number: int, job: Job | None) -> Component:
    """A job on its page; ``job`` None = there is none of this number."""
    tick = dcc.Interval(id=TICK, interval=EVERY, disabled=not under_way(job))
    inside = html.Div(inner(words, number, job), id=WORK)
    return html.Section([inside, tick], className="panel work", **aria(label=words("work.title")))


def inner(words: Words, number: int, job: Job | None) -> list[Component | None]:
    """What changes in the box while the job goes on."""
    if job is None:
        return [_say(words("work.gone", number=number), "given")]
    text = sentence(words, job.said)
    if job.state != "running":
        return [_say(text, LOOKS[job.state]), _result(words, job)]
    text = words("work.cancelling") if job.cancel else text
    button = html.Button(words("work.cancel"), id=CANCEL, className="button quiet", n_clicks=0, disabled=job.cancel)
    return [_say(text, "work-say"), html.Div([_bar(words, job, text), button], className="work-line")]


def under_way(job: Job | None) -> bool:
    """Whether a job goes on."""
    return job is not None and job.state == "running"


def sentence(words: Words, said: Said) -> str:
    """What a job says, in the reader's language: periods by name, moments in Vietnam, whole numbers with marks."""
    values: dict[str, object] = {
        name: words.count(value) if isinstance(value, int) else value for name, value in said.values.items()
    }
    if "calendar" in said.values:
        calendar = calendar_named(str(said.values["calendar"]))
        values["period"] = words.period(parse(str(said.values["period"]), calendar))
    if "moment" in said.values:
        values["moment"] = words.moment(datetime.fromisoformat(str(said.values["moment"])))
    return words(said.key, **values)


def _say(text: str, look: str) -> Component:
    """The sentence. It stays the same element while the job goes on, so that a screen reader tells what changes."""
    return html.P(text, className=look, role="status", **aria(live="polite"))


def _bar(words: Words, job: Job, text: str) -> Component:
    part = job.step / job.steps if job.steps else 0.0
    told = words("work.steps", step=words.count(job.step + 1), steps=words.count(job.steps)) if job.steps else text
    bounds = aria(valuemin="0", valuemax=str(job.steps or 1), valuenow=str(job.step), valuetext=f"{told}: {text}")
    fill = html.Span(className="work-fill", style={"width": f"{part:.1%}"})
    name: Literal["progressbar"] = "progressbar"
    bar = html.Div(fill, className="work-bar", role=name, **bounds, **aria(label=words("work.title")))
    return html.Div([bar, html.Span(told if job.steps else "", className="small")], className="work-progress")


def _result(words: Words, job: Job) -> Component | None:
    """Where what came of it is; English readers are led to the English page."""
    if job.file is not None:
        return html.P(html.A(words("work.save"), href=f"/work/{job.id}/{job.file}", className="button"))
    if job.address is None:
        return None
    mark = "&" if "?" in job.address else "?"
    address = job.address if words.lang == "vi" else f"{job.address}{mark}lang={words.lang}"
    return html.P(link(words("work.open"), address))
