"""What officials read urges and helps: facts, what to do, by when. It blames nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboards.texts import alerts, answer
from monitor.alerts import letter, letter_page, notices, states
from monitor.alerts.messages import TEMPLATES
from tests.running import ROOT

BLAME = {
    "vi": (
        *("phê bình", "kiểm điểm", "khiển trách", "kỷ luật", "yếu kém", "kém nhất", "thấp nhất", "tệ nhất", "chây ì"),
        *(
            "lười",
            "thiếu trách nhiệm",
            "vô trách nhiệm",
            "vi phạm",
            "đội sổ",
            "cuối bảng",
            "xếp cuối",
            "xấu",
            "tụt hậu",
        ),
    ),
    "en": ("worst", "blame", "lazy", "fault of the unit", "criticis", "poor", "shame", "punish", "fail", "guilty"),
}
PAGES = [(file.name, file.read_text(encoding="utf-8")) for file in sorted(TEMPLATES.iterdir())]
PAGES += [(room.__name__, Path(str(room.__file__)).read_text(encoding="utf-8")) for room in (notices, states)]
PAGES += [(room.__name__, "\n".join(" ".join(pair) for pair in room.TEXTS.values())) for room in (alerts, answer)]
PAGES += [("alerts.yaml", (ROOT / "config/alerts.yaml").read_text(encoding="utf-8"))]
WORDS = re.compile("|".join(rf"\b{word}" for words in BLAME.values() for word in words), re.IGNORECASE)


@pytest.mark.parametrize(("name", "text"), PAGES, ids=[name for name, _ in PAGES])
def test_no_word_blames(name: str, text: str) -> None:
    assert WORDS.findall(text) == [], name


@pytest.mark.parametrize("room", [letter, letter_page], ids=["letter", "letter_page"])
def test_the_drafted_letter_blames_nobody(room: object) -> None:
    source = Path(str(room.__file__)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    quoted = re.findall(r'"([^"\n]*)"', re.sub(r'"""[\s\S]*?"""', "", source))
    assert WORDS.findall("\n".join(quoted)) == []


def test_the_list_catches_what_it_names() -> None:
    assert WORDS.findall("Đơn vị KÉM NHẤT tỉnh; the worst unit") == ["KÉM NHẤT", "worst"]
