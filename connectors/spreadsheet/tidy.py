"""Turns the text of the declared columns into counts, and every cell that cannot be read into a Reject. Pure."""

from __future__ import annotations

import polars as pl

from connectors.base import COUNT_SCHEMA, Reject, Span
from connectors.spreadsheet.grid import ROW, folded
from connectors.spreadsheet.numbers import valued
from connectors.spreadsheet.options import Metric, PeriodColumn, TableRules
from connectors.spreadsheet.periods import span_of

_KEYS = [ROW, "unit_code", "unit_name", "procedure", "period"]


def tidy(table: pl.DataFrame, options: TableRules) -> tuple[pl.DataFrame, tuple[Reject, ...]]:
    """Counts (``COUNT_SCHEMA``) and rejects of a table from ``tables.read_table``."""
    rows = _without_blanks_and_totals(_named(table, options), options)
    metric = options.columns.metric
    cells = _wide(rows, options) if metric is None else _long(rows, metric)
    judged = _judged(valued(_dated(cells, options), options.not_reported, options.thousands))
    counts = judged.filter(pl.col("reason").is_null()).select(
        pl.col(name) if name != "unit_name" else _or_null("unit_name") for name in COUNT_SCHEMA
    )
    return counts.cast(pl.Schema(COUNT_SCHEMA)), _rejects(judged.filter(pl.col("reason").is_not_null()))


def _named(table: pl.DataFrame, options: TableRules) -> pl.DataFrame:
    """Every cell trimmed, null as ""; the columns of the key under their own names."""
    columns = options.columns
    period = columns.period.column if isinstance(columns.period, PeriodColumn) else None
    keys = {
        "unit_code": columns.unit_code,
        "unit_name": columns.unit_name,
        "procedure": columns.procedure,
        "period": period,
    }
    trimmed = table.with_columns(pl.exclude(ROW).str.strip_chars().fill_null(""))
    return trimmed.select(
        ROW,
        *(pl.lit("").alias(key) if header is None else pl.col(header).alias(key) for key, header in keys.items()),
        *(pl.col(header).name.prefix(":") for header in _value_headers(options)),
    ).with_columns(pl.col("unit_name").str.normalize("NFC"))


def _value_headers(options: TableRules) -> list[str]:
    metric = options.columns.metric
    return [metric.column, metric.numerator, metric.denominator] if metric else list(options.columns.measures.values())


def _without_blanks_and_totals(rows: pl.DataFrame, options: TableRules) -> pl.DataFrame:
    totals = [folded(text).casefold() for text in options.totals]
    spelled = pl.col("unit_code", "unit_name").str.normalize("NFC").str.replace_all(r"\s+", " ").str.to_lowercase()
    read = pl.exclude(ROW) if isinstance(options.columns.period, PeriodColumn) else pl.exclude(ROW, "period")
    return rows.filter(pl.any_horizontal(read != ""), ~pl.any_horizontal(spelled.is_in(totals)))


def _wide(rows: pl.DataFrame, options: TableRules) -> pl.DataFrame:
    """One row per cell: a column per measure becomes a row per measure."""
    of_header = {f":{header}": measure for measure, header in options.columns.measures.items()}
    return (
        rows.unpivot(on=list(of_header), index=_KEYS, variable_name="column", value_name="text")
        .with_columns(
            pl.lit(options.series).alias("series"),
            pl.col("column").replace_strict(of_header, return_dtype=pl.String).alias("measure"),
            pl.lit(value=True).alias("known"),
        )
        .sort(ROW, maintain_order=True)
    )


def _long(rows: pl.DataFrame, metric: Metric) -> pl.DataFrame:
    """One row per cell: each row of a metric becomes its numerator and its denominator."""
    name = pl.col(f":{metric.column}")
    known = name.is_in(list(metric.map))
    sides = [
        rows.select(
            *_KEYS,
            pl.lit(f":{header}").alias("column"),
            pl.col(f":{header}").alias("text"),
            name.replace_strict({k: v.series for k, v in metric.map.items()}, default="").alias("series"),
            name.replace_strict({k: getattr(v, side) for k, v in metric.map.items()}, default=name).alias("measure"),
            known.alias("known"),
        )
        for side, header in (("numerator", metric.numerator), ("denominator", metric.denominator))
    ]
    return pl.concat(sides).sort(ROW, maintain_order=True)


def _dated(cells: pl.DataFrame, options: TableRules) -> pl.DataFrame:
    """Add ``period_start`` and ``period_end``, null where the period cell cannot be read."""
    texts = cells["period"].unique().to_list()
    spans = [span_of(text, options.columns.period) for text in texts]
    read = pl.DataFrame(
        {
            "period": texts,
            "period_start": [span.start if span else None for span in spans],
            "period_end": [span.end if span else None for span in spans],
        },
        schema={"period": pl.String, "period_start": pl.Date, "period_end": pl.Date},
    )
    return cells.join(read, on="period", how="left", maintain_order="left")


def _judged(cells: pl.DataFrame) -> pl.DataFrame:
    """Add ``reason``, a sentence; null where the cell is good."""
    return cells.with_columns(
        pl.when((pl.col("unit_code") == "") & (pl.col("unit_name") == ""))
        .then(pl.lit("the row names no unit"))
        .when(pl.col("period_start").is_null())
        .then(pl.format("the period {} is not written as declared", pl.col("period")))
        .when(~pl.col("known"))
        .then(pl.format("the metric {} is not in the column map", pl.col("measure")))
        .when(pl.col("bad"))
        .then(pl.lit("the cell is no whole number; if a mark separates thousands, declare it"))
        .alias("reason")
    )


def _or_null(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name)).alias(name)


def _rejects(bad: pl.DataFrame) -> tuple[Reject, ...]:
    return tuple(
        Reject(
            where=f"row {cell[ROW]}, column {cell['column'][1:]}",
            unit_code=cell["unit_code"],
            unit_name=cell["unit_name"] or None,
            measure=cell["measure"],
            period=Span(cell["period_start"], cell["period_end"]) if cell["period_start"] else None,
            value=cell["text"],
            reason=cell["reason"],
            procedure=cell["procedure"],
            series=cell["series"],
        )
        for cell in bad.iter_rows(named=True)
    )
