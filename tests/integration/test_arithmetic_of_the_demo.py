"""Every figure that `sohoa rates` prints of the demo, worked out a second time from the tables (see recount.py)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import isclose
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.recount import LATEST, Recount, months_of, shortfall, shown, status, wilson
from tests.running import Home

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Figure = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A period as `--period` names it, and its first month and length."""

    calendar: str
    code: str
    first: tuple[int, int]
    months: int


@pytest.fixture(scope="module")
def latest(small_demo: Home) -> dict[str, str]:
    """The newest closed month of each calendar."""
    found: dict[str, str] = json.loads(small_demo.ok("pulls", "--format", "json"))["latest_closed_periods"]
    return found


def asked(calendar: str, kind: str, latest: dict[str, str]) -> Asked:
    year, month = map(int, latest[calendar].split("-"))
    quarter = (month - 1) // 3
    return {
        "month": Asked(calendar, f"{year}-{month:02d}", (year, month), 1),
        "quarter": Asked(calendar, f"{year}-Q{quarter + 1}", (year, quarter * 3 + 1), 3),
        "half": Asked(calendar, f"{year}-H{month // 7 + 1}", (year, month // 7 * 6 + 1), 6),
        "nine-months": Asked(calendar, f"{year}-9M", (year, 1), 9),
        "year": Asked(calendar, f"{year}", (year, 1), 12),
    }[kind]


def differences(home: Home, period: Asked, known_at: str = LATEST, *words: str) -> Iterator[tuple[object, ...]]:
    """Every field of every figure that comes out otherwise than by hand."""
    recount = Recount(home.data / "sohoa.db", home.config, period.calendar, known_at)
    held = {(row["source"], row["unit"]) for row in json.loads(home.ok("quarantine", "--format", "json"))["quarantine"]}
    figures = home.figures("--period", period.code, "--calendar", period.calendar, *words)
    assert len({(f["indicator"], f["source"], f["unit"]) for f in figures}) == len(figures) > 100
    for figure in figures:
        for name, (theirs, ours) in compared(figure, recount, period, held).items():
            if theirs != ours:
                yield figure["indicator"], figure["source"], figure["unit"], name, theirs, ours


def compared(
    figure: Figure, recount: Recount, period: Asked, held: set[tuple[str, str]]
) -> dict[str, tuple[object, object]]:
    """Field → what the program says, what the counts say."""
    code, source, unit = figure["indicator"], figure["source"], figure["unit"]
    sum_ = recount.total(code, source, unit, months_of(period.first, period.months, period.calendar))
    target, milestone = recount.target(code, unit, period.first[0])
    definition = recount.indicators[code]
    low = definition["direction"] == "low"
    assert target is not None
    fields: dict[str, tuple[object, object]] = {
        "sides": ((figure["numerator"], figure["denominator"]), sum_.sides or (None, None)),
        "completeness": (figure["completeness"], {"reported": sum_.reported, "expected": sum_.expected}),
        "target": (figure["target"], float(target)),
        "milestone": (figure["milestone"], None if milestone is None else float(milestone)),
    }
    if sum_.sides and sum_.sides[1]:
        near = all(
            isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
            for one, other in zip(figure["interval"], wilson(sum_.sides), strict=True)
        )
        fields |= {
            "rate": (figure["rate"], float(Fraction(100 * sum_.sides[0], sum_.sides[1]))),
            "shown": (figure["shown"], shown(sum_.sides)),
            "shortfall": (figure["shortfall"], shortfall(sum_.sides, target, low=low)),
            "interval": (near, True),
        }
    else:
        nothing = [figure[name] for name in ("rate", "shown", "shortfall")]
        fields["no rate"] = (nothing + figure["interval"], [None] * 5)
    if figure["status"] == "needs_check":
        fields["held back"] = ((source, unit) in held, True)
    elif not figure["provisional"]:
        minimum = definition["minimum_denominator"]
        fields["status"] = (figure["status"], status(sum_.sides, target, minimum, low=low))
    return fields


@pytest.mark.parametrize(
    ("calendar", "kind"),
    [
        ("calendar", "month"),
        ("nd09", "month"),
        ("calendar", "quarter"),
        ("nd09", "half"),
        ("nd09", "nine-months"),
        ("calendar", "year"),
    ],
)
def test_every_figure_is_what_its_counts_say(
    small_demo: Home, latest: dict[str, str], calendar: str, kind: str
) -> None:
    assert list(differences(small_demo, asked(calendar, kind, latest))) == []


def test_figures_as_known_on_a_day_are_made_of_what_had_been_captured_by_its_end(
    small_demo: Home, latest: dict[str, str]
) -> None:
    pulls = json.loads(small_demo.ok("pulls", "--format", "json"))["pulls"]
    first_day = min(datetime.fromisoformat(pull["started_at"]) for pull in pulls).astimezone(ZONE).date()
    end_of_day = datetime.combine(first_day + timedelta(days=1), datetime.min.time(), ZONE) - timedelta(microseconds=1)
    known_at = end_of_day.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%d %H:%M:%S.%f")
    month = month_before(latest["calendar"])
    words = ("--as-known-at", first_day.isoformat())
    assert list(differences(small_demo, month, known_at, *words)) == []
    then = small_demo.figures("--period", month.code, *words)
    now = small_demo.figures("--period", month.code)
    assert sides(then) != sides(now), "nothing was restated: the test shows nothing"


def month_before(code: str) -> Asked:
    year, month = map(int, code.split("-"))
    before = date(year, month, 1) - timedelta(days=1)
    return Asked("calendar", f"{before:%Y-%m}", (before.year, before.month), 1)


def sides(figures: list[Figure]) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
    return {(f["indicator"], f["source"], f["unit"]): (f["numerator"], f["denominator"]) for f in figures}
