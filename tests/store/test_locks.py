from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.store import Busy, Store

HOLDER = """
import sys
from pathlib import Path
from monitor.store import Store
with Store(sys.argv[1], Path(sys.argv[2])).exclusive(sys.argv[3]):
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(url: str, folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its standard input is closed."""
    command = [sys.executable, "-c", HOLDER, url, str(folder), name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate()


def test_a_second_process_is_told_to_wait_until_the_first_ends(store: Store, database_url: str, tmp_path: Path) -> None:
    with holder(database_url, tmp_path, "src") as process:
        with pytest.raises(Busy, match="src is being worked on"), store.exclusive("src"):
            pass
        with store.exclusive("another/source"):
            pass
        process.communicate()
        with store.exclusive("src"):
            pass


def test_a_killed_process_lets_go(store: Store, database_url: str, tmp_path: Path) -> None:
    with holder(database_url, tmp_path, "src") as process:
        process.kill()
        process.wait()
        with store.exclusive("src"):
            pass


def test_the_lock_is_free_after_an_error_inside(store: Store, database_url: str, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), store.exclusive("src"):
        raise ZeroDivisionError
    with store.exclusive("src"), pytest.raises(Busy), store.exclusive("src"):
        pass
    with holder(database_url, tmp_path, "src"):
        pass
