"""The document exchange axes, one for each dialect."""

from __future__ import annotations

from tests.integration.systems.system import QUICKLY, System

SYSTEMS = (
    System(
        "truc-van-ban",
        "edoc_axis",
        lambda _province, url, _folder: {"base_url": f"{url}/edoc", **QUICKLY},
        units="edxml",
    ),
    System(
        "truc-van-ban-tinh",
        "edoc_axis_langson",
        lambda _province, url, _folder: {
            "base_url": f"{url}/langson",
            "username": "${SOHOA_SANDBOX_USERNAME}",
            "password": "${SOHOA_SANDBOX_PASSWORD}",
            "system_id": "${SOHOA_SANDBOX_USERNAME}",
            "secret_key": "${SOHOA_SANDBOX_PASSWORD}",
            **QUICKLY,
        },
        units="edxml",
    ),
    System(
        "truc-van-ban-quoc-gia",
        "edoc_axis_vxp",
        lambda _province, url, _folder: {
            "base_url": f"{url}/vxp",
            "system_id": "VN:GOV:H01",
            "secret": "${SOHOA_SANDBOX_PASSWORD}",
            "page_size": 2000,
            **QUICKLY,
        },
        units="edxml",
    ),
)
