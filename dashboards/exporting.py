"""A list of units or procedures as a file: the very rows of the page at the same address, each with its passport."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl
import xlsxwriter
from flask import Flask, Response, request

from dashboards.pages import units
from dashboards.pages.procedures import asking, listed
from dashboards.question import NothingStored, Question, ask
from dashboards.service import Service
from dashboards.shell import PROCEDURES, UNITS
from dashboards.view import ViewProblem, language_of
from dashboards.words import ZONE, Words

_PLAIN = "text/plain; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would run as a formula."""
COLUMNS = (
    *("place", "unit", "unit_name", "kind_word", "status_word", "numerator", "denominator", "rate", "shown"),
    *("interval_low", "interval_high", "change", "target", "milestone", "shortfall", "share"),
    *("indicator", "indicator_name", "version", "source", "series", "period", "calendar", "period_start"),
    *("period_end", "reported", "expected", "provisional", "restated", "captured_at", "pull_id", "evidence"),
    *("known_at", "simulated"),
)
"""Columns of a file of units: what the grid shows, then the passport."""
PROCEDURE_COLUMNS = (
    *("procedure", "procedure_name", "field", "field_name", "authority", "status_word", "numerator", "denominator"),
    *("rate", "shown", "target", "shortfall", "needed", "share", "units", "units_short", "scope"),
    *("indicator", "indicator_name", "version", "source", "series", "period", "calendar", "period_start"),
    *("period_end", "reported", "expected", "provisional", "restated", "captured_at", "known_at", "simulated"),
)
"""Columns of a file of procedures."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file is made of: its rows, the page's title, and the keys of the texts that name file and sheet."""

    rows: Callable[[Question], pl.DataFrame]
    title: Callable[[Question], str]
    file: str
    sheet: str


def serve_exports(server: Flask, service: Service) -> None:
    """Answer the files of each list for the query of its page."""
    for path, kept in KEPT.items():
        for kind in ("csv", "xlsx"):
            name, view = f"{path.strip('/')}-{kind}", _view(service, kept, kind)
            server.add_url_rule(f"{path}.{kind}", endpoint=name, view_func=view, methods=["GET"])


def _view(service: Service, kept: Kept, kind: str) -> Callable[[], Response]:
    return lambda: _answer(service, kept, kind)


def _answer(service: Service, kept: Kept, kind: str) -> Response:
    """The file, or a sentence with the page's own status when the address is wrong."""
    search = request.query_string.decode("utf-8", "replace")
    try:
        question, frame = service.steadily(lambda: _asked(service, search, kept))
    except ViewProblem as found:
        return Response(found.sentence(), found.status, content_type=_PLAIN)
    except NothingStored:
        return Response(Words(language_of(search))("problem.empty"), 404, content_type=_PLAIN)
    return _file(question, kept, frame, kind)


def _asked(service: Service, search: str, kept: Kept) -> tuple[Question, pl.DataFrame]:
    question = ask(service, search)
    return question, kept.rows(question)


