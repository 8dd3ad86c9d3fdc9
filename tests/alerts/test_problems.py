"""What a channel says of a failure is told to officials in Vietnamese: no sentence of the code is left out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from monitor.alerts import deliver, run
from monitor.alerts.problems import told
from tests.running import ROOT

RAISED = {"Undeliverable", "TryAgain"}
WORDS_OF_BOTH = {"apprise", "Zalo", "token", "SMPP", "SMS", "JSON", "URL", "refresh", "ConnectTimeout"}


def sentences() -> Iterator[str]:
    """Every text a channel raises, its fields filled in."""
    yield from (run.NO_ADDRESS, deliver.NO_ADDRESS)
    for file in sorted((ROOT / "monitor" / "alerts").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in RAISED:
                yield from _filled(call.args[0])
    yield "1 of 2 addresses failed: answered 550"
    yield "answered 550 (attempt 12)"


def _filled(text: ast.expr) -> Iterator[str]:
    for part in (text.body, text.orelse) if isinstance(text, ast.IfExp) else (text,):
        if isinstance(part, ast.Constant):
            yield str(part.value)
        elif isinstance(part, ast.JoinedStr):
            yield "".join(
                str(piece.value) if isinstance(piece, ast.Constant) else _sample(piece) for piece in part.values
            )


def _sample(field: ast.expr) -> str:
    wanted = ast.unparse(field)
    return "ConnectTimeout" if "__name__" in wanted else "tokens.json" if "_file" in wanted else "550"


@pytest.mark.parametrize("problem", [*dict.fromkeys(sentences()), "SMPP status 0x0B", "Zalo answered error -216"])
def test_every_problem_has_its_vietnamese(problem: str) -> None:
    vietnamese = told(problem, "vi")
    assert told(problem, "en") == problem
    left = set(re.findall(r"[A-Za-z]{3,}", problem)) & set(re.findall(r"[A-Za-z]{3,}", vietnamese))
    assert left <= WORDS_OF_BOTH | {"SOHOA", "ZALO", "REFRESH", "TOKEN", "tokens", "json"}, vietnamese
    assert set(re.findall(r"\d+", vietnamese)) == set(re.findall(r"\d+", problem))


def test_a_sentence_nobody_translated_is_kept() -> None:
    assert told("something new", "vi") == "something new"
