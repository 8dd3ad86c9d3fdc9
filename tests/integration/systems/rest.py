"""Two systems declared without a line of code: the store of digitized results, the data portal behind a password."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "kho-ket-qua",
        "rest",
        lambda _province, url, _folder: {
            "base_url": f"{url}/results",
            "tables": [
                {
                    "series": "kho-so-hoa",
                    "path": "public/baocaothongke/solieusohoa",
                    "query": {"from": "{start:%Y-%m-%d}", "to": "{end:%Y-%m-%d}"},
                    "rows": "data",
                    "children": "childrenData",
                    "unit": {"code": "id", "name": "tenDonVi"},
                    "measures": {"results_electronic": "tong"},
                }
            ],
            **QUICKLY,
        },
    ),
    System(
        "du-lieu-co-mat-khau",
        "rest",
        lambda _province, url, _folder: {
            "base_url": f"{url}/data-portal",
            "auth": {"basic": {"username": "${SOHOA_SANDBOX_USERNAME}", "password": "${SOHOA_SANDBOX_PASSWORD}"}},
            "tables": [
                {
                    "series": "kenh-nop",
                    "path": "api/dataset/a2VuaC1ub3A=",
                    "success": {"field": "status", "equals": "success"},
                    "rows": "rows",
                    "pages": {"by": "offset", "number": "offset", "size": "limit", "per_page": 1000, "total": "total"},
                    "unit": {"code": "ma"},
                    "period": {"field": "thang", "format": "MM/YYYY"},
                    "measures": {
                        "dossiers_online": {"sum": "so_luong", "where": {"kenh": "^truc-tuyen$"}},
                        "dossiers_received": {"sum": "so_luong", "where": {"kenh": ".+"}},
                    },
                }
            ],
            **QUICKLY,
        },
    ),
)
