"""Tân Dân tables and report: the token dies in the middle, the rows come in pages."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "bang-766",
        "tandan",
        lambda _province, url, _folder: {
            "base_url": f"{url}/tandan",
            "parent_code": "H01",
            "page_size": 100,
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            **QUICKLY,
        },
        calendar=["calendar", "nd09"],
    ),
)
