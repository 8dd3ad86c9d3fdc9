"""What the pages about the data share: the way between them, heading, filter by source, links to figures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.figures.listing import choices
from dashboards.figures.parts import Child, aria, link
from dashboards.figures.selection import ALL
from dashboards.question import Question
from dashboards.shell import DATA, shell
from monitor.figures.data import DataService

NAMES = (
    "sources",
    "pulls",
    "quarantine",
    "findings",
    "completeness",
    "reconciliation",
    "restatements",
    "definitions",
)
"""The pages, in the order of their links."""


def path_of(name: str) -> str:
    """Where a page is."""
    return f"{DATA}/{name}"


def framed(question: Question, name: str, *content: Component | None) -> list[Component | None]:
    """A whole page about the data."""
    words = question.words
    links = [link(words(f"data.{page}"), question.to(path_of(page)), current=page == name) for page in NAMES]
    between = html.Nav(links, className="between", **aria(label=words("data.nav")))
    head = html.Div(
        [html.H1(words(f"data.{name}")), html.P(words(f"data.{name}.say"), className="note")], className="headline"
    )
    return shell(question, between, head, *content, path=path_of(name))


def everything(question: Question, name: str) -> str | None:
    """Address of the page with its whole lists; None where it shows them already."""
    return None if question.view.rows else question.to(path_of(name), rows=ALL)


def by_source(question: Question, name: str) -> Component:
    """Only one source's rows, as links."""
    words, chosen = question.words, question.view.only
    items = [(words("data.all"), question.to(path_of(name), only=None), chosen is None)]
    items += [
        (question.title_of(info.name), question.to(path_of(name), only=info.name), chosen == info.name)
        for info in question.all_sources
    ]
    return choices(words("data.filter.source"), items)


def unit_link(question: Question, unit: str | None, name: str | None, **view: str | None) -> Child:
    """A unit's name, leading to its figure's passport; a group's name leads to its parent's."""
    if unit is None:
        return question.words("blank")
    return link(name or unit, question.link(unit.partition("/")[0], **view))


def measure(data: DataService, code: str, lang: str) -> str:
    """A measure by name; what a source calls by a name nobody declared stays as it is."""
    found = next((one for one in data.declared.measures if one.code == code), None)
    return code if found is None else found.en if lang == "en" else found.vi


def source_of(question: Question, indicator: str, source: str) -> str | None:
    """The source as an address names it: None for the one taken when none is asked for."""
    names = question.service.sources_of(indicator)
    return None if names[:1] == (source,) else source
