"""Unicode form of the declared texts: names are compared letter by letter, so all are kept in form NFC."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from monitor.declared.files import read_text
from monitor.declared.problems import Problem, show


def spelling_problems(path: Path) -> Iterator[Problem]:
    """Lines with decomposed letters (form NFD, as some systems and file names write them)."""
    text = read_text(path, []) or ""
    for number, line in enumerate(text.splitlines(), start=1):
        composed = unicodedata.normalize("NFC", line)
        if composed != line:
            remedy = f"Normalise it to Unicode NFC, for example by pasting this line instead: {composed.strip()}"
            yield Problem(path.as_posix(), f"line {number}", show(line.strip()), "holds decomposed letters", remedy)
