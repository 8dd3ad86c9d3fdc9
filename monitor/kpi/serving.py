"""Which version of an indicator is in force, and which series of a source serves which of its readings."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from monitor.kpi.rollup import ancestors

SERVED = ["source", "indicator", "version"]
"""A source serves one reading of one version of an indicator, from one series."""
_READING = ["indicator", "version", "reading"]


def in_force(readings: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """The version of each indicator in force on the first day of each period: [period, indicator, version].

    A period that a new version cuts in two is measured whole by the version of its first day, and its figure says
    so; counts under two definitions are never added. ``effective_to`` is exclusive, null = still in force.
    """
    versions = readings.select("indicator", "version", "effective_from", "effective_to").unique()
    begun = pl.col("effective_from") <= pl.col("period_start")
    lasting = pl.col("effective_to").is_null() | (pl.col("effective_to") > pl.col("period_start"))
    valid = versions.join(periods, how="cross").filter(begun & lasting)
    return valid.group_by("period", "indicator").agg(pl.col("version").max())


def serving(readings: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    """The reading each source serves: [source, indicator, version, reading, series].

    A series serves a reading when it has ever given every measure of both sides: numerator and denominator never
    come from two endpoints. The first reading in declared order wins; between series, the first by name.
    ``offers``: [source, series, measure, …]; ``readings``: [indicator, version, reading, side, measure, …].
    """
    measures = readings.select(*_READING, "measure").unique()
    needed = measures.group_by(_READING).agg(needed=pl.len())
    given = offers.select("source", "series", "measure").unique()
    had = given.join(measures, on="measure").group_by("source", "series", *_READING).agg(had=pl.len())
    whole = had.join(needed, on=_READING).filter(pl.col("had") == pl.col("needed"))
    first = whole.sort("reading", "series").unique(subset=SERVED, keep="first")
    return first.select(*SERVED, "reading", "series")


def wanted(chosen: pl.DataFrame, readings: pl.DataFrame, stocks: Collection[str]) -> pl.DataFrame:
    """The measures to read: ``serving`` × [measure, above Boolean, need_above, need_below Int64, stock Boolean].

    ``above`` marks the numerator's measures; the two ``need`` columns say how many measures each side adds up.
    ``stock`` is true for a reading with any measure that does not add over days.
    """
    sides = readings.select(*_READING, "measure", above=pl.col("side") == "numerator").unique()
    rows = chosen.join(sides, on=_READING)
    above = pl.col("above").cast(pl.Int64)
    return rows.with_columns(
        need_above=above.sum().over(SERVED),
        need_below=(1 - above).sum().over(SERVED),
        stock=pl.col("measure").is_in(list(stocks)).any().over(SERVED),
    )


def givers(read: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    """Units that ever gave a measure of the served reading: distinct [source, indicator, version, unit]."""
    return offers.join(read, on=["source", "series", "measure"]).select(*SERVED, "unit").unique()


def answerable(givers: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Units and groups a source is to report on: distinct [source, indicator, version, unit].

    A unit is waited for where the source ever gave the reading for it, for a unit beside it (same parent) or for one
    below it. A system that counts the province as a whole only says nothing about its units: they are not late.
    """
    above = ancestors(units).select("unit", "ancestor")
    upward = givers.join(above, on="unit").select(*SERVED, unit="ancestor")
    family = units.select("unit", "level", parent=pl.col("parent").fill_null(""))
    beside = pl.concat([givers, upward]).join(family, on="unit").select(*SERVED, "parent").unique()
    members = beside.join(family, on="parent")
    groups = members.filter(pl.col("parent") != "").select(
        *SERVED, unit=pl.concat_str("parent", "level", separator="/")
    )
    return pl.concat([members.select(*SERVED, "unit"), groups]).unique()
