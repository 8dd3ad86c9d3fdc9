"""procedures.csv and fields.csv: what the codes of procedures in the counts stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import polars as pl

from monitor.declared.models import Procedure, ProcedureField
from monitor.declared.problems import Problem, nearest, show
from monitor.declared.units import read_rows

PROCEDURE_SCHEMA = {
    "procedure": pl.String(),
    "procedure_name": pl.String(),
    "field": pl.String(),
    "field_name": pl.String(),
    "field_name_en": pl.String(),
    "authority": pl.String(),
}
"""One row per procedure. ``authority``: levels that may handle it, words of ``models.AUTHORITIES`` with blanks."""


def read_procedures(path: Path, problems: list[Problem]) -> tuple[Procedure, ...]:
    """The rows of procedures.csv that are right; none if there is no such file (then codes stand for themselves)."""
    return read_rows(Procedure, path, problems) if path.exists() else ()


def read_fields(path: Path, problems: list[Problem]) -> tuple[ProcedureField, ...]:
    """The rows of fields.csv that are right; none if there is no such file."""
    return read_rows(ProcedureField, path, problems) if path.exists() else ()


def field_problems(file: str, fields: Sequence[ProcedureField]) -> Iterator[Problem]:
    """Fields declared twice."""
    yield from _twice(file, [field.code for field in fields])


def procedure_problems(file: str, procedures: Sequence[Procedure], fields: Collection[str]) -> Iterator[Problem]:
    """Procedures declared twice, and fields that fields.csv does not hold."""
    yield from _twice(file, [procedure.code for procedure in procedures])
    for procedure in procedures:
        if procedure.field not in fields:
            remedy = f"{nearest(procedure.field, fields)} Or add the field to fields.csv."
            key = f"{procedure.code}.field"
            yield Problem(file, key, show(procedure.field), "is no field of fields.csv", remedy)


def procedure_frame(procedures: Sequence[Procedure], fields: Sequence[ProcedureField]) -> pl.DataFrame:
    """``PROCEDURE_SCHEMA``: one row per procedure, in the order of the file."""
    names = {field.code: field for field in fields}
    rows = [(p.code, p.name, p.field, names[p.field].vi, names[p.field].en, p.levels) for p in procedures]
    return pl.DataFrame(rows, schema=PROCEDURE_SCHEMA, orient="row")


def _twice(file: str, codes: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            yield Problem(file, f"{code}.code", show(code), "is given twice", "Keep one of the two lines.")
        seen.add(code)
