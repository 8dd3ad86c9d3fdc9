"""Alerts for other programs: read, answered step by step, every mistake a sentence with its status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dashboards.alerted import Alerted, alerted

PHU_QUOC = "H01.201"
SAID = {"by": "Văn phòng UBND", "cause": "staff", "explanation": "Thiếu người quét hồ sơ"}


@pytest.fixture
def known(tmp_path: Path) -> Alerted:
    return alerted(tmp_path)


def test_the_board_is_told_with_its_numbers(known: Alerted) -> None:
    client = known.client()
    told = client.get(f"/api/v1/alerts?unit={PHU_QUOC}&state=open").get_json()
    assert told["simulated"] is True
    (alert,) = [one for one in told["alerts"] if one["rule"] == "k1-phan-thieu-lon"]
    assert (alert["numerator"], alert["denominator"], alert["shortfall"]) == (50, 100, 45)
    assert alert["evidence"]


def test_steps_are_taken_in_order_and_leave_who_and_why(known: Alerted) -> None:
    client, number = known.client(), known.number(PHU_QUOC)
    steps: list[tuple[str, dict[str, str], str]] = [
        ("acknowledge", SAID, "acknowledged"),
        ("action", {"by": "UBND", "owner": "Chánh Văn phòng", "product": "Số hóa", "due": "2026-12-31"}, "action"),
        ("done", {"by": "UBND", "remark": "Đã bổ sung"}, "claimed"),
    ]
    for step, body, state in steps:
        answered = client.post(f"/api/v1/alerts/{number}/{step}", json=body)
        assert answered.status_code == 200, answered.text
        assert answered.get_json()["alert"]["state"] == state
    events = client.get(f"/api/v1/alerts/{number}").get_json()["events"]
    assert [event["who"] for event in events][-3:] == ["Văn phòng UBND", "UBND", "UBND"]
    again = client.post(f"/api/v1/alerts/{number}/acknowledge", json=SAID)
    assert again.status_code == 409
    assert again.get_json()["error"]


@pytest.mark.parametrize(
    ("step", "sent", "status"),
    [
        ("acknowledge", {"json": {"by": "x"}}, 400),
        ("acknowledge", {"json": {**SAID, "cause": "weather"}}, 400),
        ("acknowledge", {"json": [1]}, 400),
        ("acknowledge", {"data": "by=x"}, 415),
        ("acknowledge", {"data": "{", "content_type": "application/json"}, 400),
        ("action", {"json": {"by": "x", "owner": "y", "product": "z", "due": "tomorrow"}}, 400),
        ("action", {"json": {"by": "x", "owner": "y", "product": "z", "due": "2020-01-01"}}, 400),
        ("shout", {"json": SAID}, 404),
    ],
    ids=str,
)
def test_a_mistake_is_a_sentence_and_changes_nothing(
    known: Alerted, step: str, sent: dict[str, Any], status: int
) -> None:
    client, number = known.client(), known.number(PHU_QUOC)
    answered = client.post(f"/api/v1/alerts/{number}/{step}", **sent)
    assert answered.status_code == status
    assert answered.get_json()["error"]
    assert client.get(f"/api/v1/alerts/{number}").get_json()["alert"]["state"] == "open"


def test_what_does_not_exist_is_told(known: Alerted) -> None:
    client = known.client()
    for answered in (
        client.get("/api/v1/alerts/999999"),
        client.post("/api/v1/alerts/999999/acknowledge", json=SAID),
    ):
        assert answered.status_code == 404
        assert "999999" in answered.get_json()["error"]
    assert client.get("/api/v1/alerts?state=angry").status_code == 400
