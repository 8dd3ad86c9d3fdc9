"""The page of a signed link: it opens one unit's alert, takes the answer once, and refuses everything else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dashboards.answering import ANSWERS, TEXT
from tests.dashboards.alerted import Alerted, alerted, ended

PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"


@pytest.fixture
def known(tmp_path: Path) -> Alerted:
    return alerted(tmp_path)


def form(known: Alerted, unit: str, act: str, **values: str) -> dict[str, str]:
    number = known.number(unit)
    return {"alert": str(number), "version": str(known.alerts.detail(number).alert["version"]), "act": act, **values}


def heard(known: Alerted, unit: str) -> dict[str, str]:
    return form(known, unit, "acknowledge", cause="staff", explanation="Thiếu máy quét tại bộ phận một cửa.")


def test_the_link_opens_exactly_that_units_alert(known: Alerted) -> None:
    answer = known.client().get(known.path(PHU_QUOC))
    page = answer.text
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    # Phú Quốc resolved 100 dossiers of the fixture, 50 of them digitally; 95 % of 100 are 95.
    for fact in ("Đặc khu Phú Quốc", "50/100 hồ sơ = 50,00%", "95%", "45 hồ sơ", "Tháng 10/2026", "Thủ trưởng đơn vị"):
        assert fact in page
    assert re.search(r"Hệ thống một cửa của tỉnh[^<]*, lúc 12:00 13/11/2026", page)
    assert "SỐ LIỆU MÔ PHỎNG" in page
    assert "Phường Long Xuyên" not in page
    assert "<script" not in page


def test_every_step_is_taken_in_turn_and_noted_as_the_units(known: Alerted) -> None:
    client, path, number = known.client(), known.path(PHU_QUOC), known.number(PHU_QUOC)
    steps: list[tuple[str, dict[str, str], str]] = [
        ("acknowledge", {"cause": "equipment", "explanation": "Thiếu máy quét"}, "acknowledged"),
        ("explain", {"cause": "staff", "explanation": "Thiếu người"}, "acknowledged"),
        ("plan", {"owner": "Phó Chủ tịch", "product": "Lắp 3 máy quét", "due": "2026-12-15"}, "action"),
        ("claim", {"remark": "Đã lắp"}, "claimed"),
    ]
    for act, values, state in steps:
        answer = client.post(path, data=form(known, PHU_QUOC, act, **values))
        assert answer.status_code == 303
        assert known.alerts.detail(number).alert["state"] == state
        assert "Đã ghi nhận" in client.get(answer.headers["Location"].partition("#")[0]).text
    alert = known.alerts.detail(number).alert
    assert (alert["cause"], alert["action_owner"], str(alert["action_due"])) == ("staff", "Phó Chủ tịch", "2026-12-15")
    taken = [event for event in known.alerts.detail(number).events if event["act"] in ANSWERS]
    assert {event["who"] for event in taken} == {"Đặc khu Phú Quốc"}


def test_a_form_sent_again_changes_nothing(known: Alerted) -> None:
    client, path, number = known.client(), known.path(PHU_QUOC), known.number(PHU_QUOC)
    sent = heard(known, PHU_QUOC)
    assert client.post(path, data=sent).status_code == 303
    steps = len(known.alerts.detail(number).events)
    again = client.post(path, data=sent)
    assert again.status_code == 409
    assert "vừa có thay đổi" in again.text
    late = client.post(path, data={**sent, "version": str(known.alerts.detail(number).alert["version"])})
    assert late.status_code == 409
    assert "đã tiếp nhận" in late.text.lower()
    assert len(known.alerts.detail(number).events) == steps


def test_a_link_answers_for_nobody_else(known: Alerted) -> None:
    client, path = known.client(), known.path(PHU_QUOC)
    refused = client.post(path, data=heard(known, LONG_XUYEN))
    assert refused.status_code == 400
    assert known.alerts.board(unit=LONG_XUYEN)[0]["state"] == "open"


@pytest.mark.parametrize(
    ("lang", "ended_text", "damaged"), [("", "đã hết hạn", "không đúng"), ("?lang=en", "ended on", "not right")]
)
def test_an_ended_or_forged_link_says_so(known: Alerted, lang: str, ended_text: str, damaged: str) -> None:
    client, path = known.client(), known.path(PHU_QUOC)
    old = client.get(ended(path, known) + lang)
    assert (old.status_code, ended_text in old.text) == (410, True)
    for wrong in (path[:-2], path + "x", "/answer/abc"):
        answer = client.get(wrong + lang)
        assert (answer.status_code, damaged in answer.text) == (403, True)
    assert client.post(path[:-2], data=heard(known, PHU_QUOC)).status_code == 403
    assert known.alerts.board(unit=PHU_QUOC)[0]["state"] == "open"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"cause": ""}, "Hãy chọn nguyên nhân chính"),
        ({"cause": "laziness"}, "Hãy chọn nguyên nhân chính"),
        ({"explanation": "  "}, "Hãy ghi mục “Giải trình”"),
        ({"explanation": "a" * (TEXT + 1)}, "dài quá 2000 ký tự"),
        ({"alert": "x"}, "mở lại đường dẫn"),
        ({"act": "withdraw"}, "mở lại đường dẫn"),
    ],
)
def test_a_wrong_form_is_told_and_what_was_typed_stays(known: Alerted, values: dict[str, str], told: str) -> None:
    sent = {**heard(known, PHU_QUOC), **values}
    answer = known.client().post(known.path(PHU_QUOC), data=sent)
    assert answer.status_code == 400
    assert told in answer.text
    if "explanation" not in values and values.keys() <= {"cause"}:
        assert sent["explanation"] in answer.text
    assert known.alerts.board(unit=PHU_QUOC)[0]["state"] == "open"


def test_a_day_that_has_passed_is_told(known: Alerted) -> None:
    client, path = known.client(), known.path(PHU_QUOC)
    client.post(path, data=heard(known, PHU_QUOC))
    for due in ("2026-11-22", "soon", ""):
        plan = form(known, PHU_QUOC, "plan", owner="Chủ tịch", product="Máy quét", due=due)
        answer = client.post(path, data=plan)
        assert (answer.status_code, "Hãy chọn một ngày từ hôm nay" in answer.text) == (400, True)


def test_what_is_typed_is_shown_as_text(known: Alerted) -> None:
    client, path = known.client(), known.path(PHU_QUOC)
    told = "<script>alert(1)</script> **đậm** {x}"
    client.post(path, data={**heard(known, PHU_QUOC), "explanation": told})
    page = client.get(path).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_speaks_the_language_of_its_message(known: Alerted) -> None:
    page = known.client().get(known.path(PHU_QUOC, "en")).text
    assert '<html lang="en">' in page
    for words in ("Acknowledge and explain", "SIMULATED DATA", "50/100 dossiers = 50.00%", "Main cause"):
        assert words in page


def test_no_field_asks_for_a_persons_name(known: Alerted) -> None:
    page = known.client().get(known.path(PHU_QUOC)).text
    fields: list[Any] = re.findall(r'name="([a-z]+)"', page)
    assert set(fields) <= {
        "viewport",
        "robots",
        "alert",
        "version",
        "act",
        "cause",
        "explanation",
        "owner",
        "product",
        "due",
        "remark",
    }
    assert "không ghi họ tên" in page
