"""The pages about the data behind the figures, by the last part of their path."""

from __future__ import annotations

from collections.abc import Callable

from dash.development.base_component import Component

from dashboards.pages.data import (
    completeness,
    definitions,
    findings,
    pulls,
    quarantine,
    reconciliation,
    restatements,
    sources,
)
from dashboards.question import Question
from dashboards.shell import DATA
from monitor.figures.data import DataService

PAGES: dict[str, Callable[[Question, DataService], list[Component | None]]] = {
    "sources": sources.page,
    "pulls": pulls.page,
    "quarantine": quarantine.page,
    "findings": findings.page,
    "completeness": completeness.page,
    "reconciliation": reconciliation.page,
    "restatements": restatements.page,
    "definitions": definitions.page,
}


def page_named(pathname: str) -> str | None:
    """The page a path names: /data and /data/sources are the first one; None for any other path."""
    if pathname in {DATA, f"{DATA}/"}:
        return "sources"
    head, _, name = pathname.removeprefix("/").partition("/")
    return name if f"/{head}" == DATA and name in PAGES else None
