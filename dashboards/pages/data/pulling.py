"""Pulling sources from the page: the task that asks them now, with the pull code of the schedule."""

from __future__ import annotations

from collections.abc import Mapping

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import panel
from dashboards.figures.progress import GIVEN, begin, box_of
from dashboards.question import Pull, Question
from dashboards.shell import DATA
from dashboards.work import Cancelled, Result, Said, Steps, Task, WorkProblem
from monitor.collect.pull import Progress, PullResult, Stopped
from monitor.declared.models import Source
from monitor.store import Busy

KIND = "pull"
EVERY = "*"
"""What the field says when all sources are to be pulled."""
RESULTS = f"{DATA}/pulls"


def part(question: Question) -> list[Component | None]:
    """The part of the sources page that begins a pull and shows how far it is; nothing for who may not pull."""
    words, sources = question.words, _sources(question)
    if not sources:
        return []
    names = [(EVERY, words("pulling.every"))] + [(one.name, question.title_of(one.name)) for one in sources]
    pick = dcc.Dropdown(
        id={GIVEN: "source"},
        options=[{"label": label, "value": name} for name, label in names],
        value=EVERY,
        clearable=False,
        searchable=False,
    )
    which = html.Div([html.Span(words("pulling.which"), className="label"), pick], className="form", role="group")
    return [
        panel(words("pulling"), which, begin(KIND, words("pulling.do")), note=words("pulling.say")),
        box_of(question, KIND),
    ]


def task(question: Question, given: Mapping[str, str]) -> Task:
    """What pulls the sources named in ``given``: ``source``. Raises ``WorkProblem`` for who may not."""
    workshop, asked = question.workshop, given.get("source", EVERY)
    wanted = [one for one in _sources(question) if asked in {EVERY, one.name}]
    if workshop is None or workshop.pull is None or not wanted:
        raise WorkProblem("pulling.refused")
    pull = workshop.pull

    def run(steps: Steps) -> Result:
        told = _Told(steps, len(wanted))
        results = [told.pulled(pull, number, source) for number, source in enumerate(wanted, start=1)]
        troubled = [result.source for result in results if result.outcome != "complete"]
        if troubled:
            raise WorkProblem("pulling.trouble", sources=", ".join(troubled))
        stored, restated = sum(one.stored for one in results), sum(one.restated for one in results)
        return Result(Said("pulling.done", {"stored": stored, "restated": restated}), address=RESULTS)

    return Task(KIND, asked, run)


class _Told:
    """Pulls one source after another and tells the job; a wish to cancel ends the pull with its books closed."""

    def __init__(self, steps: Steps, count: int) -> None:
        self._steps, self._count = steps, count

    def pulled(self, pull: Pull, number: int, source: Source) -> PullResult:
        """One source. Raises ``Cancelled`` and, while another process is at it, ``WorkProblem``."""

        def tell(progress: Progress) -> None:
            values: dict[str, str | int] = {"number": number, "count": self._count}
            values |= {"source": source.name, "stored": progress.stored}
            try:
                self._steps(progress.step, progress.steps, Said("pulling.step", values))
            except Cancelled as wish:
                raise Stopped from wish

        try:
            return pull(source, tell)
        except Stopped as stopped:
            raise Cancelled(Said("pulling.cancelled")) from stopped
        except Busy as busy:
            raise WorkProblem("pulling.busy", source=source.name) from busy


def _sources(question: Question) -> list[Source]:
    """The sources that may be pulled: enabled ones, where the viewer looks after the whole province."""
    workshop, data = question.workshop, question.service.data
    permitted = workshop is not None and workshop.pull is not None and question.service.sight.everything
    return [one for one in data.declared.sources if one.enabled] if data is not None and permitted else []
