"""The quick way through a long answer: whole columns instead of rows, wherever every row is plain. Pure.

A plain row has its fields on its own level, texts where texts are declared and whole numbers where counts are. Rows
that are anything else are not judged here: the caller reads them one by one, which names the place of a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from unicodedata import normalize

import polars as pl

from connectors.base import COUNT_SCHEMA
from connectors.rest.counting import Asked
from connectors.rest.options import Table

_TEXT = frozenset({str})
_WHOLE = frozenset({int, type(None)})


def plain_counts(rows: Sequence[object], table: Table, asked: Asked) -> pl.DataFrame | None:
    """Counts (``COUNT_SCHEMA``) in the order of the rows; None where the table or a row is not plain."""
    if not _plain(table):
        return None
    texts, numbers = _text_fields(table), [rule.field for rule in table.measures.values()]
    columns = _columns(rows, texts, _TEXT) | _columns(rows, numbers, _WHOLE)
    if len(columns) < len({*texts, *numbers}):
        return None
    try:
        frame = pl.DataFrame(columns, schema={n: pl.String() if n in texts else pl.Int64() for n in columns})
    except (OverflowError, TypeError):  # a number beyond 64 bits
        return None
    return _tidy(frame, table, asked)


def _plain(table: Table) -> bool:
    fields = [*_text_fields(table), *(rule.field for rule in table.measures.values())]
    apart = len(set(fields)) == len(fields)
    whole = table.numbers != "text" and not table.counted
    return whole and apart and not table.children and not table.where and not any("." in name for name in fields)


def _text_fields(table: Table) -> list[str]:
    named = (table.unit.code, table.unit.name, table.procedure, table.period.field if table.period else None)
    return [field for field in named if field]


def _columns(rows: Sequence[object], fields: Sequence[str], kinds: frozenset[type]) -> dict[str, list[object]]:
    """The fields all rows have with values of these kinds only; the others are left out."""
    found: dict[str, list[object]] = {}
    for field in fields:
        try:
            values = [row[field] for row in rows]  # type: ignore[index]  # a row that cannot be asked is not plain
        except (KeyError, TypeError, IndexError):
            return {}
        if set(map(type, values)) <= kinds:
            found[field] = values
    return found


def _tidy(frame: pl.DataFrame, table: Table, asked: Asked) -> pl.DataFrame | None:
    placed = _placed(frame.lazy().with_row_index("place"), frame, table, asked)
    if placed is None:
        return None
    unit = table.unit
    names = placed.select(
        "place",
        "period_start",
        "period_end",
        pl.lit(table.series).alias("series"),
        pl.lit(unit.always).alias("unit_code") if unit.always else _text(unit.code).alias("unit_code"),
        _text(unit.name).alias("unit_name"),
        _text(table.procedure).alias("procedure"),
        *(pl.col(rule.field).alias(f"\x00{number}") for number, rule in enumerate(table.measures.values())),
    )
    codes = {f"\x00{number}": measure for number, measure in enumerate(table.measures)}
    keys = ["place", "period_start", "period_end", "series", "unit_code", "unit_name", "procedure"]
    long = names.unpivot(on=list(codes), index=keys, variable_name="number", value_name="value").sort("place", "number")
    counts = long.with_columns(
        pl.col("number").replace_strict(codes, return_dtype=pl.String).alias("measure"),
        pl.when(pl.col("unit_name") != "").then("unit_name").alias("unit_name"),
    ).collect(engine="in-memory")
    if counts.select(((pl.col("unit_code") == "") & pl.col("unit_name").is_null()).any()).item():
        return None
    return counts.select(pl.col(name).cast(kind) for name, kind in COUNT_SCHEMA.items())


def _placed(rows: pl.LazyFrame, frame: pl.DataFrame, table: Table, asked: Asked) -> pl.LazyFrame | None:
    """The rows of the spans asked for, with their days; None where a period is not written as declared."""
    if table.period is None:
        (span,) = asked.spans
        return rows.with_columns(period_start=pl.lit(span.start), period_end=pl.lit(span.end))
    field = table.period.field
    written = frame[field].unique().to_list()
    spans = {text: table.period.span(normalize("NFC", text).strip()) for text in written}
    known: Mapping[str, object] = {text: span for text, span in spans.items() if span in asked.spans}
    if None in spans.values():
        return None
    days = pl.DataFrame(
        [(text, spans[text].start, spans[text].end) for text in known],  # type: ignore[union-attr]  # none is null
        schema={field: pl.String(), "period_start": pl.Date(), "period_end": pl.Date()},
        orient="row",
    )
    return rows.join(days.lazy(), on=field, how="inner", maintain_order="left")


def _text(field: str | None) -> pl.Expr:
    return pl.lit("") if field is None else pl.col(field).str.normalize("NFC").str.strip_chars()
