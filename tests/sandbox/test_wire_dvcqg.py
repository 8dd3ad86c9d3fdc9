from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import percent
from tests.sandbox.conftest import Client, Clock

METRICS = [
    "ORIGINAL_RESULT_AVAILABLE",
    "SO_HOA_GIAY_TO_GIAI_QUYET",
    "REUSED_DIGITIZED_DATA",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE",
    "CITIZEN_DATA_CONNECTED_FORMALITY",
    "CITIZEN_DATA_CONNECTED_DOSSIER",
    "ELECTRONIC_CERTIFIED_COPY",
]


def metrics(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {metric["code"]: metric for metric in row["metrics"]}


def by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["departmentCode"]: row for row in rows}


def test_digitized_has_the_real_envelope_and_fields(client: Client) -> None:
    answer = client.portal("dossier-digitized")
    assert answer.status_code == 201
    assert answer.headers["X-Sohoa-Simulated"] == "1"
    body = answer.json()
    assert (body["code"], body["message"]) == ("OK", "OK")
    data = body["data"]
    assert data.keys() == {"overview", "evaluation", "pagination", "source"}
    assert data["overview"]["departmentName"] == "Tỉnh An Giang"
    assert data["pagination"] == {"total": 117, "currentPage": 1, "pageSize": 200, "totalPages": 1}
    unit = data["evaluation"][0]
    assert unit.keys() == {"departmentId", "departmentCode", "departmentName", "departmentLevel", "metrics"}
    assert [metric["code"] for metric in unit["metrics"]] == METRICS
    assert unit["metrics"][0].keys() == {"code", "name", "numerator", "denominator", "ratio", "score", "maxScore"}
    copy = metrics(unit)["ELECTRONIC_CERTIFIED_COPY"]
    assert (copy["numerator"], copy["denominator"], copy["ratio"], copy["score"]) == (None, None, 100, 2)


def test_pages_hold_every_unit_once(client: Client) -> None:
    pages = [client.portal("dossier-digitized", currentPage=page, pageSize=50).json()["data"] for page in (1, 2, 3, 4)]
    assert [len(page["evaluation"]) for page in pages] == [50, 50, 17, 0]
    assert pages[2]["pagination"] == {"total": 117, "currentPage": 3, "pageSize": 50, "totalPages": 3}
    codes = [row["departmentCode"] for page in pages for row in page["evaluation"]]
    assert len(set(codes)) == 117
    assert client.portal("dossier-digitized", pageSize=5000).json()["data"]["pagination"]["pageSize"] == 200


def test_the_overview_is_the_sum_of_the_units(client: Client) -> None:
    data = client.portal("dossier-digitized", month=8).json()["data"]
    for code in ("SO_HOA_GIAY_TO_GIAI_QUYET", "ORIGINAL_RESULT_AVAILABLE", "REUSED_DIGITIZED_DATA"):
        for side in ("numerator", "denominator"):
            units = [metrics(row)[code][side] for row in data["evaluation"]]
            assert metrics(data["overview"])[code][side] == sum(units)


def test_counts_are_those_of_the_province(client: Client, sandbox: Sandbox) -> None:
    rows = by_code(client.portal("dossier-digitized", month=8).json()["data"]["evaluation"])
    counts = sandbox.province.portal("H01.101", [Month(2026, 8)])
    both = metrics(rows["H01.101"])["SO_HOA_GIAY_TO_GIAI_QUYET"]
    assert (both["numerator"], both["denominator"]) == (counts.both, counts.competence)
    assert both["ratio"] == pytest.approx(100 * counts.both / counts.competence, abs=0.005001)


def test_a_zero_denominator_is_null_here_and_zero_there(client: Client, sandbox: Sandbox) -> None:
    months = [Month(2023, 11).later(i) for i in range(36)]
    month = next(m for m in months if sandbox.province.portal("H01.07", [m]).handled == 0)
    question = {"year": month.year, "month": month.number}
    digitized = by_code(client.portal("dossier-digitized", **question).json()["data"]["evaluation"])["H01.07"]
    both = metrics(digitized)["SO_HOA_GIAY_TO_GIAI_QUYET"]
    assert (both["numerator"], both["denominator"], both["ratio"], both["score"]) == (0, 0, None, None)
    progress = by_code(client.portal("dvc-progress-tree", **question).json()["data"]["children"])["H01.07"]
    assert (progress["totalReceived"], progress["ratio"]) == (0, 0)


