"""Forms II.06a and II.07b name their units and give no codes: from the file to the figure, as the user's commands."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from connectors.sandbox import troubles
from connectors.sandbox.server import Sandbox
from tests.connectors.filled import II06A_MEASURES, II07B, Filled, as_xlsx
from tests.declaring import copy_config, write_yaml
from tests.integration.systems.system import System
from tests.running import ROOT, Home

SOURCE = System("bieu-mau", "spreadsheet", lambda *_: {}, calendar=["calendar", "nd09"])
OCTOBER = ("--calendar", "nd09", "--period", "2026-10", "--source", "bieu-mau")
EARLY, OVERDUE = 7, 9
"""Places of columns (8) and (10) in a row of the page."""


@pytest.fixture
def home(sandbox: tuple[Sandbox, str], tmp_path: Path) -> Home:
    config = copy_config(tmp_path / "config")
    province, url = sandbox
    write_yaml(config / "sources.yaml", [SOURCE.declared(province, url, tmp_path)])
    made = Home(tmp_path / "var", config)
    made.ok("db", "upgrade")
    return made


@pytest.fixture
def form(sandbox: tuple[Sandbox, str], tmp_path: Path) -> Path:
    _, file = sandbox[0].write_forms(tmp_path / "files", [(2026, 10)])
    return file


def rows_of(file: Path) -> list[list[str]]:
    """Cells of every row that begins with a number, read by another reader."""
    page = html.fromstring(file.read_text(encoding="utf-8"))
    cells = [["".join(cell.itertext()).strip() for cell in row.iter("td")] for row in page.iter("tr")]
    return [row for row in cells if row[0].isdigit()]


def number(text: str | None) -> int | None:
    return None if text is None or text == "N/A" else int(text.replace(".", ""))


def last_pull(home: Home) -> Mapping[str, Any]:
    pulls: list[Mapping[str, Any]] = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    return pulls[0]


def restated(file: Path, unit: str) -> Path:
    """The same file with one dossier of a unit moved from early to overdue, in the sums above and below it as well."""
    page = html.fromstring(file.read_text(encoding="utf-8"))
    rows = {cells[1].text_content(): cells for row in page.iter("tr") if len(cells := list(row.iter("td"))) > OVERDUE}
    for name in (unit, "Cấp xã", "Tổng cộng"):
        for place, change in ((EARLY, -1), (OVERDUE, 1)):
            cell = rows[name][place]
            cell.text = f"{(number(cell.text) or 0) + change:,}".replace(",", ".")
    target = file.parent / "again" / file.name
    target.parent.mkdir()
    target.write_bytes(html.tostring(page, encoding="utf-8"))
    return target


def test_form_06a_by_name_alone_becomes_a_figure_and_keeps_its_restatement(home: Home, form: Path) -> None:
    written = {row[1]: [number(text) for text in row[2:13]] for row in rows_of(form)}
    assert len(written) == 117
    home.ok("import", str(form), "--source", "bieu-mau")
    first = last_pull(home)
    assert (first["outcome"], first["stored"], first["quarantined"]) == ("complete", 117 * 11, 0)
    assert json.loads(home.ok("quarantine", "--format", "json"))["quarantine"] == []

    assert _province(home) == _share(written.values())
    unknown = [unit for unit in home.figures("--indicator", "K7", *OCTOBER) if unit["status"] == "not_reported"]
    assert [figure["unit"] for figure in unknown] == [troubles.STOPS_REPORTING]

    home.ok("import", str(form), "--source", "bieu-mau")
    assert (last_pull(home)["stored"], last_pull(home)["unchanged"]) == (0, 117 * 11)

    name = "UBND Đặc khu Phú Quốc"
    home.ok("import", str(restated(form, name)), "--source", "bieu-mau")
    again = last_pull(home)
    assert (again["outcome"], again["stored"], again["restated"], again["quarantined"]) == ("complete", 2, 2, 0)
    shown = json.loads(home.ok("restatements", *OCTOBER, "--format", "json"))["restatements"]
    early, overdue = (written[name][II06A_MEASURES.index(f"dossiers_resolved_{kind}")] for kind in ("early", "overdue"))
    assert early is not None
    assert overdue is not None
    assert {(one["unit_name"], one["measure"], one["before"], one["value"]) for one in shown} == {
        ("Đặc khu Phú Quốc", "dossiers_resolved_early", early, early - 1),
        ("Đặc khu Phú Quốc", "dossiers_resolved_overdue", overdue, overdue + 1),
    }
    over, under = _share(written.values())
    assert _province(home) == (over - 1, under)


def _share(rows: Sequence[Sequence[int | None]] | Any) -> tuple[int, int]:  # noqa: ANN401 - a view of a dict
    """(8 + 9) and 7, added up over the units that reported."""
    told = [dict(zip(II06A_MEASURES, row, strict=True)) for row in rows if None not in row]
    on_time = sum(row["dossiers_resolved_early"] + row["dossiers_resolved_on_time"] for row in told)
    return on_time, sum(row["dossiers_resolved"] for row in told)


def _province(home: Home) -> tuple[int, int]:
    (figure,) = home.figures("--indicator", "K7", "--unit", "H01", "--level", "province", *OCTOBER)
    assert figure["completeness"] == {"reported": 116, "expected": 117}
    assert figure["rate"] == pytest.approx(float(Fraction(100 * figure["numerator"], figure["denominator"])))
    return figure["numerator"], figure["denominator"]


def test_form_07b_by_name_alone_is_stored_for_every_unit(home: Home, tmp_path: Path) -> None:
    with (ROOT / "config" / "units.csv").open(encoding="utf-8") as file:
        names = [row["name"] for row in csv.DictReader(file) if row["parent"]]
    rows: list[list[str | int | float | None]] = [
        [n, f"{name} - tỉnh An Giang", *_procedures(n)] for n, name in enumerate(names, 1)
    ]
    titles = ("Biểu số II.07b/VPCP/KSTT", "(Từ ngày 15/9/2026 đến ngày 14/10/2026)")
    path = as_xlsx(tmp_path / "07b.xlsx", Filled(II07B, rows, titles))
    home.ok("import", str(path), "--source", "bieu-mau")
    pull = last_pull(home)
    assert (pull["outcome"], pull["stored"], pull["quarantined"]) == ("complete", 117 * 12, 0)


def _procedures(number: int) -> list[int]:
    return [3 * number, number, 0, 2 * number] * 3
