"""Is the number right: complete, closed, checked, restated, fresh. One strip, each fact leading to its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import Children, Row, is_month, link
from dashboards.service import SourceInfo
from dashboards.words import Words

GOOD = ("complete", "running")
Href = Callable[[str], str] | None
"""The name of a page about the data → its address; None where there are no such pages."""


def strip(  # noqa: PLR0913 - what one strip is made of
    words: Words, row: Row | None, checks: int, *, href: Href, check_href: str, findings: Component | None
) -> Component:
    """Facts of the chosen indicator. ``checks``: units whose counts need checking; ``findings`` is filled later."""
    facts: list[tuple[str, Children]] = []
    if row is not None:
        state = words("meta.open" if row["provisional"] else "meta.closed")
        facts.append((words("trust.state"), _plain(state)))
        if row["basis"] != "own":
            text = f"{row['reported']}/{row['expected']}"
            key = "trust.reported" if is_month(row) else "trust.reports"
            good = row["reported"] == row["expected"]
            facts.append((words(key), _marked(text, href, "completeness", good=good)))
            facts.append((words("trust.check"), _checks(words, checks, check_href)))
        restated = words("trust.restated.yes" if row["restated"] else "trust.restated.no")
        facts.append((words("trust.restated"), _marked(restated, href, "restatements", good=not row["restated"])))
    if findings is not None:
        facts.append((words("trust.findings"), findings))
    return html.Dl([html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts], className="trust-facts")


def findings(words: Words, counts: Mapping[str, int], href: Callable[[str | None], str]) -> list[Component]:
    """How many findings of each severity, each leading to them. ``href``: the least grave severity → an address."""
    if not counts:
        return [html.Span(["✓ ", words("trust.findings.none")], className="source-good")]
    return [
        link(
            f"{words.count(count)} {words(f'data.severity.{severity}').lower()}",
            href(severity),
            name="warn" if severity != "notice" else "",
        )
        for severity, count in counts.items()
    ]


def sources(words: Words, known: Sequence[SourceInfo], href: Href) -> Component:
    """Every source: when it was last asked, how that ended, what its trouble means; then the way to all of it."""
    more = None if href is None else html.Li(link(words("trust.sources"), href("sources")))
    return html.Ul([*[_source(words, source) for source in known], more], className="trust-sources")


def _source(words: Words, source: SourceInfo) -> Component:
    name = html.Span(words.of(source.title), className="trust-name")
    if source.last_pull_at is None or source.last_outcome is None:
        return html.Li([name, html.Span(words("trust.never"), className="source-wait")])
    good = source.last_outcome in GOOD
    text = f"{'✓' if good else '!'} {words(f'outcome.{source.last_outcome}')} · {words.moment(source.last_pull_at)}"
    state = html.Span(text, className="source-good" if good else "source-wait")
    remedy = None if good or not source.problem else html.Span(words(f"trouble.{source.problem}"), className="note")
    return html.Li([name, state, remedy])


def _plain(text: str) -> Component:
    return html.Span(text)


def _checks(words: Words, checks: int, href: str) -> Component:
    return (
        html.Span("✓ 0", className="source-good") if not checks else link(f"! {words.count(checks)}", href, name="warn")
    )


def _marked(text: str, href: Href, page: str, *, good: bool) -> Component:
    """A fact with its mark, leading to the page that tells more."""
    told = f"{'✓' if good else '!'} {text}"
    name = "source-good" if good else "warn"
    return html.Span(told, className=name) if href is None else link(told, href(page), name=name)
