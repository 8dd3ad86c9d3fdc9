"""Whom a source is to report on: a system that counts the province as a whole leaves no unit late."""

from __future__ import annotations

import polars as pl

from monitor.kpi.serving import answerable

UNITS = pl.DataFrame(
    [
        ("P", "province", None),
        ("D1", "department", "P"),
        ("C1", "commune", "P"),
        ("C2", "commune", "P"),
        ("H", "commune", "C1"),
        ("Q", "province", None),
    ],
    schema={"unit": pl.String, "level": pl.String, "parent": pl.String},
    orient="row",
)


def asked(*givers: str) -> set[str]:
    rows = [("s", "K", 1, unit) for unit in givers]
    frame = pl.DataFrame(
        rows,
        schema={"source": pl.String, "indicator": pl.String, "version": pl.Int64, "unit": pl.String},
        orient="row",
    )
    return set(answerable(frame, UNITS)["unit"])


def test_a_source_that_knows_only_the_province_asks_no_unit() -> None:
    assert asked("P") == {"P", "Q"}


def test_a_source_that_gave_one_unit_asks_those_beside_it_and_those_above() -> None:
    assert asked("C1") == {"P", "Q", "D1", "C1", "C2", "P/department", "P/commune"}


def test_a_unit_below_makes_its_parents_answerable() -> None:
    assert asked("H") == {"H", "C1/commune", "C1", "C2", "D1", "P", "Q", "P/department", "P/commune"}


def test_nobody_is_asked_for_what_no_source_gives() -> None:
    assert asked() == set()
