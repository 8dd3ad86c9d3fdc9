"""The simulated province hides three patterns: they are found, and next to nothing else is."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

from connectors.sandbox import troubles
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month
from connectors.sandbox.units import read_units
from monitor.declared import load
from monitor.trust import chart, patterns
from monitor.trust.history import numbered
from tests.running import ROOT
from tests.trust.world import MONTH, back, histories

LIMITS: Mapping[str, Mapping[str, float]] = {
    check.code: check.thresholds for check in load(ROOT / "config").checks if check.thresholds
}


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Three years of K1 (one-stop system) and K10 (document register) of all units, up to October 2026."""
    province = Province(7, read_units(ROOT / "config" / "units.csv", ROOT / "config" / "unit_codes.csv"))
    months = [back(count) for count in reversed(range(36))]
    k1, k10 = {}, {}
    for code in province.by_code:
        cells = [province.one_stop(code, month.start, month.end) for month in months]
        k1[code] = [(one.both, one.resolved) if one.resolved else None for one in cells]
        written = [province.documents(code, month.start, month.end) for month in months]
        k10[code] = [(one.signed, one.outgoing) if one.outgoing else None for one in written]
    assert Month(2026, 10).start == months[-1].start
    return numbered(pl.concat([histories(k1, "mot-cua", "K1"), histories(k10, "so-van-ban", "K10")]))


def test_a_unit_at_exactly_full_is_found(rows: pl.DataFrame) -> None:
    found = patterns.always_full(rows, MONTH, LIMITS["always_full"])
    assert troubles.ALWAYS_FULL in found["unit"].to_list()
    assert found["unit"].n_unique() <= 4


def test_the_unit_that_repeats_its_numbers_is_found_alone(rows: pl.DataFrame) -> None:
    found = patterns.frozen(rows, MONTH, LIMITS["frozen_value"])
    assert found.select("unit", "indicator").rows() == [(troubles.FROZEN, "K10")]


def test_the_unit_whose_denominator_shrinks_is_found_alone(rows: pl.DataFrame) -> None:
    found = patterns.shrinking(rows, MONTH, LIMITS["shrinking_denominator"])
    assert found.select("unit", "indicator").rows() == [(troubles.SHRINKS, "K1")]


def test_few_changes_are_called_unusual_in_a_province_that_only_grows(rows: pl.DataFrame) -> None:
    """234 series judged: three standard deviations and five points let at most a handful through."""
    found = chart.unusual(rows, MONTH, LIMITS["unusual_change"])
    assert None not in found["unit"].to_list()
    assert found.height <= 6
