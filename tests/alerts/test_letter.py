"""The draft of an official letter, read back: the seven things, the right layout, no blame; and answers by link."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from monitor.alerts import states
from monitor.alerts.letter import draft
from monitor.alerts.service import LINK_PATH, AlertError
from monitor.alerts.tokens import BadLink
from tests.alerts.replay import Replay, Script, replay


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """Eight weeks in which nobody answers."""
    rules = ("k1-duoi-moc", "k1-phan-thieu-lon")
    script = Script(
        first=date(2026, 1, 2), last=date(2026, 2, 27), more_units=0, sources=("mot-cua",), rules=rules, answering=False
    )
    with replay(tmp_path_factory.mktemp("letter"), script) as months:
        for _ in months.days():
            pass
        yield months


def text_of(path: Path) -> str:
    """Every word of a document, tables included."""
    document: Any = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def urged(played: Replay) -> dict[str, Any]:
    return next(row for row in played.alerts.board() if row["step"] >= 2 and row["state"] == "open")


def test_the_draft_carries_the_seven_things_in_the_state_layout(played: Replay, tmp_path: Path) -> None:
    alert = urged(played)
    draft(played.alerts, alert["id"], tmp_path / "letter.docx")
    text = text_of(tmp_path / "letter.docx")
    unit = played.declared.unit(alert["unit"])
    number = f"{alert['numerator']:,}/{alert['denominator']:,}".replace(",", ".")
    for said in (
        "DỰ THẢO – SỐ LIỆU MÔ PHỎNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số:        /VP-KSTTHC",
        "Hệ thống một cửa của tỉnh (mô phỏng), số liệu lấy lúc 04:30 ngày 02/02/2026",  # 1
        "Toàn tỉnh –",  # 2
        unit.name,
        number,  # 3
        "Làm rõ nguyên nhân",  # 4
        "trước ngày 06/03/2026",  # 5: five working days from Friday 27 February
        "Người đứng đầu của đơn vị chịu trách nhiệm",  # 6
        "về VĂN PHÒNG",  # 7
        "triển khai thực hiện./.",
        "CHÁNH VĂN PHÒNG",
    ):
        assert said in text, said
    assert "phê bình" not in text.lower()
    document: Any = docx.Document(str(tmp_path / "letter.docx"))
    section = document.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [20, 20, 30, 20]
    assert section.different_first_page_header_footer


def test_the_party_layout_is_not_mixed_with_the_states(played: Replay, tmp_path: Path) -> None:
    draft(played.alerts, urged(played)["id"], tmp_path / "letter.docx", "party")
    text = text_of(tmp_path / "letter.docx")
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in text
    assert "T/M VĂN PHÒNG" in text
    assert "Số        -CV/VP-KSTTHC" in text
    for other in ("CỘNG HÒA", "./.", "Số:", "TM."):
        assert other not in text, other


def test_no_letter_before_the_third_step(played: Replay, tmp_path: Path) -> None:
    rows = played.store.alerts.alerts()
    with played.store.alerts.changing() as changes:
        chosen = next(row for row in rows if row["state"] == "open")
        assert changes.change([(chosen["id"], chosen["version"], {"step": 1})])
    with pytest.raises(AlertError, match="letter: true"):
        draft(played.alerts, chosen["id"], tmp_path / "letter.docx")
    with pytest.raises(AlertError, match="state or party"):
        draft(played.alerts, chosen["id"], tmp_path / "letter.docx", "letter")


def test_a_unit_answers_by_its_link_and_sees_nothing_else(played: Replay) -> None:
    alert = urged(played)
    other = next(row for row in played.alerts.board() if row["unit"] != alert["unit"])
    link = played.alerts.links.make(f"unit:{alert['unit']}", [alert["id"]], played.today)
    token = link.partition(LINK_PATH)[2]
    grant, service = played.alerts.answering(token)
    assert grant.alerts == (alert["id"],)
    assert [row["id"] for row in service.board()] == [alert["id"]]
    who = f"unit:{alert['unit']}"
    service.acknowledge(alert["id"], who, "equipment", "Chưa có máy quét")
    with pytest.raises(AlertError, match="has passed"):
        service.plan(alert["id"], who, owner="Chủ tịch", product="Quét đủ", due=date(2026, 1, 1))
    service.plan(alert["id"], who, owner="Chủ tịch", product="Quét đủ", due=played.today + timedelta(days=10))
    done = service.claim_done(alert["id"], who, "Đã quét")
    assert done["state"] == states.CLAIMED
    with pytest.raises(states.NotPermitted, match="Possible now"):
        service.acknowledge(alert["id"], who, "equipment", "x")
    for step in (
        lambda: service.detail(other["id"]),
        lambda: service.acknowledge(other["id"], who, "staff", "x"),
        lambda: service.withdraw(alert["id"], who, "x"),
        lambda: service.silence(author=who, reason="x", until=played.today, rule=None, unit=alert["unit"]),
    ):
        with pytest.raises(AlertError):
            step()
    with pytest.raises(BadLink):
        played.alerts.answering(token[:-2])
    acts = [event["act"] for event in played.alerts.detail(alert["id"]).events]
    assert acts[-3:] == ["acknowledge", "plan", "claim"]
