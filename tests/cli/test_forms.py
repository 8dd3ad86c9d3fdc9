"""`sohoa import` and `sohoa pull` of forms, and the preview before anything is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Sohoa
from tests.connectors.filled import SO_HOA, TRUC_TUYEN, Filled, as_html, as_xls
from tests.declaring import copy_config
from tests.integration.conftest import count_rows
from tests.running import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    config = copy_config(tmp_path / "config")
    source = {
        "name": "bieu-mau",
        "title": {"vi": "Biểu mẫu", "en": "Forms"},
        "connector": "spreadsheet",
        "enabled": True,
        "calendar": ["calendar", "nd09"],
        "units": "portal",
        "options": {"folder": str(tmp_path / "inbox"), "settle": 0},
    }
    (config / "sources.yaml").write_text(yaml.safe_dump([source], allow_unicode=True), encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    return Home(tmp_path / "var", config, {"SOHOA_DATABASE_URL": f"sqlite:///{tmp_path / 'sohoa.db'}"})


def online(folder: Path, title: str = "Từ ngày 01/07/2026 đến ngày 30/09/2026", received: object = "1.234") -> Path:
    row = [1, "H01.101", "Phường Long Xuyên", received, 1000, 200, 34, 5, 6, 1200, 300, 150, "12,5%"]
    return as_html(folder / "truc-tuyen.xls", Filled(TRUC_TUYEN, [row], titles=("Bảng", title), left=0, formula=False))  # type: ignore[list-item]


def test_preview_shows_every_column_and_stores_nothing(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = online(tmp_path)
    shown = sohoa(home, "import", str(file), "--source", "bieu-mau", "--preview")
    assert shown.code == 0, shown.err
    for text in ("HTML · utf-8", "Biểu: 766/TrucTuyen", "01/07/2026–30/09/2026", "tiepNhanQuaMang", "dossiers_online"):
        assert text in shown.out
    assert "không nhận ra: không đọc" in shown.out
    assert "Chưa lưu gì" in shown.out
    told = json.loads(sohoa(home, "import", str(file), "--source", "bieu-mau", "--preview", "--format", "json").out)
    (sheet,) = told["sheets"]
    assert (told["ready"], sheet["form"], sheet["period"]) == (
        True,
        "766/TrucTuyen",
        {"start": "2026-07-01", "end": "2026-09-30"},
    )
    roles = {column["header"]: (column["letter"], column["role"], column["measure"]) for column in sheet["columns"]}
    assert roles["tongTiepNhan"] == ("D", "measure", "dossiers_received")
    assert roles["Tỷ lệ"] == ("M", "unknown", None)
    assert not (tmp_path / "sohoa.db").exists()


def test_import_then_again_then_restated(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = str(online(tmp_path))
    assert "9 stored (0 restated)" in sohoa(home, "import", file, "--source", "bieu-mau").out
    assert "0 stored (0 restated), 9 unchanged" in sohoa(home, "import", file, "--source", "bieu-mau").out
    online(tmp_path, received=1234)
    assert "0 stored (0 restated), 9 unchanged" in sohoa(home, "import", file, "--source", "bieu-mau").out
    online(tmp_path, received="12.5")
    held = sohoa(home, "import", file, "--source", "bieu-mau")
    assert "quarantined" in held.out
    assert count_rows(home) == 9


def test_a_pull_takes_a_dropped_quarter_and_twice_stores_nothing(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    online(tmp_path / "inbox")
    first = sohoa(home, "pull", "bieu-mau")
    assert (first.code, "9 stored" in first.out) == (0, True), first.out + first.err
    assert "0 stored (0 restated), 9 unchanged" in sohoa(home, "pull", "bieu-mau").out


def test_a_form_without_a_period_is_given_one_by_hand(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = str(online(tmp_path, title="Bảng số liệu"))
    refused = sohoa(home, "import", file, "--source", "bieu-mau")
    assert (refused.code, "names no period" in refused.out) == (1, True)
    taken = sohoa(home, "import", file, "--source", "bieu-mau", "--period", "2026-09", "--calendar", "nd09")
    assert "9 stored" in taken.out
    wrong = sohoa(home, "import", file, "--source", "bieu-mau", "--period", "tháng 9")
    assert (wrong.code, "write a period code" in wrong.err) == (1, True)


def test_a_preview_of_what_is_no_form_says_what_is_missing(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = as_xls(tmp_path / "a.xls", Filled(SO_HOA[:-1], [[1, "Xã A", 1, 1, 0, 0, 0, 1]]))
    shown = sohoa(home, "import", str(file), "--source", "bieu-mau", "--preview")
    assert shown.code == 1
    assert "nearest is 766/SoHoa, but it lacks" in shown.out
