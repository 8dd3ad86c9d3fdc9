"""A private CKAN 2.12 for tests: PostgreSQL and Redis of its own, everything but the search index real.

Solr is not run: nothing the connector asks needs it. What CKAN sends to its index is taken and forgotten.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests import postgres
from tests.connectors.loopback import Asked, Loopback, Reply

FOLDER = Path(sys.prefix) / "ckan"
MISSING = "CKAN is not installed ({}). Run: sh scripts/test-peers.sh"
ROWS_MAX = 200
"""This portal's largest page, far below the 32 000 of others."""
_PATIENCE = Retry(total=None, connect=60, read=0, backoff_factor=0.05, backoff_max=1)


@dataclass
class Ckan:
    """A running portal and an administrator's token."""

    url: str
    token: str

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.mount("http://", HTTPAdapter(max_retries=_PATIENCE))
        self._session.trust_env = False

    def act(self, action: str, /, **body: object) -> Any:  # noqa: ANN401 - whatever the action answers
        """Do something as the administrator; its result."""
        return self._result(self._session.post(self._address(action), json=body, headers=self._who(), timeout=120))

    def upload(self, file: str, content: bytes, action: str = "resource_create", **body: str) -> Any:  # noqa: ANN401
        """Create a resource with a file, or give one another file (``resource_update``)."""
        address, files = self._address(action), {"upload": (file, content)}
        return self._result(self._session.post(address, data=body, files=files, headers=self._who(), timeout=120))

    def close(self) -> None:
        self._session.close()

    def _address(self, action: str) -> str:
        return f"{self.url}/api/3/action/{action}"

    def _who(self) -> Mapping[str, str]:
        return {"Authorization": self.token}

    def _result(self, answer: requests.Response) -> Any:  # noqa: ANN401
        assert answer.ok, answer.text
        return answer.json()["result"]


@contextmanager
def running() -> Iterator[Ckan]:
    """Start a portal and stop it at the end.

    Without CKAN or Redis the tests that need it fail in CI and are skipped, with the reason printed, elsewhere.
    """
    _require()
    folder = Path(tempfile.mkdtemp(prefix="sohoa-ckan-"))
    try:
        with postgres.running() as server, _redis(folder) as redis, Loopback(_no_index) as index:
            url = f"http://127.0.0.1:{_free_port()}"
            ini = _configured(folder, server, {"ckan.redis.url": redis, "solr_url": index.url, "ckan.site_url": url})
            token = _prepared(ini, server)
            with _process(folder, _ckan(ini), "run", "--disable-reloader", "--port", url.rpartition(":")[2]):
                portal = Ckan(url, token)
                portal.act("status_show")
                yield portal
                portal.close()
    finally:
        shutil.rmtree(folder)


def _require() -> None:
    absent = [
        name
        for name, path in (("CKAN", FOLDER / "bin/ckan"), ("Redis", shutil.which("redis-server")))
        if path is None or not Path(path).exists()
    ]
    if absent:
        message = MISSING.format(", ".join(absent))
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)


def _no_index(asked: Asked) -> Reply:
    """Stands where Solr stands: knows the schema, takes everything, finds nothing."""
    if asked.path.endswith("/schema"):
        (schema,) = FOLDER.glob("lib/python*/site-packages/ckan/config/solr/schema.xml")
        return Reply(200, schema.read_bytes(), {"Content-Type": "application/xml"})
    return Reply(200, b'{"responseHeader": {"status": 0}, "response": {"numFound": 0, "docs": []}}')


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    path = folder / "redis"
    with _process(folder, ["redis-server"], "--port", "0", "--unixsocket", str(path), "--save", ""):
        yield f"unix://{path}?db=0"


@contextmanager
def _process(folder: Path, program: list[str], *arguments: str) -> Iterator[None]:
    with (folder / f"{Path(program[0]).name}.log").open("wb") as log:
        process = subprocess.Popen([*program, *arguments], cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _configured(folder: Path, server: postgres.Server, more: Mapping[str, str]) -> Path:
    catalogue, rows = server.new_database(), server.new_database()
    _sql(server, "CREATE ROLE reader LOGIN")
    settings = {
        "use": "egg:ckan",
        "SECRET_KEY": secrets.token_urlsafe(20),
        "api_token.jwt.encode.secret": f"string:{secrets.token_urlsafe(20)}",
        "ckan.plugins": "datastore",
        "ckan.storage_path": str(folder / "files"),
        "ckan.datastore.search.rows_max": str(ROWS_MAX),
        "sqlalchemy.url": catalogue,
        "ckan.datastore.write_url": rows,
        "ckan.datastore.read_url": rows.replace(f"//{postgres.USER}@", "//reader@"),
        **more,
    }
    settings["api_token.jwt.decode.secret"] = settings["api_token.jwt.encode.secret"]
    ini = folder / "ckan.ini"
    lines = "\n".join(f"{name} = {value}" for name, value in settings.items())
    ini.write_text(f"[DEFAULT]\ndebug = false\n[app:main]\n{lines}\n", encoding="utf-8")
    return ini


def _prepared(ini: Path, server: postgres.Server) -> str:
    """Make the tables and an administrator; return the token."""
    _run([*_ckan(ini), "db", "init"])
    grants = _run([*_ckan(ini), "datastore", "set-permissions"])
    _run(
        ["psql", "-q", "-h", str(server.socket), "-U", postgres.USER, "-d", "postgres", "-v", "ON_ERROR_STOP=1"], grants
    )
    _run([*_ckan(ini), "sysadmin", "add", "admin", "email=a@h.invalid", f"password={secrets.token_urlsafe(12)}"], "y\n")
    return _run([*_ckan(ini), "user", "token", "add", "admin", "tests", "-q"]).strip()


def _ckan(ini: Path) -> list[str]:
    return [str(FOLDER / "bin/ckan"), "--config", str(ini)]


def _run(command: list[str], given: str = "") -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def _sql(server: postgres.Server, statement: str) -> None:
    with psycopg.connect(f"host={server.socket} user={postgres.USER} dbname=postgres", autocommit=True) as connection:
        connection.execute(statement.encode())
