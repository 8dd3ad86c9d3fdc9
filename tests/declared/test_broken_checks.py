"""Mistakes in checks.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.declared import check
from tests.declared.mistakes import Mistake, assert_found

CHECKS = "checks.yaml"
FIRST = "{left: [dossiers_received], right: [dossiers_components_digitized"

MISTAKES = [
    Mistake(
        CHECKS,
        "code: joint_over_side",
        "code: broken_identity",
        "broken_identity.code",
        "twice",
        "Keep one",
        "'broken_identity'",
    ),
    Mistake(
        CHECKS, "code: joint_over_side", "code: negative", "negative.code", "reserved", "another code", "'negative'"
    ),
    Mistake(CHECKS, "severity: error", "severity: fatal", "broken_identity.severity", "not known", "Known", "'fatal'"),
    Mistake(
        CHECKS, "  holds_back: true", "  hold_back: true", "broken_identity.hold_back", "no known key", "holds_back"
    ),
    Mistake(
        CHECKS,
        FIRST,
        FIRST.replace("received", "recieved"),
        "broken_identity.compares.0.left.0",
        "no measure",
        "dossiers_received",
        "'dossiers_recieved'",
    ),
    Mistake(
        CHECKS,
        FIRST,
        FIRST.replace("right:", "tolerance: 1.5, right:"),
        "broken_identity.compares.0.tolerance",
        "no whole number",
        "digits",
        "1.5",
    ),
    Mistake(
        CHECKS,
        FIRST,
        FIRST.replace("right:", "since: 2026-05-01, until: 2026-05-01, right:"),
        "broken_identity.compares.0.until",
        "not after since",
        "Correct one",
        "2026-05-01",
    ),
    Mistake(
        CHECKS,
        FIRST,
        FIRST.replace("right:", "right_previous: [dossiers_received], right:"),
        "broken_identity.compares.0.right_previous",
        "cannot hold counts back",
        "holds_back: false",
    ),
    Mistake(
        CHECKS,
        FIRST,
        FIRST.replace("right:", "sources: [mot-cuaa], right:"),
        "broken_identity.compares.0.sources.0",
        "no source",
        "mot-cua",
        "'mot-cuaa'",
        late=True,
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_one_mistake_is_one_problem(folder: Path, mistake: Mistake) -> None:
    assert_found(folder, mistake)


def test_a_comparison_written_twice_is_told(folder: Path) -> None:
    path = folder / CHECKS
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if FIRST in line)
    path.write_text(text.replace(line, f"{line}\n{line}", 1), encoding="utf-8")
    (problem,) = check(folder)
    assert (problem.key, problem.message) == (
        "broken_identity.compares.1",
        "compares the same as broken_identity.compares.0",
    )


def test_a_check_of_nothing_is_a_mistake(folder: Path) -> None:
    path = folder / CHECKS
    entry = "- {code: idle, severity: notice, title: {vi: a, en: a}, remedy: {vi: b, en: b}}\n"
    path.write_text(path.read_text(encoding="utf-8") + entry, encoding="utf-8")
    assert [problem.key for problem in check(folder)] == ["idle.compares"]
