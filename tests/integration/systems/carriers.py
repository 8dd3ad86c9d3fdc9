"""The one-stop system behind each carrier; its own address is one that nobody answers at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors.sandbox.carriers import GATEWAY_HEADER
from connectors.sandbox.server import Sandbox
from tests.integration.systems.system import QUICKLY, System

OWN = "https://mot-cua.invalid/igate"
WAYS: Mapping[str, Mapping[str, object]] = {
    "xroad": {
        "server": "${SOHOA_SANDBOX_URL}/xroad",
        "client": ["VN", "GOV", "H01", "sohoa"],
        "service": ["VN", "GOV", "H01", "mo-phong", "igate"],
    },
    "adapter": {"server": "${SOHOA_SANDBOX_URL}/adapter", "dstcode": "VN:GOV:H01:igate"},
    "wso2": {
        "server": "${SOHOA_SANDBOX_URL}/wso2",
        "context": "igate/1.0",
        "key": "${SOHOA_SANDBOX_USERNAME}",
        "secret": "${SOHOA_SANDBOX_PASSWORD}",
        "header": GATEWAY_HEADER,
    },
}


def _behind(kind: str) -> System:
    def options(_province: Sandbox, _url: str, _folder: Path) -> Mapping[str, object]:
        return {
            "base_url": OWN,
            "token_url": f"{OWN}/auth/realms/digo/protocol/openid-connect/token",
            "client_id": "web-onegate",
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            "ancestor_id": "0" * 24,
            "transport": {"kind": kind, **WAYS[kind]},
            **QUICKLY,
        }

    return System(f"mot-cua-qua-{kind}", "igate", options, units="igate")


SYSTEMS = tuple(_behind(kind) for kind in WAYS)
