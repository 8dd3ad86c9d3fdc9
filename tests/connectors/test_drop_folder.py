"""Files put into a folder: taken in order, never half, never lost; what was not understood is told per file."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from connectors.base import Batch, Window
from connectors.errors import ContractBroken, SourceError, SourceUnavailable
from connectors.registry import build
from connectors.spans import months
from connectors.spreadsheet import Spreadsheet
from tests.connectors.filled import SO_HOA, Cell, Filled, as_html, as_xls, as_xlsx

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WINDOW = Window((months(2026, 10, 1),), NOW.date())


def folder_source(folder: Path, **options: object) -> Spreadsheet:
    return cast("Spreadsheet", build("spreadsheet", {"folder": str(folder), **options}, clock=lambda: NOW))


def table(received: int, title: str = "Tháng 10/2026", unit: str = "Xã A") -> Filled:
    row: list[Cell] = [1, unit, received, 4, received - 4, 0, 0, 4, 1, 3]
    return Filled(SO_HOA, [row], titles=("Số hóa", title))


def aged(path: Path, seconds: float) -> Path:
    """As if the file had been changed so long ago."""
    moment = NOW.timestamp() - seconds
    os.utime(path, (moment, moment))
    return path


def collected(source: Spreadsheet) -> tuple[list[Batch], SourceError | None]:
    batches: list[Batch] = []
    try:
        batches.extend(source.pull(WINDOW))
    except SourceError as error:
        return batches, error
    return batches, None


def received(batches: list[Batch]) -> list[tuple[str, int]]:
    return [
        (batch.evidence.provenance["file"], value)
        for batch in batches
        for measure, value in batch.counts.select("measure", "value").rows()
        if measure == "dossiers_received"
    ]


def test_oldest_first_of_any_period_and_the_newest_word_counts(tmp_path: Path) -> None:
    aged(as_xlsx(tmp_path / "z.xlsx", table(10)), 900)
    aged(as_html(tmp_path / "y.xls", table(20, "Quý I/2024")), 800)
    aged(as_xls(tmp_path / "a.xls", table(11)), 700)
    aged(as_xls(tmp_path / "b.xls", table(12, unit="Xã B")), 600)
    batches, error = collected(folder_source(tmp_path))
    assert error is None
    assert [batch.evidence.provenance["file"] for batch in batches] == ["z.xlsx", "y.xls", "a.xls", "b.xls"]
    assert received(batches) == [("y.xls", 20), ("a.xls", 11), ("b.xls", 12)]


def test_the_same_file_twice_is_one_word(tmp_path: Path) -> None:
    aged(as_xls(tmp_path / "a.xls", table(10)), 900)
    (tmp_path / "b.xls").write_bytes((tmp_path / "a.xls").read_bytes())
    aged(tmp_path / "b.xls", 800)
    batches, _ = collected(folder_source(tmp_path))
    assert received(batches) == [("b.xls", 10)]


def test_a_file_being_written_waits(tmp_path: Path) -> None:
    aged(as_xls(tmp_path / "a.xls", table(10)), 900)
    aged(as_xls(tmp_path / "b.xls", table(12, unit="Xã B")), 1)
    aged(as_xls(tmp_path / "c.xls.part", table(13, unit="Xã C")), 900)
    (tmp_path / "~$a.xls").write_bytes(b"lock")
    batches, error = collected(folder_source(tmp_path, settle=5))
    assert received(batches) == [("a.xls", 10)]
    assert isinstance(error, SourceUnavailable)
    assert error.message.startswith("b.xls changed less than 5 s ago")
    aged(tmp_path / "b.xls", 6)
    batches, error = collected(folder_source(tmp_path, settle=5))
    assert (received(batches), error) == ([("a.xls", 10), ("b.xls", 12)], None)


def test_half_a_page_is_not_read_half(tmp_path: Path) -> None:
    body = as_html(tmp_path / "a.xls", table(10)).read_bytes()
    aged(tmp_path / "a.xls", 900).write_bytes(body.removesuffix(b"</table></body></html>"))
    batches, error = collected(folder_source(tmp_path, settle=0))
    assert batches == []
    assert error is not None
    assert "ends in the middle of its table" in error.message


def test_what_cannot_be_read_is_named_left_and_does_not_stop_the_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (tmp_path / "a.xls").write_bytes(b"%PDF-1.7")
    as_xls(tmp_path / "b.xls", Filled(["STT", "Đơn vị", "Ý kiến"], [[1, "Xã A", 3]]))
    as_xls(tmp_path / "c.xls", table(10))
    for name in "abc":
        aged(tmp_path / f"{name}.xls", 900)
    (tmp_path / "thu.docx").write_bytes(b"PK")
    batches, error = collected(folder_source(tmp_path))
    assert received(batches) == [("c.xls", 10)]
    assert isinstance(error, ContractBroken)
    assert error.message.startswith("2 of 3 files were not taken: a.xls is a PDF")
    assert "b.xls holds no form that is known" in error.message
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xls", "b.xls", "c.xls", "thu.docx"]
    assert "c.xls: 766/SoHoa, 2026-10-01..2026-10-31, 1 units, 8 counts, 0 held back" in caplog.text
