"""The documents of an edition, rendered from its frozen content when asked for: ``/reports/3/vi.pdf``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, abort

from monitor.reports.errors import ReportError

if TYPE_CHECKING:
    from monitor.reports.service import ReportService

KINDS = ("pdf", "docx", "xlsx")
"""Kinds of documents, in the order they are offered."""
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def address(edition: int, lang: str, kind: str) -> str:
    """Where a document is."""
    return f"/reports/{edition}/{lang}.{kind}"


def register_downloads(server: Flask, reports: ReportService) -> None:
    """Serve documents to a viewer who may see every unit: a report is about all of them."""

    @server.get("/reports/<int:edition>/<any(vi, en):lang>.<any(pdf, docx, xlsx):kind>")
    def document(edition: int, lang: str, kind: str) -> Response:
        from monitor.reports.rendering import RENDERERS, file_name  # noqa: PLC0415 - heavy, for those who download

        if not reports.figures.sight.everything:
            abort(404)
        try:
            found = reports.edition(edition)
        except ReportError:
            abort(404)
        body = RENDERERS[kind](reports, found, lang)
        shown = "inline" if kind == "pdf" else "attachment"
        headers = {"Content-Disposition": f'{shown}; filename="{file_name(found, lang, kind)}"'}
        return Response(body, mimetype=MIMES[kind], headers=headers)
