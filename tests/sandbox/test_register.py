from __future__ import annotations

import os
import zipfile
from pathlib import Path

import polars as pl
import yaml

from connectors.sandbox import Sandbox, troubles
from connectors.sandbox.rhythm import Month
from tests.sandbox.conftest import CONFIG, Clock

MONTHS = [(2026, 9), (2026, 10), (2026, 11)]


def declared() -> dict[str, object]:
    sources = yaml.safe_load((CONFIG / "demo" / "sources.yaml").read_text(encoding="utf-8"))
    options: dict[str, object] = next(source for source in sources if source["name"] == "so-van-ban")["options"]
    return options


def read(path: Path) -> pl.DataFrame:
    options = declared()
    header: dict[str, object] = {"header_row": int(str(options["header_row"])) - 1}
    return pl.read_excel(path, sheet_name=str(options["sheet"]), read_options=header, infer_schema_length=None)


def test_one_file_a_month_that_has_ended(sandbox: Sandbox, tmp_path: Path) -> None:
    written = sandbox.write_register(tmp_path / "inbox", MONTHS)
    assert [path.name for path in written] == ["so-van-ban-2026-09.xlsx", "so-van-ban-2026-10.xlsx"]
    assert sorted((tmp_path / "inbox").iterdir()) == written


def test_the_sheet_is_laid_out_as_declared(sandbox: Sandbox, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path, [(2026, 10)])
    frame = read(path)
    columns = declared()["columns"]
    assert isinstance(columns, dict)
    assert frame.columns == [
        columns["unit_code"],
        columns["unit_name"],
        columns["period"]["column"],
        *columns["measures"].values(),
    ]
    assert frame["Kỳ"].unique().to_list() == ["10/2026"]
    assert frame.height == 117
    title = pl.read_excel(path, sheet_name="Số liệu", has_header=False)[0, 0]
    assert title.startswith("SỐ LIỆU MÔ PHỎNG")


def test_counts_are_those_of_the_province(sandbox: Sandbox, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path, [(2026, 10)])
    month = Month(2026, 10)
    row = read(path).filter(pl.col("Mã đơn vị") == "H01.12").row(0)
    counts = sandbox.province.documents("H01.12", month.start, month.end)
    assert [int(cell) for cell in row[3:]] == list(counts[:6])


def test_who_did_not_report_is_marked_nd(sandbox: Sandbox, tmp_path: Path) -> None:
    august, october = sandbox.write_register(tmp_path, [(2026, 8), (2026, 10)])
    silent = pl.col("Mã đơn vị") == troubles.STOPS_REPORTING
    assert read(october).filter(silent).row(0)[3:] == ("ND",) * 6
    assert "ND" not in read(august).filter(silent).row(0)
    others = read(october).filter(~silent).select(pl.all().exclude("Mã đơn vị", "Tên đơn vị", "Kỳ"))
    assert not any(cell == "ND" for row in others.rows() for cell in row)


def test_same_counts_same_bytes(sandbox: Sandbox, clock: Clock, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path / "first", [(2026, 7)])
    clock.set(2027, 1, 20)
    [again] = sandbox.write_register(tmp_path / "second", [(2026, 7)])
    assert path.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert b"2026-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_file_that_says_the_same_is_left_as_it_is(sandbox: Sandbox, clock: Clock, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path, [(2026, 7)])
    as_written = path.stat()
    clock.set(2027, 1, 20)
    assert sandbox.write_register(tmp_path, [(2026, 7)]) == [path]
    assert path.stat().st_ino == as_written.st_ino


def test_a_file_that_was_changed_or_removed_is_written_again(sandbox: Sandbox, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path, [(2026, 7)])
    right = path.read_bytes()
    path.write_bytes(b"spoiled")
    os.utime(path, ns=(0, 0))
    sandbox.write_register(tmp_path, [(2026, 7)])
    assert path.read_bytes() == right
    path.unlink()
    sandbox.write_register(tmp_path, [(2026, 7)])
    assert path.read_bytes() == right


def test_who_reports_again_stands_in_the_file_again(sandbox: Sandbox, clock: Clock, tmp_path: Path) -> None:
    [path] = sandbox.write_register(tmp_path, [(2026, 10)])
    silent = pl.col("Mã đơn vị") == troubles.STOPS_REPORTING
    assert "ND" in read(path).filter(silent).row(0)
    clock.set(2027, 1, 20)
    sandbox.write_register(tmp_path, [(2026, 10)])
    assert "ND" not in read(path).filter(silent).row(0)
