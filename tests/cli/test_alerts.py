"""`sohoa alerts` as a reform officer uses it, on what the demo left behind."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Sohoa
from tests.running import Home


@pytest.fixture
def home(small_demo: Home, tmp_path: Path) -> Home:
    """A private copy of the demo's data: alerts are written there."""
    shutil.copytree(small_demo.data, tmp_path / "var")
    extra = {**small_demo.extra, "SOHOA_SANDBOX_URL": "http://127.0.0.1:9", "SOHOA_SANDBOX_USERNAME": "u"}
    return Home(tmp_path / "var", small_demo.config, {**extra, "SOHOA_SANDBOX_PASSWORD": "p"})


def test_from_dry_run_to_answer(home: Home, sohoa: Sohoa) -> None:
    told = json.loads(sohoa(home, "alerts", "run", "--dry-run", "--format", "json").out)["decisions"]
    assert all(row["reason"] for row in told)
    zone = {row["rule"]: (row["decision"], row["reason"]) for row in told if row["subject"] == "H01.201"}
    assert zone["k1-phan-thieu-lon"] == ("open", "cause")
    assert ("inhibit", "too_few") in {(row["decision"], row["reason"]) for row in told}
    held = [row for row in told if row["subject"] == "H01.184" and row["rule"] == "k7-qua-han"]
    assert [row["reason"] for row in held] == ["under_check"]
    assert sohoa(home, "alerts", "list").out.count("H01.") == 0, "a dry run wrote something"

    done = sohoa(home, "alerts", "run")
    opened = sum(row["decision"] == "open" for row in told)
    assert f"open {opened}, see {opened}" in done.out
    assert "nothing new" in sohoa(home, "alerts", "run").out
    rows = json.loads(sohoa(home, "alerts", "list", "--unit", "H01.201", "--format", "json").out)["alerts"]
    number = str(rows[0]["id"])
    wrong = sohoa(home, "alerts", "done", number, "--by", "unit:H01.201", "--remark", "x")
    assert wrong.code == 1
    assert "Possible now: acknowledge" in wrong.err
    answer = ("--by", "unit:H01.201", "--cause", "equipment", "--explanation", "Thiếu máy quét")
    assert "acknowledged" in sohoa(home, "alerts", "ack", number, *answer).out
    shown = sohoa(home, "alerts", "show", number).out
    assert "SỐ LIỆU MÔ PHỎNG" in shown
    assert "Thiếu máy quét" in shown
    early = sohoa(home, "alerts", "letter", number, "--out", str(home.data / "letter.docx"))
    assert "letter: true" in early.err
    waiting = sohoa(home, "alerts", "outbox").out
    assert "unit:H01.201" in waiting
    assert "tệp người nhận" in waiting.replace("\n", " ")
    effect = json.loads(sohoa(home, "alerts", "effect", "--format", "json").out)["effect"]
    assert (effect[0]["opened"], effect[0]["acknowledged"], effect[0]["causes"]) == (opened, 1, {"equipment": 1})
    assert effect[0]["share_verified"] == "0.00"


def test_a_silence_names_what_it_covers(home: Home, sohoa: Sohoa) -> None:
    words = ("--by", "CCHC", "--reason", "chuyển hệ thống", "--until", "2099-12-31")
    assert "a rule, a unit or both" in sohoa(home, "alerts", "silence", *words).err
    assert "holds until 31/12/2099" in sohoa(home, "alerts", "silence", *words, "--unit", "H01.201").out
    told = json.loads(sohoa(home, "alerts", "run", "--dry-run", "--unit", "H01.201", "--format", "json").out)
    assert "open" not in {row["decision"] for row in told["decisions"]}
    assert "ended" in sohoa(home, "alerts", "silences", "--lift", "1", "--by", "CCHC").out
