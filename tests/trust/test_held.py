"""What is held back is told in people's words: a measure by its name, whole names only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from monitor.store import QUARANTINE
from monitor.trust.held import held_back

NAMES = {
    "dossiers_resolved": ("Hồ sơ đã giải quyết", "Dossiers resolved"),
    "dossiers_resolved_early": ("Hồ sơ giải quyết trước hạn", "Dossiers resolved early"),
}


def test_measures_are_told_by_name() -> None:
    row = {
        "id": 1,
        "source": "src",
        "series": "table",
        "unit_code": "U1",
        "unit": "U1",
        "measure": "dossiers_resolved",
        "period_start": date(2026, 10, 1),
        "period_end": date(2026, 10, 31),
        "calendar": "calendar",
        "procedure": "",
        "value": "5",
        "reason": "numerator_over_denominator",
        "detail": "dossiers_resolved_early = 7 > dossiers_resolved = 5",
        "captured_at": datetime(2026, 11, 3, tzinfo=UTC),
        "pull_id": 1,
        "evidence": "0" * 64,
    }
    found = held_back(pl.DataFrame([row], schema=QUARANTINE), NAMES).row(0, named=True)
    assert found["words_vi"] == "1 số liệu bị giữ lại: Hồ sơ giải quyết trước hạn = 7 > Hồ sơ đã giải quyết = 5"
    assert found["words_en"] == "1 count(s) held back: Dossiers resolved early = 7 > Dossiers resolved = 5"
