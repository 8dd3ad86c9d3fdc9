"""How a source's units are understood: each of its codes and names, the unit it means, and what means none. Pure."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches

import polars as pl

from connectors.base import COUNT_SCHEMA
from monitor.collect.mapping import Places, placed
from monitor.declared.declared import Declared
from monitor.declared.models import PORTAL, Source
from monitor.naming import candidates, folded, unique_names

UNIT_MAP: dict[str, pl.DataType] = {
    "code": pl.String(),
    "name": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "how": pl.String(),
    "valid_from": pl.Date(),
    "valid_to": pl.Date(),
    "held": pl.Int64(),
    "candidates": pl.String(),
}
"""``code``, ``name``: as the source writes them. ``how``: own (the unit's own code), alias (a line of unit_codes.csv),
name (by its name), not_valid (the unit was not valid in the periods held), unknown. ``held``: counts in quarantine for
want of a unit; those that have one by now wait for a replay. ``candidates``: nearest units, for a person to choose.
"""
_WITHOUT_UNIT = ("unknown_unit", "unit_not_valid", "unit_contested")
_CODES_ALIKE = 0.9


def places_of(declared: Declared, source: Source, today: date) -> Places:
    """What is needed to place the rows of a source."""
    return Places(
        codes=declared.unit_code_frame(source.units),
        units=declared.unit_frame(),
        as_of=source.units_as_of,
        today=today,
        calendars=source.calendars,
        names=declared.unit_name_frame(source.units),
        province=declared.province_name,
    )


def unit_map(declared: Declared, source: Source, quarantine: pl.DataFrame, today: date) -> pl.DataFrame:
    """``UNIT_MAP``: what is held first, then every declared code of the source's scheme.

    ``quarantine``: open QUARANTINE rows of the source.
    """
    names = declared.unit_frame().select("unit", "unit_name")
    how = pl.when((pl.col("code") == pl.col("unit")) & (source.units == PORTAL)).then(pl.lit("own"))
    known = declared.unit_code_frame(source.units).with_columns(how.otherwise(pl.lit("alias")).alias("how"))
    held = _held(quarantine, places_of(declared, source, today))
    near = {key: _near(declared, source, *key) for key in held.select("code", "name").iter_rows()}
    texts = [None if row["unit"] else near[row["code"], row["name"]] for row in held.iter_rows(named=True)]
    both = pl.concat([held.with_columns(pl.Series("candidates", texts, dtype=pl.String)), known], how="diagonal")
    return both.join(names, on="unit", how="left", maintain_order="left").select(
        (pl.col(name) if name in (*both.columns, "unit_name") else pl.lit(None).alias(name)).cast(kind)
        for name, kind in UNIT_MAP.items()
    )


def as_written(rows: pl.DataFrame) -> pl.DataFrame:
    """Quarantined rows as the source gave them: a name that stood in for a missing code is a name again."""
    only_name = pl.col("unit_code") == pl.col("unit_name")
    return rows.with_columns(pl.when(only_name).then(pl.lit("")).otherwise("unit_code").alias("unit_code"))


def _held(quarantine: pl.DataFrame, places: Places) -> pl.DataFrame:
    waiting = quarantine.filter(pl.col("reason").is_in(list(_WITHOUT_UNIT)), pl.col("period_start").is_not_null())
    rows = as_written(waiting).with_columns(pl.lit(None, dtype=pl.Int64).alias("value")).select(COUNT_SCHEMA.keys())
    seen = placed(rows, places)
    by_name = pl.col("code").str.starts_with("name:")
    how = (
        pl.when(pl.col("unit").is_not_null() & by_name)
        .then(pl.lit("name"))
        .when(pl.col("unit").is_not_null())
        .then(pl.lit("alias"))
        .when(pl.col("unit_known"))
        .then(pl.lit("not_valid"))
        .otherwise(pl.lit("unknown"))
    )
    named = seen.select(pl.col("unit_code").alias("code"), pl.col("unit_name").alias("name"), "unit", how.alias("how"))
    counted = named.group_by("code", "name", "unit", "how").agg(pl.len().cast(pl.Int64).alias("held"))
    return counted.sort("code", "name", "how", nulls_last=True)


def _near(declared: Declared, source: Source, code: str, name: str | None) -> str:
    """The nearest units as text: code and name of each."""
    form = folded(name or code, declared.province_name)
    known = unique_names(declared.unit_name_frame(source.units).select("code", "unit").iter_rows())
    units = list(candidates(form, known))
    if not units and name is None:
        codes = declared.unit_code_frame(source.units)
        meant = dict(codes.select("code", "unit").iter_rows())
        units = [meant[other] for other in get_close_matches(code, list(meant), n=3, cutoff=_CODES_ALIKE)]
    return "; ".join(f"{unit} {declared.unit(unit).name}" for unit in units)
