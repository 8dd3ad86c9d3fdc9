"""Who should have reported, who did, and in time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from monitor.declared.models import DayNote, WorkingCalendar
from monitor.figures.deadlines import month_frame
from monitor.periods import parse
from monitor.trust.completeness import COMPLETENESS, completeness, gaps, summed
from tests.trust.world import LAST, back, count, counts

CALENDAR = WorkingCalendar(time_zone="Asia/Ho_Chi_Minh", calendars={}, default_calendar="calendar")
TODAY = date(2026, 11, 20)
MONTHS = month_frame([LAST], CALENDAR)
IN_TIME, TOO_LATE = datetime(2026, 11, 3, 16, tzinfo=UTC), datetime(2026, 11, 3, 17, 30, tzinfo=UTC)
"""23:00 on the last day in Vietnam, and half past midnight after it."""
UNITS = pl.DataFrame(
    [
        ("P", "Tỉnh", "province", None, date(2000, 1, 1), None),
        ("U1", "Một", "commune", "P", date(2000, 1, 1), None),
        ("U2", "Hai", "commune", "P", date(2000, 1, 1), None),
        ("U3", "Ba", "commune", "P", date(2000, 1, 1), None),
        ("OLD", "Cũ", "commune", "P", date(2000, 1, 1), date(2026, 9, 30)),
        ("D", "Sở", "department", "P", date(2000, 1, 1), None),
    ],
    schema={
        "unit": pl.String,
        "unit_name": pl.String,
        "level": pl.String,
        "parent": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    },
    orient="row",
)
OFFERS = pl.DataFrame({"source": ["s", "s", "s"], "unit": ["U1", "U1", "P"], "measure": ["a", "b", "a"]})


def pulls(*moments: datetime) -> pl.DataFrame:
    rows = [("s", moment, date(2026, 8, 1), date(2026, 11, 30)) for moment in moments]
    schema = {
        "source": pl.String(),
        "started_at": pl.Datetime("us", "UTC"),
        "window_start": pl.Date(),
        "window_end": pl.Date(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def asked(rows: pl.DataFrame, known: pl.DataFrame, as_of: str = "period", today: date = TODAY) -> pl.DataFrame:
    return completeness(
        rows,
        units=UNITS,
        offers=OFFERS,
        months=MONTHS,
        pulls=known,
        units_as_of={"s": as_of},
        today=today,
    )


@pytest.mark.parametrize(
    ("month", "changes", "due"),
    [
        ("2026-10", {}, date(2026, 11, 3)),
        ("2026-10", {"days_off": (DayNote(day=date(2026, 11, 3), why="x"),)}, date(2026, 11, 4)),
        ("2026-10", {"working_days": (DayNote(day=date(2026, 11, 1), why="x"),)}, date(2026, 11, 2)),
        ("2026-10", {"report_within": 0}, date(2026, 11, 2)),  # 31 October is a Saturday
        ("2025-04", {}, date(2025, 5, 6)),  # 1 and 2 May are public holidays, which nobody has to declare
        ("2025-01", {}, date(2025, 2, 4)),  # Tết lasts until Sunday, 2 February
    ],
)
def test_deadlines_count_working_days_only(month: str, changes: dict[str, object], due: date) -> None:
    calendar = CALENDAR.model_copy(update={"days_off": (), "working_days": (), **changes})
    (row,) = month_frame([parse(month, "calendar")], calendar).to_dicts()
    assert row["deadline"] == due


def test_units_are_expected_by_level_and_validity_and_judged_by_the_first_count() -> None:
    rows = counts(
        count("a", 5, at=IN_TIME),
        count("b", 5, at=TOO_LATE),
        count("a", 0, unit="U2", at=TOO_LATE),
        count("a", None, unit="U3", at=IN_TIME),
        count("a", 5, "2026-09", unit="U3", at=IN_TIME),
        count("a", 5, "2026-Q4", unit="U3", at=IN_TIME),
        count("a", 9, unit="P", at=IN_TIME),
    )
    found = asked(rows, pulls(datetime(2026, 11, 2, tzinfo=UTC)))
    assert dict(found.schema) == COMPLETENESS
    assert found.select("unit", "expected", "reported", "measures_reported", "measures_expected", "on_time").rows() == [
        ("U1", True, True, 2, 2, True),
        ("U2", True, True, 1, 2, False),
        ("U3", True, False, 0, 2, False),
    ]
    summary = summed(found).to_dicts()[0]
    assert {name: summary[name] for name in ("expected", "reported", "on_time", "late", "unknown", "missing")} == {
        "expected": 3,
        "reported": 2,
        "on_time": 1,
        "late": 1,
        "unknown": 0,
        "missing": 1,
    }
    assert [(row["check"], row["unit"]) for row in gaps(found, TODAY).to_dicts()] == [
        ("missing_report", "U3"),
        ("late_report", "U2"),
    ]
    assert gaps(found, date(2026, 11, 3)).is_empty()


def test_nobody_is_late_whom_nobody_asked_in_time() -> None:
    rows = counts(*(count("a", 5, unit=unit, at=TOO_LATE) for unit in ("U1", "U2", "U3")))
    found = asked(rows, pulls(datetime(2026, 11, 9, tzinfo=UTC)))
    assert found["on_time"].to_list() == [None] * 3
    assert summed(found)["unknown"].item() == 3
    assert gaps(found, TODAY).is_empty()


def test_an_ended_unit_is_expected_until_its_end_and_shown_when_it_reports_all_the_same() -> None:
    rows = counts(*(count("a", 5, unit=unit, at=IN_TIME) for unit in ("U1", "U2", "U3", "OLD")))
    found = asked(rows, pulls(datetime(2026, 11, 2, tzinfo=UTC)))
    summary = summed(found).to_dicts()[0]
    assert (summary["expected"], summary["reported"], summary["unexpected"], summary["on_time"]) == (3, 3, 1, 4)
    assert gaps(found, TODAY).select("check", "unit").rows() == [("unexpected_report", "OLD")]
    september = month_frame([back(1)], CALENDAR)
    earlier = completeness(
        counts(), units=UNITS, offers=OFFERS, months=september, pulls=pulls(), units_as_of={}, today=TODAY
    )
    assert earlier["unit"].to_list() == ["OLD", "U1", "U2", "U3"]
    now = completeness(
        counts(), units=UNITS, offers=OFFERS, months=september, pulls=pulls(), units_as_of={"s": "today"}, today=TODAY
    )
    assert now["unit"].to_list() == ["U1", "U2", "U3"]


def test_a_source_that_is_silent_makes_no_unit_late() -> None:
    nothing = gaps(asked(counts(), pulls(datetime(2026, 11, 2, tzinfo=UTC))), TODAY)
    assert nothing.select("check", "unit").rows() == [("source_silent", None)]
    never_asked = gaps(asked(counts(count("a", 5, at=IN_TIME)), pulls(datetime(2026, 10, 20, tzinfo=UTC))), TODAY)
    assert never_asked.select("check", "unit").rows() == [("source_silent", None)]


def test_a_source_that_counts_only_the_province_expects_the_province() -> None:
    offers = pl.DataFrame({"source": ["s"], "unit": ["P"], "measure": ["a"]})
    found = completeness(
        counts(count("a", 9, unit="P", at=IN_TIME)),
        units=UNITS,
        offers=offers,
        months=MONTHS,
        pulls=pulls(IN_TIME),
        units_as_of={},
        today=TODAY,
    )
    assert found.select("unit", "expected", "reported", "on_time").rows() == [("P", True, True, True)]
