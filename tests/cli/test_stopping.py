"""Ctrl-C, SIGTERM, a closed pipe, two processes at once: a clean end, nothing half-written."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import pytest

from monitor.store import Store
from tests.integration.conftest import NewHome, known_values
from tests.running import SOHOA, Home

PATIENCE = 60


def until(running: subprocess.Popen[str], words: str) -> None:
    assert running.stdout is not None
    for line in running.stdout:
        if words in line:
            return
    pytest.fail(f"it ended without saying {words!r}: {running.communicate()[1]}")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("words", "ready"),
    [
        (("scheduler",), "the schedule is running"),
        (("serve", "--port", "0"), "http://"),
        (("serve", "--port", "0", "--scheduler"), "http://"),
    ],
)
def test_what_runs_for_ever_is_stopped_in_peace(
    small_demo: Home, words: tuple[str, ...], ready: str, stop: signal.Signals
) -> None:
    running = small_demo.start(*words)
    until(running, ready)
    running.send_signal(stop)
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, err
    assert "sohoa: stop" in out
    assert "Traceback" not in err


@pytest.mark.faults
def test_a_pull_stopped_by_hand_says_so_and_the_next_one_finishes_it(
    new_home: NewHome, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = new_home(f"sqlite:///{tmp_path_factory.mktemp('stopped') / 'sohoa.db'}")
    running = home.start("pull")
    store = Store(home.extra["SOHOA_DATABASE_URL"], home.data)
    # Looked at now and then: one who asks without a pause keeps the writer from its turn (SQLite has no queue).
    while running.poll() is None and store.read_counts().is_empty():
        time.sleep(0.1)
    store.close()
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=PATIENCE)
    assert running.returncode == 130, out + err
    assert err.endswith("Stopped. Nothing is half-written; run the same command again to go on.\n")
    (pull,) = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert pull["outcome"] == "interrupted"
    home.ok("pull")
    calm = new_home(f"sqlite:///{tmp_path_factory.mktemp('calm') / 'sohoa.db'}")
    calm.ok("pull")
    assert known_values(home) == known_values(calm)


def test_a_source_being_pulled_by_another_process_does_not_stop_the_others(small_demo: Home) -> None:
    store = Store(f"sqlite:///{small_demo.data / 'sohoa.db'}", small_demo.data)
    with store.exclusive("mot-cua"):
        done = small_demo.run("pull", "mot-cua", "so-van-ban")
    store.close()
    assert done.returncode == 1
    assert "mot-cua is being worked on by another process." in done.stdout
    assert "so-van-ban: complete" in done.stdout


def test_a_source_named_twice_is_pulled_once(small_demo: Home) -> None:
    assert small_demo.ok("pull", "so-van-ban", "so-van-ban").count("so-van-ban: complete") == 1


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_reader_that_closes_the_pipe_early_causes_no_traceback(small_demo: Home, form: str) -> None:
    words = [str(SOHOA), "rates", "--format", form]
    with subprocess.Popen(
        words, env=small_demo.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()
