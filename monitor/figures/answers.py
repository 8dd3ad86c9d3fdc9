"""Figures as the command line and other programs get them: the stable columns of design §7."""

from __future__ import annotations

import polars as pl

_DIRECT = (
    "indicator",
    "version",
    "unit",
    "unit_name",
    "level",
    "period",
    "calendar",
    "source",
    "numerator",
    "denominator",
    "rate",
    "shown",
    "target",
    "milestone",
    "shortfall",
    "status",
    "certainty",
)
_AFTER = (
    "captured_at",
    "provisional",
    "restated",
    "series",
    "basis",
    "pull_id",
    "evidence",
    "change",
    "trend_break",
    "simulated",
    "map",
)


def public(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures with ``interval`` a list [low, high] and ``completeness`` a struct {reported, expected}.

    Takes FIGURES plus ``change``, ``trend_break``, ``simulated`` and ``map``; ``rate``, ``target``, ``milestone`` and
    ``interval`` are per cent, ``rate`` exact to double, ``shown`` its text rounded half up to two decimals.
    """
    interval = pl.concat_list("interval_low", "interval_high").alias("interval")
    completeness = pl.struct("reported", "expected").alias("completeness")
    return figures.select(*_DIRECT, interval, completeness, *_AFTER)


def flat(figures: pl.DataFrame) -> pl.DataFrame:
    """The same columns with one value a cell, for CSV."""
    return figures.select(*_DIRECT, "interval_low", "interval_high", "reported", "expected", *_AFTER)
