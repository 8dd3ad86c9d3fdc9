"""Real published counts, imported with the command: every published figure comes out again."""

from __future__ import annotations

import csv
import os
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.declaring import whole_config
from tests.running import SHARED, Home

PORTAL = Path(__file__).parent.parent / "data" / "national_portal_provinces_2026_ytd.csv"
CANADA = SHARED / "data" / "real" / "canada_service_inventory_2023_24.csv"
CANADA_EXPECTED = SHARED / "data" / "real" / "canada_service_inventory_2023_24_expected_by_org.csv"


def _portal_rows() -> list[dict[str, str]]:
    with PORTAL.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _portal_source(metrics: list[str]) -> dict[str, Any]:
    target = {m: {"series": m, "numerator": f"{m.lower()}_num", "denominator": f"{m.lower()}_den"} for m in metrics}
    return {
        "name": "published",
        "connector": "spreadsheet",
        "options": {
            "columns": {
                "unit_code": "unit_code",
                "unit_name": "unit_name",
                "period": {"column": "period", "format": "YYYY"},
                "metric": {
                    "column": "metric",
                    "map": target,
                    "numerator": "numerator",
                    "denominator": "denominator",
                },
            }
        },
    }


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("portal")
    rows = _portal_rows()
    metrics = sorted({row["metric"] for row in rows})
    names = {row["unit_code"]: row["unit_name"] for row in rows} | {"H99": "Không phát sinh"}
    units = [(code, name, "province", "") for code, name in sorted(names.items())]
    pairs = [(m, f"{m.lower()}_num", f"{m.lower()}_den") for m in metrics]
    home = Home(folder / "var", whole_config(folder / "config", units, pairs, _portal_source(metrics)))
    text = PORTAL.read_text(encoding="utf-8")
    # One more row, as the portal prints a unit without dossiers: numerator 0, denominator 0, no ratio.
    file = folder / "portal.csv"
    file.write_text(text + "2026-10-10,2026,H99,Không phát sinh,TDGQ_ON_TIME,0,0,\n", encoding="utf-8")
    home.ok("import", str(file), "--source", "published")
    return home


def test_every_published_ratio_of_the_portal_comes_out_to_the_second_decimal(portal: Home) -> None:
    figures = {(f["indicator"], f["unit"]): f for f in portal.figures("--period", "2026")}
    rows = _portal_rows()
    assert len(rows) == 31
    for row in rows:
        figure = figures[row["metric"], row["unit_code"]]
        assert (figure["numerator"], figure["denominator"]) == (int(row["numerator"]), int(row["denominator"]))
        published = Decimal(row["published_ratio_pct"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
        assert Decimal(figure["shown"]) == published, row


def test_a_denominator_of_zero_has_no_rate_and_is_no_failure(portal: Home) -> None:
    (figure,) = portal.figures("--period", "2026", "--indicator", "TDGQ_ON_TIME", "--unit", "H99")
    assert (figure["numerator"], figure["denominator"]) == (0, 0)
    assert figure["rate"] is None
    assert figure["shown"] is None
    assert figure["status"] == "no_cases"


def test_a_metric_a_unit_never_published_is_neither_0_nor_a_failure(portal: Home) -> None:
    (figure,) = portal.figures("--period", "2026", "--indicator", "PUBLIC_CONTENT_FULL", "--unit", "H20")
    assert (figure["numerator"], figure["denominator"], figure["rate"]) == (None, None, None)
    # Late only once the year has ended.
    assert figure["status"] in {"provisional", "not_reported"}


def test_importing_the_same_file_again_stores_nothing(portal: Home, tmp_path: Path) -> None:
    file = tmp_path / "again.csv"
    file.write_text(PORTAL.read_text(encoding="utf-8"), encoding="utf-8")
    portal.ok("import", str(file), "--source", "published")
    listed = portal.ok("pulls", "--format", "csv").splitlines()
    newest = dict(zip(listed[0].split(","), next(csv.reader(listed[1:2])), strict=True))
    assert newest["stored"] == "0"
    assert int(newest["unchanged"]) == 62


CANADIAN_SOURCE: dict[str, Any] = {
    "name": "inventory",
    "connector": "spreadsheet",
    "options": {
        "series": "inventory",
        "columns": {
            "unit_code": "owner_org",
            "unit_name": "owner_org_title",
            "procedure": "service_id",
            # Fiscal year 2023-2024 is filed under the year it begins in.
            "period": {"column": "fiscal_yr", "format": "fiscal"},
            "measures": {"applications_online": "num_applications_online", "applications": "num_applications_total"},
        },
    },
}


@pytest.fixture(scope="module")
def canada(tmp_path_factory: pytest.TempPathFactory) -> Home:
    if not CANADA.exists():
        reason = "the Canadian service inventory is not beside the project (shared/data/real)"
        assert not os.environ.get("CI"), reason
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("canada")
    with CANADA.open(encoding="utf-8-sig") as file:
        organisations = sorted({row["owner_org"] for row in csv.DictReader(file)})
    units = [("canada", "Canada", "province", ""), *((org, org, "other", "canada") for org in organisations)]
    pairs = [("ONLINE", "applications_online", "applications")]
    home = Home(folder / "var", whole_config(folder / "config", units, pairs, CANADIAN_SOURCE))
    home.ok("import", str(CANADA), "--source", "inventory")
    return home


def test_the_canadian_inventory_as_a_whole(canada: Home) -> None:
    (figure,) = canada.figures("--period", "2023", "--unit", "canada")
    assert (figure["numerator"], figure["denominator"]) == (267_255_500, 305_235_511)
    assert figure["shown"] == "87.56"


def test_every_organisation_of_the_canadian_inventory(canada: Home) -> None:
    figures = {f["unit"]: f for f in canada.figures("--period", "2023")}
    with CANADA_EXPECTED.open(encoding="utf-8") as file:
        expected = [row for row in csv.DictReader(file) if row["fiscal_yr"] == "2023-2024"]
    assert len(expected) == 79
    for row in expected:
        figure = figures[row["owner_org"]]
        assert (figure["numerator"] or 0, figure["denominator"] or 0) == (int(row["online_sum"]), int(row["total_sum"]))
        assert (figure["shown"] or "") == row["rate_pct"], row["owner_org"]
        if row["meets_95"]:
            met = 100 * figure["numerator"] >= 95 * figure["denominator"]
            assert met == (row["meets_95"] == "1")
            assert figure["status"] in ({"met", "too_few"} if met else {"near", "below", "too_few"})


def test_a_service_that_reported_nothing_is_not_a_zero(canada: Home) -> None:
    """ND (not reported) and NA cells leave a service out of both sums, and the completeness says how many."""
    (figure,) = canada.figures("--period", "2023", "--unit", "dfo-mpo")
    assert figure["denominator"] in {None, 0}
    assert figure["rate"] is None
