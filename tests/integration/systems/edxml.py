"""edXML packets in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from connectors.sandbox.server import Sandbox
from tests.integration.systems.system import System


def _options(province: Sandbox, _url: str, folder: Path) -> Mapping[str, object]:
    province.write_packets(folder, ["H01.01", "H01.200", "H01.15"], date(2026, 10, 1), date(2026, 11, 9))
    return {"folder": str(folder), "pattern": "0*.xml", "organ_suffix": ".H01"}


SYSTEMS = (System("goi-tin-van-ban", "edxml", _options, units="edxml"),)
