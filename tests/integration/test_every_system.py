"""Each connector pulls the simulated province twice as a user does: stored once, found unchanged the second time."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from connectors.registry import CONNECTORS
from connectors.sandbox.server import Sandbox
from tests.declaring import copy_config, write_yaml
from tests.integration.systems import SYSTEMS
from tests.integration.systems.system import System
from tests.running import Home


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and no row, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    Home(folder / "var", extra={"SOHOA_DATABASE_URL": f"sqlite:///{folder / 'sohoa.db'}"}).ok("db", "upgrade")
    return folder / "sohoa.db"


def test_every_connector_is_pulled() -> None:
    assert {system.connector for system in SYSTEMS} == set(CONNECTORS)


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_a_second_pull_finds_everything_unchanged(
    system: System, sandbox: tuple[Sandbox, str], empty_database: Path, tmp_path: Path
) -> None:
    shutil.copy(empty_database, tmp_path / "sohoa.db")
    home = _home(system, sandbox, tmp_path)
    home.ok("pull", system.name)
    home.ok("pull", system.name)
    second, first = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert [pull["outcome"] for pull in (first, second)] == ["complete"] * 2
    assert [pull["problem"] for pull in (first, second)] == [None] * 2
    assert first["stored"] > 0
    assert second["stored"] == 0
    assert second["unchanged"] > 0


def _home(system: System, sandbox: tuple[Sandbox, str], folder: Path) -> Home:
    province, url = sandbox
    user, password = province.credentials
    files = folder / "files"
    files.mkdir()
    config = copy_config(folder / "config")
    write_yaml(config / "sources.yaml", [system.declared(province, url, files)])
    extra = {
        "SOHOA_DATABASE_URL": f"sqlite:///{folder / 'sohoa.db'}",
        "SOHOA_SANDBOX_URL": url,
        "SOHOA_SANDBOX_USERNAME": user,
        "SOHOA_SANDBOX_PASSWORD": password,
    }
    return Home(folder / "var", config, extra)
