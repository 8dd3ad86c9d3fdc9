"""The one-stop dossiers by procedure: parts of the same totals, and the two stories planted in them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
import requests

from connectors.sandbox import Sandbox, troubles
from connectors.sandbox.procedures import GAP_PROCEDURE, GAP_UNIT, HOLDS_BACK, ByProcedure, read_procedures
from connectors.sandbox.province import Province
from tests.sandbox.conftest import UNIT_CODES, UNITS, Client, Clock

CATALOGUE = UNITS.parent / "procedures.csv"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
PATH = "procedure-statistics/api/thong-ke-thu-tuc"


@pytest.fixture(scope="session")
def by_procedure(province: Province) -> ByProcedure:
    return ByProcedure(province, read_procedures(CATALOGUE))


def test_every_cell_of_the_parts_stays_within_the_unit(province: Province, by_procedure: ByProcedure) -> None:
    told = whole = 0
    for unit in province.units:
        total = province.one_stop(unit.code, FIRST, LAST)
        parts = [cells for _, cells in by_procedure.counts(unit, FIRST, LAST)]
        sums = [sum(cells) for cells in zip(*parts, strict=True)] or [0] * len(total)
        assert all(part <= of for part, of in zip(sums, total, strict=True)), unit.code
        told, whole = told + sum(sums), whole + sum(total)
    # Three in a hundred have no code, and some departments no procedure in the catalogue.
    assert 0.85 < told / whole < 0.97


def test_land_procedures_hold_most_communes_back(province: Province, by_procedure: ByProcedure) -> None:
    behind = 0
    for unit in province.units:
        lacking: Counter[str] = Counter()
        for procedure, cells in by_procedure.counts(unit, FIRST, LAST):
            lacking[procedure.field] += cells.resolved - cells.both
        if not unit.is_department and lacking and lacking.most_common(1)[0][0] == HOLDS_BACK:
            behind += 1
    assert behind > 80


def test_one_procedure_alone_makes_a_departments_gap(province: Province, by_procedure: ByProcedure) -> None:
    unit = province.by_code[GAP_UNIT]
    counts = {one.code: cells for one, cells in by_procedure.counts(unit, FIRST, LAST)}
    culprit = counts.pop(GAP_PROCEDURE)
    assert 100 * culprit.both < 60 * culprit.resolved
    both, resolved = (sum(side) for side in zip(*((c.both, c.resolved) for c in counts.values()), strict=True))
    assert 100 * both >= 95 * resolved


def asked(client: Client, **more: str | int) -> requests.Response:
    params: dict[str, str | int] = {"tuNgay": "2026-10-01", "denNgay": "2026-10-31", "soDong": 5000, **more}
    return client.session.get(f"{client.url}/{PATH}", params=params, auth=client.credentials, timeout=20)


def test_the_report_tells_totals_and_procedures_page_by_page(clock: Clock) -> None:
    credentials = ("nguoi-dung", "mat-khau")
    sandbox = Sandbox(
        seed=1, units=UNITS, unit_codes=UNIT_CODES, procedures=CATALOGUE, clock=clock, credentials=credentials
    )
    with sandbox.serve() as serving:
        client = Client(serving.url, credentials)
        with client.session:
            whole = asked(client).json()
            pages = [row for page in (1, 2, 3) for row in asked(client, trang=page, soDong=1000).json()["duLieu"]]
            refused = client.session.get(f"{client.url}/{PATH}", timeout=20).status_code
            wrong = asked(client, tuNgay="hôm qua").status_code
    assert (refused, wrong) == (401, 400)
    assert whole["duLieu"][:3000] == pages
    assert whole["tongSo"] == len(whole["duLieu"])
    totals = {row["maDonVi"]: row for row in whole["duLieu"] if not row["maTTHC"]}
    assert len(totals) == 116
    assert troubles.STOPS_REPORTING not in totals
