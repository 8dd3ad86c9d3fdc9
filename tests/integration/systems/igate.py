"""The one-stop system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from connectors.sandbox.server import Sandbox
from connectors.sandbox.units import object_id
from tests.integration.systems.system import QUICKLY, System

AGENCY = object_id("000.01.H01")
Options = Callable[[Sandbox, str, Path], Mapping[str, object]]


def _asked(**more: object) -> Options:
    def options(_province: Sandbox, url: str, _folder: Path) -> Mapping[str, object]:
        return {
            "base_url": f"{url}/igate",
            "token_url": f"{url}/igate/auth/realms/digo/protocol/openid-connect/token",
            "client_id": "web-onegate",
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            "ancestor_id": "0" * 24,
            **QUICKLY,
            **more,
        }

    return options


SYSTEMS = (
    System("mot-cua", "igate", _asked(), units="igate", calendar=["calendar", "nd09"]),
    System(
        "mot-cua-bao-cao",
        "igate",
        _asked(reports=["statistic-agency-kgg", "kgg-dossier-report-online"]),
        units="igate",
    ),
    System(
        "mot-cua-ho-so",
        "igate",
        _asked(reports=["dossier-search"], parameters={"dossier-search": {"agency-id": AGENCY}}, page_size=500),
        units="igate",
    ),
)
