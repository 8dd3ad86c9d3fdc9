"""Peers of similar volume: the nearest of the same kind, and a median that is one unit's own counts."""

from __future__ import annotations

from fractions import Fraction

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.kpi.peers import peers, standing

SCHEMA = {"unit": pl.String(), "kind": pl.String(), "numerator": pl.Int64(), "denominator": pl.Int64()}
Unit = tuple[str, str, int | None, int | None]


def figures(*rows: Unit) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
    return frame.with_columns(rate=100 * pl.col("numerator") / pl.col("denominator"))


def test_peers_by_hand() -> None:
    frame = figures(
        ("A", "ward", 50, 100),
        ("B", "ward", 90, 110),
        ("C", "ward", 60, 95),
        ("D", "ward", 10, 300),
        ("H", "ward", 5, 301),
        ("E", "commune", 1, 100),
        ("F", "ward", None, None),
        ("G", "ward", 0, 0),
    )
    mine = peers(frame, 2).filter(pl.col("unit") == "A")
    assert mine.rows() == [("A", "C", 5), ("A", "B", 10)], "neither another kind, nor silent ones, nor the far one"
    assert peers(frame, 9).filter(pl.col("unit") == "A")["peer"].to_list() == ["C", "B", "D"], (
        "301 is not similar to 100"
    )
    row = standing(frame, 3).row(by_predicate=pl.col("unit") == "A", named=True)
    # rates of C, B and D: 63.16 %, 81.82 %, 3.33 %; the one in the middle is C's 60 of 95
    assert (row["peers"], row["middle"], row["middle_shown"]) == (3, "C", "63.16")
    assert (row["peers_numerator"], row["peers_denominator"]) == (90 + 60 + 10, 110 + 95 + 300)
    even = standing(frame, 2).row(by_predicate=pl.col("unit") == "A", named=True)
    assert even["middle"] == "C", "of two in the middle the lower one, never their mean"
    assert "E" not in standing(frame)["unit"].to_list(), "alone of its kind: nobody to compare with"


counts = st.integers(0, 400).flatmap(lambda den: st.tuples(st.integers(0, den), st.just(den)))
units = st.lists(st.tuples(st.sampled_from(["ward", "commune"]), st.none() | counts), max_size=25)


@settings(max_examples=60, deadline=None)
@given(units, st.integers(1, 8))
def test_peers_are_the_nearest_and_their_median_is_counted(
    drawn: list[tuple[str, tuple[int, int] | None]], k: int
) -> None:
    rows: list[Unit] = [(f"U{place:02}", kind, *(pair or (None, None))) for place, (kind, pair) in enumerate(drawn)]
    known = {unit: (kind, num, den) for unit, kind, num, den in rows if den}
    frame = figures(*rows)
    found = peers(frame, k)
    middles = {row["unit"]: row for row in standing(frame, k).iter_rows(named=True)}
    for unit, (kind, _, den) in known.items():
        mates = {other: (theirs or 0) for other, (kin, _, theirs) in known.items() if kin == kind and other != unit}
        others = [other for other, theirs in mates.items() if max(theirs, den or 0) <= 3 * min(theirs, den or 0)]
        gaps = sorted(abs(mates[other] - (den or 0)) for other in others)[:k]
        mine = found.filter(pl.col("unit") == unit)
        assert mine["distance"].to_list() == gaps
        chosen = mine["peer"].to_list()
        assert set(chosen) <= set(others)
        assert len(set(chosen)) == len(chosen)
        if chosen:
            rates = sorted(Fraction(known[one][1] or 0, known[one][2] or 1) for one in chosen)
            row = middles[unit]
            assert Fraction(row["middle_numerator"], row["middle_denominator"]) == rates[(len(rates) - 1) // 2]
    assert set(middles) <= set(known)
