"""The document register's read replica."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors.sandbox.server import Sandbox
from tests.integration.systems.system import System


def _options(province: Sandbox, _url: str, folder: Path) -> Mapping[str, object]:
    province.write_replica(folder / "so.db", [(2026, month) for month in (7, 8, 9, 10, 11)])
    return {
        "url": f"sqlite:///{folder / 'so.db'}",
        "query": "${SOHOA_CONFIG}/queries/so-van-ban.sql",
        "series": "so-van-ban",
        "columns": {
            "unit_code": "unit_code",
            "unit_name": "unit_name",
            "measures": {
                "documents_outgoing": "outgoing",
                "documents_outgoing_signed": "outgoing_signed",
                "documents_incoming": "incoming",
                "documents_incoming_electronic": "incoming_electronic",
            },
        },
    }


SYSTEMS = (System("so-van-ban-csdl", "sql", _options, calendar=["calendar", "nd09"]),)
