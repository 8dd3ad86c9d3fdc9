"""`sohoa pull` against the simulated province over HTTP, on both databases: repeated, and killed in the middle."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.integration.conftest import NewHome, count_rows, known_values
from tests.running import Home
from tests.stores import NewUrl

ROUNDS = int(os.environ.get("SOHOA_FAULT_ROUNDS", "6"))


def pulls_of(home: Home) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads(home.ok("pulls", "--format", "json", "--limit", "1000"))["pulls"]
    return listed


def test_a_second_pull_stores_nothing_new(new_home: NewHome, database_url: str) -> None:
    home = new_home(database_url)
    home.ok("pull")
    before = count_rows(home)
    assert before > 10_000
    home.ok("pull")
    assert count_rows(home) == before
    again = pulls_of(home)[:3]
    assert [pull["outcome"] for pull in again] == ["complete"] * 3
    assert [pull["stored"] for pull in again] == [0, 0, 0]
    assert all(pull["unchanged"] > 0 for pull in again)


def test_the_listed_pulls_name_the_latest_closed_period(new_home: NewHome, database_url: str) -> None:
    home = new_home(database_url)
    home.ok("pull", "mot-cua")
    listed = json.loads(home.ok("pulls", "--format", "json"))
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    ended = [str(key[6]) for key in known_values(home) if key[2] == "calendar" and str(key[6]) < str(today)]
    assert listed["latest_closed_period"] == max(ended)[:7]


@pytest.mark.faults
def test_killed_at_any_moment_a_pull_run_again_ends_in_the_same_counts(new_home: NewHome, new_url: NewUrl) -> None:
    calm = new_home(new_url())
    calm.ok("pull")
    wanted = known_values(calm)
    shaken = new_home(new_url())
    chance = random.Random(20261123)
    killed = sum(_kill_in_the_middle(shaken, chance) for _ in range(ROUNDS))
    assert killed, "no pull was caught in the middle; the test shows nothing"
    shaken.ok("pull")
    assert known_values(shaken) == wanted
    assert count_rows(shaken) == len(wanted), "a count was stored twice"
    outcomes = {pull["outcome"] for pull in pulls_of(shaken)}
    assert "running" not in outcomes
    assert "interrupted" in outcomes


def _kill_in_the_middle(home: Home, chance: random.Random) -> bool:
    """Start a pull, kill the process after a random part of a second, and say whether it was still at work."""
    running = home.start("pull")
    try:
        running.communicate(timeout=chance.uniform(0.8, 3.5))
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return True
    return False
