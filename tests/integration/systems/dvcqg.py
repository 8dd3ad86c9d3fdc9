"""The national portal."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "cong-dvcqg",
        "dvcqg",
        lambda _province, url, _folder: {
            "base_url": f"{url}/dvcqg/api/v1/reporting",
            "root_department_id": "019d2be3-6a84-779d-b3e7-e214bdb86482",
            "root_department_code": "H01",
            **QUICKLY,
        },
    ),
)
