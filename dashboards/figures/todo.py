"""What a unit has to do next, by its own figure: how many more, how, where to begin, whom to answer by when."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.figures.pareto import NAMED, Line, brief
from dashboards.figures.parts import Child, Row, link, panel
from dashboards.service import IndicatorInfo
from dashboards.words import Words, stressed

_JUDGED = ("near", "below", "unreachable", "provisional", "met")
FIRST = 3
"""Procedures named as the place to begin."""
DUTIES = 2
"""Alerts with a step of their own."""
Duty = tuple[str, str, str, bool]
"""An alert that waits for the unit: its name, its address, its deadline in words, and whether it was answered."""


def todo(  # noqa: PLR0913 - all that a unit may have to do
    words: Words,
    row: Row | None,
    info: IndicatorInfo,
    *,
    lines: Sequence[Line] = (),
    duties: Sequence[Duty] = (),
    findings: int = 0,
) -> Component:
    """The need in one sentence and the steps in their order. Nobody is urged on too few cases.

    ``lines``: of the shortfall by procedure; ``findings``: how many are to be checked.
    """
    judged = row is not None and row["status"] in _JUDGED and row["shortfall"] is not None
    short = row is not None and judged and row["shortfall"] > 0
    steps: list[Child | list[Child]] = []
    if short:
        steps.append(ended(info.remedy))
        steps += _begin(words, lines)
    steps += [_answer(words, duty) for duty in duties[:DUTIES]]
    if len(duties) > DUTIES:
        steps.append(html.A(words("unit.todo.more", count=words.count(len(duties) - DUTIES)), href="#alerts"))
    if findings:
        steps.append(html.A(words("unit.todo.check", count=words.count(findings)), href="#findings"))
    return panel(
        words("unit.todo"),
        html.P(
            stressed(_need(words, row, info) if row is not None and judged else _wait(words, row)), className="need"
        ),
        html.P(words("unit.todo.late")) if row is not None and row["status"] == "unreachable" else None,
        html.Ol([html.Li(step) for step in steps], className="todo-steps") if steps else None,
        html.P(words("unit.todo.lead", agency=info.lead_agency_name), className="note"),
        name="todo",
    )


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _wait(words: Words, row: Row | None) -> str:
    """Why nothing is asked for: no counts, no cases, or too few to judge by."""
    known = ("not_reported", "no_cases", "too_few", "needs_check")
    return words(f"unit.todo.{row['status']}" if row is not None and row["status"] in known else "unit.todo.wait")


def _need(words: Words, row: Row, info: IndicatorInfo) -> str:
    target = words.level(row["target"])
    if row["shortfall"] == 0:
        return words("unit.todo.met")
    values = {"shortfall": words.count(row["shortfall"]), "noun": words.noun(info.noun), "target": target}
    return words("unit.todo.excess" if info.direction == "low" else "unit.todo.need", **values)


def _begin(words: Words, lines: Sequence[Line]) -> list[Child]:
    """The procedures that lack most, with what making them good would bring."""
    top = [line for line in lines if line.kind == NAMED][:FIRST]
    if not top:
        return []
    names = "; ".join(words("unit.todo.part", name=brief(line.name), missing=words.count(line.missing)) for line in top)
    both = words.count(sum(line.missing or 0 for line in top))
    return [html.Span(stressed(words("unit.todo.begin", names=names, count=len(top), missing=both)))]


def _answer(words: Words, duty: Duty) -> list[Child]:
    name, href, day, answered = duty
    before = words("unit.todo.mend" if answered else "unit.todo.answer")
    return [f"{before} ", link(name, href), f" – {words('unit.todo.due', day=day)}"]
