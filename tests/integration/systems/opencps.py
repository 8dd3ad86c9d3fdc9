"""OpenCPS statistics."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "thong-ke-opencps",
        "opencps",
        lambda _province, url, _folder: {
            "base_url": f"{url}/opencps",
            "group_id": "35417",
            "province_code": "H01",
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            **QUICKLY,
        },
    ),
)
