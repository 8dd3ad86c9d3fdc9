"""What the pages of an edition share: addresses of the same page, its state, its siblings, the layout."""

from __future__ import annotations

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.question import Question, Workshop
from dashboards.shell import REPORTS
from dashboards.view import TABS
from monitor.declared.report_models import Layout
from monitor.reports.service import Edition

LOOKS: dict[str, str] = {"draft": "provisional", "reviewed": "near", "issued": "met"}


def path_of(edition: int) -> str:
    """Where an edition's page is."""
    return f"{REPORTS}/{edition}"


def same_page(question: Question, edition: Edition, **changes: str | None) -> str:
    """Address of the same page: the part shown and the edition it is compared with stay."""
    view = {"tab": question.view.tab, "other": question.view.other, **changes}
    view["tab"] = None if view["tab"] == TABS[0] else view["tab"]
    return question.to(path_of(edition.id), **view)


def state_chip(question: Question, state: str) -> Component:
    """A state: colour, icon and word."""
    return html.Span(question.words(f"reports.{state}"), className=f"chip chip-{LOOKS[state]}")


def siblings(workshop: Workshop, edition: Edition) -> pl.DataFrame:
    """Editions of the same period, newest first."""
    period = edition.content.period
    mine = (pl.col("calendar") == period.calendar) & (pl.col("period") == period.code)
    return workshop.reports.editions().filter(mine).sort("number", descending=True)


def layout_of(question: Question, workshop: Workshop) -> Layout | None:
    """The layout of the documents where it is another than the declared one."""
    plan, asked = workshop.reports.plan, question.view.layout
    return asked if asked in plan.layouts and asked != plan.layout else None
