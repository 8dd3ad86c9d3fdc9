"""The simulated province on a loopback port, and homes of the installed command that pull from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from connectors.sandbox.server import Sandbox
from monitor.store import Store
from tests.declaring import copy_config, write_yaml
from tests.running import ROOT, Home
from tests.stores import *  # noqa: F403 - the store fixtures, on both databases

MONTHS = 4
SHORT = 3
NewHome = Callable[[str], Home]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[tuple[Sandbox, str]]:
    """The simulated province as on one fixed noon, and its address."""
    config = ROOT / "config"
    at_noon = datetime(2026, 11, 23, 5, tzinfo=UTC)
    province = Sandbox(seed=7, units=config / "units.csv", unit_codes=config / "unit_codes.csv", clock=lambda: at_noon)
    with province.serve() as served:
        yield province, served.url


@pytest.fixture
def new_home(sandbox: tuple[Sandbox, str], tmp_path: Path) -> NewHome:
    """A maker of homes: private config with a short history, private data, the given database."""
    province, address = sandbox
    user, password = province.credentials
    config = copy_config(tmp_path / "config")
    sources = yaml.safe_load((config / "demo" / "sources.yaml").read_text(encoding="utf-8"))
    asked = (source for source in sources if source["connector"] not in {"spreadsheet", "rest"})
    wanted = [{**source, "history": MONTHS} for source in asked]
    write_yaml(config / "sources.yaml", wanted)
    write_yaml(config / "demo" / "sources.yaml", wanted)
    made: list[Home] = []

    def make(database_url: str) -> Home:
        extra = {
            "SOHOA_DATABASE_URL": database_url,
            "SOHOA_SANDBOX_URL": address,
            "SOHOA_SANDBOX_USERNAME": user,
            "SOHOA_SANDBOX_PASSWORD": password,
        }
        home = Home(tmp_path / f"var-{len(made)}", config, extra)
        home.ok("db", "upgrade")
        made.append(home)
        return home

    return make


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """What `sohoa demo --once` leaves behind, with a short history: a home that reads it."""
    folder = tmp_path_factory.mktemp("small-demo")
    config = copy_config(folder / "config")
    demo_sources = config / "demo" / "sources.yaml"
    sources = yaml.safe_load(demo_sources.read_text(encoding="utf-8"))
    write_yaml(demo_sources, [{**source, "history": SHORT} for source in sources])
    Home(folder / "var", config).ok("demo", "--once")
    return Home(folder / "var", config, {"SOHOA_SOURCES": str(demo_sources)})


def known_values(home: Home) -> dict[tuple[object, ...], int | None]:
    """Every newest count of a home, without capture time and pull: what two ways of pulling must agree on."""
    store = Store(home.extra["SOHOA_DATABASE_URL"], home.data)
    columns = ("source", "series", "calendar", "unit", "measure", "period_start", "period_end", "procedure")
    frame = store.read_counts().sort("captured_at")
    store.close()
    return {tuple(row[column] for column in columns): row["value"] for row in frame.iter_rows(named=True)}


def count_rows(home: Home) -> int:
    """Rows of counts, all versions."""
    store = Store(home.extra["SOHOA_DATABASE_URL"], home.data)
    rows = store.read_counts().height
    store.close()
    return rows
