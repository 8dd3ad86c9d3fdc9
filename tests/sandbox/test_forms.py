"""The simulated forms are read by the connector as any other, and say what the province says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

import polars as pl

from connectors.registry import build
from connectors.sandbox import Sandbox, troubles
from connectors.sandbox.rhythm import Month
from connectors.spreadsheet import Spreadsheet
from tests.connectors.filled import II06A_MEASURES, SO_HOA_MEASURES
from tests.sandbox.conftest import Clock

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def reader() -> Spreadsheet:
    return cast("Spreadsheet", build("spreadsheet", {}, clock=lambda: datetime(2026, 11, 23, tzinfo=UTC)))


def wide(path: Path, by: str) -> dict[str, dict[str, int | None]]:
    batch = reader().file_batch(path)
    assert batch.rejects == (), "section and total rows agree with the units"
    return {
        str(unit): dict(rows.select("measure", "value").rows())
        for (unit,), rows in batch.counts.group_by(by, maintain_order=True)
    }


def test_a_month_is_written_when_it_has_ended(sandbox: Sandbox, tmp_path: Path) -> None:
    written = sandbox.write_forms(tmp_path, [(2026, 10), (2026, 11), (2026, 12)])
    assert [path.name for path in written] == [
        "so-hoa-766-2026-10.xls",
        "bieu-06a-2026-10.xls",
        "bieu-06a-2026-11.xls",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert all("SỐ LIỆU MÔ PHỎNG" in path.read_text(encoding="utf-8") for path in written)


def test_the_digitization_table_says_what_the_one_stop_system_says(sandbox: Sandbox, tmp_path: Path) -> None:
    table, _ = sandbox.write_forms(tmp_path, [(2026, 10)])
    found = wide(table, "unit_code")
    assert len(found) == 117
    cells = sandbox.province.one_stop("H01.201", date(2026, 10, 1), date(2026, 10, 31))
    assert found["H01.201"]["dossiers_received"] == cells.received
    assert found["H01.201"]["dossiers_components_digitized"] == cells.with_components
    assert found["H01.201"]["results_electronic"] == cells.with_result
    assert found[troubles.STOPS_REPORTING] == dict.fromkeys(SO_HOA_MEASURES)


def test_form_06a_keeps_its_identities_and_carries_over(sandbox: Sandbox, tmp_path: Path) -> None:
    _, before, _, after = sandbox.write_forms(tmp_path, [(2026, 9), (2026, 10)])
    earlier, later = wide(before, "unit_name"), wide(after, "unit_name")
    assert later.keys() == earlier.keys()
    for name, counts in later.items():
        c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13 = (counts[measure] or 0 for measure in II06A_MEASURES)
        assert (c3, c7, c11, c3) == (c4 + c5 + c6, c8 + c9 + c10, c12 + c13, c7 + c11)
        assert counts["dossiers_in_process"] is None or c6 == earlier[name]["dossiers_in_process"]
    assert "UBND Đặc khu Phú Quốc" in later
    assert "Sở Y tế - tỉnh An Giang" in later
    spans = reader().file_batch(after).counts.select("period_start", "period_end").unique().rows()
    assert spans == [(date(2026, 9, 15), date(2026, 10, 14))]


def test_same_counts_same_file(sandbox: Sandbox, clock: Clock, tmp_path: Path) -> None:
    paths = sandbox.write_forms(tmp_path, [(2026, 7)])
    as_written = [path.stat().st_ino for path in paths]
    clock.set(2027, 1, 20)
    assert sandbox.write_forms(tmp_path, [(2026, 7)]) == paths
    assert [path.stat().st_ino for path in paths] == as_written


def test_received_of_the_two_forms_is_that_of_the_same_days(sandbox: Sandbox) -> None:
    counts = sandbox.forms.resolution("H01.12", OCTOBER)
    cells = sandbox.province.one_stop("H01.12", date(2026, 9, 15), date(2026, 10, 14))
    assert counts[1] + counts[2] == cells.received
    assert pl.Series(sandbox.forms.digitization("H01.12", SEPTEMBER)).min() >= 0  # type: ignore[operator]
