"""Killed at any moment, each period's report goes out: one edition, sent once, the same message if it comes twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from random import Random

import pytest

from monitor.alerts.deliver import LEASE
from monitor.declared import Declared
from monitor.store import Outbox, Store
from monitor.store.editions import Editions
from tests.alerts.receivers import MailServer
from tests.collect.world import month
from tests.reports.worker import PEOPLE, WORDS, work
from tests.reports.world import PHU_QUOC, pair, pulled
from tests.running import ROOT

ROUNDS = int(os.environ.get("SOHOA_FAULT_ROUNDS", "2"))
KILLS = 2
"""How often one report's work is ended before it is left to finish."""
MONTHS = ["2025-11", "2026-07", "2026-08", "2026-10"]
"""None ends a quarter: on each of these mornings one report is due."""


def ten_working_days_on(code: str) -> datetime:
    """A working morning on which a report that was waited for still goes out."""
    span = month(code)
    day = datetime(span.end.year, span.end.month, span.end.day, 2, tzinfo=UTC) + timedelta(days=10)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)


def killed(command: list[str], random: Random) -> str:
    """Start, let it come to a word and a moment further, end it; the last word it said."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    until = random.choice(WORDS)
    said = ""
    for line in process.stdout:
        said = line.strip()
        if said == until:
            break
    try:
        process.wait(timeout=random.random() * 0.5)
    except subprocess.TimeoutExpired:
        process.kill()
    rest, problem = process.communicate()
    assert "Traceback" not in problem, problem
    return (rest.split() or [said])[-1]


@pytest.mark.faults
def test_a_report_whose_work_is_killed_goes_out_all_the_same(
    store: Store, declared: Declared, database_url: str
) -> None:
    random, data = Random(20261125), store.evidence_dir.parent
    months = MONTHS[-ROUNDS:]
    ends = []
    with MailServer() as server:
        for place, code in enumerate(months):
            pulled(store, declared, pair(PHU_QUOC, 60 + place, 100, month(code)), ten_working_days_on(code))
            at = ten_working_days_on(code)
            for _ in range(max(KILLS, ROUNDS // len(MONTHS))):
                words = [database_url, str(data), server.url, at.isoformat()]
                ends.append(killed([sys.executable, "-m", "tests.reports.worker", *words], random))
                at += timedelta(seconds=1)
            work(database_url, data, server.url, at)
            work(database_url, data, server.url, at + LEASE)
            assert_sent_once(store, code)
    assert_all_have_them(store, server.got, len(months))
    print(f"ended at {', '.join(ends)}; {len(server.got)} mails of {len(set(server.keys()))} messages")  # noqa: T201


def assert_sent_once(store: Store, code: str) -> None:
    """One edition of the period, frozen once and sent once."""
    ((edition, number),) = (
        (row["id"], row["number"])
        for row in Editions(store.engine).listed().iter_rows(named=True)
        if row["period"] == code
    )
    assert number == 1
    assert Editions(store.engine).events(edition)["action"].to_list() == ["freeze", "send"]


def assert_all_have_them(store: Store, got: list[tuple[str, EmailMessage]], periods: int) -> None:
    """Everybody has every report whole; a mail that came twice has the same key, subject and receiver."""
    messages = {row["key"]: row for row in Outbox(store.engine, "x").listed()}
    assert Counter(row["recipient"] for row in messages.values()) == {f"role:{role}": periods for role in PEOPLE}
    assert {row["state"] for row in messages.values()} == {"sent"}
    mails = {(str(mail["X-Sohoa-Key"]), str(mail["Subject"]), address) for address, mail in got}
    assert {key for key, *_ in mails} == set(messages), "a message was lost, or made up"
    assert len(mails) == len(messages) == len({subject for _, subject, _ in mails}) * len(PEOPLE)
    for _, mail in got:
        files = {Path(name).suffix for part in mail.walk() if (name := part.get_filename())}
        assert files == {".docx", ".pdf", ".xlsx"}
