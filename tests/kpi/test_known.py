"""Versions of a count: the newest known, restatements, and periods that were looked at again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from monitor.kpi import figures, latest
from monitor.kpi.frames import period_frame
from monitor.kpi.known import confirmed
from monitor.periods import parse
from tests.kpi.world import count, frame, pair, question, row

# 17:00 UTC is midnight in Việt Nam: the first moment of 1 November there
LAST_OPEN = datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC)
FIRST_CLOSED = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 5, tzinfo=UTC)
LAST = datetime(2026, 11, 9, tzinfo=UTC)


def versions(*captured: tuple[int | None, datetime]) -> list[dict[str, object]]:
    return [count("C1", "a", value, captured_at=at, pull_id=n) for n, (value, at) in enumerate(captured, start=1)]


@pytest.mark.parametrize(
    ("history", "restated"),
    [
        ([(5, FIRST_CLOSED)], False),
        ([(5, LAST_OPEN), (6, FIRST_CLOSED)], False),
        ([(5, FIRST_CLOSED), (6, LATER)], True),
        ([(5, FIRST_CLOSED), (5, LATER)], False),
        ([(None, FIRST_CLOSED), (6, LATER)], False),
        ([(6, FIRST_CLOSED), (None, LATER)], True),
        ([(5, FIRST_CLOSED), (6, LATER), (5, LAST)], True),
        ([(0, FIRST_CLOSED), (1, LATER)], True),
    ],
)
def test_a_change_after_the_close_is_a_restatement(
    history: list[tuple[int | None, datetime]], *, restated: bool
) -> None:
    newest = latest(frame(reversed(versions(*history))))
    assert newest.select("value", "restated").rows() == [(history[-1][0], restated)]


def test_the_newest_version_is_per_count_not_per_pull() -> None:
    rows = [*pair("C1", 1, 9, captured_at=FIRST_CLOSED, pull_id=1), count("C1", "a", 2, captured_at=LATER, pull_id=2)]
    found = row(figures(question(rows)), "C1")
    assert (found["numerator"], found["denominator"]) == (2, 9)
    assert (found["captured_at"], found["pull_id"], found["evidence"]) == (LATER, 2, f"{2:064x}")
    assert found["restated"] is True


def test_as_known_at_includes_its_own_instant_and_needs_a_zone() -> None:
    rows = frame(versions((5, FIRST_CLOSED), (6, LATER)))
    assert latest(rows, LATER)["value"].to_list() == [6]
    assert latest(rows, FIRST_CLOSED)["value"].to_list() == [5]
    assert latest(rows, LAST_OPEN).is_empty()
    with pytest.raises(ValueError, match="time zone"):
        figures(question(rows, as_known_at=datetime(2026, 11, 1)))  # noqa: DTZ001 - the mistake under test


def test_a_reading_nobody_offered_yet_is_not_known_at_that_time() -> None:
    rows = pair("C1", 1, 9, captured_at=LATER)
    assert figures(question(rows, as_known_at=FIRST_CLOSED)).is_empty()


@pytest.mark.parametrize(("at", "provisional"), [(LAST_OPEN, True), (FIRST_CLOSED, False)])
def test_a_count_last_seen_while_its_period_was_open_is_provisional(at: datetime, *, provisional: bool) -> None:
    found = row(figures(question(pair("C1", 99, 100, captured_at=at))), "C1")
    assert found["provisional"] is provisional
    assert found["status"] == ("provisional" if provisional else "met")


def pulls(*rows: tuple[str, datetime, date, date]) -> pl.DataFrame:
    schema = {
        "source": pl.String(),
        "started_at": pl.Datetime("us", "UTC"),
        "window_start": pl.Date(),
        "window_end": pl.Date(),
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


def test_a_count_found_unchanged_after_the_close_is_final() -> None:
    asked = pulls(("s", FIRST_CLOSED, *OCTOBER))
    found = row(figures(question(pair("C1", 99, 100, captured_at=LAST_OPEN), pulls=asked)), "C1")
    assert (found["provisional"], found["status"]) == (False, "met")


@pytest.mark.parametrize(
    "asked",
    [
        ("s", LAST_OPEN, *OCTOBER),
        ("other", FIRST_CLOSED, *OCTOBER),
        ("s", FIRST_CLOSED, date(2026, 10, 2), OCTOBER[1]),
        ("s", FIRST_CLOSED, OCTOBER[0], date(2026, 10, 30)),
    ],
)
def test_a_pull_that_did_not_ask_again_confirms_nothing(asked: tuple[str, datetime, date, date]) -> None:
    rows = pair("C1", 99, 100, captured_at=LAST_OPEN)
    assert row(figures(question(rows, pulls=pulls(asked))), "C1")["provisional"] is True


def test_a_later_pull_is_not_known_earlier() -> None:
    periods = period_frame([parse("2026-10", "calendar")])
    asked = pulls(("s", LATER, *OCTOBER))
    assert confirmed(asked, periods, None).rows() == [("2026-10", "s")]
    assert confirmed(asked, periods, FIRST_CLOSED).is_empty()
