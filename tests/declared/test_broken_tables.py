"""Mistakes in units.csv and unit_codes.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import check, load
from tests.declared.mistakes import Mistake, assert_found, loaded_problems

UNITS, CODES = "units.csv", "unit_codes.csv"
ZONE = "H01.202,Đặc khu Thổ Châu,special_zone,H01,2025-07-01,,31105,,\n"
FIRST_CODE = "igate,000.01.H01,H01.01,2025-07-01,"

MISTAKES = [
    Mistake(UNITS, ZONE, ZONE * 2, "H01.202.code", "given twice", "Keep one", "'H01.202'"),
    Mistake(UNITS, "H01.200,", "H01 200,", "line 117, code", "no code", "without blanks", "'H01 200'"),
    Mistake(UNITS, "Sở Nội vụ", "Sở Nội vụ ", "line 3, name", "ends with a blank", "Remove", "'Sở Nội vụ '"),
    Mistake(UNITS, "Sở Nội vụ", "", "line 3, name", "is empty", "Write its value"),
    Mistake(UNITS, "Phú,commune", "Phú,comune", "line 24, kind", "not known", "Did you mean commune?", "'comune'"),
    Mistake(UNITS, "ward,H01,", "ward,H02,", "H01.101.parent", "no unit of this file", "add a line", "'H02'"),
    Mistake(UNITS, "ward,H01,", "ward,H01.101,", "H01.101.parent", "leads back", "topmost", "'H01.101'"),
    Mistake(UNITS, "2025-07-01", "1/7/2025", "line 2, valid_from", "no date", "2026-10-31", "'1/7/2025'"),
    Mistake(UNITS, "2025-07-01", "2025-02-30", "line 2, valid_from", "no day", "Correct the day", "'2025-02-30'"),
    Mistake(UNITS, "2025-07-01", "0225-07-01", "line 2, valid_from", "too far", "1945 to 2100", "'0225-07-01'"),
    Mistake(UNITS, "H01,2025-07-01,,", "H01,2025-07-01,2025-06-30,", "H01.01.valid_to", "before", "", "2025-06-30"),
    Mistake(UNITS, "Sở Nội vụ,", "Sở Nội vụ, và,", "line 3", "10 cells instead of 9", "double quotes"),
    Mistake(UNITS, "Sở Nội vụ", '"Sở" Nội vụ', "line 3", "no valid CSV", "double quotes"),
    Mistake(UNITS, "valid_to,", "valid_too,", "line 1", "no known column", "Did you mean valid_to", "'valid_too'"),
    Mistake(UNITS, "head,contact", "head,head", "line 1", "a column twice", "Keep one", "'head'"),
    Mistake(UNITS, "code,name", "CODE,name", "line 1", "no known column", "The first line is: code,name", "'CODE'"),
    Mistake(
        CODES, "000.01.H01,H01.01", "000.01.H01,H01.99", "igate.000.01.H01.unit", "no unit", "units.csv", "'H01.99'"
    ),
    Mistake(
        CODES, FIRST_CODE, f"{FIRST_CODE}\n{FIRST_CODE}", "igate.000.01.H01.valid_from", "overlaps", "", "2025-07-01"
    ),
    Mistake(
        CODES,
        FIRST_CODE,
        f"{FIRST_CODE}\nportal,H01.02,H01.01,2025-07-01,",
        "portal.H01.02.code",
        "own",
        "",
        "'H01.02'",
    ),
    Mistake(
        CODES,
        FIRST_CODE,
        f"{FIRST_CODE}2025-01-01",
        "igate.000.01.H01.valid_to",
        "before valid_from",
        "Correct",
        "2025-01-01",
    ),
    Mistake(
        CODES,
        ",unit,valid_from,valid_to",
        ",valid_from,valid_to",
        "line 1",
        "lacks the column unit",
        "scheme,code,unit",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)


def test_a_circle_of_parents_names_every_unit_in_it(folder: Path) -> None:
    path = folder / UNITS
    text = path.read_text(encoding="utf-8")
    text = text.replace("Long Xuyên,ward,H01,", "Long Xuyên,ward,H01.102,").replace(
        "Bình Đức,ward,H01,", "Bình Đức,ward,H01.101,"
    )
    path.write_text(text, encoding="utf-8")
    assert [problem.key for problem in check(folder)] == ["H01.101.parent", "H01.102.parent"]


def test_all_mistakes_are_reported_at_once(folder: Path) -> None:
    path = folder / UNITS
    text = path.read_text(encoding="utf-8").replace("ward,H01,", "wrad,H01,").replace("department", "departement")
    path.write_text(text, encoding="utf-8")
    assert len(check(folder)) == 14 + 15
    assert len(loaded_problems(folder)) == 14 + 15


def test_a_byte_order_mark_and_another_order_of_columns_are_read(folder: Path) -> None:
    lines = ["valid_from,code,parent,kind,name", "2025-07-01,H01,,province,Tỉnh An Giang"]
    lines += ["2025-07-01,H01.01,H01,department,Sở Nội vụ", ""]
    (folder / UNITS).write_text("\r\n".join(lines), encoding="utf-8-sig")
    (folder / CODES).unlink()
    names = {
        "H01.02": "H01",
        "H01.05": "H01",
        "H01.12": "H01",
        "units: igate": "units: portal",
        "units: edxml": "units: portal",
    }
    for file in ("indicators.yaml", "sources.yaml"):
        text = (folder / file).read_text(encoding="utf-8")
        for old, new in names.items():
            text = text.replace(old, new)
        (folder / file).write_text(text, encoding="utf-8")
    declared = load(folder)
    assert [unit.name for unit in declared.units] == ["Tỉnh An Giang", "Sở Nội vụ"]
    assert declared.schemes == ("portal",)


def test_semicolons_instead_of_commas_are_explained(folder: Path) -> None:
    path = folder / UNITS
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    (problem,) = check(folder)
    assert problem.key == "line 1"
    assert "no header with commas" in problem.message
    assert "code,name,kind" in problem.remedy


def test_a_table_without_units_is_refused(folder: Path) -> None:
    path = folder / UNITS
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert "declares no unit" in check(folder)[0].message


def test_successive_meanings_of_a_code_do_not_overlap(folder: Path) -> None:
    path = folder / CODES
    text = path.read_text(encoding="utf-8")
    text = text.replace(FIRST_CODE, f"{FIRST_CODE}2025-12-31\nigate,000.01.H01,H01.02,2026-01-01,")
    path.write_text(text, encoding="utf-8")
    assert check(folder) == ()
    assert load(folder).unit_code_frame("igate").filter(code="000.01.H01")["unit"].to_list() == ["H01.01", "H01.02"]


def test_both_validity_days_are_included(folder: Path) -> None:
    shared_day = f"{FIRST_CODE}2026-01-01\nigate,000.01.H01,H01.02,2026-01-01,"
    assert_found(
        folder,
        Mistake(
            CODES, FIRST_CODE, shared_day, "igate.000.01.H01.valid_from", "overlaps", "the day before", "2026-01-01"
        ),
    )
