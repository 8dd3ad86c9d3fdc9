"""Twenty-four months of the simulated province, day by day: who should have heard did, nobody else, and nobody twice.

The table is printed (pytest -s). `make replay` plays all units, sources and rules, tells each day on the error stream,
and fails if anything is wrong. Names of rules after `python -m tests.alerts.test_replay` compare only those.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from monitor.alerts import states
from tests.alerts.by_hand import ByHand, Known, known
from tests.alerts.replay import Replay, Script, replay

RULES = (
    *("k1-duoi-moc", "k4-duoi-moc", "k1-phan-thieu-lon", "k1-giam-manh", "k1-chua-bao-cao"),
    "nguon-khong-co-so-moi",
)
SOURCES = ("cong-dvcqg", "mot-cua", "truc-van-ban", "so-van-ban", "bieu-mau")
OUTAGES = {
    date(2025, 3, 16): ("/igate", "500"),
    date(2025, 8, 2): ("/dvcqg", "truncated"),
    date(2025, 12, 2): ("/igate", "html_login"),
    date(2026, 5, 16): ("/dvcqg", "500"),
    date(2026, 9, 2): ("/igate", "500"),
}
"""Each lasts until the next day of pulling."""
_DAYS = (
    "2025-01-01 2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-04-07 2025-04-30 2025-05-01 2025-05-02 "
    "2025-09-01 2025-09-02 2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20 2026-04-27 "
    "2026-04-30 2026-05-01 2026-08-31 2026-09-01 2026-09-02 2026-11-24"
)
HOLIDAYS = frozenset(map(date.fromisoformat, _DAYS.split()))
MADE_UP = frozenset(date.fromisoformat(day) for day in ("2025-04-26", "2026-01-10", "2026-08-22"))
COLUMNS = ("open", "reopen", "remind", "escalate", "refute", "verify", "settle", "restate")


@dataclass
class Tally:
    """One month of the table."""

    acts: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    outage_days: int = 0
    without_alert: int = 0
    without_cause: int = 0
    twice: int = 0
    in_outage: int = 0
    found: Counter[str] = field(default_factory=Counter)
    """What is wrong, in words, with the number of days it was."""


def off(day: date) -> bool:
    """Days off by the official lists, worked Saturdays taken into account."""
    return day not in MADE_UP and (day.weekday() > 4 or day in HOLIDAYS)


def play(played: Replay, rules: tuple[str, ...], told: Callable[[date, Tally], None] | None = None) -> dict[str, Tally]:
    """Live through it and compare every day with what the tables say."""
    by_hand = ByHand(played.config, list(rules), off)
    table: dict[str, Tally] = {}
    seen_notices, seen_events, keys = 0, 0, set()
    state: Known | None = None
    for day in played.days():
        month = table.setdefault(f"{day:%Y-%m}", Tally())
        if state is None or day.day in played.script.pull_days or day in played.script.outages:
            state = known(played.folder / "sohoa.db", played.config)
        month.outage_days += bool(state.in_trouble)
        compare(played, by_hand, state, day, month)
        events = played.store.alerts.events()
        month.acts.update(event["act"] for event in events[seen_events:])
        seen_events = len(events)
        notices = played.store.alerts.notices()
        month.in_outage += told_in_outage(played, state, notices[seen_notices:])
        seen_notices = len(notices)
        for _, address, message in played.recorder.got:
            month.messages += 1
            month.twice += (address, message.key) in keys
            keys.add((address, message.key))
        played.recorder.got.clear()
        if told is not None:
            told(day, month)
    return table


def compare(played: Replay, by_hand: ByHand, state: Known, day: date, month: Tally) -> None:
    """Every cause has an alert, every alert that still urges has a cause, both by an independent count."""
    live = {(row["rule"], row["subject"]): row for row in played.store.alerts.live() if row["rule"] in by_hand.rules}
    causes = by_hand.causes(state, day)
    for key, holds in causes.items():
        followed = key in live and live[key]["state"] in states.FOLLOWED
        if holds and not followed:
            month.without_alert += 1
            month.found[f"no alert though there is a cause: {key}"] += 1
    for (rule, unit), row in live.items():
        followed = row["state"] in states.FOLLOWED and not in_trouble(row, state)
        if followed and by_hand.cleared(state, rule, unit, day):
            month.without_cause += 1
            month.found[f"an alert without a cause: {(rule, unit)}"] += 1


def in_trouble(row: dict[str, object], state: Known) -> bool:
    return row["source"] in state.in_trouble


def told_in_outage(played: Replay, state: Known, notices: list[dict[str, object]]) -> int:
    """Notices about a unit whose source was in trouble when they were made."""
    rows = {row["id"]: row for row in played.store.alerts.alerts()}
    return sum(
        rows[one["alert_id"]]["unit"] is not None and in_trouble(rows[one["alert_id"]], state) for one in notices
    )


def lines(table: dict[str, Tally]) -> Iterator[str]:
    """The table as text."""
    yield "month    " + "".join(f"{name:>9}" for name in (*COLUMNS, "messages")) + "  outage days  errors"
    whole = Tally()
    for name, one in table.items():
        yield f"{name}  " + _cells(one)
        whole.acts += one.acts
        for counted in ("messages", "outage_days", "without_alert", "without_cause", "twice", "in_outage"):
            setattr(whole, counted, getattr(whole, counted) + getattr(one, counted))
    yield "all      " + _cells(whole)
    yield (
        f"causes without an alert: {whole.without_alert}; alerts without a cause: {whole.without_cause}; "
        f"sent twice: {whole.twice}; told during an outage: {whole.in_outage}"
    )


def _cells(one: Tally) -> str:
    numbers = "".join(f"{one.acts[name]:>9}" for name in COLUMNS) + f"{one.messages:>9}"
    return f"{numbers}{one.outage_days:>13}{errors_of(one):>8}"


def errors_of(one: Tally) -> int:
    """How much was wrong in a month."""
    return one.without_alert + one.without_cause + one.twice + one.in_outage


def test_two_years_of_the_province_day_by_day(tmp_path: Path) -> None:
    with replay(
        tmp_path, Script(more_units=0, sources=("mot-cua", "cong-dvcqg"), outages=OUTAGES, rules=RULES)
    ) as played:
        table = play(played, RULES)
        effects = played.alerts.effect(date(2024, 12, 1), date(2026, 11, 23))
    text = "\n".join(lines(table))
    print(text)  # noqa: T201 - the table is the point
    for name, one in table.items():
        assert errors_of(one) == 0, f"{name}: {one.found}\n{text}"
    whole = Counter[str]()
    for one in table.values():
        whole += one.acts
    assert all(whole[name] > 0 for name in COLUMNS), f"something never happened: {whole}"
    assert sum(one.outage_days for one in table.values()) > 60
    assert effects[0].opened == whole["open"] + whole["reopen"]
    assert effects[0].verified > 0 < effects[0].acknowledged


def _progress(began: float, day: date, month: Tally) -> None:
    """A line a day for who waits; on the last day of a month, what was found wrong in it."""
    sys.stderr.write(f"{time.monotonic() - began:7.0f} s  {day}  {_cells(month)}\n")
    if (day + timedelta(days=1)).day == 1:
        sys.stderr.writelines(f"    {text}, on {count} days\n" for text, count in sorted(month.found.items()))


if __name__ == "__main__":
    everything = tuple(sys.argv[1:])
    script = Script(more_units=200, sources=SOURCES, outages=OUTAGES)
    with tempfile.TemporaryDirectory() as folder, replay(Path(folder), script) as whole_province:
        names = everything or tuple(rule.code for rule in whole_province.declared.alerts.rules)
        watch = partial(_progress, time.monotonic())
        whole_table = play(whole_province, names, watch)
        sys.stdout.writelines(f"{line}\n" for line in lines(whole_table))
    sys.exit(any(errors_of(one) for one in whole_table.values()))
