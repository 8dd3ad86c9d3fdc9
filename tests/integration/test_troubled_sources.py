"""Sources that misbehave: each trouble has its own clear outcome, no count is lost or invented, no unit turns red."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sandbox.faults import Kind
from connectors.sandbox.server import Sandbox
from tests.integration.conftest import NewHome, known_values
from tests.running import Home

TROUBLES: list[tuple[Kind, str]] = [
    ("500", "unavailable"),
    ("403", "unavailable"),
    ("429", "unavailable"),
    ("html_login", "unavailable"),
    ("truncated", "contract"),
    ("reset", "unavailable"),
    ("changed_field", "contract"),
]


@pytest.fixture
def home(new_home: NewHome, tmp_path: Path) -> Home:
    return new_home(f"sqlite:///{tmp_path / 'sohoa.db'}")


@pytest.mark.parametrize(("kind", "problem"), TROUBLES)
@pytest.mark.parametrize(
    ("source", "path"),
    [("cong-dvcqg", "dossier-digitized"), ("mot-cua", "digitization-by-agency"), ("truc-van-ban", "stat/detail")],
)
def test_trouble_in_the_middle(  # noqa: PLR0913, PLR0917 - two tables of cases and three fixtures
    home: Home, sandbox: tuple[Sandbox, str], kind: Kind, problem: str, source: str, path: str
) -> None:
    home.ok("pull", "--from", "2026-08-01", "--to", "2026-09-30", source)
    before = known_values(home)
    red = _statuses(home)
    sandbox[0].faults.add(path, kind, None, after=1, retry_after=10_000)
    try:
        said = home.run("pull", source)
    finally:
        sandbox[0].faults.clear()
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    newest = json.loads(home.ok("pulls", "--format", "json", "--limit", "1"))["pulls"][0]
    assert newest["outcome"] in {"partial", "failed"}
    assert newest["problem"] == problem
    assert newest["message"]
    assert newest["remedy"]
    after = known_values(home)
    assert all(after[key] == value for key, value in before.items()), "a count was lost or changed"
    assert _statuses(home) == red, "a unit's status changed although only the source failed"
    home.ok("pull", source)


def test_a_token_that_expires_in_the_middle_is_renewed(home: Home) -> None:
    """The sandbox's tokens are good for 40 questions; 24 months under two calendars ask more."""
    home.ok("pull", "mot-cua", "--from", "2024-06-01", "--to", "2026-09-30")
    (pull,) = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert pull["outcome"] == "complete"
    assert pull["answers"] > 40


def test_wrong_credentials_are_the_sources_trouble(home: Home) -> None:
    wrong = Home(home.data, home.config, {**home.extra, "SOHOA_SANDBOX_PASSWORD": "not-the-password"})
    assert wrong.run("pull", "mot-cua").returncode == 1
    (pull,) = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert (pull["outcome"], pull["problem"]) == ("failed", "credentials")
    assert "not-the-password" not in json.dumps(pull)


def test_nobody_answers(home: Home) -> None:
    away = Home(home.data, home.config, {**home.extra, "SOHOA_SANDBOX_URL": "http://127.0.0.1:9"})
    assert away.run("pull", "truc-van-ban").returncode == 1
    (pull,) = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert (pull["outcome"], pull["problem"]) == ("failed", "unavailable")


def _statuses(home: Home) -> dict[tuple[str, str, str], str]:
    figures = home.figures("--period", "2026-09")
    return {(f["indicator"], f["source"], f["unit"]): f["status"] for f in figures}
