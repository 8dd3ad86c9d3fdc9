from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from monitor.collect.diff import changes
from monitor.store import COUNT_KEY, COUNTS
from tests.collect.world import NOW, OCTOBER

GOOD = {name: COUNTS[name] for name in (*COUNT_KEY, "period_end", "value")}


def good(values: dict[str, int | None]) -> pl.DataFrame:
    rows = [
        {
            "series": "table",
            "calendar": "calendar",
            "grain": "month",
            "unit": unit,
            "measure": "m",
            "period_start": OCTOBER.start,
            "procedure": "",
            "period_end": OCTOBER.end,
            "value": value,
        }
        for unit, value in values.items()
    ]
    return pl.DataFrame(rows, schema=GOOD)


def known(values: dict[str, int | None], at: datetime) -> pl.DataFrame:
    return good(values).with_columns(pl.lit(at).cast(COUNTS["captured_at"]).alias("captured_at"))


def stored(frame: pl.DataFrame) -> list[tuple[str, int | None]]:
    return frame.select("unit", "value").rows()


RUNNING = datetime(2026, 10, 20, tzinfo=UTC)
LAST_MINUTE = datetime(2026, 10, 31, 16, 59, tzinfo=UTC)
CLOSED = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
"""Midnight in Vietnam: the first moment of November."""


def test_new_and_changed_values_are_stored_and_known_ones_are_not() -> None:
    before: dict[str, int | None] = {"same": 1, "null": None, "changed": 2, "gone": 3, "come": None}
    now: dict[str, int | None] = {
        "same": 1,
        "null": None,
        "changed": 5,
        "gone": None,
        "come": 0,
        "new": 7,
        "blank": None,
    }
    found = changes(good(now), known(before, RUNNING), NOW)
    assert stored(found.store) == [("changed", 5), ("gone", None), ("come", 0), ("new", 7), ("blank", None)]
    assert found.restated == 0
    assert set(found.store["captured_at"]) == {NOW}


def test_only_a_change_after_the_period_has_ended_is_a_restatement() -> None:
    for at, restated in ((RUNNING, 0), (LAST_MINUTE, 0), (CLOSED, 1)):
        assert changes(good({"u": 2}), known({"u": 1}, at), NOW).restated == restated
    assert changes(good({"u": None}), known({"u": 1}, CLOSED), NOW).restated == 1
    assert changes(good({"u": 1}), known({"u": 1}, CLOSED), NOW).restated == 0


def test_the_same_count_twice_in_a_batch_is_stored_once() -> None:
    twice = pl.concat([good({"u": 1}), good({"u": 1})])
    assert stored(changes(twice, known({}, NOW), NOW).store) == [("u", 1)]


def test_a_clock_set_back_does_not_hide_the_new_value() -> None:
    found = changes(good({"u": 2}), known({"u": 1}, NOW), NOW - timedelta(days=400))
    assert found.store["captured_at"].to_list() == [NOW + timedelta(microseconds=1)]


values = st.dictionaries(st.sampled_from("abcde"), st.none() | st.integers(0, 3), max_size=5)


@given(answers=st.lists(values, max_size=8), cuts=st.lists(st.integers(0, 5), max_size=5))
def test_any_cutting_of_any_answers_ends_in_the_last_values(
    answers: list[dict[str, int | None]], cuts: list[int]
) -> None:
    history = known({}, NOW)
    expected: dict[str, int | None] = {}
    for number, answer in enumerate(answers):
        at = NOW + timedelta(days=number)
        rows = good(answer)
        edges = sorted({0, *(min(cut, rows.height) for cut in cuts), rows.height})
        for start, end in itertools.pairwise(edges):
            found = changes(rows[start:end], newest(history), at)
            history = pl.concat([history, found.store.select(history.columns)])
        expected |= answer
        assert dict(newest(history).select("unit", "value").rows()) == expected
        assert changes(rows, newest(history), at + timedelta(hours=1)).store.is_empty()
    # As known on day n: exactly what the answers up to that day said.
    for number in range(len(answers)):
        as_known: dict[str, int | None] = {}
        for answer in answers[: number + 1]:
            as_known |= answer
        then = history.filter(pl.col("captured_at") <= NOW + timedelta(days=number))
        assert dict(newest(then).select("unit", "value").rows()) == as_known


def newest(history: pl.DataFrame) -> pl.DataFrame:
    return history.sort("captured_at").unique(list(COUNT_KEY), keep="last", maintain_order=True)


def test_the_period_of_these_tests_is_october() -> None:
    assert OCTOBER.end == date(2026, 10, 31)
