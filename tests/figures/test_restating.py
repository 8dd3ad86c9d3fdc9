"""A restated capture is kept beside the first one and the difference is shown; on both databases, with real files."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from connectors.registry import build
from monitor.collect.importing import import_file
from monitor.collect.pull import PullResult
from monitor.declared import Declared, Source, load
from monitor.declared.placeholders import ResolvedOptions
from monitor.figures import FigureService
from monitor.figures.restating import restated
from monitor.figures.trust import TrustService
from monitor.store import Store
from monitor.viewer import Viewer
from tests.running import ROOT

NOON = datetime(2026, 11, 3, 5, tzinfo=UTC)
PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"
WARDS = tuple(f"H01.{number}" for number in range(101, 113))
HEADER = "Mã đơn vị,Kỳ,Văn bản đi,Văn bản đi ký số,Văn bản đến,Văn bản đến điện tử"
OPTIONS = {
    "folder": "unused",
    "series": "so-van-ban",
    "columns": {
        "unit_code": "Mã đơn vị",
        "period": {"column": "Kỳ", "format": "MM/YYYY"},
        "measures": {
            "documents_outgoing": "Văn bản đi",
            "documents_outgoing_signed": "Văn bản đi ký số",
            "documents_incoming": "Văn bản đến",
            "documents_incoming_electronic": "Văn bản đến điện tử",
        },
    },
}
SOURCE = Source.model_validate(
    {"name": "so-van-ban", "connector": "spreadsheet", "units_as_of": "today", "options": OPTIONS}
)


@pytest.fixture(scope="module")
def declared() -> Declared:
    return load(ROOT / "config", environ={})


def imported(store: Store, declared: Declared, folder: Path, signed: dict[str, int], at: datetime) -> PullResult:
    """Import October: 100 documents in, 80 of them electronic, 100 out, so many of them signed."""
    path = folder / "thang-10.csv"
    rows = [f"{unit},10/2026,100,{count},100,80" for unit, count in signed.items()]
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    reader = build("spreadsheet", ResolvedOptions(OPTIONS), clock=lambda: at)
    result = import_file(store, declared, SOURCE, reader, path, lambda: at)
    assert (result.outcome, result.quarantined) == ("complete", 0), result
    return result


FIRST = {PHU_QUOC: 60, LONG_XUYEN: 90}
SECOND = {PHU_QUOC: 75, LONG_XUYEN: 90}


def test_a_restated_file_keeps_both_counts_and_shows_the_difference(
    store: Store, declared: Declared, tmp_path: Path
) -> None:
    first = imported(store, declared, tmp_path, FIRST, NOON)
    again = imported(store, declared, tmp_path, FIRST, NOON + timedelta(days=1))
    assert (first.stored, again.stored, again.unchanged) == (8, 0, 8)
    assert restated(FigureService(store, declared, lambda: NOON), period="2026-10").counts.is_empty()
    second = imported(store, declared, tmp_path, SECOND, NOON + timedelta(days=2))
    assert (second.stored, second.restated, second.unchanged) == (1, 1, 7)

    service = FigureService(store, declared, lambda: NOON + timedelta(days=3))
    found = restated(service, period="2026-10")
    (change,) = found.counts.to_dicts()
    assert (change["unit"], change["measure"], change["before"], change["value"]) == (
        PHU_QUOC,
        "documents_outgoing_signed",
        60,
        75,
    )
    assert (change["before_at"], change["captured_at"]) == (NOON, NOON + timedelta(days=2))
    assert (change["pull_id"], change["touched"], change["known"], change["by_source"]) == (3, 1, 2, False)
    kept = [store.evidence(change[name]).decode() for name in ("before_evidence", "evidence")]
    assert ["60" in kept[0], "75" in kept[1]] == [True, True]
    # (60+80)/200 = 70 %, (75+80)/200 = 77.5 %; the province: (140+170)/400 and (155+170)/400.
    sides = {row["unit"]: (row["shown_before"], row["shown"]) for row in found.effects.to_dicts()}
    assert sides == {
        PHU_QUOC: ("70.00", "77.50"),
        "H01/commune": ("77.50", "81.25"),
        "H01": ("77.50", "81.25"),
    }
    changes = {row["unit"]: row["change"] for row in found.effects.to_dicts()}
    assert changes[PHU_QUOC] == pytest.approx(7.5)

    own = FigureService(store, declared, lambda: NOON, viewer=Viewer("unit", LONG_XUYEN))
    assert restated(own, period="2026-10").counts.is_empty()
    assert restated(service, period="2026-10", unit=LONG_XUYEN).counts.is_empty()
    assert restated(service, period="2026-10", unit="H01").counts.height == 1


def test_a_source_that_restates_every_unit_stops_the_trend_and_praises_nobody(
    store: Store, declared: Declared, tmp_path: Path
) -> None:
    imported(store, declared, tmp_path, dict.fromkeys(WARDS, 60), NOON)
    september = tmp_path / "thang-9.csv"
    september.write_text(
        "\n".join([HEADER, *(f"{unit},09/2026,100,60,100,80" for unit in WARDS)]) + "\n", encoding="utf-8"
    )
    reader = build("spreadsheet", ResolvedOptions(OPTIONS), clock=lambda: NOON)
    import_file(store, declared, SOURCE, reader, september, lambda: NOON)
    service = FigureService(store, declared, lambda: NOON + timedelta(days=3))
    asked = {"indicators": ["K2"], "period": "2026-10", "unit": LONG_XUYEN}
    (before,) = service.figures(**asked).to_dicts()  # type: ignore[arg-type]
    assert (before["shown"], before["change"], before["trend_break"]) == ("70.00", 0.0, None)

    imported(store, declared, tmp_path, dict.fromkeys(WARDS, 64), NOON + timedelta(days=2))
    (after,) = service.figures(**asked).to_dicts()  # type: ignore[arg-type]
    # (64+80)/200 = 72 %: less than five points up, so only the restatement itself gives the source away.
    assert (after["shown"], after["change"], after["trend_break"]) == ("72.00", None, "restated")
    assert set(restated(service, period="2026-10").counts["by_source"]) == {True}
    (told,) = TrustService(service).findings(period="2026-10", check="source_restated").to_dicts()
    assert (told["source"], told["unit"], told["value"]) == ("so-van-ban", None, 12.0)
    assert told["words_vi"] == "Lần lấy số 3 sửa lại “Văn bản đi ký số” của 12/12 đơn vị."
    trend = service.series("K2", LONG_XUYEN, source=None, calendar="calendar", months=3)
    assert trend["trend_break"].to_list() == [None, "restated", None]
    then = service.figures(**asked, as_known_at=NOON + timedelta(days=1))  # type: ignore[arg-type]
    assert (then["change"].to_list(), then["trend_break"].to_list()) == ([0.0], [None])
