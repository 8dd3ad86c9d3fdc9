"""Documents of editions as a dashboard hands them out: made once, held for who asks next, within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from monitor.declared.report_models import Layout
from monitor.reports.rendering import RENDERERS
from monitor.reports.service import Edition, ReportService

MOST = 64 * 1024 * 1024
"""Bytes held; the largest document of a nation stays below."""


class Documents:
    """Documents and pages of a service's editions: the same edition gives the same bytes, so they may be held."""

    def __init__(self, service: ReportService) -> None:
        self._service = service
        self._held: OrderedDict[Hashable, list[bytes]] = OrderedDict()
        self._lock = Lock()

    def document(self, edition: Edition, lang: str, kind: str, layout: Layout | None = None) -> bytes:
        """A document of ``RENDERERS``. Raises ``ReportError`` where the template or the layout does not allow it."""
        render = RENDERERS[kind]
        key = (edition.id, lang, kind, layout, self._changed(edition, layout) if kind == "docx" else None)
        return self._of(key, lambda: [render(self._service, edition, lang, layout)])[0]

    def pages(self, edition: Edition, lang: str, layout: Layout | None = None) -> list[bytes]:
        """The pages of the PDF as PNG pictures. Raises ``ReportError`` as ``document`` does."""
        from monitor.reports.pdf import pages  # noqa: PLC0415 - 80 MB that only a PDF needs

        made = self._service.making
        return self._of((edition.id, lang, layout), lambda: pages(made(edition, layout), lang, edition.made_at))

    def _changed(self, edition: Edition, layout: Layout | None) -> int | None:
        """When the Word template was changed: staff edit it while the program runs."""
        name = self._service.making(edition, layout).plan.layout
        template = self._service.templates.joinpath(f"{name}.docx")
        return template.stat().st_mtime_ns if template.is_file() else None

    def _of(self, key: Hashable, make: Callable[[], list[bytes]]) -> list[bytes]:
        # One is made at a time: three buttons pressed at once must not hold three times the memory.
        with self._lock:
            if key not in self._held:
                self._held[key] = make()
            self._held.move_to_end(key)
            while sum(map(_size, self._held.values())) > MOST and len(self._held) > 1:
                self._held.popitem(last=False)
            return self._held[key]


def _size(parts: list[bytes]) -> int:
    return sum(map(len, parts))
