"""`sohoa findings` and `sohoa completeness` over the demo: what was planted there, told with evidence and remedy."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.sandbox import troubles
from monitor.declared import load
from monitor.figures import FigureService
from monitor.figures.trust import TrustService
from monitor.store import Store
from monitor.viewer import Viewer
from tests.running import Home


def asked(home: Home, *words: str) -> list[dict[str, Any]]:
    answer = json.loads(home.ok(*words, "--format", "json"))
    assert answer["simulated"] is True
    (rows,) = (value for key, value in answer.items() if key != "simulated")
    assert isinstance(rows, list)
    return rows


@pytest.fixture(scope="module")
def findings(small_demo: Home) -> list[dict[str, Any]]:
    return asked(small_demo, "findings")


def test_every_finding_says_what_where_why_and_what_to_do(findings: list[dict[str, Any]]) -> None:
    assert findings
    for found in findings:
        assert all(found[key] for key in ("check", "severity", "source", "period", "words_vi", "words_en"))
        assert all(found[f"{text}_{lang}"] for text in ("title", "remedy") for lang in ("vi", "en"))
    order = ["error", "warning", "notice"]
    grades = [order.index(found["severity"]) for found in findings]
    assert grades == sorted(grades)


def test_what_is_planted_in_the_province_is_found(findings: list[dict[str, Any]]) -> None:
    by_check = {
        check: {one["unit"] for one in findings if one["check"] == check} for check in {f["check"] for f in findings}
    }
    assert by_check["numerator_over_denominator"] == {troubles.WRONG_FIRST_COUNT}
    assert by_check["missing_report"] == {troubles.STOPS_REPORTING}
    assert by_check["unknown_unit"] == {None}
    assert troubles.ALWAYS_FULL in by_check["always_full"]
    (unknown,) = {one["words_vi"] for one in findings if one["check"] == "unknown_unit"}
    assert troubles.UNKNOWN_AGENCY[0] in unknown


def test_filters_leave_out_the_rest(small_demo: Home, findings: list[dict[str, Any]]) -> None:
    unit = asked(small_demo, "findings", "--unit", troubles.STOPS_REPORTING)
    assert unit == [one for one in findings if one["unit"] == troubles.STOPS_REPORTING]
    grave = asked(small_demo, "findings", "--severity", "warning")
    assert grave == [one for one in findings if one["severity"] != "notice"]
    gravest = asked(small_demo, "findings", "--severity", "error")
    assert gravest == [one for one in findings if one["severity"] == "error"]
    assert gravest, "asked for nothing but the gravest, it must still look where those are"
    checked = asked(small_demo, "findings", "--check", "always_full", "--source", "mot-cua")
    assert checked == [one for one in findings if (one["check"], one["source"]) == ("always_full", "mot-cua")]
    skipped = asked(small_demo, "findings", "--skipped")
    assert {one["check"] for one in skipped} >= {"always_full", "period_end_burst", "unusual_change"}


def test_completeness_counts_the_unit_that_stopped_reporting(small_demo: Home) -> None:
    summary = {row["source"]: row for row in asked(small_demo, "completeness")}
    assert summary["mot-cua"]["missing"] == summary["so-van-ban"]["missing"] == 1
    assert summary["truc-van-ban"]["missing"] == 0
    for row in summary.values():
        assert row["expected"] == 117 == row["reported"] + row["missing"]
        assert row["on_time"] + row["late"] + row["unknown"] == row["reported"] + row["unexpected"]
    units = asked(small_demo, "completeness", "--units", "--source", "mot-cua")
    assert [row["unit"] for row in units if not row["reported"]] == [troubles.STOPS_REPORTING]
    assert "SỐ LIỆU MÔ PHỎNG" in small_demo.ok("completeness")


def test_a_viewer_of_one_unit_sees_findings_of_no_other(small_demo: Home) -> None:
    store = Store(f"sqlite:///{small_demo.data}/sohoa.db", small_demo.data)
    declared = load(small_demo.config, sources_file=small_demo.config / "demo" / "sources.yaml")
    figures = FigureService(store, declared, lambda: datetime.now(UTC), viewer=Viewer(subtree=troubles.ALWAYS_FULL))
    found = TrustService(figures).findings()
    assert set(found["unit"].to_list()) <= {None, troubles.ALWAYS_FULL}
    assert troubles.ALWAYS_FULL in found["unit"].to_list()
    assert TrustService(figures).completeness()["unit"].unique().to_list() == [troubles.ALWAYS_FULL]
    store.close()
