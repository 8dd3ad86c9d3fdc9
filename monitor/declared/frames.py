"""The declared data as polars frames: the form in which collect and kpi take it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

import polars as pl

from monitor.declared.models import FIRST_YEAR, LAST_YEAR, UNIT_KINDS, Indicator, Target, Unit, UnitCode
from monitor.naming import folded

UNIT_SCHEMA = {
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "parent": pl.String(),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
}
UNIT_CODE_SCHEMA = {"code": pl.String(), "unit": pl.String(), "valid_from": pl.Date(), "valid_to": pl.Date()}
INDICATOR_SCHEMA = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "effective_from": pl.Date(),
    "effective_to": pl.Date(),
    "direction": pl.String(),
    "minimum_denominator": pl.Int64(),
    "noun": pl.String(),
}
READING_SCHEMA = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "reading": pl.Int64(),
    "side": pl.String(),
    "measure": pl.String(),
    "effective_from": pl.Date(),
    "effective_to": pl.Date(),
}
TARGET_SCHEMA = {
    "indicator": pl.String(),
    "kind": pl.String(),
    "year": pl.Int64(),
    "target": pl.Int64(),
    "milestone": pl.Int64(),
}


def unit_frame(units: Sequence[Unit]) -> pl.DataFrame:
    """``UNIT_SCHEMA``, one row per unit; valid_to (included) null = still valid."""
    rows = [(u.code, u.name, u.kind, u.level, u.parent, u.valid_from, u.valid_to) for u in units]
    return pl.DataFrame(rows, schema=UNIT_SCHEMA, orient="row")


def portal_code_frame(units: Sequence[Unit]) -> pl.DataFrame:
    """``UNIT_CODE_SCHEMA``: every unit under its own code."""
    rows = [(unit.code, unit.code, unit.valid_from, unit.valid_to) for unit in units]
    return pl.DataFrame(rows, schema=UNIT_CODE_SCHEMA, orient="row")


def unit_code_frame(codes: Sequence[UnitCode], scheme: str) -> pl.DataFrame:
    """``UNIT_CODE_SCHEMA``: the codes of one scheme."""
    rows = [(code.code, code.unit, code.valid_from, code.valid_to) for code in codes if code.scheme == scheme]
    return pl.DataFrame(rows, schema=UNIT_CODE_SCHEMA, orient="row")


def unit_name_frame(units: Sequence[Unit], codes: Sequence[UnitCode], scheme: str) -> pl.DataFrame:
    """``UNIT_CODE_SCHEMA`` with folded names for codes: the official names, and what the scheme adds to them.

    A name that means two units on one day means none of them: its rows are left out.
    """
    province = next((unit.name for unit in units if unit.parent is None), "")
    rows = [(folded(unit.name, province), unit.code, unit.valid_from, unit.valid_to) for unit in units]
    rows += [
        (folded(code.code, province), code.unit, code.valid_from, code.valid_to)
        for code in codes
        if code.scheme == scheme
    ]
    names = pl.DataFrame(rows, schema=UNIT_CODE_SCHEMA, orient="row").filter(pl.col("code") != "").unique()
    both = names.join(names, on="code", suffix="_other").filter(pl.col("unit") != pl.col("unit_other"))
    begun = pl.col("valid_from") <= pl.col("valid_to_other").fill_null(pl.col("valid_from"))
    lasting = pl.col("valid_from_other") <= pl.col("valid_to").fill_null(pl.col("valid_from_other"))
    return names.join(both.filter(begun & lasting), on="code", how="anti").sort("code", "unit", "valid_from")


def indicator_frame(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """``INDICATOR_SCHEMA``, one row per version; effective_to is excluded, null = still in force."""
    rows = [
        (one.code, one.version, one.effective_from, end, one.direction, one.minimum_denominator, one.noun)
        for one, end in _with_end(indicators)
    ]
    return pl.DataFrame(rows, schema=INDICATOR_SCHEMA, orient="row")


def reading_frame(indicators: Sequence[Indicator]) -> pl.DataFrame:
    """``READING_SCHEMA``, one row per measure of each side; ``reading`` counts from 0 in order of preference."""
    rows = [
        (one.code, one.version, number, side, measure, one.effective_from, end)
        for one, end in _with_end(indicators)
        for number, reading in enumerate(one.readings)
        for side, measures in (("numerator", reading.numerator), ("denominator", reading.denominator))
        for measure in measures
    ]
    return pl.DataFrame(rows, schema=READING_SCHEMA, orient="row")


def target_frame(targets: Mapping[str, Target]) -> pl.DataFrame:
    """``TARGET_SCHEMA`` for every kind of unit and year; numbers in hundredths of a per cent (9500 = 95 %)."""
    rows = [
        (code, kind, year, _hundredths(target.final_for(kind)), _hundredths(target.milestone_for(kind, year)))
        for code, target in targets.items()
        for kind in UNIT_KINDS
        for year in range(FIRST_YEAR, LAST_YEAR + 1)
    ]
    return pl.DataFrame(rows, schema=TARGET_SCHEMA, orient="row")


def _hundredths(number: Decimal | None) -> int | None:
    return None if number is None else int(number * 100)


def _with_end(indicators: Sequence[Indicator]) -> Iterator[tuple[Indicator, date | None]]:
    for indicator in indicators:
        later = [
            other.effective_from
            for other in indicators
            if other.code == indicator.code and other.version > indicator.version
        ]
        yield indicator, min(later, default=None)
