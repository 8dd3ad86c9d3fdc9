"""A pull killed at any moment leaves whole batches only, and the next one ends in the same counts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import polars as pl
import pytest

from monitor.store import COUNT_KEY, Busy, Store
from tests.collect.puller import MONTHS, ROWS, UNITS, pull, value_of
from tests.collect.world import RECEIVED

ROUNDS = int(os.environ.get("SOHOA_FAULT_ROUNDS", "10"))
PROJECT = Path(__file__).parents[2]


def start(url: str, data: Path, round_number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.collect.puller", url, str(data), str(round_number)]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run_until(process: subprocess.Popen[str], step: int) -> None:
    """Read what the process says until it has stored ``step`` batches."""
    assert process.stdout is not None
    for line in process.stdout:
        if line == f"{step}\n":
            return
    pytest.fail(f"the pull ended before step {step}: {process.communicate()[1]}")


def assert_whole_batches(store: Store) -> None:
    """Every answer that is linked has all its counts, and the pulls' counters tell exactly what is there."""
    counts = store.read_counts()
    assert set(counts.group_by("evidence").len()["len"].to_list()) <= {ROWS}
    pulls = store.pulls()
    assert counts.height == pulls["stored"].sum()
    assert (pulls["rows_in"] == pulls["stored"] + pulls["unchanged"] + pulls["quarantined"]).all()
    assert pulls["answers"].sum() * ROWS == pulls["rows_in"].sum()


def latest(store: Store) -> pl.DataFrame:
    return store.read_counts().unique(list(COUNT_KEY), keep="last", maintain_order=True)


@pytest.mark.faults
def test_killed_at_random_moments_it_ends_in_the_same_counts(store: Store, database_url: str) -> None:
    random = Random(20261123)
    for round_number in range(ROUNDS):
        with start(database_url, store.evidence_dir.parent, round_number) as process:
            run_until(process, random.randrange(len(MONTHS)))
            # A little further into the next batch: while it checks, writes evidence, copies or commits.
            try:
                process.wait(timeout=random.random() * 0.02)
            except subprocess.TimeoutExpired:
                process.kill()
        assert_whole_batches(store)

        result = pull(store, round_number)

        assert result.outcome == "complete"
        assert result.stored + result.unchanged == ROWS * len(MONTHS)
        assert_whole_batches(store)
        assert "running" not in store.pulls()["outcome"].to_list()
        assert store.read_counts().height == (round_number + 1) * ROWS * len(MONTHS)
        received = latest(store).filter(pl.col("measure") == RECEIVED)
        found = {
            (start.month, unit): value for start, unit, value in received.select("period_start", "unit", "value").rows()
        }
        assert found == {
            (int(code[-2:]), unit): value_of(round_number, code, unit) + 5 for code in MONTHS for unit in UNITS
        }
    assert store.check() == ()
    assert pull(store, ROUNDS - 1).stored == 0


def test_asked_to_end_it_closes_its_books(store: Store, database_url: str) -> None:
    for number, (sent, outcome) in enumerate(((signal.SIGTERM, "interrupted"), (signal.SIGINT, "interrupted"))):
        with start(database_url, store.evidence_dir.parent, number) as process:
            run_until(process, 1)
            process.send_signal(sent)
            process.communicate()
        (row,) = store.pulls(limit=1).to_dicts()
        assert row["outcome"] == outcome
        assert row["ended_at"] is not None
        assert "Pull again" in row["remedy"]
        assert_whole_batches(store)


def test_a_second_pull_of_the_same_source_is_told_to_wait(store: Store, database_url: str) -> None:
    with start(database_url, store.evidence_dir.parent, 0) as process:
        run_until(process, 0)
        os.kill(process.pid, signal.SIGSTOP)
        try:
            with pytest.raises(Busy, match="src is being worked on"):
                pull(store, 0)
            assert store.pulls().height == 1
        finally:
            os.kill(process.pid, signal.SIGCONT)
        process.communicate()
    assert store.pulls()["outcome"].to_list() == ["complete"]
