"""The documents of an edition, made from its frozen content: ``/reports/3/vi.pdf``, its pages ``/reports/3/vi-1.png``.

``?layout=party`` asks for another layout than the declared one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request

from dashboards.view import LAYOUTS
from dashboards.words import Words
from monitor.reports.errors import ReportError

if TYPE_CHECKING:
    from dashboards.question import Workshop
    from monitor.declared.report_models import Layout
    from monitor.reports.service import Edition

KINDS = ("pdf", "docx", "xlsx")
"""Kinds of documents, in the order they are offered."""
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def address(edition: int, lang: str, kind: str, layout: str | None = None) -> str:
    """Where a document is."""
    return f"/reports/{edition}/{lang}.{kind}{f'?layout={layout}' if layout else ''}"


def picture(edition: int, lang: str, page: int, layout: str | None = None) -> str:
    """Where the picture of a page of the PDF is."""
    return address(edition, f"{lang}-{page}", "png", layout)


def register_downloads(server: Flask, workshop: Workshop) -> None:
    """Serve documents to a viewer who may see every unit: a report is about all of them."""

    @server.get("/reports/<int:edition>/<any(vi, en):lang>.<any(pdf, docx, xlsx):kind>")
    def document(edition: int, lang: str, kind: str) -> Response:
        from monitor.reports.rendering import file_name  # noqa: PLC0415 - heavy, for those who download

        found, layout = _edition(workshop, edition), _layout()
        try:
            body = workshop.documents.document(found, lang, kind, layout)
        except ReportError as problem:
            sentence = Words(lang)("reports.problem.document", kind=kind, reason=str(problem))
            return Response(sentence, 409, content_type="text/plain; charset=utf-8")
        shown = "inline" if kind == "pdf" else "attachment"
        headers = {"Content-Disposition": f'{shown}; filename="{file_name(found, lang, kind, layout)}"'}
        return Response(body, mimetype=MIMES[kind], headers=headers)

    @server.get("/reports/<int:edition>/<any(vi, en):lang>-<int:page>.png")
    def page_picture(edition: int, lang: str, page: int) -> Response:
        pages = workshop.documents.pages(_edition(workshop, edition), lang, _layout())
        if not 1 <= page <= len(pages):
            abort(404)
        return Response(pages[page - 1], mimetype="image/png")


def _edition(workshop: Workshop, number: int) -> Edition:
    if not workshop.reports.figures.sight.everything:
        abort(404)
    try:
        return workshop.reports.edition(number)
    except ReportError:
        abort(404)


def _layout() -> Layout | None:
    asked = request.args.get("layout")
    if asked is not None and asked not in LAYOUTS:
        abort(404)
    return asked
