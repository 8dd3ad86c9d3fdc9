"""The picker of units where there are too many to send."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl

from dashboards.shell import MANY, SHOWN, unit_options


def test_the_picker_of_a_nation_holds_the_provinces_and_finds_the_rest_as_one_types() -> None:
    units = [("VN", "Toàn quốc", "other", "other", None), ("T1", "Tỉnh Một", "province", "province", "VN")]
    units += [(f"X{n:03d}", f"Xã Đông {n}", "commune", "commune", "T1") for n in range(MANY)]
    service = SimpleNamespace(
        units=pl.DataFrame(units, schema=["unit", "unit_name", "kind", "level", "parent"], orient="row"),
        province=SimpleNamespace(code="VN"),
    )
    assert [option["value"] for option in unit_options(service, None)] == ["T1"]
    found = unit_options(service, "dong 49")
    assert [option["value"] for option in found] == ["X049", *(f"X{n}" for n in range(490, 500))]
    assert len(unit_options(service, "xã")) == SHOWN
