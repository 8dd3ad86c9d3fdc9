"""Is the number right; and the indicators that are no headline."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures import trusted as parts
from dashboards.figures.panels import others as listed
from dashboards.figures.panels import without
from dashboards.figures.parts import link, panel
from dashboards.figures.selection import status_counts, units_only
from dashboards.pages.overview.gathered import Gathered, province_row
from dashboards.pages.overview.picture import LATER
from dashboards.question import Question
from dashboards.shell import DATA
from monitor.trust import SEVERITIES


def trusted(found: Gathered) -> Component:
    """The strip of trust: facts of the chosen indicator, then every source."""
    question = found.question
    words, data = question.words, question.service.data

    def href(page: str) -> str:
        return question.to(f"{DATA}/{page}")

    way = href if data else None
    waiting = html.Div(html.Span(words("loading"), className="note"), id={LATER: "findings"}) if data else None
    checks = status_counts(found.units).get("needs_check", 0)
    strip = parts.strip(
        words,
        found.row,
        checks,
        href=way,
        check_href=question.link(status="needs_check", rows=None),
        findings=waiting,
    )
    origin = link(words("trust.origin"), question.link(found.province))
    body = html.Div([strip, parts.sources(words, question.all_sources, way)], className="trust")
    return panel(words("trust.title"), body, html.P(origin), note=words("trust.note"), name="trust-panel")


def findings(question: Question) -> list[Component]:
    """How many findings of each severity there are in the period, for the strip."""
    if question.service.data is None:
        return []
    rows = question.service.data.trust.findings(period=question.period.code, calendar=question.view.calendar)
    counted = dict(rows.group_by("severity").len().iter_rows())
    counts = {severity: counted[severity] for severity in SEVERITIES if severity in counted}

    def href(severity: str | None) -> str:
        return question.to(f"{DATA}/findings", severity=None if severity == SEVERITIES[-1] else severity)

    return parts.findings(question.words, counts, href)


def others(found: Gathered) -> Component:
    """Everything that is no headline; what has no figure is named with the reason."""
    question = found.question
    infos = [info for info in question.indicators if not info.headline]
    rows = {info.code: province_row(found.every[info.code], found.province) for info in infos}
    known = [
        (info, row, units_only(found.every[info.code], found.province))
        for info in infos
        if (row := rows[info.code]) is not None
    ]

    def href(code: str) -> str:
        return question.link(indicator=code, source=None, status=None, rows=None)

    rest = without(question.words, [info for info in infos if rows[info.code] is None], question.absence, href)
    return listed(question.words, known, rest, href)
