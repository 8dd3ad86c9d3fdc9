"""One mistake in a copy of the province's folder, and the problem that must follow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from monitor.declared import ConfigProblems, check, load


@dataclass(frozen=True)
class Mistake:
    """Replace the first ``old`` by ``new``: one problem at ``key`` must follow, its sentences holding these words.

    ``late`` = only ``check`` minds, ``load`` does not.
    """

    file: str
    old: str
    new: str
    key: str
    says: str
    remedy: str
    value: str = ""
    late: bool = False

    def __str__(self) -> str:
        return f"{self.file}-{self.key}-{self.says}"


def make(folder: Path, mistake: Mistake) -> None:
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    assert mistake.old in text
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")


def assert_found(folder: Path, mistake: Mistake) -> None:
    """Exactly this problem is found by ``check``, and by ``load`` unless it is a late one."""
    make(folder, mistake)
    problems = check(folder)
    assert [(problem.file, problem.key) for problem in problems] == [((folder / mistake.file).as_posix(), mistake.key)]
    problem = problems[0]
    assert mistake.says in problem.message
    assert mistake.remedy in problem.remedy
    assert problem.value == mistake.value
    assert str(problem).startswith(f"{problem.file}: {problem.key}")
    assert f": {problem.message} → {problem.remedy}" in str(problem)
    assert loaded_problems(folder) == (() if mistake.late else problems)


def loaded_problems(folder: Path) -> tuple[object, ...]:
    try:
        load(folder)
    except ConfigProblems as refused:
        return refused.problems
    return ()
