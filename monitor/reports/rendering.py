"""Which files an edition becomes, and under which names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from monitor.declared.report_models import Layout
from monitor.reports.service import Edition, ReportService
from monitor.reports.workbook import workbook

Render = Callable[[ReportService, Edition, str, Layout | None], bytes]


def _xlsx(service: ReportService, edition: Edition, lang: str, layout: Layout | None = None) -> bytes:
    return workbook(service.making(edition, layout), lang, edition.made_at)


def _pdf(service: ReportService, edition: Edition, lang: str, layout: Layout | None = None) -> bytes:
    from monitor.reports.pdf import pdf  # noqa: PLC0415 - 80 MB that only a PDF needs

    return pdf(service.making(edition, layout), lang, edition.made_at)


def _docx(service: ReportService, edition: Edition, lang: str, layout: Layout | None = None) -> bytes:
    from monitor.reports.word import word  # noqa: PLC0415 - only where a Word file is made

    making = service.making(edition, layout)
    return word(making, lang, edition.made_at, service.templates.joinpath(f"{making.plan.layout}.docx"))


RENDERERS: dict[str, Render] = {"docx": _docx, "pdf": _pdf, "xlsx": _xlsx}
"""File ending → renderer. A new kind of document adds its line here."""


def file_name(edition: Edition, lang: str, kind: str, layout: Layout | None = None) -> str:
    """bao-cao-2026-10-calendar-1.vi.docx: period, calendar, number of the edition, a layout asked for, language."""
    period = edition.content.period
    asked = f"-{layout}" if layout else ""
    return f"bao-cao-{period.code}-{period.calendar}-{edition.number}{asked}.{lang}.{kind}"


def write_all(service: ReportService, edition: Edition, folder: Path, langs: tuple[str, ...]) -> list[Path]:
    """Render every document of an edition into a folder, each whole or not at all; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for lang in langs:
        for kind, render in RENDERERS.items():
            path = folder / file_name(edition, lang, kind)
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(render(service, edition, lang, None))
            part.replace(path)
            paths.append(path)
    return paths
