from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from connectors.sandbox.units import department_id, object_id, portal_name, read_units
from tests.sandbox.conftest import UNIT_CODES, UNITS


def test_an_giang_has_117_units_with_their_codes() -> None:
    units = read_units(UNITS, UNIT_CODES)
    assert len(units) == 117
    first, last = units[0], units[-1]
    assert (first.code, first.one_stop_code, first.exchange_code) == ("H01.01", "000.01.H01", "000.00.01.H01")
    assert (last.code, last.one_stop_code, last.exchange_code) == ("H01.202", "202.H01", "000.202.00.H01")
    assert first.is_department
    assert not last.is_department


def test_a_unit_without_code_is_named(tmp_path: Path) -> None:
    codes = tmp_path / "unit_codes.csv"
    codes.write_text("scheme,code,unit\nigate,000.01.H01,H01.01\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"unit_codes\.csv has no edxml code for unit H01\.01\. Add a line"):
        read_units(UNITS, codes)


def test_portal_names_differ_from_ours_as_real_ones_do() -> None:
    units = read_units(UNITS, UNIT_CODES)
    names = {unit.name: portal_name(unit) for unit in units}
    assert names["Sở Nội vụ"] == "Sở Nội vụ"
    assert names["Xã Mỹ Hoà Hưng"] == "UBND xã Mỹ Hòa Hưng"
    assert any(name.endswith(" - tỉnh An Giang") for name in names.values())
    assert any(name != unicodedata.normalize("NFC", name) for name in names.values())


def test_ids_are_one_to_one_and_lasting() -> None:
    codes = [unit.code for unit in read_units(UNITS, UNIT_CODES)]
    assert len({department_id(code) for code in codes}) == len({object_id(code) for code in codes}) == 117
    assert department_id("H01.01") == department_id("H01.01")
    assert len(object_id("000.01.H01")) == 24
