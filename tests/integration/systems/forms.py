"""The digitization table of Decision 766 as the one-stop system exports it: a drop folder of pages saved as .xls."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors.sandbox.server import Sandbox
from tests.integration.systems.system import System


def _options(province: Sandbox, _url: str, folder: Path) -> Mapping[str, object]:
    province.write_forms(folder, [(2026, month) for month in (8, 9, 10)])
    return {"folder": str(folder), "pattern": "so-hoa-*.xls", "settle": 0}


SYSTEMS = (System("bang-766", "spreadsheet", _options),)
