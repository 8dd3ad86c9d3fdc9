"""The pages about alerts, rendered over a real store with alerts that a run opened."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from dashboards.callbacks import did, render
from dashboards.pages.alerts.acting import Form
from dashboards.pages.alerts.frame import NAMES, path_of
from monitor.store import Outbox
from tests.dashboards.alerted import Alerted, alerted
from tests.dashboards.reading import hrefs, text

PHU_QUOC, LONG_XUYEN = "H01.201", "H01.101"


@pytest.fixture
def known(tmp_path: Path) -> Alerted:
    return alerted(tmp_path)


def page(known: Alerted, path: str, search: str = "") -> str:
    return text(render(known.figures, path, search, known.alerts)[0])


def test_every_page_answers_in_both_languages_and_leads_to_the_others(known: Alerted) -> None:
    client = known.client()
    for lang, mark in (("", "SỐ LIỆU MÔ PHỎNG"), ("?lang=en", "SIMULATED DATA")):
        for name in NAMES:
            children, heading = render(known.figures, path_of(name), lang, known.alerts)
            assert mark in text(children)
            assert {f"{path_of(other)}{lang}" for other in NAMES} <= set(hrefs(children))
            assert heading["title"].startswith("Alerts" if lang else "Cảnh báo")
            assert client.get(f"{path_of(name)}{lang}").status_code == 200
    assert client.get("/alerts/999999").status_code == 404
    assert client.get("/alerts/nothing").status_code == 404
    assert "Không có cảnh báo số 999999" in page(known, "/alerts/999999")


def test_the_board_counts_by_state_and_filters_by_the_address(known: Alerted) -> None:
    rows = known.alerts.board()
    assert f"Đang mở · {len(rows)}" in page(known, "/alerts")
    shares = page(known, "/alerts", "?rule=k1-phan-thieu-lon")
    assert "Đang mở · 2" in shares
    # 50 of 100 dossiers, 45 more for 95 %; 80 of 100, 15 more.
    for fact in ("Đặc khu Phú Quốc", "50/100", "45", "Phường Long Xuyên", "80/100", "15", "01/12/2026"):
        assert fact in shares
    assert "Phường Long Xuyên" not in page(known, "/alerts", "?rule=k1-phan-thieu-lon&kind=special_zone")
    assert "Đang mở · 1" in page(known, "/alerts", f"?about={PHU_QUOC}")
    assert "Không có cảnh báo nào khớp bộ lọc" in page(known, "/alerts", "?overdue=yes")
    client = known.client()
    for wrong in ("rule=none", "state=angry", "about=H99", "overdue=maybe"):
        assert client.get(f"/alerts?{wrong}").status_code == 400


def test_one_alert_tells_its_facts_steps_messages_and_decisions(known: Alerted) -> None:
    number = known.number(PHU_QUOC)
    known.alerts.acknowledge(number, "Văn phòng", "staff", "Thiếu người")
    shown = page(known, f"/alerts/{number}")
    for fact in (
        "50/100 hồ sơ = 50,00%",
        "tiếp nhận, giải trình",
        "Văn phòng",
        "Thiếu người",
        "chờ gửi",
        "mở cảnh báo",
    ):
        assert fact in shown


def test_decisions_say_why_and_why_not(known: Alerted) -> None:
    shown = page(known, "/alerts/decisions", "?rule=k1-duoi-moc")
    assert "chưa báo cáo" in shown
    assert "quá ít hồ sơ" in shown
    assert "Lần chạy gần nhất: 12:00 23/11/2026" in shown
    assert (
        "quá ít hồ sơ"
        not in page(known, "/alerts/decisions", "?rule=k1-duoi-moc&decision=open").split("quyết định\n")[-1]
    )


def test_many_are_acknowledged_at_once_and_what_changed_is_left(known: Alerted) -> None:
    first, second = known.number(PHU_QUOC), known.number(LONG_XUYEN)
    known.alerts.acknowledge(second, "x", "data", "y")
    fields = {"cause": "software", "explanation": "Lỗi đồng bộ toàn tỉnh", "who": "Trung tâm PVHCC"}
    children, _, _ = did(known.figures, known.alerts, Form("acknowledge", fields, (first, second)), ("/alerts", ""))
    assert "Đã tiếp nhận 1 cảnh báo. 1 cảnh báo đã đổi trạng thái" in text(children)
    assert known.alerts.detail(first).alert["cause"] == "software"
    assert known.alerts.detail(second).alert["cause"] == "data"


@pytest.mark.parametrize(
    ("act", "fields", "ticked", "told"),
    [
        ("acknowledge", {"cause": "staff", "explanation": "a", "who": ""}, (1,), "Người ghi"),
        ("acknowledge", {"cause": "", "explanation": "a", "who": "b"}, (1,), "Nguyên nhân chính"),
        ("acknowledge", {"cause": "staff", "explanation": "a", "who": "b"}, (), "ít nhất một cảnh báo"),
        ("silence", {"rule": "", "unit": "", "until": "31/12/2026", "reason": "a", "who": "b"}, (), "cả hai"),
        ("silence", {"rule": "", "unit": PHU_QUOC, "until": "22/11/2026", "reason": "a", "who": "b"}, (), "31/12/2026"),
        ("silence", {"rule": "", "unit": PHU_QUOC, "until": "soon", "reason": "a", "who": "b"}, (), "31/12/2026"),
        ("lift-77", {"who": "b"}, (), "hết hiệu lực"),
    ],
)
def test_a_wrong_form_is_told_beside_what_was_typed(
    known: Alerted, act: str, fields: dict[str, str], ticked: tuple[int, ...], told: str
) -> None:
    page, _, problem = did(known.figures, known.alerts, Form(act, fields, ticked), ("/alerts", ""))
    assert told in text(problem)
    assert not isinstance(page, list), "the page stays as it is"
    assert known.alerts.silences(every=True) == []


def test_a_silence_has_author_reason_and_end_and_is_lifted(known: Alerted) -> None:
    fields = {"rule": "", "unit": PHU_QUOC, "until": "31/12/2026", "reason": "Đang chuyển hệ thống", "who": "Văn phòng"}
    children, _, _ = did(known.figures, known.alerts, Form("silence", fields, ()), ("/alerts/silences", ""))
    for fact in ("Đã tạm dừng nhắc đến hết ngày 31/12/2026", "Đang chuyển hệ thống", "Văn phòng", "Bỏ tạm dừng"):
        assert fact in text(children)
    (row,) = known.alerts.silences()
    did(known.figures, known.alerts, Form(f"lift-{row['id']}", {"who": "Văn phòng"}, ()), ("/alerts/silences", ""))
    assert known.alerts.silences() == []


def test_dead_letters_are_visible_and_sent_again(known: Alerted) -> None:
    outbox = Outbox(known.figures.store.engine, "x")
    dead = outbox.listed("dead")
    assert dead, "communes without an address"
    assert "Chưa có địa chỉ của người nhận này" in page(known, "/alerts/messages")
    children, _, _ = did(known.figures, known.alerts, Form("retry", {}, ()), ("/alerts/messages", ""))
    assert "0 tin chờ gửi lại" in text(children), "they still have no address"


def test_the_letter_is_drafted_once_its_step_is_reached(known: Alerted) -> None:
    number, client = known.number(PHU_QUOC), known.client()
    early = client.get(f"/alerts/{number}/letter.docx")
    assert (early.status_code, "Chưa đến bước" in early.text) == (409, True)
    alert = known.alerts.detail(number).alert
    with known.alerts.rows.changing() as changes:
        assert changes.change([(number, alert["version"], {"step": 2})])
    letter = client.get(f"/alerts/{number}/letter.docx")
    assert letter.status_code == 200
    assert "attachment" in letter.headers["Content-Disposition"]
    words = "\n".join(paragraph.text for paragraph in Document(BytesIO(letter.data)).paragraphs)
    assert "Đặc khu Phú Quốc" in words
    assert "MÔ PHỎNG" in words


def test_the_overview_and_the_unit_show_what_is_open(known: Alerted) -> None:
    overview = page(known, "/")
    waiting = len(known.alerts.board())
    assert f"Chờ đơn vị trả lời\n{waiting}" in overview
    assert "Đặc khu Phú Quốc: Xử lý TTHC trên môi trường số – chiếm phần lớn" in overview
    known.alerts.acknowledge(known.number(PHU_QUOC), "Văn phòng", "staff", "Thiếu người")
    unit = page(known, f"/unit/{PHU_QUOC}")
    assert "Cảnh báo của đơn vị" in unit
    assert "Thiếu người" in unit
    assert "Cảnh báo của đơn vị" not in text(render(known.figures, f"/unit/{PHU_QUOC}", "")[0])


def test_effect_counts_the_year(known: Alerted) -> None:
    known.alerts.acknowledge(known.number(PHU_QUOC), "Văn phòng", "staff", "Thiếu người")
    shown = page(known, "/alerts/effect")
    assert "thiếu nhân lực hoặc chưa được tập huấn\n1" in shown