def test_progress_tree(client: Client) -> None:
    data = client.portal("dvc-progress-tree", month=8).json()["data"]
    assert data.keys() == {"parent", "children", "monthlyChart"}
    parent, children = data["parent"], data["children"]
    assert (parent["departmentCode"], parent["departmentType"]) == ("H01", "PROVINCE")
    assert "totalOverdue" not in parent
    for field in ("totalReceived", "totalOnTime", "totalCompleted"):
        assert parent[field] == sum(child[field] for child in children)
    for child in children:
        assert child["totalReceived"] == child["totalOnTime"] + child["totalOverdue"]
    assert {child["departmentType"] for child in children} == {"PROVINCIAL_DEPARTMENT", "COMMUNE_PEOPLE_COMMITTEE"}
    assert {child["level"] for child in children} == {"PROVINCE", "COMMUNE"}
    assert len(client.portal("dvc-progress-tree", pageSize=100, currentPage=2).json()["data"]["children"]) == 17


def test_online_tree_has_channels_for_the_province_only(client: Client) -> None:
    data = client.portal("provide-online-tree").json()["data"]
    parent = data["parent"]
    channels = [parent[f"channel{name}Sum"] for name in ("Online", "Direct", "Postal")]
    assert parent["channelTotalSum"] == sum(channels)
    assert parent["channelOnlineSum"] == parent["onlineOnTimeSum"] + parent["onlineOverdueSum"]
    assert not any(key.startswith("channel") for child in data["children"] for key in child)
    assert all("totalScore" in child for child in data["children"])


def test_quarter_and_year_add_up_over_months(client: Client) -> None:
    def denominator(**question: object) -> int:
        overview = client.portal("dossier-digitized", **question).json()["data"]["overview"]
        value: int = metrics(overview)["ORIGINAL_RESULT_AVAILABLE"]["denominator"]
        return value

    months = [denominator(year=2025, month=month) for month in range(1, 13)]
    assert denominator(timeType="quarter", year=2025, quarter=2) == sum(months[3:6])
    assert denominator(timeType="year", year=2025) == sum(months)


@pytest.mark.parametrize(
    "question",
    [
        {"month": 11},
        {"month": 12},
        {"timeType": "quarter", "year": 2027, "quarter": 1},
        {"timeType": "year", "year": 2027},
    ],
)
def test_what_has_not_ended_is_refused(client: Client, question: dict[str, object]) -> None:
    answer = client.portal("dossier-digitized", **question)
    assert answer.status_code == 400
    assert answer.json()["code"] == "PERIOD_NOT_CLOSED"


def test_the_running_quarter_is_provisional(client: Client) -> None:
    quarter = client.portal("dvc-progress-tree", timeType="quarter", quarter=4).json()["data"]["parent"]
    october = client.portal("dvc-progress-tree", month=10).json()["data"]["parent"]
    assert quarter["totalReceived"] == october["totalReceived"]


@pytest.mark.parametrize(
    "question",
    [
        {"month": 13},
        {"month": "10"},
        {"month": None},
        {"year": 26},
        {"timeType": "week"},
        {"pageSize": 0},
        {"currentPage": "x"},
    ],
)
def test_questions_it_cannot_read_are_refused(client: Client, question: dict[str, object]) -> None:
    answer = client.portal("dvc-progress-tree", **question)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")


def test_another_department_gets_an_answer_about_another_province(client: Client) -> None:
    question = {"rootDepartmentId": "00000000-0000-0000-0000-000000000000"}
    tree = client.portal("dvc-progress-tree", **question)
    assert tree.status_code == 201
    assert tree.json()["data"]["parent"]["departmentCode"] == "H99"
    assert tree.json()["data"]["children"] == []
    digitized = client.portal("dossier-digitized", **question).json()["data"]
    assert digitized["overview"]["departmentName"] != "Tỉnh An Giang"
    assert digitized["pagination"]["total"] == 0


def test_before_it_opened_nothing_was_reported(client: Client) -> None:
    data = client.portal("dossier-digitized", year=2022, month=6).json()["data"]
    assert metrics(data["evaluation"][0])["SO_HOA_GIAY_TO_GIAI_QUYET"]["denominator"] is None
    assert metrics(data["overview"])["SO_HOA_GIAY_TO_GIAI_QUYET"]["ratio"] is None


def test_names_match_only_after_folding(client: Client, sandbox: Sandbox) -> None:
    rows = by_code(client.portal("dossier-digitized").json()["data"]["evaluation"])
    ours = sandbox.province.by_code["H01.104"].name
    assert rows["H01.104"]["departmentName"] != ours
    assert unicodedata.normalize("NFC", rows["H01.119"]["departmentName"]) != rows["H01.119"]["departmentName"]


def test_the_same_question_gets_the_same_bytes(client: Client, clock: Clock) -> None:
    first = client.portal("dossier-digitized", month=9).content
    assert client.portal("dossier-digitized", month=9).content == first
    clock.set(2026, 11, 29)
    assert client.portal("dossier-digitized", month=9).content == first


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 800, 0.13), (949_950, 1_000_000, 95.0), (94_994, 100_000, 94.99), (0, 0, None)]
)
def test_percentages_are_rounded_half_up(part: int, whole: int, shown: float | None) -> None:
    assert percent(part, whole) == shown
