"""The one-stop system."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "mot-cua",
        "igate",
        lambda _province, url, _folder: {
            "base_url": f"{url}/igate",
            "token_url": f"{url}/igate/auth/realms/digo/protocol/openid-connect/token",
            "client_id": "web-onegate",
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            "ancestor_id": "0" * 24,
            **QUICKLY,
        },
        units="igate",
        calendar=["calendar", "nd09"],
    ),
)
