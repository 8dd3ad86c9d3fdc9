"""What the project itself declares for An Giang, against facts known from elsewhere."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest

from monitor.declared import Declared, UnknownName, check
from tests.running import ROOT


def test_check_finds_nothing_wrong() -> None:
    assert check(ROOT / "config") == ()


def test_one_province_fifteen_agencies_hundred_and_two_communes(declared: Declared) -> None:
    kinds = Counter(unit.kind for unit in declared.units)
    assert kinds == {"province": 1, "department": 15, "commune": 85, "ward": 14, "special_zone": 3}
    assert Counter(unit.level for unit in declared.units) == {"province": 1, "department": 15, "commune": 102}
    assert len(declared.children("H01")) == 117
    assert declared.children("H01.101") == ()


def test_all_indicators_of_the_registry_are_there(declared: Declared) -> None:
    codes = [f"K{number}" for number in range(1, 13)] + ["K3a", "K6a", "G1", "G2", "G3", "G4"]
    assert sorted(indicator.code for indicator in declared.indicators) == sorted(codes)
    low = {indicator.code for indicator in declared.indicators if indicator.direction == "low"}
    assert low == {"G1", "G2", "G3", "G4"}


def test_the_two_halves_of_the_target_are_proposals_for_95_per_cent(declared: Declared) -> None:
    for code in ("K1", "K2"):
        assert declared.indicator(code).standing == "proposed"
        assert {declared.targets[code].final_for(unit.kind) for unit in declared.units} == {95}


@pytest.mark.parametrize(
    ("code", "kind", "final"),
    [
        ("K5", "commune", 80),
        ("K6", "ward", 80),
        ("K8", "department", 60),
        ("K9", "province", 100),
        ("K11", "department", 90),
        ("K11", "province", 90),
        ("K11", "special_zone", 60),
        ("G1", "commune", 10),
        ("G4", "ward", 0),
    ],
)
def test_final_targets_follow_the_registry(declared: Declared, code: str, kind: str, final: int) -> None:
    row = declared.target_frame().filter(indicator=code, kind=kind, year=2026)
    assert row["target"].to_list() == [final * 100]


def test_target_frame_answers_for_every_indicator_kind_and_year(declared: Declared) -> None:
    frame = declared.target_frame()
    assert frame.height == 18 * 6 * 16
    k1 = frame.filter(pl.col("year") == 2027, indicator="K1").select("kind", "target", "milestone")
    assert dict(zip(k1["kind"], k1["milestone"], strict=True)) == {
        "province": 8500,
        "department": 8500,
        "ward": 8500,
        "commune": 8500,
        "special_zone": 8000,
        "other": 8500,
    }
    assert frame.filter(indicator="K1", year=2025)["milestone"].null_count() == 6


def test_every_unit_has_one_code_in_every_scheme(declared: Declared) -> None:
    units = set(declared.unit_frame()["unit"])
    assert declared.schemes == ("portal", "igate", "edxml")
    for scheme in declared.schemes:
        frame = declared.unit_code_frame(scheme)
        assert frame.columns == ["code", "unit", "valid_from", "valid_to"]
        assert frame["code"].is_unique().all()
        assert set(frame["unit"]) == units
    portal = declared.unit_code_frame("portal")
    assert portal["code"].equals(portal["unit"])
    igate = declared.unit_code_frame("igate")
    assert igate.filter(code="000.01.H01")["unit"].to_list() == ["H01.01"]


def test_unit_frame_has_levels_and_days(declared: Declared) -> None:
    frame = declared.unit_frame()
    assert frame.filter(unit="H01.202").row(0) == (
        "H01.202",
        "Đặc khu Thổ Châu",
        "special_zone",
        "commune",
        "H01",
        date(2025, 7, 1),
        None,
    )
    assert frame is declared.unit_frame()


def test_k7_has_two_readings_in_order_of_preference(declared: Declared) -> None:
    frame = declared.reading_frame().filter(indicator="K7").sort("reading", "side", "measure")
    assert frame.select("reading", "side", "measure").rows() == [
        (0, "denominator", "dossiers_resolved"),
        (0, "numerator", "dossiers_resolved_early"),
        (0, "numerator", "dossiers_resolved_on_time"),
        (1, "denominator", "dossiers_handled"),
        (1, "numerator", "dossiers_handled_on_time"),
    ]


def test_live_government_addresses_are_disabled(declared: Declared) -> None:
    assert not declared.source("cong-dvcqg").enabled
    assert declared.source("mot-cua").calendars == ("calendar", "nd09")
    assert not any(source.simulated for source in declared.sources)


@pytest.mark.parametrize(
    ("look_up", "name", "hint"),
    [
        ("unit", "H01.1001", "H01.101"),
        ("indicator", "k3a", "K3a"),
        ("measure", "dossier_received", "dossiers_received"),
        ("source", "motcua", "mot-cua"),
        ("children", "H01.9999", "H01.1"),
        ("unit_code_frame", "igate2", "igate"),
    ],
)
def test_an_unknown_name_leads_to_the_nearest(declared: Declared, look_up: str, name: str, hint: str) -> None:
    with pytest.raises(UnknownName) as caught:
        getattr(declared, look_up)(name)
    assert isinstance(caught.value, KeyError)
    assert name in str(caught.value)
    assert hint in str(caught.value)


def test_look_ups_find_what_is_declared(declared: Declared) -> None:
    assert declared.unit("H01.101").name == "Phường Long Xuyên"
    assert declared.measure("dossiers_in_process").kind == "stock"
    assert declared.indicator("K3").legal_basis.vi == "Quyết định 766/QĐ-TTg, chỉ số 4.2"
