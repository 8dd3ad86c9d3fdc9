"""Reports: build one now, and every edition with its state and documents."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.downloads import KINDS, address
from dashboards.figures.listing import Row, listing, small
from dashboards.figures.parts import Children, link, panel
from dashboards.figures.progress import GIVEN, begin, box_of
from dashboards.figures.selection import ALL
from dashboards.pages.reports.frame import path_of, state_chip
from dashboards.pages.reports.making import KIND, MOST
from dashboards.question import Question, Workshop
from dashboards.shell import REPORTS, shell
from dashboards.words import Words
from monitor.figures.clock import local_day
from monitor.periods import calendar_named, parse


def page(question: Question, workshop: Workshop) -> list[Component | None]:
    """The whole page."""
    words = question.words
    head = html.Div([html.H1(words("reports")), html.P(words("reports.say"), className="note")], className="headline")
    if not workshop.reports.figures.sight.everything:
        return shell(question, head, html.P(words("reports.hidden"), className="given"), path=REPORTS)
    parts = (_build(question, workshop), box_of(question, KIND), _list(question, workshop))
    return shell(question, head, *parts, path=REPORTS)


def period_name(words: Words, calendar: str, code: str) -> str:
    """A period's name."""
    return words.period(parse(code, calendar_named(calendar)))


def _build(question: Question, workshop: Workshop) -> Component:
    words, period = question.words, question.period
    name = words.period(period)
    running = period.end >= local_day(workshop.reports.clock())
    calendar = words(f"calendar.name.{period.calendar}")
    who = dcc.Input(
        id={GIVEN: "who"}, type="text", maxLength=MOST, autoComplete="organization-title", persistence=True, value=""
    )
    return panel(
        words("reports.build"),
        html.P(words.rich("reports.build.say", period=name, calendar=calendar)),
        html.P(words("reports.build.running"), className="note") if running else None,
        html.Div(html.Label([html.Span(words("reports.who"), className="label"), who]), className="form"),
        begin(KIND, words("reports.build.do", period=name)),
        *_others(question, workshop),
    )


def _others(question: Question, workshop: Workshop) -> list[Component | None]:
    """Reports being built that the address does not name: whoever comes back finds them again."""
    words = question.words
    lines: list[Component | None] = []
    for job in workshop.work.under_way(KIND):
        if str(job.id) != question.view.work:
            name = period_name(words, *job.subject.split())
            watch = link(words("reports.build.watch"), question.to(REPORTS, work=str(job.id)))
            lines.append(html.P([words("reports.build.other", period=name), " ", watch], className="note"))
    return lines


def _list(question: Question, workshop: Workshop) -> Component:
    words = question.words
    rows = workshop.reports.editions().to_dicts()

    def period(row: Row) -> Children:
        calendar = small(f" {words('reports.nd09')}") if row["calendar"] == "nd09" else None
        name = period_name(words, row["calendar"], row["period"])
        return [link(name, question.to(path_of(row["id"]))), calendar]

    def state(row: Row) -> Children:
        whole = words("reports.complete" if row["complete"] else "reports.incomplete")
        return [state_chip(question, row["state"]), small(" ", whole)]

    def made(row: Row) -> Children:
        return [words.moment(row["made_at"]), small(" ", row["made_by"])]

    def documents(row: Row) -> Children:
        # A plain anchor: the browser shows the PDF and saves the others; Dash must not take it for a page of its own.
        return [_document(row["id"], words.lang, kind, number) for number, kind in enumerate(KINDS)]

    table = listing(
        words,
        words("reports.list"),
        [
            ("period", period, "text"),
            ("edition", lambda row: words.count(row["number"]), "num"),
            ("state", state, "text"),
            ("frozen", made, "text"),
            ("documents", documents, "text"),
        ],
        rows,
        everything=None if question.view.rows else question.to(REPORTS, rows=ALL),
    )
    return panel(words("reports.list"), *(table if rows else [html.P(words("reports.none"))]))


def _document(edition: int, lang: str, kind: str, number: int) -> Component:
    space = " · " if number else ""
    return html.Span([space, html.A(kind, href=address(edition, lang, kind), target="_blank", rel="noopener")])
