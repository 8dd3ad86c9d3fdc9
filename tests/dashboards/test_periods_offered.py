"""Which periods the page offers: those whose months have counts, of every kind, in both calendars."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from dashboards.question import ask
from monitor.periods import CalendarName
from tests.dashboards.fake import FakeService


@dataclass
class Gappy(FakeService):
    """The fake with counts in these months only."""

    known: tuple[str, ...] = field(default=())

    __hash__ = FakeService.__hash__

    def periods(self, calendar: CalendarName) -> tuple[str, ...]:  # noqa: ARG002 - the same in both
        return self.known


def offered(known: tuple[str, ...], calendar: str) -> list[str]:
    return [period.code for period in ask(Gappy(known=known), f"?period=2026-10&calendar={calendar}").offered()]


@pytest.mark.parametrize("calendar", ["calendar", "nd09"])
def test_longer_periods_are_offered_where_every_month_begun_has_counts(calendar: str) -> None:
    known = tuple(f"2026-{number:02d}" for number in range(11, 3, -1))
    found = offered(known, calendar)
    assert found[: len(known)] == list(known)
    # Quarter II to IV have no hole before November; quarter I, the first half, nine months and the year lack months.
    assert found[len(known) :] == ["2026-Q4", "2026-Q3", "2026-Q2", "2026-H2"]


def test_a_hole_keeps_a_longer_period_from_being_offered() -> None:
    assert offered(("2026-11", "2026-09", "2026-08", "2026-07"), "calendar")[4:] == ["2026-Q3"]


def test_a_whole_year_offers_every_kind_once() -> None:
    known = tuple(f"2025-{number:02d}" for number in range(12, 0, -1))
    longer = ["2025-Q4", "2025-Q3", "2025-Q2", "2025-Q1", "2025-H2", "2025-H1", "2025-9M", "2025"]
    assert offered(known, "calendar") == [*known, *longer]
