"""A real service over a few counts: two sources that disagree, a restatement, a count held back, a failed pull."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from connectors.base import Span
from connectors.errors import SourceUnavailable
from monitor.collect.pull import pull_source
from monitor.declared import Declared, Source, load
from monitor.figures import FigureService
from monitor.store import Store
from tests.collect.world import Scripted, batch, month, row
from tests.running import ROOT

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)
OCTOBER, SEPTEMBER = month("2026-10"), month("2026-09")
LONG_XUYEN, PHU_QUOC, TIEN_HAI = "H01.101", "H01.201", "H01.159"
PORTAL = "dossier-digitized/SO_HOA_GIAY_TO_GIAI_QUYET"
Rows = Sequence[dict[str, object]]


def one_stop(unit: str, joint: int, received: int, span: Span) -> list[dict[str, object]]:
    counts = {"dossiers_input_result_digitized": joint, "dossiers_received": received, "dossiers_resolved": received}
    return [row(measure, value, unit, span, series="digitization-by-agency") for measure, value in counts.items()]


def portal(unit: str, joint: int, competence: int, span: Span) -> list[dict[str, object]]:
    counts = {"dossiers_input_result_digitized": joint, "dossiers_in_competence": competence}
    return [row(measure, value, unit, span, series=PORTAL) for measure, value in counts.items()]


def pulled(  # noqa: PLR0913, PLR0917 - what a source answers, and when
    store: Store, declared: Declared, name: str, rows: Rows, at: datetime, error: Exception | None = None
) -> None:
    """Pull rows of a source as on a given moment."""
    source = Source.model_validate(
        {
            "name": name,
            "connector": "igate",
            "units_as_of": "today",
            "simulated": True,
            "title": {"vi": name, "en": name},
        }
    )
    batches = [batch(rows, at, url=f"http://{name}.test/{at:%Y%m%d}")] if rows else []
    connector = Scripted(batches, error)
    pull_source(store, declared, source, connector, clock=lambda: at, first=SEPTEMBER.start, last=OCTOBER.end)


def service(folder: Path) -> FigureService:
    """Long Xuyên and Phú Quốc at both sources, Tiên Hải at the one-stop system only; the portal restates October."""
    declared = load(ROOT / "config", sources_file=ROOT / "config/demo/sources.yaml", environ={})
    store = Store(f"sqlite:///{folder / 'sohoa.db'}", folder)
    store.upgrade()

    def pull(name: str, rows: Rows, at: datetime, error: Exception | None = None) -> None:
        pulled(store, declared, name, rows, at, error)

    here = one_stop(LONG_XUYEN, 80, 100, OCTOBER) + one_stop(PHU_QUOC, 50, 100, OCTOBER)
    here += one_stop(TIEN_HAI, 9, 10, OCTOBER) + one_stop(LONG_XUYEN, 70, 100, SEPTEMBER)
    pull("mot-cua", here + one_stop("H77", 0, 5, OCTOBER), NOON - timedelta(days=10))
    pull(
        "cong-dvcqg", portal(LONG_XUYEN, 60, 98, OCTOBER) + portal(PHU_QUOC, 40, 99, OCTOBER), NOON - timedelta(days=12)
    )
    pull(
        "cong-dvcqg", portal(LONG_XUYEN, 66, 98, OCTOBER) + portal(PHU_QUOC, 40, 99, OCTOBER), NOON - timedelta(days=2)
    )
    down = SourceUnavailable("The axis answered 503.", "Nothing is lost; the next pull asks again.")
    pull("truc-van-ban", [], NOON - timedelta(days=1), down)
    return FigureService(store, declared, lambda: NOON, keep=True)
