"""The document exchange axis."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "truc-van-ban",
        "edoc_axis",
        lambda _province, url, _folder: {"base_url": f"{url}/edoc", **QUICKLY},
        units="edxml",
    ),
)
