"""The open-data portal: rows of all months, and a file of one month."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "du-lieu-mo",
        "ckan",
        lambda _province, url, _folder: {
            "base_url": f"{url}/ckan",
            "page_size": 500,
            "resources": [
                {
                    "id": "ket-qua-tthc",
                    "series": "ket-qua-tthc",
                    "columns": {
                        "unit_code": "Ma don vi",
                        "unit_name": "Ten don vi",
                        "period": {"column": "Ky", "format": "MM/YYYY"},
                        "measures": {
                            "dossiers_received": "Tong tiep nhan",
                            "dossiers_components_digitized": "So hoa TPHS",
                        },
                    },
                },
                {
                    "id": "van-ban-2026-10",
                    "series": "van-ban",
                    "columns": {
                        "unit_code": "Mã đơn vị",
                        "period": {"fixed": "2026-10"},
                        "measures": {
                            "documents_outgoing": "Văn bản đi",
                            "documents_outgoing_signed": "Văn bản đi ký số",
                        },
                    },
                },
            ],
            **QUICKLY,
        },
    ),
)
