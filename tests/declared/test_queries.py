"""Query files are reviewed twice: by a person, and by ``sohoa check``."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import check, load
from tests.declaring import copy_config

QUERY = "so-van-ban-csdl.options.query"
MISTAKES = {
    "DELETE FROM van_ban_ngay": "is no SELECT",
    "SELECT 1; DROP TABLE van_ban_ngay": "more than one statement",
    "WITH d AS (DELETE FROM v RETURNING *) SELECT * FROM d WHERE ngay BETWEEN :start AND :end": "DELETE",
    "SELECT 1 WHERE :start <= '2026-01-01'": "does not name :end",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_config(tmp_path / "config")


@pytest.mark.parametrize("query", MISTAKES)
def test_a_query_that_may_not_be_run_is_refused(folder: Path, query: str) -> None:
    (folder / "queries" / "so-van-ban.sql").write_text(query, encoding="utf-8")
    (problem,) = check(folder)
    assert problem.key == QUERY
    assert problem.value == "'${SOHOA_CONFIG}/queries/so-van-ban.sql'"
    assert MISTAKES[query] in problem.message
    assert problem.remedy
    assert load(folder).sources, "one query does not keep the others from being pulled"


def test_a_query_file_that_is_not_there_is_named(folder: Path) -> None:
    (folder / "queries" / "so-van-ban.sql").unlink()
    (problem,) = check(folder)
    assert problem.key == QUERY
    assert "cannot be read" in problem.message


def test_a_file_named_by_another_variable_is_judged_when_it_is_run(folder: Path) -> None:
    sources = folder / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("${SOHOA_CONFIG}/queries", "${QUERIES}"), encoding="utf-8")
    assert check(folder) == ()


def test_an_address_written_down_is_refused(folder: Path) -> None:
    sources = folder / "sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace("${SOHOA_REPLICA_URL}", "postgresql://u:hunter-2@h/d"), encoding="utf-8")
    (problem,) = check(folder)
    assert problem.key == "so-van-ban-csdl.options.url"
    assert "hunter-2" not in str(problem)
