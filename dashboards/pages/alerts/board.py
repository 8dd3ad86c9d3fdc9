"""The board: what is followed, by state, with filters in the address; many are acknowledged at once by the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures import alert as shown
from dashboards.figures.listing import Column, choices, listing, small
from dashboards.figures.parts import Children, panel
from dashboards.pages.alerts import frame
from dashboards.pages.alerts.frame import Row, path_of
from dashboards.question import Question
from monitor.alerts.messages import per_cent
from monitor.alerts.service import AlertService
from monitor.alerts.states import CAUSES, CLOSED, LIVE, OPEN
from monitor.alerts.words import SEVERITIES

ORDER = ("open", "acknowledged", "action", "claimed", "verified", "pending")


def page(question: Question, alerts: AlertService) -> list[Component | None]:
    """The whole page."""
    words, wanted = question.words, question.view.state
    rows = chosen(question, alerts)
    states = (wanted,) if wanted else ORDER
    parts = [_section(question, alerts, code, [row for row in rows if row["state"] == code]) for code in states]
    nothing = None if rows else html.P(words("alerts.none"), className="panel")
    return frame.framed(question, "board", frame.heading(question, "board"), _tools(question, alerts), nothing, *parts)


def chosen(question: Question, alerts: AlertService) -> list[Row]:
    """Alerts under the filters of the address: overdue ones first, then by what is missing."""
    view = question.view
    states = [CLOSED] if view.state == CLOSED else list(LIVE)
    kinds = dict(question.service.units.select("unit", "kind").iter_rows())
    found = [
        row
        for row in alerts.board(states_in=states, rule=view.rule, unit=view.about)
        if (view.kind is None or kinds.get(row["unit"]) == view.kind) and (view.overdue is None or overdue(alerts, row))
    ]
    return sorted(found, key=lambda row: (not overdue(alerts, row), -(row["shortfall"] or 0)))


def overdue(alerts: AlertService, row: Row) -> bool:
    """Whether the unit's deadline has passed."""
    due = alerts.due(dict(row))
    return due is not None and due < alerts.today


def _tools(question: Question, alerts: AlertService) -> Component:
    words, view, here = question.words, question.view, path_of("board")
    states: dict[str | None, str] = {None: words("alerts.all.state")}
    states |= {code: shown.state_name(words, code) for code in (*ORDER, CLOSED)}
    rules: dict[str | None, str] = {None: words("alerts.all.rule")}
    rules |= {rule.code: shown.rule_name(words, alerts.declared, rule.code) for rule in alerts.declared.alerts.rules}
    present = [kind for kind in question.service.units["kind"].unique(maintain_order=True) if kind != "province"]
    kinds: dict[str | None, str] = {None: words("kind.all"), **{kind: words(f"kind.{kind}") for kind in present}}
    late: dict[str | None, str] = {None: words("alerts.all.late"), "yes": words("alerts.overdue")}

    def links(name: str, options: dict[str | None, str], now: str | None) -> Component:
        items = [(text, question.to(here, **{name: code, "rows": None}), now == code) for code, text in options.items()]
        return choices(words(f"alerts.filter.{name}"), items)

    by_rule = html.Details([html.Summary(rules[view.rule]), links("rule", rules, view.rule)], className="by-rule")
    only = None
    if view.about:
        name = shown.subject_name(words, alerts.declared, {"unit": view.about, "subject": view.about})
        only = choices(
            words("alerts.filter.about"), [(words("alerts.only", name=name), question.to(here, about=None), True)]
        )
    parts = [links("state", states, view.state), links("kind", kinds, view.kind), links("overdue", late, view.overdue)]
    return html.Div([*parts, by_rule, only], className="tools")


def _section(question: Question, alerts: AlertService, code: str, rows: Sequence[Row]) -> Component | None:
    if not rows:
        return None
    words = question.words
    title = f"{shown.state_name(words, code)} · {words.count(len(rows))}"
    table = listing(
        words,
        title,
        _columns(question, alerts, tick=code == OPEN),
        rows,
        everything=frame.everything(question, "board"),
    )
    return panel(title, *table, _acknowledge(question) if code == OPEN else None)


def _columns(question: Question, alerts: AlertService, *, tick: bool) -> list[Column]:
    words, declared = question.words, alerts.declared

    def subject(row: Row) -> Children:
        name = frame.alert_link(question, alerts, row)
        if not tick:
            return name
        label = words("alerts.tick", number=row["id"])
        options = [{"label": html.Span(label, className="unseen"), "value": row["id"]}]
        return html.Div(
            [dcc.Checklist(id={frame.TICK: row["id"]}, options=options, value=[]), name], className="ticked"
        )

    def rule(row: Row) -> Children:
        severity = SEVERITIES[row["severity"]][words.lang]
        return [shown.rule_name(words, declared, row["rule"]), small(f" · {severity}")]

    def result(row: Row) -> Children:
        if row["denominator"] is None:
            return words("alert.value.none")
        sides = f"{words.count(row['numerator'])}/{words.count(row['denominator'])}"
        return [words.percent(row["shown"]), small(f" {sides}")]

    def goal(row: Row) -> str:
        return words("blank") if row["goal"] is None else f"{per_cent(row['goal'], words.lang)}%"

    def missing(row: Row) -> str:
        return words("blank") if row["shortfall"] is None else words.count(row["shortfall"])

    def due(row: Row) -> Children:
        day: date | None = alerts.due(dict(row))
        late = day is not None and day < alerts.today
        return html.Span(shown.deadline(words, day, alerts.today), className="warn" if late else "")

    def cause(row: Row) -> str:
        return words("blank") if row["cause"] is None else CAUSES[row["cause"]][words.lang]

    return [
        ("unit", subject, "text"),
        ("rule", rule, "text"),
        ("period", lambda row: shown.period_name(words, row["period"], row["calendar"]), "whole"),
        ("result", result, "whole"),
        ("goal", goal, "num"),
        ("shortfall", missing, "num"),
        ("due", due, "whole"),
        ("step", lambda row: str(row["step"] + 1), "num"),
        ("cause", cause, "text"),
    ]


def _acknowledge(question: Question) -> Component:
    """The form under the open ones: for those ticked."""
    words = question.words
    causes = {code: text[words.lang] for code, text in CAUSES.items()}
    return html.Details(
        [
            html.Summary(words("alerts.bulk")),
            html.Div(
                [
                    html.P(words("alerts.bulk.say"), className="note"),
                    frame.choice_field(question, "cause", causes),
                    frame.text_field(question, "explanation", 2000, long=True),
                    frame.text_field(question, "who", 200),
                    frame.button(question, "acknowledge"),
                ],
                className="form",
            ),
        ]
    )
