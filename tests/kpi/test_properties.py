"""Laws of the figures, checked on random histories against a plain dictionary oracle."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from random import Random
from typing import TypeAlias

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from monitor.kpi import FIGURES, figures
from monitor.periods import CalendarName, parse
from tests.kpi.world import LEAVES, frame, pair, question

MODEST = settings(max_examples=25, deadline=None)
MONTHS = ("2026-07", "2026-08", "2026-09")
CAPTURES = tuple(
    datetime(2026, month, day, 12, tzinfo=UTC) for month, day in ((8, 3), (9, 14), (10, 1), (10, 20), (11, 20))
)
PASSPORT = ("captured_at", "pull_id", "evidence", "provisional", "status", "certainty")
Cell: TypeAlias = tuple[int | None, int | None]
History: TypeAlias = dict[tuple[str, str, int], Cell]
"""What was captured: unit, month, place in CAPTURES → numerator and denominator."""

SIDE = st.one_of(st.integers(0, 40), st.just(2**40))
PAIRS = st.one_of(
    st.tuples(SIDE, SIDE).map(lambda two: (min(two), max(two))),
    st.sampled_from([(None, None), (None, 4), (3, None), (0, 0)]),
)
HISTORIES = st.dictionaries(
    st.tuples(st.sampled_from(LEAVES), st.sampled_from(MONTHS), st.integers(0, len(CAPTURES) - 1)), PAIRS, max_size=40
)
CALENDARS = st.sampled_from(["calendar", "nd09"])


def rows_of(history: History, calendar: CalendarName = "calendar") -> list[dict[str, object]]:
    return [
        cell
        for (unit, month, capture), (num, den) in history.items()
        for cell in pair(unit, num, den, month, calendar=calendar, captured_at=CAPTURES[capture], pull_id=capture + 1)
    ]


def reported(history: History, until: int = len(CAPTURES) - 1) -> dict[tuple[str, str], tuple[int, int]]:
    """Unit and month → both sides, from the newest capture up to ``until``; only where both are numbers."""
    newest: dict[tuple[str, str], Cell] = {}
    for (unit, month, capture), cell in sorted(history.items(), key=lambda item: item[0][2]):
        if capture <= until:
            newest[unit, month] = cell
    return {key: (num, den) for key, (num, den) in newest.items() if num is not None and den is not None}


def seen(result: pl.DataFrame) -> dict[tuple[str, str], tuple[object, ...]]:
    kept = result.filter(indicator="X").select("unit", "period", "numerator", "denominator", "reported", "expected")
    return {(unit, period): tuple(values) for unit, period, *values in kept.iter_rows()}


def total(cells: list[tuple[int, int]]) -> tuple[int | None, int | None]:
    return (sum(num for num, _ in cells), sum(den for _, den in cells)) if cells else (None, None)


@MODEST
@given(HISTORIES, CALENDARS)
def test_the_whole_is_the_sum_of_its_parts(history: History, calendar: CalendarName) -> None:
    rows = rows_of(history, calendar)
    known = reported(history)
    months = seen(figures(question(rows, *MONTHS, calendar=calendar)))
    quarter = seen(figures(question(rows, "2026-Q3", calendar=calendar)))
    if not rows:
        assert not months
        assert not quarter
        return
    departments, communes = [u for u in LEAVES if u[0] == "D"], [u for u in LEAVES if u[0] == "C"]
    groups = {"P": list(LEAVES), "P/department": departments, "P/commune": communes} | {u: [u] for u in LEAVES}
    for name, members in groups.items():
        for month in MONTHS:
            cells = [known[unit, month] for unit in members if (unit, month) in known]
            assert months[name, month] == (*total(cells), len(cells), len(members))
        cells = [cell for (unit, _), cell in known.items() if unit in members]
        assert quarter[name, "2026-Q3"] == (*total(cells), len(cells), 3 * len(members))


@MODEST
@given(HISTORIES, st.integers(0, 2**32))
def test_order_and_batching_do_not_matter(history: History, seed: int) -> None:
    rows = rows_of(history)
    mixed = Random(seed).sample(rows, len(rows))
    cut = seed % (len(rows) + 1)
    batched = pl.concat([frame(mixed[cut:]), frame(mixed[:cut])])
    for period in ("2026-08", "2026-Q3"):
        assert_frame_equal(figures(question(batched, period)), figures(question(rows, period)))


@MODEST
@given(HISTORIES)
def test_capturing_the_same_again_changes_nothing(history: History) -> None:
    rows = rows_of(history)
    known = reported(history)
    again = [
        cell
        for (unit, month), (num, den) in known.items()
        for cell in pair(unit, num, den, month, captured_at=datetime(2026, 11, 21, tzinfo=UTC), pull_id=99)
    ]
    before, repeated, later = (figures(question(r, *MONTHS)) for r in (rows, rows + rows, rows + again))
    assert_frame_equal(repeated, before)
    assert_frame_equal(later.drop(PASSPORT), before.drop(PASSPORT))


@MODEST
@given(HISTORIES, st.integers(0, len(CAPTURES) - 1))
def test_as_known_at_is_what_the_rows_captured_by_then_give(history: History, until: int) -> None:
    rows = frame(rows_of(history))
    moment = CAPTURES[until]
    then = figures(question(rows, *MONTHS, as_known_at=moment))
    assert_frame_equal(then, figures(question(rows.filter(pl.col("captured_at") <= moment), *MONTHS)))
    cells = {key: values[:2] for key, values in seen(then).items() if key[0] in LEAVES}
    if cells:
        assert cells == {
            (unit, month): reported(history, until).get((unit, month), (None, None))
            for unit in LEAVES
            for month in MONTHS
        }


@MODEST
@given(HISTORIES)
def test_many_periods_at_once_are_the_periods_one_by_one(history: History) -> None:
    rows = rows_of(history)
    together = figures(question(rows, *MONTHS))
    assert_frame_equal(together, pl.concat([figures(question(rows, month)) for month in MONTHS]))


@MODEST
@given(HISTORIES)
def test_null_never_becomes_0_and_0_never_becomes_null(history: History) -> None:
    result = figures(question(rows_of(history), "2026-08", "2026-09"))
    known = reported(history)
    for found in result.filter(pl.col("unit").is_in(LEAVES)).iter_rows(named=True):
        cell = known.get((found["unit"], found["period"]))
        assert (found["numerator"], found["denominator"]) == (cell or (None, None))
        if cell is None:
            silent = "provisional" if found["provisional"] else "not_reported"
            assert (found["status"], found["rate"], found["shown"]) == (silent, None, None)
        elif cell[1] == 0:
            assert (found["rate"], found["shown"]) == (None, None)
            assert found["status"] == "no_cases"
        else:
            assert found["rate"] == float(Fraction(100 * cell[0], cell[1]))


@MODEST
@given(HISTORIES)
def test_status_follows_the_integers(history: History) -> None:
    """Closed months looked at on 20 November; the oracle compares fractions."""
    result = figures(question(rows_of({(u, m, 4): cell for (u, m, _), cell in history.items()}), *MONTHS))
    judged = result.filter(pl.col("denominator") > 0)
    for found in judged.iter_rows(named=True):
        exact = Fraction(100 * found["numerator"], found["denominator"])
        low = found["indicator"] == "L"
        gap = exact - 10 if low else 95 - exact
        assert found["status"] == ("met" if gap <= 0 else "near" if gap <= 5 else "below")
        assert found["provisional"] is False


@MODEST
@given(HISTORIES, HISTORIES)
def test_the_two_calendars_never_mix(calendar: History, nd09: History) -> None:
    own = rows_of(calendar)
    both = own + rows_of(nd09, "nd09")
    for period in ("2026-08", "2026-Q3"):
        assert_frame_equal(figures(question(both, period)), figures(question(own, period)))


def test_the_frame_has_the_published_columns_even_when_empty() -> None:
    empty = figures(question([], "2026-08"))
    assert empty.is_empty()
    assert empty.schema == pl.Schema(FIGURES)
    full = figures(question(pair("C1", 1, 2), "2026-10"))
    assert full.schema == pl.Schema(FIGURES)
    assert full["calendar"].unique().to_list() == [parse("2026-10", "calendar").calendar]
