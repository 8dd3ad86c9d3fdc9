"""An edition to read: its documents to open or save, the text on the page, the pages of the PDF as pictures."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards.downloads import KINDS, address, picture
from dashboards.figures.listing import choices
from dashboards.figures.paper import preview
from dashboards.figures.parts import panel
from dashboards.pages.reports.frame import layout_of, same_page
from dashboards.question import Question, Workshop
from dashboards.view import LAYOUTS
from monitor.reports.service import Edition


def documents(question: Question, workshop: Workshop, edition: Edition) -> Component:
    """The layouts to choose from, and a button for each document."""
    words, plan, asked = question.words, workshop.reports.plan, layout_of(question, workshop)
    chosen = asked or plan.layout
    layouts = [
        (
            words(f"reports.layout.{name}"),
            same_page(question, edition, layout=None if name == plan.layout else name),
            name == chosen,
        )
        for name in LAYOUTS
        if name in plan.layouts
    ]
    # Plain anchors: the browser shows the PDF and saves the others; Dash must not take them for pages of its own.
    files = [
        html.A(
            words(f"reports.file.{kind}"),
            href=address(edition.id, words.lang, kind, asked),
            className="button",
            target="_blank",
            rel="noopener",
        )
        for kind in KINDS
    ]
    return panel(
        words("reports.documents"),
        choices(words("reports.layouts"), layouts) if len(layouts) > 1 else None,
        html.Div(files, className="files"),
        note=words("reports.documents.say"),
        name="documents",
    )


def text(question: Question, workshop: Workshop, edition: Edition) -> list[Component | None]:
    """The texts and tables of the documents."""
    making = workshop.reports.making(edition, layout_of(question, workshop))
    return [html.P(question.words("reports.preview.say"), className="note"), preview(question.words, making)]


def pages(question: Question, workshop: Workshop, edition: Edition) -> list[Component | None]:
    """The pages of the PDF, charts included."""
    words, layout = question.words, layout_of(question, workshop)
    count = len(workshop.documents.pages(edition, words.lang, layout))
    pictures = [
        html.Img(
            src=picture(edition.id, words.lang, number, layout),
            alt=words("reports.page", number=number, count=count),
            width=910,
            height=1287,
        )
        for number in range(1, count + 1)
    ]
    return [html.P(words("reports.pages.say", count=count), className="note"), html.Div(pictures, className="sheets")]
