"""The declared columns of a result, and how its rows become counts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, model_validator

from connectors.base import COUNT_SCHEMA, Reject, Span
from connectors.spreadsheet.forms import is_personal
from connectors.spreadsheet.numbers import valued

_KEYS = ("unit_code", "unit_name", "procedure")


class SqlColumns(BaseModel):
    """Columns of the result: those of the unit and the procedure, and measure → column. No other column may come."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit_code: str | None = None
    unit_name: str | None = None
    procedure: str | None = None
    measures: dict[str, str] = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.unit_code is None and self.unit_name is None:
            raise ValueError("name the column of unit_code or unit_name")
        named = self.names()
        if len(set(named)) < len(named):
            raise ValueError("one column cannot be two things")
        if personal := sorted(filter(is_personal, named)):
            raise ValueError(f"personal data is never read: {', '.join(personal)}")
        return self

    def names(self) -> list[str]:
        """Every column of the result."""
        keys = (self.unit_code, self.unit_name, self.procedure)
        return [*filter(None, keys), *self.measures.values()]


def texts(names: Sequence[str], rows: Sequence[Sequence[object]], first: int) -> pl.DataFrame:
    """The rows as text: ``row`` Int64 counted from ``first``, then one String column per name, null where null.

    Databases give whole numbers as integers, decimals or floats; as text they are judged alike and kept as they came.
    """
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    told = {
        name: [None if cell is None else str(cell) for cell in column]
        for name, column in zip(names, columns, strict=True)
    }
    table = pl.DataFrame(told, schema=dict.fromkeys(names, pl.String))
    return table.select(pl.int_range(first, pl.len() + first, dtype=pl.Int64).alias("row"), pl.all())


def tidy(table: pl.DataFrame, columns: SqlColumns, series: str, span: Span) -> tuple[pl.DataFrame, tuple[Reject, ...]]:
    """Counts (``COUNT_SCHEMA``) and rejects of a table from ``texts``; null is "not reported"."""
    named = table.select(
        "row",
        *(_key(key, getattr(columns, key)) for key in _KEYS),
        *(pl.col(column).str.strip_chars().alias(f":{measure}") for measure, column in columns.measures.items()),
    )
    cells = named.unpivot(index=["row", *_KEYS], variable_name="measure", value_name="text").with_columns(
        pl.col("measure").str.strip_prefix(":"), pl.col("text").fill_null("")
    )
    judged = valued(cells, ("",), None).sort("row", maintain_order=True)
    homeless = (pl.col("unit_code") == "") & (pl.col("unit_name") == "")
    good = judged.filter(~homeless, ~pl.col("bad")).with_columns(
        pl.lit(series).alias("series"),
        pl.lit(span.start).alias("period_start"),
        pl.lit(span.end).alias("period_end"),
        pl.when(pl.col("unit_name") != "").then(pl.col("unit_name")).alias("unit_name"),
    )
    bad = judged.filter(homeless | pl.col("bad"))
    return good.select(COUNT_SCHEMA.keys()).cast(pl.Schema(COUNT_SCHEMA)), _rejects(bad, columns, series, span)


def _key(key: str, column: str | None) -> pl.Expr:
    if column is None:
        return pl.lit("").alias(key)
    return pl.col(column).str.strip_chars().str.normalize("NFC").fill_null("").alias(key)


def _rejects(bad: pl.DataFrame, columns: SqlColumns, series: str, span: Span) -> tuple[Reject, ...]:
    return tuple(
        Reject(
            where=f"row {cell['row']}, column {columns.measures[cell['measure']]}",
            unit_code=cell["unit_code"],
            unit_name=cell["unit_name"] or None,
            measure=cell["measure"],
            period=span,
            value=cell["text"],
            reason="the cell is no whole number" if cell["bad"] else "the row names no unit",
            procedure=cell["procedure"],
            series=series,
        )
        for cell in bad.iter_rows(named=True)
    )
