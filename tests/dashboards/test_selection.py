from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.figures.selection import (
    is_short,
    movers,
    ordered,
    picked,
    status_counts,
    top_share,
    units_only,
    with_share,
)
from tests.dashboards.fake_figures import figure, frame

UNITS = frame(
    figure(50, 100, unit="a", kind="ward", change=-3.0),
    figure(90, 100, unit="b", kind="commune", change=2.0),
    figure(96, 100, unit="c", kind="department", level="department", change=30.0),
    figure(3, 12, unit="d", kind="commune"),
    figure(0, 0, unit="e", kind="commune"),
    figure(None, None, unit="f", kind="commune"),
    figure(60, 100, unit="g", kind="commune", status="needs_check"),
)


def codes(found: pl.DataFrame) -> list[str]:
    return found["unit"].to_list()


def test_totals_are_no_units() -> None:
    total = figure(1, 2, unit="H01", kind="province")
    group = figure(1, 2, unit="H01/commune", kind="group")
    assert codes(units_only(frame(total, group, figure(1, 2, unit="a")), "H01")) == ["a"]


def test_nobody_is_listed_for_silence_small_numbers_or_doubt() -> None:
    assert codes(picked(UNITS, status=None, kind=None, level=None)) == ["a", "b"]


@pytest.mark.parametrize(
    ("status", "kind", "level", "found"),
    [
        ("all", None, None, list("abcdefg")),
        ("near", None, None, ["b"]),
        ("not_reported", None, None, ["f"]),
        (None, "ward", None, ["a"]),
        ("all", None, "department", ["c"]),
    ],
)
def test_filters(status: str | None, kind: str | None, level: str | None, found: list[str]) -> None:
    assert codes(picked(UNITS, status=status, kind=kind, level=level)) == found


@pytest.mark.parametrize(("sort", "first"), [("shortfall", ["a", "g"]), ("rate", ["d", "a"]), ("change", ["a", "b"])])
def test_orders_put_units_without_a_value_last(sort: str, first: list[str]) -> None:
    found = codes(ordered(UNITS, sort))
    assert found[:2] == first
    assert set(found[-2:]) <= set("defg")


def test_counts_by_status_cover_every_unit() -> None:
    counts = status_counts(UNITS)
    assert counts == {
        "below": 1, "near": 1, "met": 1, "too_few": 1, "no_cases": 1, "not_reported": 1, "needs_check": 1,
    }  # fmt: skip


def test_shares_are_of_what_all_short_units_lack() -> None:
    shares = dict(with_share(UNITS).select("unit", "share").iter_rows())
    assert shares == {"a": "90.00", "b": "10.00", "c": None, "d": None, "e": None, "f": None, "g": None}


def test_the_share_of_the_largest() -> None:
    assert top_share(UNITS, 1) == (1, 2, "90.00")
    assert top_share(UNITS, 5) == (2, 2, "100.00")
    assert top_share(UNITS.filter(~is_short()), 5) is None


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(30, 500)), min_size=1, max_size=30))
def test_shares_never_pass_one_hundred(pairs: list[tuple[int, int]]) -> None:
    rows = [figure(min(num, den), den, unit=str(place)) for place, (num, den) in enumerate(pairs)]
    found = top_share(frame(*rows), 5)
    short = [row for row in rows if row["shortfall"] and row["status"] in ("below", "near")]
    if found is None:
        assert not short
    else:
        assert found[1] == len(short)
        assert 0 < float(found[2]) <= 100


def test_moves_inside_the_interval_are_noise() -> None:
    rises, falls = movers(UNITS, 5)
    assert codes(rises) == ["c"]
    assert codes(falls) == []
    few = frame(figure(3, 3, unit="a", change=100.0, status="provisional"))
    assert codes(movers(few, 5)[0]) == []
    steady = frame(figure(5_000, 10_000, unit="a", change=-3.0), figure(5_000, 10_000, unit="b"))
    assert codes(movers(steady, 5)[1]) == ["a"]
