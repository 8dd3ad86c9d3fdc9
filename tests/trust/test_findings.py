"""Findings carry the declared words of their check, the gravest first."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from monitor.trust import FINDINGS, FOUND, none_found, told

TEXTS = pl.DataFrame(
    [
        ("mild", "notice", "Nhẹ", "Mild", "Xem", "Look"),
        ("grave", "error", "Nặng", "Grave", "Sửa", "Correct"),
    ],
    schema=["check", "severity", "title_vi", "title_en", "remedy_vi", "remedy_en"],
    orient="row",
)
UNITS = pl.DataFrame({"unit": ["U1"], "unit_name": ["Xã Một"]})


def found(check: str, **more: object) -> dict[str, Any]:
    blank = dict.fromkeys(FOUND)
    days = {"period_start": date(2026, 10, 1), "period_end": date(2026, 10, 31)}
    return {**blank, "check": check, "source": "a", "unit": "U1", **days, **more}


def test_the_gravest_come_first_with_title_remedy_and_name() -> None:
    rows = pl.DataFrame([found("mild"), found("grave", unit=None)], schema=FOUND)
    frame = told([rows, none_found()], TEXTS, UNITS)
    assert dict(frame.schema) == FINDINGS
    assert frame["check"].to_list() == ["grave", "mild"]
    assert frame["unit_name"].to_list() == [None, "Xã Một"]
    assert frame["remedy_vi"].to_list() == ["Sửa", "Xem"]


def test_a_check_nobody_declared_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="odd"):
        told([pl.DataFrame([found("odd")], schema=FOUND)], TEXTS, UNITS)
