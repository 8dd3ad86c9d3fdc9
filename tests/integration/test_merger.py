"""A merger in the simulated province: two made-up communes become one; history as published then and on today's map."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from connectors.sandbox.server import Sandbox
from tests.declaring import copy_config, write_yaml
from tests.running import Home

OLD, NEW = ("H01.901", "H01.902"), "H01.903"
LAST, FIRST = date(2026, 8, 31), date(2026, 9, 1)
UNITS = (
    "H01.901,Xã mô phỏng Một,commune,H01,2025-07-01,2026-08-31,,,\n"
    "H01.902,Xã mô phỏng Hai,commune,H01,2025-07-01,2026-08-31,,,\n"
    "H01.903,Xã mô phỏng Hợp nhất,commune,H01,2026-09-01,,,,\n"
)
CODES = "".join(
    f"{scheme},{prefix}{unit[-3:]}.H01,{unit},2025-07-01,\n"
    for scheme, prefix in (("igate", "900."), ("edxml", "000.900."))
    for unit in (*OLD, NEW)
)
NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)


def add(path: Path, lines: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The province's folder with the three made-up communes and their succession; the one-stop system alone."""
    folder = copy_config(tmp_path_factory.mktemp("merger") / "config")
    add(folder / "units.csv", UNITS)
    add(folder / "unit_codes.csv", CODES)
    add(folder / "unit_successions.csv", "".join(f"{unit},{NEW},1,{FIRST}\n" for unit in OLD))
    sources = yaml.safe_load((folder / "demo" / "sources.yaml").read_text(encoding="utf-8"))
    (one_stop,) = [source for source in sources if source["name"] == "mot-cua"]
    write_yaml(folder / "sources.yaml", [{**one_stop, "calendar": "calendar", "history": 4, "units_as_of": "period"}])
    return folder


@pytest.fixture(scope="module")
def merged(config: Path) -> Iterator[tuple[Home, Sandbox]]:
    sandbox = Sandbox(seed=7, units=config / "units.csv", unit_codes=config / "unit_codes.csv", clock=lambda: NOON)
    user, password = sandbox.credentials
    with sandbox.serve() as served:
        extra = {
            "SOHOA_SANDBOX_URL": served.url,
            "SOHOA_SANDBOX_USERNAME": user,
            "SOHOA_SANDBOX_PASSWORD": password,
        }
        home = Home(config.parent / "var", config, extra)
        home.ok("pull", "mot-cua", "--from", "2026-07-01", "--to", "2026-10-31")
        yield home, sandbox


def sides(home: Home, period: str, on_map: str) -> dict[str, tuple[int | None, int | None]]:
    figures = home.figures("--indicator", "K1", "--period", period, "--map", on_map)
    assert {figure["map"] for figure in figures} == {on_map}
    return {figure["unit"]: (figure["numerator"], figure["denominator"]) for figure in figures}


@pytest.mark.parametrize(("period", "first", "last"), [("2026-08", 8, 8), ("2026-Q3", 7, 9)])
def test_both_maps_give_the_same_province(merged: tuple[Home, Sandbox], period: str, first: int, last: int) -> None:
    home, sandbox = merged
    then, now = sides(home, period, "published"), sides(home, period, "today")
    for unit in ("H01", "H01/commune", "H01/department", "H01.101"):
        assert then[unit] == now[unit]
    start, end = date(2026, first, 1), date(2026, last, 30 if last == 9 else 31)
    cells = [sandbox.province.one_stop(unit, start, min(end, LAST)) for unit in OLD]
    if end > LAST:
        cells.append(sandbox.province.one_stop(NEW, FIRST, end))
    assert now[NEW] == (sum(cell.both for cell in cells), sum(cell.resolved for cell in cells))
    assert not set(OLD) & set(now)
    assert [then[unit] for unit in OLD] == [(cell.both, cell.resolved) for cell in cells[:2]]


def test_the_merged_unit_has_a_change_since_before_the_merger_on_todays_map_only(merged: tuple[Home, Sandbox]) -> None:
    home, _ = merged
    asked = ("--indicator", "K1", "--period", "2026-09", "--unit", NEW)
    (then,) = home.figures(*asked)
    (now,) = home.figures(*asked, "--map", "today")
    assert (then["change"], now["change"] is None) == (None, False)
    assert (then["shown"], now["shown"]) == (now["shown"], then["shown"])


def test_the_folder_is_in_order_and_a_wrong_map_is_named(merged: tuple[Home, Sandbox]) -> None:
    home, _ = merged
    home.ok("check", "--config", str(home.config))
    assert "published, today" in home.refused("rates", "--map", "tomorrow")
    assert json.loads(home.ok("quarantine", "--source", "mot-cua", "--format", "json"))["quarantine"] != []
