"""Which past counts changed, and whether units or the source changed them."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from monitor.kpi import figures
from monitor.trust import breaks
from monitor.trust.restatements import Nearly, restatements
from tests.kpi.world import BIRTH, LEAVES, count, frame, pair, question, reading_frame

FIRST, SECOND = datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 11, 20, tzinfo=UTC)
NEARLY = Nearly(share=90, units=3)
JUMP = breaks.Jump(NEARLY, points=5)
READINGS = reading_frame(("X", 1, 1, "a", "b", BIRTH, None))


def told(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    found = restatements(frame(rows), NEARLY)
    return found.select("unit", "measure", "before", "value", "touched", "known", "by_source").sort("unit").rows()


def restated(units: tuple[str, ...], period: str, by: int = 1) -> list[dict[str, object]]:
    """Every leaf has 5 of 10 at first; a later pull finds ``by`` more in the numerator of these units."""
    first = [one for unit in LEAVES for one in pair(unit, 5, 10, period, captured_at=FIRST, pull_id=1)]
    return first + [count(unit, "a", 5 + by, period, captured_at=SECOND, pull_id=2) for unit in units]


def test_one_changed_count_is_told_with_both_values_and_both_captures() -> None:
    found = restatements(frame(restated(("C1",), "2026-09")), NEARLY).row(0, named=True)
    assert (found["unit"], found["measure"], found["before"], found["value"]) == ("C1", "a", 5, 6)
    assert (found["before_at"], found["captured_at"], found["pull_id"]) == (FIRST, SECOND, 2)
    assert (found["before_evidence"], found["evidence"]) == (f"{1:064x}", f"{2:064x}")
    assert (found["touched"], found["known"], found["by_source"]) == (1, 5, False)


@pytest.mark.parametrize(("units", "own"), [(LEAVES, True), (LEAVES[:4], False)])
def test_the_source_itself_changed_when_nearly_all_units_did(units: tuple[str, ...], own: bool) -> None:
    # 5 of 5 units is 100 %; 4 of 5 is 80 %, below 90 %.
    assert {row[6] for row in told(restated(units, "2026-09"))} == {own}


def test_a_late_report_is_no_restatement_and_a_withdrawal_is_one() -> None:
    late = [
        count("C1", "a", None, "2026-09", captured_at=FIRST),
        count("C1", "a", 5, "2026-09", captured_at=SECOND, pull_id=2),
    ]
    assert told(late) == []
    gone = [
        count("C1", "a", 5, "2026-09", captured_at=FIRST),
        count("C1", "a", None, "2026-09", captured_at=SECOND, pull_id=2),
    ]
    assert told(gone) == [("C1", "a", 5, None, 1, 1, False)]


def test_a_count_that_grew_while_its_month_ran_is_no_restatement() -> None:
    running = datetime(2026, 9, 20, tzinfo=UTC)
    grown = [
        count("C1", "a", 3, "2026-09", captured_at=running),
        count("C1", "a", 5, "2026-09", captured_at=FIRST, pull_id=2),
    ]
    assert told(grown) == []


def test_units_heard_of_for_the_first_time_are_not_among_those_that_had_a_value() -> None:
    rows = restated(("C1", "C2", "C3"), "2026-09")
    only = [row for row in rows if row["unit"] in {"C1", "C2", "C3"}]
    only += [count("D1", "a", 5, "2026-09", captured_at=SECOND, pull_id=2)]
    assert {row[4:] for row in told(only)} == {(3, 3, True)}


def marked(rows: list[dict[str, object]], *periods: str, readings: pl.DataFrame = READINGS) -> dict[str, set[object]]:
    """Period → what is said of the way from the period before, over all units of X."""
    counts = frame(rows)
    known = breaks.restated_breaks(breaks.Captures.of(counts, restatements(counts, NEARLY)))
    made = figures(question(counts, *periods, readings=readings))
    told_of = breaks.with_breaks(made, breaks.reasons(made, known, readings, JUMP)).filter(indicator="X")
    return {period: set(told_of.filter(period=period)["trend_break"]) for period in periods}


def test_the_trend_stops_between_months_the_source_restated_and_those_it_left() -> None:
    left = [one for unit in LEAVES for one in pair(unit, 5, 10, "2026-07", captured_at=FIRST)]
    rows = left + restated(LEAVES, "2026-08", by=0) + restated(LEAVES, "2026-09")
    assert marked(rows, "2026-07", "2026-08", "2026-09") == {
        "2026-07": {None},
        "2026-08": {None},
        "2026-09": {"restated"},
    }


def test_months_restated_together_and_months_captured_later_are_still_compared() -> None:
    rows = restated(LEAVES, "2026-08") + restated(LEAVES, "2026-09")
    rows += [one for unit in LEAVES for one in pair(unit, 6, 10, "2026-10", captured_at=SECOND, pull_id=2)]
    assert marked(rows, "2026-08", "2026-09", "2026-10") == {
        "2026-08": {None},
        "2026-09": {None},
        "2026-10": {None},
    }


def test_units_that_restate_one_by_one_break_nothing() -> None:
    left = [one for unit in LEAVES for one in pair(unit, 5, 10, "2026-08", captured_at=FIRST)]
    assert marked(left + restated(LEAVES[:4], "2026-09"), "2026-08", "2026-09")["2026-09"] == {None}


@pytest.mark.parametrize(("after", "said"), [(56, "jumped"), (54, None)])
def test_a_jump_of_nearly_all_units_at_once_stops_the_trend(after: int, said: str | None) -> None:
    rows = [one for unit in LEAVES for one in pair(unit, 50, 100, "2026-08", captured_at=FIRST)]
    rows += [one for unit in LEAVES for one in pair(unit, after, 100, "2026-09", captured_at=FIRST)]
    assert marked(rows, "2026-08", "2026-09")["2026-09"] == {said}


def test_units_that_move_apart_are_not_the_source() -> None:
    rows = [one for unit in LEAVES for one in pair(unit, 50, 100, "2026-08", captured_at=FIRST)]
    moves = dict(zip(LEAVES, (60, 60, 60, 40, 40), strict=True))
    rows += [one for unit, num in moves.items() for one in pair(unit, num, 100, "2026-09", captured_at=FIRST)]
    assert marked(rows, "2026-08", "2026-09")["2026-09"] == {None}


def test_a_new_version_of_the_definition_stops_the_trend() -> None:
    september = datetime(2026, 9, 1, tzinfo=UTC).date()
    readings = reading_frame(("X", 1, 1, "a", "b", BIRTH, september), ("X", 2, 1, "a", "b", september, None))
    rows = [one for unit in LEAVES for one in pair(unit, 50, 100, "2026-08", captured_at=FIRST)]
    rows += [one for unit in LEAVES for one in pair(unit, 50, 100, "2026-09", captured_at=FIRST)]
    assert marked(rows, "2026-08", "2026-09", readings=readings)["2026-09"] == {"definition"}


def test_a_longer_period_stops_where_a_break_lies_inside_it_or_in_the_one_before() -> None:
    rows = []
    for month in range(1, 13):
        code = f"2025-{month:02d}"
        rows += [one for unit in LEAVES for one in pair(unit, 5, 10, code, captured_at=FIRST)]
        if month >= 8:
            rows += [count(unit, "a", 6, code, captured_at=SECOND, pull_id=2) for unit in LEAVES]
    found = marked(rows, "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    assert found == {"2025-Q1": {None}, "2025-Q2": {None}, "2025-Q3": {"restated"}, "2025-Q4": {"restated"}}
