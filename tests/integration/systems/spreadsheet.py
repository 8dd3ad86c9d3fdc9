"""The document register: a workbook a month in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from connectors.sandbox.server import Sandbox
from tests.integration.systems.system import System


def _options(province: Sandbox, _url: str, folder: Path) -> Mapping[str, object]:
    province.write_register(folder, [(2026, month) for month in (8, 9, 10)])
    return {
        "folder": str(folder),
        "settle": 0,
        "sheet": "Số liệu",
        "header_row": 3,
        "series": "so-van-ban",
        "columns": {
            "unit_code": "Mã đơn vị",
            "unit_name": "Tên đơn vị",
            "period": {"column": "Kỳ", "format": "MM/YYYY"},
            "measures": {"documents_outgoing": "Văn bản đi", "documents_outgoing_signed": "Văn bản đi ký số"},
        },
    }


SYSTEMS = (System("so-van-ban", "spreadsheet", _options),)
