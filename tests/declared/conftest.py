"""A private copy of the province's config folder, to be broken in one place at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import Declared, load
from tests.declaring import copy_config
from tests.running import ROOT


@pytest.fixture(scope="session")
def declared() -> Declared:
    return load(ROOT / "config")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_config(tmp_path / "config")
