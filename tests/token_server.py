"""A real OpenID Connect server (Glewlwyd, a Debian package) on a loopback port, with one client and one user."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

TABLES = Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
MODULES = Path("/usr/lib/glewlwyd")
PATIENCE = 30
CLIENT, CLIENT_SECRET = "he-thong", "bi-mat-cua-he-thong"
USER, PASSWORD = "can-bo", "mat-khau-cua-can-bo"
SIGNED_WITH = "khoa-ky-chi-dung-de-kiem-thu-0123456789"
SCOPE = "bao-cao"
_AS_INSTALLED = {"username": "admin", "password": "password"}


@dataclass(frozen=True)
class TokenServer:
    """Where it gives tokens."""

    token_url: str


@contextmanager
def running(folder: Path) -> Iterator[TokenServer]:
    """The server, set up by its own API; skips with what to install where it is not."""
    if shutil.which("glewlwyd") is None or not TABLES.exists():
        pytest.skip("Glewlwyd is not installed; run: sh scripts/test-peers.sh (or apt-get install glewlwyd)")
    with closing(sqlite3.connect(folder / "tokens.db")) as tables:
        tables.executescript(TABLES.read_text(encoding="utf-8"))
    port = _free_port()
    settings = folder / "glewlwyd.conf"
    settings.write_text(_settings(folder, port), encoding="utf-8")
    server = subprocess.Popen(["glewlwyd", "--config-file", str(settings)])
    try:
        _set_up(f"http://127.0.0.1:{port}/api")
        yield TokenServer(f"http://127.0.0.1:{port}/api/oidc/token")
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _settings(folder: Path, port: int) -> str:
    modules = {"user": "user", "client": "client", "user_auth_scheme": "scheme", "plugin": "plugin"}
    paths = "\n".join(f'{name}_module_path="{MODULES / folder_name}"' for name, folder_name in modules.items())
    return f"""port={port}
bind_address="127.0.0.1"
external_url="http://127.0.0.1:{port}/"
api_prefix="api"
log_mode="file"
log_level="INFO"
log_file="{folder / "glewlwyd.log"}"
admin_scope="g_admin"
profile_scope="g_profile"
hash_algorithm="SHA512"
{paths}
database = {{ type="sqlite3" path="{folder / "tokens.db"}" }};
"""


def _set_up(api: str) -> None:
    with requests.Session() as administrator:
        _log_in(administrator, api)
        for path, entry in _entries(api):
            answer = administrator.post(f"{api}/{path}/", json=entry, timeout=PATIENCE)
            assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"


def _log_in(administrator: requests.Session, api: str) -> None:
    """Wait for the server, which has no other sign of life than its answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            administrator.post(f"{api}/auth/", json=_AS_INSTALLED, timeout=PATIENCE).raise_for_status()
        except requests.ConnectionError:
            assert time.monotonic() < until, "the token server does not start"
            time.sleep(0.05)
        else:
            return


def _entries(api: str) -> Iterator[tuple[str, dict[str, object]]]:
    grants = ("code", "token", "id-token", "none", "device", "password", "client", "refresh")
    allowed = {f"auth-type-{grant}-enabled": grant in {"id-token", "password", "client", "refresh"} for grant in grants}
    protocol = {
        "iss": f"{api}/oidc",
        "jwt-type": "sha",
        "jwt-key-size": "256",
        "key": SIGNED_WITH,
        "access-token-duration": 3600,
        "refresh-token-duration": 7200,
        "code-duration": 600,
        "refresh-token-rolling": True,
        "refresh-token-one-use": "always",
        "allow-non-oidc": True,
        "subject-type": "public",
        **allowed,
    }
    yield (
        "mod/plugin",
        {"module": "oidc", "name": "oidc", "display_name": "oidc", "parameters": protocol, "order_rank": 0},
    )
    yield "scope", {"name": SCOPE, "display_name": SCOPE, "description": SCOPE, "password_required": False}
    yield "user", {"username": USER, "password": PASSWORD, "name": USER, "enabled": True, "scope": [SCOPE]}
    yield (
        "client",
        {
            "client_id": CLIENT,
            "name": CLIENT,
            "client_secret": CLIENT_SECRET,
            "confidential": True,
            "enabled": True,
            "scope": [SCOPE],
            "token_endpoint_auth_method": ["client_secret_basic"],
            "authorization_type": ["client_credentials", "password", "refresh_token"],
        },
    )
