from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import dashboards
from dashboards.service import STATUSES
from dashboards.text import TEXTS
from dashboards.words import Words
from monitor.kpi import STATUSES as KPI_STATUSES

SOURCES = list(Path(dashboards.__file__).parent.rglob("*.py"))
CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.parent.name != "texts")
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
SAME_IN_BOTH = {"brand", "title", "card.divides", "blank", "pass.versions.value", "pass.evidence.value"} | {
    "data.col.difference",
    "data.quarantine.days",
    "data.reconciliation.side",
    "alert.value.result",
    "alert.step",
}
SHORT = {"language", "change.up", "change.down"}


def names(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


@pytest.mark.parametrize("key", TEXTS)
def test_every_text_exists_in_both_languages(key: str) -> None:
    vietnamese, english = TEXTS[key]
    assert vietnamese.strip()
    assert english.strip()
    if key not in SAME_IN_BOTH | SHORT:
        assert vietnamese != english
    if not key.startswith("language"):
        assert not VIETNAMESE.search(english)


@pytest.mark.parametrize("key", [key for key in TEXTS if not key.startswith("period.")])
def test_both_languages_use_the_same_values(key: str) -> None:
    vietnamese, english = TEXTS[key]
    assert names(vietnamese) == names(english)
    assert vietnamese.count("**") % 2 == 0
    assert vietnamese.count("**") == english.count("**")


def test_every_key_that_the_pages_use_exists() -> None:
    used = set(re.findall(r'words(?:\.rich)?\(\s*"([a-z0-9_.]+)"', CODE))
    assert used - set(TEXTS) == set()
    assert len(used) > 60


def test_no_text_is_left_over() -> None:
    literal = set(re.findall(r'["\']([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)["\']', CODE))
    families = tuple(re.findall(r'f["\']([a-z_.]+\.)\{', CODE))
    keys = [key.removesuffix(".year_ago") for key in TEXTS]
    unused = [key for key in keys if key not in literal and not key.startswith(families)]
    assert unused == []


def test_the_page_knows_every_status_of_the_arithmetic() -> None:
    assert set(STATUSES) == set(KPI_STATUSES)
    for lang in ("vi", "en"):
        assert len({Words(lang).status(code) for code in STATUSES}) == len(STATUSES)


def test_a_key_that_does_not_exist_is_an_error_not_a_text() -> None:
    with pytest.raises(KeyError):
        Words("vi")("no.such.key")
