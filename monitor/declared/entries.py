"""Lists of entries in YAML files: measures.yaml, indicators.yaml and sources.yaml have this form."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from monitor.declared.files import read_yaml
from monitor.declared.problems import DOCS, Problem, show
from monitor.declared.validation import Entry, parse

M = TypeVar("M", bound=BaseModel)


def read_entries(model: type[M], path: Path, label: str, problems: list[Problem]) -> tuple[M, ...]:
    """The entries of a YAML list that are right; problems for the others. ``label`` is the key that names an entry."""
    before = len(problems)
    content = read_yaml(path, problems)
    if len(problems) > before:
        return ()
    if not isinstance(content, list):
        remedy = f"Write its entries as lines that begin with '- '; {DOCS}"
        problems.append(Problem(path.as_posix(), "", show(content), "is no list of entries", remedy))
        return ()
    entries: list[M] = []
    for number, raw in enumerate(content, start=1):
        entry = parse(model, raw, Entry(path.as_posix(), _name(raw, label, number)), problems)
        if entry is not None:
            entries.append(entry)
    return tuple(entries)


def _name(raw: object, label: str, number: int) -> str:
    named = raw.get(label) if isinstance(raw, dict) else None
    return named if isinstance(named, str) and named else f"entry {number}"
