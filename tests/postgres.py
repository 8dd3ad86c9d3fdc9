"""A private PostgreSQL server for tests: own data folder, own socket, no TCP, gone with the test process."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

USER = "sohoa"
BINARIES = Path("/usr/lib/postgresql")
MISSING = "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb). Run: sh scripts/test-peers.sh"
# A crash of the machine may lose a test's data; the server's own processes may be killed without loss all the same.
OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "shared_buffers=32MB",
    "max_connections=50",
    "unix_socket_permissions=0777",
)


@dataclass
class Server:
    """A running server; ``new_database`` gives each test its own."""

    socket: Path
    data: Path

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def new_database(self) -> str:
        """Create an empty database and return its SQLAlchemy URL."""
        name = f"sohoa_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return f"postgresql://{USER}@/{name}?host={quote(str(self.socket))}"

    def check(self) -> None:
        """Make sure that the server answering on the socket is ours, before anything is written to it."""
        with psycopg.connect(self._address("postgres")) as connection:
            (found,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        assert Path(found) == self.data, f"the socket {self.socket} belongs to a server on {found}"

    def _address(self, database: str) -> str:
        return f"host={self.socket} user={USER} dbname={database}"


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a temporary folder and stop it at the end.

    Without PostgreSQL the tests that need it fail in CI and are skipped, with the reason printed, elsewhere.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="sohoa-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    folder.chmod(0o755)
    try:
        _run(binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = " ".join(f"-c {option}" for option in (*OPTIONS, f"unix_socket_directories='{folder}'"))
        _run(binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            server = Server(folder, data)
            server.check()
            yield server
        finally:
            _run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


def _binaries() -> Path:
    """The newest server's programs, or the test's end."""
    found = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def _run(*command: object) -> None:
    """Run a server program; root may not run PostgreSQL, so it becomes the user postgres first."""
    words = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["su", "postgres", "-s", "/bin/bash", "-c", shlex.join(words)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