def _file(question: Question, kept: Kept, frame: pl.DataFrame, kind: str) -> Response:
    body = csv(question.words, frame) if kind == "csv" else xlsx(question, kept, frame)
    words = question.words
    name = f"{words(kept.file)}-{question.indicator.code}-{question.period.code}.{kind}"
    response = Response(body, content_type="text/csv; charset=utf-8" if kind == "csv" else _XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def rows(question: Question) -> pl.DataFrame:
    """The rows of the page in its order, columns ``COLUMNS``; moments are in Vietnam's time."""
    words = question.words
    listed = units.listed(question, units.units_of(question))
    known = question.view.known_at
    return listed.with_columns(
        pl.col("kind").replace_strict({k: words(f"kind.{k}") for k in listed["kind"].unique()}).alias("kind_word"),
        pl.col("status").replace_strict({s: words.status(s) for s in listed["status"].unique()}).alias("status_word"),
        pl.col("shown").cast(pl.Float64),
        pl.col("share").cast(pl.Float64),
        pl.col("captured_at").dt.convert_time_zone(ZONE.key).dt.replace_time_zone(None),
        indicator_name=pl.lit(question.indicator.name),
        known_at=pl.lit(known.astimezone(ZONE).replace(tzinfo=None) if known else None, dtype=pl.Datetime),
        simulated=pl.lit(question.service.simulated),
    ).select(COLUMNS)


def procedure_rows(question: Question) -> pl.DataFrame:
    """The procedures of the page in its order, on whatever part of it they are, columns ``PROCEDURE_COLUMNS``."""
    service, words = question.service.procedures, question.words
    if service is None:
        raise NothingStored
    _, every = asking.every(question, service)
    rows = asking.narrowed(question, every)
    known = question.view.known_at
    return rows.with_columns(
        pl.col("status").replace_strict({s: words.status(s) for s in rows["status"].unique()}).alias("status_word"),
        pl.when(pl.col("procedure") == "")
        .then(pl.lit(words("procs.rest")))
        .otherwise("procedure_name")
        .alias("procedure_name"),
        pl.col("shown").cast(pl.Float64),
        pl.col("captured_at").dt.convert_time_zone(ZONE.key).dt.replace_time_zone(None),
        scope=pl.lit(listed.scope(question)),
        indicator_name=pl.lit(question.indicator.name),
        known_at=pl.lit(known.astimezone(ZONE).replace(tzinfo=None) if known else None, dtype=pl.Datetime),
    ).select(PROCEDURE_COLUMNS)


KEPT = {
    UNITS: Kept(rows, units.title, "units.file", "units.sheet"),
    PROCEDURES: Kept(procedure_rows, listed.title, "procs.file", "procs.sheet"),
}
"""Path of a list's page → what its file is made of."""


def csv(words: Words, frame: pl.DataFrame) -> bytes:
    """UTF-8 with a mark that spreadsheets look for; texts that look like formulas begin with an apostrophe."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    risky = {name: pl.col(name).str.head(1).is_in(_RISKY) for name in texts}
    safe = frame.with_columns(
        pl.when(risk).then(pl.lit("'") + pl.col(name)).otherwise(name).alias(name) for name, risk in risky.items()
    )
    named = safe.rename({name: words(f"export.{name}") for name in frame.columns})
    return named.write_csv(include_bom=True, datetime_format="%Y-%m-%d %H:%M:%S").encode("utf-8")


def xlsx(question: Question, kept: Kept, frame: pl.DataFrame) -> bytes:
    """One sheet: title, mark of simulated data, headings, rows; texts are never formulas, numbers are numbers."""
    words = question.words
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        sheet = book.add_worksheet(words(kept.sheet))
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        sheet.write_string(0, 0, kept.title(question), bold)
        sheet.write_string(1, 0, words("simulated").replace("**", "") if question.service.simulated else "", bold)
        for number, name in enumerate(frame.columns):
            sheet.write_string(HEADER, number, words(f"export.{name}"), head)
        _fill(sheet, book, frame)
        sheet.freeze_panes(HEADER + 1, 3)
        sheet.autofilter(HEADER, 0, HEADER + max(frame.height, 1), len(frame.columns) - 1)
        sheet.set_column(2, 2, 30)
        sheet.set_column(3, len(frame.columns) - 1, 14)
    return body.getvalue()


HEADER = 3
"""Row of the headings, counted from 0."""


def _fill(sheet: Any, book: Any, frame: pl.DataFrame) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Cells by the kind of their value; null stays an empty cell."""
    day, moment = (book.add_format({"num_format": form}) for form in ("dd/mm/yyyy", "dd/mm/yyyy hh:mm"))
    formats = {"Date": day, "Datetime": moment}
    kinds = [formats.get(str(kind).partition("(")[0]) for kind in frame.dtypes]
    for place, values in enumerate(frame.iter_rows(), start=HEADER + 1):
        for number, (value, kind) in enumerate(zip(values, kinds, strict=True)):
            if isinstance(value, str):
                sheet.write_string(place, number, value)
            elif kind is not None and value is not None:
                sheet.write_datetime(place, number, value, kind)
            elif value is not None:
                sheet.write(place, number, value)
