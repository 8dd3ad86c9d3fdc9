"""Where a figure came from: the two counts, their source, their evidence, the definition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Children, panel
from dashboards.service import Definition, IndicatorInfo, Passport
from dashboards.words import Words
from monitor.periods import calendar_named, parse

SHORT_HASH = 12
SHOWN = 2
Measures = Sequence[tuple[str, str, int | None]]


def passport(words: Words, found: Passport | None, info: IndicatorInfo, unit: str | None) -> Component:
    """Everything known about one figure's origin; ``found`` None = no counts, the definition alone.

    ``unit``: whose figure the command line would explain; None = it is of a procedure, which it does not.
    """
    title = words("pass.title")
    if found is None:
        return panel(title, html.P(words("pass.none")), _list(_definition(words, info)), name="passport")
    groups = [
        html.Div([_sum(words, found), _list(_origin(words, found))]),
        html.Div(
            [
                _list(_definition(words, info, found)),
                _list(_history(words, found)),
                unit and _command(words, found, unit),
            ]
        ),
    ]
    mark = html.P(words("pass.simulated"), className="stamp") if found.simulated else None
    return panel(title, mark, html.Div(groups, className="columns"), name="passport")


def _sum(words: Words, found: Passport) -> Component:
    """Numerator over denominator, each with the measures that make it up."""
    sides = (
        ("numerator", words("pass.numerator"), found.numerator_measures),
        ("denominator", words("pass.denominator"), found.denominator_measures),
    )
    return html.Div([_side(words, name, title, measures) for name, title, measures in sides], className="sum")


def _side(words: Words, name: str, title: str, measures: Measures) -> Component:
    lines = [
        html.Li([html.Strong(words.count(value)), html.Span(text), html.Code(code)]) for code, text, value in measures
    ]
    return html.Div([html.H3(title), html.Ul(lines)], className=f"side {name}")


def _origin(words: Words, found: Passport) -> list[tuple[str, Children]]:
    period = words(
        "pass.period.value",
        period=words.period(parse(found.period, calendar_named(found.calendar))),
        start=words.day(found.start),
        end=words.day(found.end),
        calendar=words(f"calendar.name.{found.calendar}"),
    )
    state = words("meta.open" if found.provisional else "meta.closed")
    return [
        (words("pass.source"), found.source_title),
        (words("pass.series"), html.Code(found.series or words("blank"))),
        (words("pass.period"), period),
        (words("pass.state"), f"{state}, {words('meta.restated')}" if found.restated else state),
        (words("pass.completeness"), _complete(words, found)),
        (words("pass.captured"), words.moment(found.captured_at) if found.captured_at else words("blank")),
        (words("pass.pull"), words("pass.pull.value", number=found.pull_id) if found.pull_id else words("blank")),
        *[(words("pass.gathered"), _gathered(words, found)) for _ in found.gathered[:1]],
        (words("pass.evidence"), _evidence(words, found)),
    ]


def _gathered(words: Words, found: Passport) -> str:
    """Units that ended and are in the figure on today's map, with the part of each that is."""
    return "; ".join(
        name if weight == whole else words("pass.gathered.part", name=name, weight=weight, whole=whole)
        for name, weight, whole in found.gathered
    )


def _complete(words: Words, found: Passport) -> str:
    return words("pass.completeness.value", reported=words.count(found.reported), expected=words.count(found.expected))


def _evidence(words: Words, found: Passport) -> Children:
    """The raw answers by their hash, the first few at once, the others folded away."""
    if not found.evidence:
        return words("pass.evidence.none")
    first, rest = found.evidence[:SHOWN], found.evidence[SHOWN:]
    more = words("pass.evidence.more", count=found.evidence_count - len(first))
    folded = html.Details([html.Summary(more), _answers(words, rest)]) if rest else None
    return [_answers(words, first), folded]


def _answers(words: Words, evidence: Sequence[tuple[str, str, int]]) -> Component:
    """The whole hash is in the text, so that it can be copied and searched."""
    return html.Ul(
        [
            html.Li(
                [
                    html.Details(
                        [
                            html.Summary(html.Code(words("pass.evidence.value", hash=f"{digest[:SHORT_HASH]}…"))),
                            html.Code(digest, className="hash"),
                        ]
                    ),
                    html.Span(f"{address} · {words('pass.bytes', bytes=words.count(size))}", className="note address"),
                ]
            )
            for digest, address, size in evidence
        ],
        className="evidence",
    )


def _definition(words: Words, info: IndicatorInfo, found: Passport | None = None) -> list[tuple[str, Children]]:
    said: Definition = found or info
    divides = words("card.divides", numerator=said.numerator_text, denominator=said.denominator_text)
    version = f"{info.code} · {said.version} · {words(f'standing.{said.standing}')}"
    lines: list[tuple[str, Children]] = [
        (words("pass.definition"), divides),
        (words("pass.excluded"), said.exclusions),
        (words("pass.legal"), said.legal_basis),
        (words("pass.version"), version),
        (words("pass.checked"), said.checked_by or words("pass.unchecked")),
    ]
    return [(words("pass.basis"), found.basis), *lines] if found and found.basis else lines


def _history(words: Words, found: Passport) -> list[tuple[str, Children]]:
    """Earlier values of a restated figure, and checks that did not hold."""
    values = [
        words(
            "pass.versions.value",
            moment=words.moment(moment),
            numerator=words.count(numerator),
            denominator=words.count(denominator),
        )
        for moment, numerator, denominator in found.versions
    ]
    lines: list[tuple[str, Children]] = []
    if len(values) > 1:
        lines.append((words("pass.versions"), html.Ul([html.Li(value) for value in values])))
    if found.checks:
        lines.append((words("pass.checks"), html.Ul([html.Li(text) for _, text in found.checks], className="warn")))
    return lines


def _command(words: Words, found: Passport, unit: str) -> Component:
    command = f"sohoa explain {found.indicator} {unit} {found.period}"
    if found.calendar != "calendar":
        command += f" --calendar {found.calendar}"
    return html.P([words("pass.command"), ": ", html.Code(command)], className="note")


def _list(lines: Iterable[tuple[str, Children]]) -> Component:
    return html.Dl([html.Div([html.Dt(key), html.Dd(value)]) for key, value in lines], className="facts-list wide")
