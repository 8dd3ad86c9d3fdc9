"""Published counts import as they stand, and give back every published rate."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import polars as pl
import pytest

from connectors.dvcqg import METRICS
from tests.connectors.sheets import spreadsheet

DATA = Path(__file__).parents[1] / "data"
REAL = Path(__file__).parents[3] / "shared" / "data" / "real"


def half_up(numerator: int, denominator: int) -> Decimal:
    return (Decimal(100 * numerator) / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def portal_map() -> dict[str, object]:
    targets = {
        code: {"series": f"dossier-digitized/{code}", "numerator": pair[0], "denominator": pair[1]}
        for code, pair in METRICS.items()
    }
    handled = {"numerator": "dossiers_handled_on_time", "denominator": "dossiers_handled"}
    return {
        "unit_code": "unit_code",
        "unit_name": "unit_name",
        "period": {"column": "period", "format": "YYYY"},
        "metric": {
            "column": "metric",
            "map": {**targets, "TDGQ_ON_TIME": {"series": "dvc-progress-tree", **handled}},
            "numerator": "numerator",
            "denominator": "denominator",
        },
    }


def test_the_portals_published_counts_import_as_they_stand() -> None:
    path = DATA / "national_portal_provinces_2026_ytd.csv"
    batch = spreadsheet(columns=portal_map(), series=None).file_batch(path)
    found = {(s, u, m): v for s, u, m, v in batch.counts.select("series", "unit_code", "measure", "value").rows()}
    with path.open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    unmapped = [row for row in published if row["metric"] in {"PUBLIC_CONTENT_FULL", "DOSSIER_SYNC"}]
    for row in published:
        if row in unmapped:
            continue
        name = row["metric"]
        series = "dvc-progress-tree" if name == "TDGQ_ON_TIME" else f"dossier-digitized/{name}"
        pair = METRICS.get(name, ("dossiers_handled_on_time", "dossiers_handled"))
        numerator, denominator = (found[series, row["unit_code"], measure] for measure in pair)
        assert numerator is not None
        assert denominator
        assert half_up(numerator, denominator) == Decimal(row["published_ratio_pct"])
    assert batch.counts.height == 2 * (len(published) - len(unmapped))
    assert [r.measure for r in batch.rejects] == [row["metric"] for row in unmapped for _ in range(2)]


def test_the_canadian_inventory_imports_as_it_stands() -> None:
    path = REAL / "canada_service_inventory_2023_24.csv"
    if not path.exists() and not os.environ.get("CI"):
        pytest.skip(f"{path.name} is not beside this checkout")
    columns = {
        "unit_code": "owner_org",
        "unit_name": "owner_org_title",
        "procedure": "service_id",
        "period": {"column": "fiscal_yr", "format": "fiscal", "first_month": 4},
        "measures": {"dossiers_online": "num_applications_online", "dossiers_received": "num_applications_total"},
    }
    batch = spreadsheet(columns=columns).file_batch(path)
    assert batch.rejects == ()
    year = batch.counts.filter(pl.col("period_start") == date(2023, 4, 1), pl.col("period_end") == date(2024, 3, 31))
    wide = year.pivot(on="measure", index=["unit_code", "procedure"], values="value").drop_nulls()
    assert (wide["dossiers_online"].sum(), wide["dossiers_received"].sum()) == (267_255_500, 305_235_511)
    counted = wide.filter(pl.col("dossiers_received") > 0).group_by("unit_code")
    sides = counted.agg(pl.col("dossiers_online").sum(), pl.col("dossiers_received").sum(), pl.len())
    sums = {unit: tuple(rest) for unit, *rest in sides.rows()}
    with path.with_name("canada_service_inventory_2023_24_expected_by_org.csv").open(encoding="utf-8") as file:
        expected = {
            row["owner_org"]: (int(row["online_sum"]), int(row["total_sum"]), int(row["n_counted"]))
            for row in csv.DictReader(file)
            if int(row["n_counted"])
        }
    assert sums == expected
