"""calendar.yaml: the two calendars of reporting periods and the days off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from monitor.declared.files import read_yaml
from monitor.declared.models import DayNote, WorkingCalendar
from monitor.declared.problems import Problem, show
from monitor.declared.validation import Entry, parse
from monitor.periods import CALENDARS, ND09_FIRST_DAY

FIRST_DAYS = {"calendar": 1, "nd09": ND09_FIRST_DAY}
SATURDAY = 5


def read_calendar(path: Path, problems: list[Problem]) -> WorkingCalendar | None:
    """The content of calendar.yaml, or None with problems."""
    before = len(problems)
    content = read_yaml(path, problems)
    if len(problems) > before:
        return None
    return parse(WorkingCalendar, content, Entry(path.as_posix(), ""), problems)


def calendar_problems(file: str, calendar: WorkingCalendar | None) -> Iterator[Problem]:
    """A calendar that is missing or begins on another day than the law says."""
    if calendar is None:
        return
    for name in CALENDARS:
        rule = calendar.calendars.get(name)
        if rule is None:
            yield Problem(file, f"calendars.{name}", "", "is missing", "Describe both calendars: calendar and nd09.")
        elif rule.first_day != FIRST_DAYS[name]:
            message = f"is not the first day of its months, which is {FIRST_DAYS[name]}"
            remedy = f"Write {FIRST_DAYS[name]}: the periods are fixed by {rule.legal_basis}."
            yield Problem(file, f"calendars.{name}.first_day", show(rule.first_day), message, remedy)


def day_problems(file: str, calendar: WorkingCalendar | None) -> Iterator[Problem]:
    """Days given twice, days both off and worked, and worked days that are working days anyway."""
    if calendar is None:
        return
    yield from _twice(file, "days_off", calendar.days_off)
    yield from _twice(file, "working_days", calendar.working_days)
    off = {note.day for note in calendar.days_off}
    for number, note in enumerate(calendar.working_days):
        key = f"working_days.{number}.day"
        if note.day in off:
            yield Problem(file, key, show(note.day), "is also a day off", "Keep the day in one of the two lists.")
        elif note.day.weekday() < SATURDAY:
            remedy = "List Saturdays and Sundays only; other days are worked unless they are days off."
            yield Problem(file, key, show(note.day), "is neither a Saturday nor a Sunday", remedy)


def _twice(file: str, key: str, notes: Sequence[DayNote]) -> Iterator[Problem]:
    days = [note.day for note in notes]
    for number, day in enumerate(days):
        if day in days[:number]:
            yield Problem(file, f"{key}.{number}.day", show(day), "is given twice", "Keep one of the two lines.")
