"""Every page of a dashboard, found by following links: a new page is among them as soon as something leads there."""

from __future__ import annotations

from urllib.parse import urlsplit

from dashboards.callbacks import render
from dashboards.question import Workshop
from dashboards.service import Service
from monitor.alerts.service import AlertService
from tests.dashboards.reading import hrefs
from tests.dashboards.real import LONG_XUYEN

UNIT, WRONG = f"/unit/{LONG_XUYEN}", "/unit/H99.999"
FILES = (".csv", ".xlsx", ".docx", ".pdf")
NUMBERED = ("/unit/", "/alerts/")
"""Pages of which there is one per unit or alert: one of each is enough."""


def pages(
    service: Service, view: str, alerts: AlertService | None = None, workshop: Workshop | None = None
) -> list[str]:
    """Paths of one page of each kind, and of a wrong address. ``view``: the query with which links are followed."""
    found, waiting, kinds = {WRONG}, ["/", UNIT], set[str]()
    while waiting:
        path = waiting.pop()
        if _kind(path) in kinds:
            continue
        kinds.add(_kind(path))
        found.add(path)
        links = hrefs(render(service, path, f"?{view}", alerts, workshop=workshop)[0])
        paths = [urlsplit(link).path for link in links if link.startswith("/")]
        waiting += [path for path in paths if not path.endswith(FILES) and not path.startswith(("/work/", "/reports/"))]
    return sorted(found)


def _kind(path: str) -> str:
    head, _, last = path.rpartition("/")
    numbered = path.startswith(NUMBERED) and any(letter.isdigit() for letter in last)
    return head if numbered else path.rstrip("/") or "/"
