"""Settings, folders and databases that are not as they should be."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Sohoa
from tests.declaring import copy_config
from tests.running import ROOT, Home

PAGE = 4096


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "var")


def with_(home: Home, **settings: str) -> Home:
    return Home(home.data, home.config, {f"SOHOA_{name}": value for name, value in settings.items()})


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("LANG", "fr", "SOHOA_LANG = 'fr' cannot be used"),
        ("PORT", "abc", "SOHOA_PORT = 'abc' cannot be used"),
        ("PORT", "70000", "less than or equal to 65535"),
        ("THREADS", "0", "SOHOA_THREADS = '0' cannot be used"),
        ("LOG_LEVEL", "loud", "Correct it in the environment or in .env."),
        ("CONFIG", "/no/such/folder", "is no folder → Set SOHOA_CONFIG"),
        ("SOURCES", "/no/such.yaml", "/no/such.yaml: is missing"),
        ("DATABASE_URL", "notaurl", "SOHOA_DATABASE_URL is no database address. Write sqlite:///FILE"),
        ("DATABASE_URL", "postgresql://u:secret@h:port/x", "SOHOA_DATABASE_URL is no database address"),
        ("DATABASE_URL", "mysql://h/x", "mysql is not supported"),
        ("DATABASE_URL", "sqlite:///:memory:", "SQLite in memory cannot hold counts"),
        ("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/x", "Connection refused"),
        ("DATABASE_URL", "sqlite:////tmp", "unable to open database file. Check SOHOA_DATA"),
    ],
)
@pytest.mark.parametrize("words", [("rates",), ("pulls",), ("demo", "--once")])
def test_a_setting_that_cannot_be_used_is_named(  # noqa: PLR0913, PLR0917  (a case is a setting, a text, a command)
    home: Home, sohoa: Sohoa, name: str, value: str, told: str, words: tuple[str, ...]
) -> None:
    if words[0] == "demo" and name in {"DATABASE_URL", "SOURCES"}:
        words = ("explain", "K1", "H01", "2026-10")  # the demo has a database and sources of its own
    done = sohoa(with_(home, **{name: value}), *words)
    assert (done.code, done.out) == (1, "")
    assert told in done.err
    assert "secret" not in done.err


def test_an_empty_setting_is_no_setting(home: Home, sohoa: Sohoa) -> None:
    assert sohoa(with_(home, PORT="", LANG="", DATABASE_URL="", SOURCES=""), "pulls").code == 0


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path, sohoa: Sohoa) -> None:
    (tmp_path / "var").write_text("")
    done = sohoa(Home(tmp_path / "var"), "rates")
    assert done.code == 1
    assert "Set SOHOA_DATA to one this user may write to." in done.err


def test_an_empty_database_says_what_comes_first(home: Home, sohoa: Sohoa) -> None:
    done = sohoa(home, "rates", "--format", "json")
    assert (done.code, done.out) == (0, '{"figures": []}\n')
    assert done.err == "Nothing has been pulled yet. Run: sohoa pull\n"


def _no_database(file: Path) -> None:
    file.write_bytes(os.urandom(10 * PAGE))


def _torn(file: Path) -> None:
    with file.open("r+b") as content:
        content.seek(file.stat().st_size // 3 // PAGE * PAGE)
        content.write(os.urandom(100 * PAGE))


def _from_the_future(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_no_database, "sohoa db restore"),
        (_torn, "could not be read: database disk image is malformed. Run: sohoa db check"),
        (_from_the_future, "a newer version wrote it. Install that version"),
    ],
)
def test_a_harmed_database_is_told_and_left_as_it_is(
    small_demo: Home, tmp_path: Path, sohoa: Sohoa, harm: Callable[[Path], None], told: str
) -> None:
    file = tmp_path / "var" / "sohoa.db"
    file.parent.mkdir()
    shutil.copy(small_demo.data / "sohoa.db", file)
    harm(file)
    before = file.read_bytes()
    harmed = Home(tmp_path / "var", small_demo.config, small_demo.extra)
    done = sohoa(harmed, "rates", "--period", "2026")
    assert (done.code, done.out) == (1, "")
    assert told in done.err
    checked = sohoa(harmed, "db", "check")
    assert checked.code == 1
    assert "restore" in checked.err
    assert file.read_bytes() == before


def test_a_newer_schema_is_never_upgraded_or_restored_over(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    sohoa(home, "db", "upgrade")
    backup = tmp_path / "backup.tar"
    assert sohoa(home, "db", "backup", str(backup)).code == 0
    _from_the_future(home.data / "sohoa.db")
    for words in (("db", "upgrade"), ("db", "restore", str(backup)), ("scheduler",)):
        done = sohoa(home, *words)
        assert (done.code, done.out) == (1, "")
        assert "a newer version wrote it" in done.err


def test_a_file_that_is_no_backup_is_refused_in_one_line(home: Home, sohoa: Sohoa, tmp_path: Path) -> None:
    file = tmp_path / "x.tar"
    file.write_text("nothing")
    done = sohoa(home, "db", "restore", str(file))
    assert done.code == 1
    assert done.err.endswith("Nothing was restored; use another.\n")
    assert done.err.count("\n") == 1
    assert sohoa(home, "db", "restore", str(tmp_path / "missing.tar")).code == 2


def test_a_port_that_is_taken_is_told_before_anything_is_pulled(home: Home, sohoa: Sohoa) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for words in (("serve",), ("demo",), ("sandbox", "serve")):
            done = sohoa(home, *words, "--port", port)
            assert (done.code, done.out) == (1, "")
            assert done.err == (
                f"Cannot listen on 127.0.0.1:{port} (Address already in use). "
                "Choose another one with --host and --port.\n"
            )
    assert not home.data.exists() or not list(home.data.glob("demo/*.db"))


def test_check_and_the_other_commands_say_the_same_of_a_broken_file(sohoa: Sohoa, tmp_path: Path) -> None:
    config = copy_config(tmp_path / "config")
    units = (ROOT / "config" / "units.csv").read_text(encoding="utf-8")
    (config / "units.csv").write_text(units.replace(",", ";"), encoding="utf-8")
    broken = Home(tmp_path / "var", config)
    told = sohoa(broken, "check").err.splitlines()[0]
    assert "units.csv: line 1: is no header with commas → The first line is: code,name" in told
    for words in (("rates",), ("explain", "K1", "H01", "2026-10"), ("pull",), ("sources", "list"), ("demo", "--once")):
        done = sohoa(broken, *words)
        assert (done.code, done.out) == (1, "")
        assert told in done.err
