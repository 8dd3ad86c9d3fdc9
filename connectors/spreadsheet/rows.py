"""Says of each row under a form's header what it is: a unit's counts, a total, a section, or nothing to read. Pure."""

from __future__ import annotations

import polars as pl

from connectors.spreadsheet.forms import folded_key
from connectors.spreadsheet.grid import ROW, Grid
from connectors.spreadsheet.headers import Recognised

REJECTED = ("orphan", "unnamed", "unnumbered")
"""Rows with counts that cannot be taken: each count of theirs is told and held back."""
KINDS: dict[str, str] = {
    "data": "counts of a unit",
    "total": "total of the rows: compared with them, not counted",
    "subtotal": "a total of some rows: not counted",
    "section": "heading of a section",
    "part": "details of the row above: already counted in it",
    "orphan": "details of a row above that gives no counts itself",
    "unnamed": "counts, but no unit is named",
    "unnumbered": "counts, but no number in the first column: not known to be a unit",
    "text": "text without counts",
    "blank": "blank",
}
LOOKS_COUNTED = r"^-?[0-9]{1,3}([.,\s][0-9]{3})*([.,][0-9]+)?$|^-?[1-9][0-9]{0,17}$"
_NUMBER = r"^[0-9]{1,4}\s*[.)]?$"
_PART = r"^[0-9]{1,4}(\.[0-9]{1,2})+\.?$"
_SECTION = r"^([A-ZĐ]|[IVX]{1,6})\s*[.)]?$"
_ROMAN = r"^[IVX]{1,6}\s*[.)]?$"


def told_rows(grid: Grid, found: Recognised) -> pl.DataFrame:
    """The rows below the header: [ROW, number, code, name, kind, section Int64|null, level Int64, ":measure" String …].

    ``section`` is the row of the section heading a row stands under; ``level`` of a heading is 1 for A, B and 2 for
    I, II. Only columns of the form are here: others may hold personal data.
    """
    body = grid.cells.filter(pl.col(ROW) >= found.begins)
    measures = {f":{column.measure}": place for place, column in found.columns.items()}
    texts = body.select(
        ROW,
        *(_column(name, place) for name, place in _keys(found).items()),
        *(pl.col(str(place)).alias(name) for name, place in measures.items()),
    )
    named = texts.with_columns(_folded(texts, "name").alias("key"), _folded(texts, "number").alias("number_key"))
    kinds = named.with_columns(_kind(found, list(measures)).alias("kind"))
    given = pl.when(pl.col("kind") == "data").then(pl.any_horizontal(pl.col(list(measures)) != "")).forward_fill()
    orphan = (pl.col("kind") == "part") & ~given.fill_null(value=False)
    kinds = kinds.with_columns(pl.when(orphan).then(pl.lit("orphan")).otherwise("kind").alias("kind"))
    heading = pl.when(pl.col("kind") == "section").then(pl.col(ROW)).forward_fill().alias("section")
    level = pl.when(pl.col("number").str.contains(_ROMAN)).then(2).otherwise(1).cast(pl.Int64).alias("level")
    return kinds.with_columns(heading, level).select(
        ROW, "number", "code", "name", "kind", "section", "level", *measures
    )


def _keys(found: Recognised) -> dict[str, int | None]:
    return {"number": found.number, "code": found.unit_code, "name": found.unit_name}


def _column(name: str, place: int | None) -> pl.Expr:
    return (pl.lit("") if place is None else pl.col(str(place))).alias(name)


def _folded(texts: pl.DataFrame, column: str) -> pl.Series:
    return pl.Series([folded_key(text) for text in texts[column].to_list()], dtype=pl.String)


def _kind(found: Recognised, measures: list[str]) -> pl.Expr:
    """The first rule that fits. A row with counts that is not known to be a unit is told, never dropped."""
    totals = [folded_key(text) for text in found.form.totals]
    number, named = pl.col("number"), (pl.col("name") != "") | (pl.col("code") != "")
    filled = pl.any_horizontal(pl.col(measures) != "")
    counted = pl.any_horizontal(pl.col(measures).str.contains(LOOKS_COUNTED))
    numbered = number.str.contains(_NUMBER) if found.number is not None else pl.lit(value=True)
    total = pl.col("key").is_in(totals) | pl.col("number_key").is_in(totals)
    begins_total = pl.any_horizontal(pl.col("key", "number_key").str.contains(r"^(tông\x{309}|công\x{323}) "))
    rules = {
        "blank": ~filled & ~named & (number == ""),
        "total": total & ~number.str.contains(_NUMBER),
        "subtotal": begins_total & ~number.str.contains(_NUMBER),
        "part": number.str.contains(_PART),
        "data": numbered & named & (filled if found.number is None else pl.lit(value=True)),
        "unnamed": numbered & counted,
        "section": number.str.contains(_SECTION),
        "unnumbered": counted,
    }
    kind = pl.lit("text")
    for name, rule in reversed(rules.items()):
        kind = pl.when(rule).then(pl.lit(name)).otherwise(kind)
    return kind
