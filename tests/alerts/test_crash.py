"""Killed at any moment, no alert, step or message is lost; a message that comes twice carries the same key."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from monitor.alerts.deliver import LEASE, deliver
from monitor.alerts.states import FOLLOWED, after
from monitor.store import Outbox, Store
from tests.alerts.province import Province, history
from tests.alerts.receivers import MailServer, WebHook
from tests.alerts.worker import PAUSE, post_of, short, work

ROUNDS = int(os.environ.get("SOHOA_FAULT_ROUNDS", "2"))
PROJECT = Path(__file__).parents[2]
AFTER_A_LEASE = LEASE // PAUSE + 1
"""So many rounds later every lease of a dead worker has ended."""


def start(url: str, data: Path, receivers: tuple[str, str], number: int, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.alerts.worker", url, str(data), *receivers, str(number), *words]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=PROJECT, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def run_until(process: subprocess.Popen[str], word: str) -> None:
    """Wait for a word of the worker, or for its end."""
    assert process.stdout is not None
    for line in process.stdout:
        if line in {f"{word}\n", "done\n"}:
            return
    pytest.fail(f"the worker ended before it said {word}: {process.communicate()[1]}")


def assert_sound(store: Store, number: int) -> None:
    """One live alert for each unit with a cause, none else; every alert's steps lead to its state without a gap."""
    live = Counter(row["subject"] for row in store.alerts.live() if row["state"] in FOLLOWED)
    assert live == Counter(short(number))
    states = {row["id"]: row["state"] for row in store.alerts.alerts()}
    steps = history(store)
    assert set(steps) == set(states)
    for alert, events in steps.items():
        state = None
        for event in events:
            assert event["from_state"] == state
            state = after(event["act"], state)
            assert event["to_state"] == state
        assert state == states[alert]


def told_steps(store: Store) -> Counter[tuple[int, str]]:
    """Steps that somebody has to be told of."""
    kinds = {"open": "opened", "reopen": "reopened", "restate": "restated", "verify": "verified"}
    return Counter((row["alert_id"], kinds[row["act"]]) for row in store.alerts.events() if row["act"] in kinds)


@pytest.mark.faults
def test_killed_at_random_moments_nothing_is_lost(
    store: Store, database_url: str, mail_server: MailServer, web_hook: WebHook
) -> None:
    random = Random(20261124)
    receivers = (mail_server.url, web_hook.apprise)
    for number in range(1, ROUNDS + 1):
        word = "sent" if number == 1 else random.choice(["go", "evaluated", "sent"])
        words = [f"worker {number}", *(["hold"] if word == "sent" else [])]
        with start(database_url, store.evidence_dir.parent, receivers, number, *words) as process:
            run_until(process, word)
            try:
                process.wait(timeout=0 if word == "sent" else random.random() * 0.3)
            except subprocess.TimeoutExpired:
                process.kill()
        work(store, receivers, number, f"second of {number}")
        assert_sound(store, number)
    deliver(post_of(Province(store), *receivers, ROUNDS + AFTER_A_LEASE, "last"))
    messages = {row["key"]: row["state"] for row in Outbox(store.engine, "x").listed()}
    assert set(messages.values()) == {"sent"}
    got = Counter([*mail_server.keys(), *web_hook.keys()])
    assert set(got) == set(messages), "a message was lost, or made up"
    assert got.total() > len(got), "the first worker died between sending and noting it: that message comes again"
    notices = Counter((row["alert_id"], row["kind"]) for row in store.alerts.notices())
    assert notices == told_steps(store), "a step nobody was told of, or told twice under another key"
    print(f"{ROUNDS} kills: {len(messages)} messages, {got.total() - len(got)} delivered again with the same key")  # noqa: T201


@pytest.mark.faults
def test_two_workers_at_once_act_once(
    store: Store, database_url: str, mail_server: MailServer, web_hook: WebHook
) -> None:
    receivers = (mail_server.url, web_hook.apprise)
    for number in range(1, min(ROUNDS, 20) + 1):
        pair = [
            start(database_url, store.evidence_dir.parent, receivers, number, name)
            for name in (f"a{number}", f"b{number}")
        ]
        for process in pair:
            told = process.communicate()
            assert process.returncode == 0, told
        assert_sound(store, number)
    got = Counter([*mail_server.keys(), *web_hook.keys()])
    messages = [row["key"] for row in Outbox(store.engine, "x").listed()]
    assert got == Counter(messages), "a message was sent twice, or not at all"
    assert Counter((row["alert_id"], row["kind"]) for row in store.alerts.notices()) == told_steps(store)
