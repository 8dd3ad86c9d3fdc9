"""Writes a line into unit_codes.csv; every other line stays as it is, byte for byte."""

from __future__ import annotations

import csv
import os
import tempfile
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

from monitor.declared.declared import Declared
from monitor.declared.models import UnitCode
from monitor.declared.problems import ConfigProblems, Problem, show
from monitor.declared.units import unit_code_problems

HEADER = ("scheme", "code", "unit", "valid_from", "valid_to")


def assign(folder_file: Path, declared: Declared, new: UnitCode) -> str:
    """Let a code mean a unit from ``new.valid_from`` on; say in one sentence what was written.

    A line of the same code that is still open ends the day before. Raises ``ConfigProblems`` for a unit that does not
    exist, or where the code means another unit on one of the days; then nothing is written.
    """
    same = [one for one in declared.unit_codes if (one.scheme, one.code) == (new.scheme, new.code)]
    still = next((one for one in same if one.valid_to is None), None)
    if still is not None and still.unit == new.unit and still.valid_from <= new.valid_from:
        return f"{new.code} means {new.unit} already, since {still.valid_from}; nothing was written."
    ended = None
    if still is not None and still.valid_from < new.valid_from:
        ended = still.model_copy(update={"valid_to": new.valid_from - timedelta(days=1)})
    codes = [ended if ended is not None and one is still else one for one in declared.unit_codes]
    problems = list(unit_code_problems(folder_file.as_posix(), [*codes, new], {unit.code for unit in declared.units}))
    if problems:
        raise ConfigProblems(problems)
    _write(folder_file, _changed(folder_file, still if ended else None, new))
    return f"{new.code} means {new.unit} from {new.valid_from} on ({folder_file})."


def _changed(file: Path, ended: UnitCode | None, new: UnitCode) -> str:
    text = file.read_bytes().decode() if file.exists() else ",".join(HEADER) + "\n"
    lines = text.splitlines(keepends=True)
    header = next(csv.reader([lines[0]]))
    if set(header) != set(HEADER):
        message, remedy = "is another header than expected", f"The first line is: {','.join(HEADER)}"
        raise ConfigProblems([Problem(file.as_posix(), "line 1", show(lines[0].strip()), message, remedy)])
    if ended is not None:
        lines = [_ended(line, header, ended, new.valid_from - timedelta(days=1)) for line in lines]
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    return "".join([*lines, _line(header, new)])


def _ended(line: str, header: list[str], old: UnitCode, last: date) -> str:
    cells = next(csv.reader([line]), [])
    if len(cells) != len(header):
        return line
    row = dict(zip(header, cells, strict=True))
    if (row["scheme"], row["code"], row["valid_from"]) != (old.scheme, old.code, old.valid_from.isoformat()):
        return line
    return _joined([last.isoformat() if name == "valid_to" else row[name] for name in header])


def _line(header: list[str], new: UnitCode) -> str:
    row = {**new.model_dump(), "valid_from": new.valid_from.isoformat(), "valid_to": ""}
    return _joined([str(row[name]) for name in header])


def _joined(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _write(file: Path, text: str) -> None:
    """Put the new file in the place of the old one at once: a reader sees one or the other."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        if file.exists():
            Path(name).chmod(file.stat().st_mode)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
