"""An edition as a page to read: the very texts and tables of its Word and PDF documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.figures.parts import aria
from dashboards.words import Words
from monitor.reports.compose import Making, document
from monitor.reports.document import Block, Document, Heading, Paragraph, TableBlock
from monitor.reports.papers import Paper, paper

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_MARK = {"state": ".", "party": "-"}
"""What stands after the number of a part in each layout."""
_MOTTO = {
    "state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
}
"""What stands on the right of every paper, in Vietnamese always (Decree 30/2020/NĐ-CP, Guide 05-HD/VPTW)."""


def preview(words: Words, making: Making) -> Component:
    """The whole report in the page's language. Charts are in the PDF and the annexes, as they are for the Word file."""
    whole, around = document(making, words.lang), paper(making.plan, words.lang)
    return html.Article(
        [
            _head(around),
            html.Div([html.P(whole.title), html.P(whole.subject)], className="paper-title"),
            _notes(whole.notes),
            *map(html.P, whole.opening),
            *_body(whole, around.layout),
            html.P(whole.closing),
            _foot(around),
        ],
        className="paper",
        **aria(label=f"{whole.title} {whole.subject}"),
    )


def _head(around: Paper) -> Component:
    issuer = [html.P(around.above), html.P(html.Strong(around.body)), html.P(around.number)]
    motto = [html.P(html.Strong(line), lang="vi") for line in _MOTTO[around.layout]]
    return html.Div([html.Div(issuer), html.Div([*motto, html.P(html.Em(around.dated))])], className="paper-head")


def _notes(notes: Sequence[str]) -> Component | None:
    return html.Div([html.P(note) for note in notes], className="paper-notes") if notes else None


def _foot(around: Paper) -> Component:
    copies = [html.P(html.Strong(html.Em(around.copies_title))), html.Ul([html.Li(who) for who in around.recipients])]
    signature = [html.P(html.Strong(line)) for line in around.signature]
    return html.Div([html.Div(copies, className="small"), html.Div(signature)], className="paper-head paper-foot")


def _body(whole: Document, layout: str) -> Iterator[Component]:
    """Headings numbered as in the documents, paragraphs, runs of items as lists, tables; no charts."""
    part = section = 0
    items: list[Component] = []
    for block in whole.blocks:
        if items and not (isinstance(block, Paragraph) and block.item):
            yield html.Ul(items)
            items = []
        if isinstance(block, Heading) and block.level == 1:
            part, section = part + 1, 0
            yield html.H3(f"{_ROMAN[part]}{_MARK[layout]} {block.text}")
        elif isinstance(block, Heading):
            section += 1
            yield html.H4(f"{section}. {block.text}")
        elif isinstance(block, Paragraph) and block.item:
            items.append(html.Li(block.text))
        else:
            yield from _plain(block)
    if items:
        yield html.Ul(items)


def _plain(block: Block) -> Iterable[Component]:
    if isinstance(block, Paragraph):
        yield html.P(block.text)
    elif isinstance(block, TableBlock):
        kinds = [column.align for column in block.columns]
        head = [
            html.Th(column.title, scope="col", className=f"at-{kind}")
            for column, kind in zip(block.columns, kinds, strict=True)
        ]
        rows = [
            html.Tr([html.Td(cell, className=f"at-{kind}") for cell, kind in zip(row, kinds, strict=True)])
            for row in block.rows
        ]
        table = html.Table([html.Caption(block.caption), html.Thead(html.Tr(head)), html.Tbody(rows)])
        # A wide table is moved sideways by keyboard, too.
        yield html.Div(table, className="scroll", tabIndex="0", role="group", **aria(label=block.caption))
