"""What a page says when there is no figure to show: wrong address, no such page, not permitted, failed, nothing stored.

And the line above figures whose source has not been heard of for too long. Loading and a lost server are told by
``assets/states.js`` and ``assets/9-states.css``, because only the browser knows of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashboards.figures.parts import aria, link
from dashboards.words import Words

if TYPE_CHECKING:
    from dashboards.question import Question
    from dashboards.view import ViewProblem

KINDS = {400: "wrong", 403: "forbidden", 404: "missing"}
"""HTTP status of an address that shows no page → which state it is."""
EMPTY_STEPS = ("declare", "test", "pull")
"""What to do while nothing is stored, in order."""


def refused(words: Words, found: ViewProblem, pathname: str, search: str) -> list[Component | None]:
    """The page of an address that is wrong, leads nowhere, or to what this viewer may not see; nothing else is lost."""
    kind = kind_of(found)
    ways = []
    if kind == "wrong":
        ways.append(_button(words("state.wrong.rest"), pathname + _without(search, found.values.get("name"))))
    if kind == "missing":
        ways.append(_button(words("state.missing.units"), f"/units{_language(words)}"))
    if kind == "forbidden":
        home = f"/unit/{quote(found.values['unit'])}{_language(words)}"
        return _page(words, kind, found.sentence(), [_button(words("state.forbidden.home"), home)])
    ways.append(_back(words))
    return _page(words, kind, found.sentence(), ways)


def kind_of(found: ViewProblem) -> str:
    """Which state an address leads to."""
    return KINDS.get(found.status, "wrong")


def failed(words: Words, pathname: str, search: str) -> list[Component | None]:
    """The page of a failure inside: when it was, that nothing is lost, and the same address once more."""
    sentence = words("problem.inside", moment=words.moment(datetime.now(UTC)))
    again = html.A(words("state.failed.again"), href=pathname + search, className="button")
    return _page(words, "failed", sentence, [again, _back(words)])


def empty(words: Words) -> list[Component | None]:
    """The page while nothing is stored: what to do, in order, and where to follow it."""
    steps = [html.Li(words.rich(f"state.empty.{step}")) for step in EMPTY_STEPS]
    sources = _button(words("state.empty.sources"), f"/data/sources{_language(words)}")
    return _page(words, "empty", words("state.empty.say"), [sources], html.Ol(steps, className="steps"))


def stale(question: Question) -> Component | None:
    """Sources whose last complete pull is longer ago than the province allows: since when, and what it means."""
    words, data = question.words, question.service.data
    late = data.stale() if data is not None else None
    if late is None or not late.since:
        return None
    names = [
        words("stale.source", title=question.title_of(name), moment=words.moment(moment))
        for name, moment in late.since.items()
    ]
    text = words.rich("stale", sources="; ".join(names), days=late.days)
    way = link(words("stale.sources"), question.to("/data/sources"))
    return html.Aside(html.P([*text, " ", way], className="banner stale"), **aria(label=words("stale.label")))


def _page(
    words: Words, kind: str, sentence: str, ways: list[Component], more: Component | None = None
) -> list[Component | None]:
    body = [
        html.Span(className=f"state-icon state-{kind}", **aria(hidden="true")),
        html.H1(title(words, kind)),
        html.P(sentence, className="say"),
        more,
        html.P(words(f"state.{kind}.note"), className="note"),
        html.Div(ways, className="ways-out"),
    ]
    panel = html.Section([part for part in body if part is not None], className="panel state")
    return [html.Main(panel, id="content", tabIndex="-1", className="problem")]


def title(words: Words, kind: str) -> str:
    """What has happened, as the page's heading."""
    return words(f"state.{kind}.title")


def _button(text: str, href: str) -> Component:
    return dcc.Link(text, href=href, className="button")


def _back(words: Words) -> Component:
    return dcc.Link(words("problem.back"), href=f"/{_language(words)}", className="button plain-button")


def _language(words: Words) -> str:
    return "" if words.lang == "vi" else f"?lang={words.lang}"


def _without(search: str, name: str | None) -> str:
    """The query without one parameter: what is right in an address is kept."""
    kept = [(key, value) for key, value in parse_qsl(search.lstrip("?")) if key != name]
    return f"?{urlencode(kept, quote_via=quote)}" if kept else ""
