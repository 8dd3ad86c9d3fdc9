"""unit_successions.csv: mistakes are named; chains end at the units of the day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from monitor.declared import load
from tests.declared.mistakes import Mistake, assert_found

UNITS, SUCCESSIONS = "units.csv", "unit_successions.csv"
HEADER = "predecessor,successor,share,valid_from\n"
OLD = (
    "X1,Xã mô phỏng 1,commune,H01,2020-01-01,2024-12-31,,,\n"
    "X2,Xã mô phỏng 2,commune,H01,2020-01-01,2024-12-31,,,\n"
    "X3,Xã mô phỏng 3,commune,H01,2025-01-01,2025-06-30,,,\n"
)
GOOD = (
    "X1,X3,1/3,2025-01-01\nX1,H01.102,2/3,2025-01-01\nX2,X3,1,2025-01-01\n"
    "X3,H01.101,0.25,2025-07-01\nX3,H01.102,0.75,2025-07-01\n"
)


@pytest.fixture
def merged(folder: Path) -> Path:
    units = folder / UNITS
    text = units.read_text(encoding="utf-8").replace("H01.102,Phường Bình Đức,ward,H01,2025-07-01", "MARK")
    assert "MARK" in text
    units.write_text(text.replace("MARK", "H01.102,Phường Bình Đức,ward,H01,2025-01-01") + OLD, encoding="utf-8")
    (folder / SUCCESSIONS).write_text(HEADER + GOOD, encoding="utf-8")
    return folder


def shares(folder: Path, day: date) -> dict[tuple[str, str], Fraction]:
    frame = load(folder).heir_frame(day)
    return {(unit, heir): Fraction(weight, whole) for unit, heir, weight, whole in frame.iter_rows()}


def test_chains_are_followed_to_the_units_of_the_day(merged: Path) -> None:
    assert shares(merged, date(2026, 1, 1)) == {
        ("X1", "H01.101"): Fraction(1, 12),
        ("X1", "H01.102"): Fraction(2, 3) + Fraction(1, 4),
        ("X2", "H01.101"): Fraction(1, 4),
        ("X2", "H01.102"): Fraction(3, 4),
        ("X3", "H01.101"): Fraction(1, 4),
        ("X3", "H01.102"): Fraction(3, 4),
    }


def test_a_succession_still_to_come_changes_nothing_today(merged: Path) -> None:
    assert shares(merged, date(2025, 6, 30)) == {
        ("X1", "X3"): Fraction(1, 3),
        ("X1", "H01.102"): Fraction(2, 3),
        ("X2", "X3"): Fraction(1),
    }
    assert shares(merged, date(2024, 12, 31)) == {}


def test_the_file_may_be_absent(folder: Path) -> None:
    (folder / SUCCESSIONS).unlink()
    assert load(folder).heir_frame(date(2026, 1, 1)).is_empty()


MISTAKES = [
    Mistake(SUCCESSIONS, "X1,X3,1/3", "X1,X3,1/2", "X1.share", "add up to", "exactly 1", "'7/6'"),
    Mistake(SUCCESSIONS, "X2,X3,1,", "X2,X3,1.5,", "line 4, share", "no share of a whole", "at most 1", "'1.5'"),
    Mistake(SUCCESSIONS, "X2,X3,1,", "X2,X3,35%,", "line 4, share", "no share", "decimal such as 0.35", "'35%'"),
    Mistake(SUCCESSIONS, "X2,X3,1,", "X2,X3,1/0,", "line 4, share", "divides by zero", "1/3", "'1/0'"),
    Mistake(SUCCESSIONS, "X2,X3", "X2,X9", "X2.X9.successor", "no unit of units.csv", "Or add the unit", "'X9'"),
    Mistake(SUCCESSIONS, "0.75,2025-07-01", "0.75,2025-07-02", "X3.valid_from", "differs", "on one day"),
    Mistake(
        SUCCESSIONS, "X2,X3,1,2025-01-01", "X2,X3,1,2025-01-02", "X2.valid_from", "not the day after", "the day before",
        "2025-01-02",
    ),
    Mistake(
        SUCCESSIONS, "X2,X3,1,2025-01-01", "X2,H01.101,1,2025-01-01", "X2.H01.101.valid_from", "does not exist",
        "Correct the day", "2025-01-01",
    ),
    Mistake(
        SUCCESSIONS, "X2,X3,1,2025-01-01", "X2,X3,1/2,2025-01-01\nX2,X3,1/2,2025-01-01", "X2.successor", "twice",
        "in one line",
    ),
]  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem(merged: Path, mistake: Mistake) -> None:
    assert_found(merged, mistake)
