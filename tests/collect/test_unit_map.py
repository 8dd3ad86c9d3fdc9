"""How a source's units are understood, and how a person mends it."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from connectors.base import count_frame
from monitor.collect.mapping import placed
from monitor.collect.unit_map import places_of, unit_map
from monitor.declared import ConfigProblems, UnitCode, load
from monitor.declared.code_file import assign
from monitor.store import QUARANTINE
from tests.collect.world import RECEIVED, TODAY, row, source
from tests.declaring import copy_config

PORTAL, IGATE = source(), source(units="igate")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_config(tmp_path / "config")


def unit_of(folder: Path, code: str, name: str | None) -> tuple[str | None, bool]:
    rows = count_frame([row(RECEIVED, 1, unit_code=code, unit_name=name)])
    found = placed(rows, places_of(load(folder), PORTAL, TODAY)).select("unit", "unit_known").row(0)
    return found[0], found[1]


def held(code: str, name: str | None, reason: str = "unknown_unit") -> dict[str, object]:
    blank = dict.fromkeys(QUARANTINE)
    return {**blank, **row(RECEIVED, None, unit_code=code, unit_name=name), "reason": reason, "value": "5"}


def test_a_name_is_matched_in_every_spelling_and_a_code_never_by_its_name(folder: Path) -> None:
    written = unicodedata.normalize("NFD", "UBND XÃ MỸ HÒA HƯNG - tỉnh An Giang")
    assert unit_of(folder, "", written) == ("H01.104", True)
    assert unit_of(folder, "H01.104", "whatever") == ("H01.104", True)
    assert unit_of(folder, "H02.104", "Xã Mỹ Hoà Hưng") == (None, False)
    assert unit_of(folder, "", "Xã Không Có") == (None, False)
    assert unit_of(folder, "", None) == (None, False)


def test_a_name_two_units_have_at_a_time_is_nobodys(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8") + "H01.900,Xã Mỹ Hòa Hưng,commune,H01,2026-01-01,,,,\n", "utf-8")
    assert unit_of(folder, "", "Xã Mỹ Hoà Hưng") == (None, False)
    later = path.read_text(encoding="utf-8").replace("2026-01-01,,,,", "2020-01-01,2025-06-30,,,")
    path.write_text(later, "utf-8")
    assert unit_of(folder, "", "Xã Mỹ Hoà Hưng") == ("H01.104", True)


def test_the_row_of_a_nameless_code_keeps_the_name_as_its_code(folder: Path) -> None:
    rows = count_frame([row(RECEIVED, 1, unit_code="", unit_name=name) for name in ("Xã A", "Xã B")])
    assert placed(rows, places_of(load(folder), PORTAL, TODAY))["unit_code"].to_list() == ["Xã A", "Xã B"]


def test_what_is_unknown_is_shown_with_its_nearest_units(folder: Path) -> None:
    rows = [held("000.77.H01", "Văn phòng"), held("000.77.H01", "Văn phòng"), held("Xã Mỹ Hoà Hưn", "Xã Mỹ Hoà Hưn")]
    rows += [held("000.01.H0l", None), held("000.01.H01", None), held("x", "y", "negative")]
    frame = unit_map(load(folder), IGATE, pl.DataFrame(rows, schema=QUARANTINE), TODAY)
    waiting = {row["code"]: row for row in frame.filter(pl.col("held").is_not_null()).iter_rows(named=True)}
    assert set(waiting) == {"000.77.H01", "Xã Mỹ Hoà Hưn", "000.01.H0l", "000.01.H01"}
    assert (waiting["000.77.H01"]["how"], waiting["000.77.H01"]["held"]) == ("unknown", 2)
    assert waiting["Xã Mỹ Hoà Hưn"]["candidates"].startswith("H01.104 Xã Mỹ Hoà Hưng")
    assert "H01.01 Sở Nội vụ" in waiting["000.01.H0l"]["candidates"]
    assert (waiting["000.01.H01"]["how"], waiting["000.01.H01"]["unit_name"]) == ("alias", "Sở Nội vụ")
    assert frame.filter(pl.col("how") == "alias", pl.col("held").is_null()).height == len(load(folder).units)
    assert unit_map(load(folder), PORTAL, pl.DataFrame(schema=QUARANTINE), TODAY)["how"].unique().to_list() == ["own"]


def code(unit: str, since: date, text: str = "000.77.H01", scheme: str = "igate") -> UnitCode:
    return UnitCode(scheme=scheme, code=text, unit=unit, valid_from=since)


def test_assigning_adds_a_line_and_leaves_every_other_as_it_is(folder: Path) -> None:
    file = folder / "unit_codes.csv"
    before = file.read_bytes().replace(b"\n", b"\r\n", 3)
    file.write_bytes(before)
    said = assign(file, load(folder), code("H01.12", date(2025, 7, 1)))
    assert said.startswith("000.77.H01 means H01.12 from 2025-07-01 on")
    assert file.read_bytes() == before + b"igate,000.77.H01,H01.12,2025-07-01,\n"
    assert "already" in assign(file, load(folder), code("H01.12", date(2026, 1, 1)))
    assign(file, load(folder), code("H01.11", date(2026, 10, 1)))
    lines = file.read_bytes()[len(before) :].decode()
    assert lines == "igate,000.77.H01,H01.12,2025-07-01,2026-09-30\nigate,000.77.H01,H01.11,2026-10-01,\n"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


def test_a_wrong_assignment_writes_nothing(folder: Path) -> None:
    file = folder / "unit_codes.csv"
    before = file.read_bytes()
    for wrong in (
        code("H01.999", date(2025, 7, 1)),
        code("H01.12", date(2025, 7, 1), "000.01.H01"),
        code("H01.12", date(2025, 7, 1), "H01.01", "portal"),
    ):
        with pytest.raises(ConfigProblems):
            assign(file, load(folder), wrong)
        assert file.read_bytes() == before


def test_a_name_or_another_code_can_be_added_to_the_units_own_codes(folder: Path) -> None:
    assign(folder / "unit_codes.csv", load(folder), code("H01.12", date(2025, 7, 1), "Tư pháp, Sở", "portal"))
    assert unit_of(folder, "", "TƯ PHÁP, SỞ") == ("H01.12", True)
    assert unit_of(folder, "Tư pháp, Sở", None) == ("H01.12", True)
    assert unit_of(folder, "H01.12", None) == ("H01.12", True)
