"""What the pages about procedures show: rows of the source that counts by procedure, narrowed by the address."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from dashboards.figures.procedures import with_whole
from dashboards.figures.selection import folded
from dashboards.question import Question
from monitor.figures.procedure_service import ProcedureService
from monitor.figures.procedures import Asked

NO_FIELD = "none"
"""Stands in addresses for procedures that the catalogue does not hold."""
PAGE = 50
"""Rows on one page of a list."""


def asked(question: Question) -> Asked:
    """What is asked for; the source named in the address, else the first one that counts by procedure."""
    view = question.view
    return Asked(
        question.indicator.code,
        view.source,
        as_known_at=view.known_at,
        on_map=view.on_map,
        lang=question.words.lang,
        kind=view.kind,
        level=view.level,
    )


def every(question: Question, service: ProcedureService) -> tuple[Asked, pl.DataFrame]:
    """All procedures and the remainder with ``whole``, the sum of what lacks; and the question that found them.

    A source that counts no procedures gives way to the one that does.
    """
    wanted = asked(question)
    rows = service.listed(wanted, question.period)
    if wanted.source is not None and rows.filter(pl.col("procedure") != "").is_empty():
        wanted = replace(wanted, source=None)
        rows = service.listed(wanted, question.period)
    if rows.filter(pl.col("procedure") != "").is_empty():
        rows = rows.clear()
    return wanted, with_whole(rows)


def narrowed(question: Question, rows: pl.DataFrame) -> pl.DataFrame:
    """The procedures the address asks for, in its order: what the list shows and what the file holds.

    The remainder comes last where nothing is filtered: only then do the rows add up to the whole.
    """
    view = question.view
    told, rest = rows.filter(pl.col("procedure") != ""), rows.filter(pl.col("procedure") == "")
    if view.field is not None:
        told = told.filter(pl.col("field") == ("" if view.field == NO_FIELD else view.field))
    if view.authority is not None:
        told = told.filter(pl.col("authority").str.split(" ").list.contains(view.authority).fill_null(value=False))
    found = _found(told, view.find)
    if view.sort == "rate":
        low = question.indicator.direction == "low"
        found = found.sort("rate", "procedure", descending=[low, False], nulls_last=True)
    return found if view.field or view.authority or view.find else pl.concat([found, rest])


def pages(rows: int) -> int:
    """How many pages so many rows take."""
    return max(1, -(-rows // PAGE))


def _found(rows: pl.DataFrame, text: str | None) -> pl.DataFrame:
    """Procedures whose name, code or field holds every word of ``text``, written with or without accents."""
    wanted = folded(text or "").split()
    if not wanted:
        return rows
    names = rows.select(pl.concat_str("procedure_name", "procedure", "field_name", separator=" ", ignore_nulls=True))
    held = [all(word in folded(name) for word in wanted) for name in names.to_series()]
    return rows.filter(pl.Series(held, dtype=pl.Boolean))
