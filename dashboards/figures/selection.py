"""Which units a list shows, in which order, with which share. Frames have the FIGURES columns plus ``change``."""

from __future__ import annotations

import polars as pl

from monitor.kpi import division

SHORT = ("near", "below", "unreachable", "provisional")
ALL = "all"
WIDEST = 25.0
"""Points of an interval beyond which a change says little (about 60 cases at a rate of 70 %)."""


def units_only(frame: pl.DataFrame, province: str) -> pl.DataFrame:
    """Single units: neither the province's total nor a level's."""
    return frame.filter((pl.col("unit") != province) & (pl.col("kind") != "group"))


def totals_only(province: pl.DataFrame) -> list[str]:
    """Indicators whose source counts the province alone. ``province``: the province's figures."""
    return province.filter(pl.col("basis") == "own")["indicator"].to_list()


def is_short() -> pl.Expr:
    """Below target with enough cases to say so: what a unit is urged for."""
    return (pl.col("shortfall") > 0) & pl.col("status").is_in(SHORT)


def picked(frame: pl.DataFrame, *, status: str | None, kind: str | None, level: str | None) -> pl.DataFrame:
    """Units of one status (None = below target, ``all`` = every unit), of one kind, of one level."""
    if status is None:
        frame = frame.filter(is_short())
    elif status != ALL:
        frame = frame.filter(pl.col("status") == status)
    if kind:
        frame = frame.filter(pl.col("kind") == kind)
    return frame.filter(pl.col("level") == level) if level else frame


def with_share(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``share`` (text, per cent) and ``share_width`` (0-100): each unit's part in what all short units lack."""
    total = pl.col("shortfall").filter(is_short()).sum()
    part = pl.when(is_short()).then(pl.col("shortfall"))
    largest = pl.col("shortfall").filter(is_short()).max()
    return frame.with_columns(
        division.shown(part, total).alias("share"), division.rate(part, largest).alias("share_width")
    )


def ordered(frame: pl.DataFrame, sort: str) -> pl.DataFrame:
    """By what is missing (most first), by rate (lowest first), or by change (sharpest fall first)."""
    by, descending = {"shortfall": ("shortfall", True), "rate": ("rate", False), "change": ("change", False)}[sort]
    return frame.sort([by, "unit"], descending=[descending, False], nulls_last=True)


def status_counts(frame: pl.DataFrame) -> dict[str, int]:
    """How many units have each status."""
    return dict(frame.group_by("status").agg(pl.len()).iter_rows())


def top_share(frame: pl.DataFrame, count: int) -> tuple[int, int, str] | None:
    """(units counted, units short, their share as text) of the ``count`` largest shortfalls; None if none is short."""
    short = ordered(frame.filter(is_short()), "shortfall")
    top = short.head(count)
    if short.is_empty():
        return None
    share = pl.select(division.shown(pl.lit(top["shortfall"].sum()), pl.lit(short["shortfall"].sum()))).item()
    return top.height, short.height, share


def what_if(units: pl.DataFrame, total: dict[str, object], count: int) -> str | None:
    """The province's rate as text if the ``count`` largest shortfalls were made good; None if it has no figure."""
    gained = ordered(units.filter(is_short()), "shortfall").head(count)["shortfall"].sum()
    if total["numerator"] is None or not gained:
        return None
    ends = pl.DataFrame({"num": [total["numerator"]], "den": [total["denominator"]]}, schema_overrides=_INTEGERS)
    return str(ends.select(division.shown(pl.col("num") + gained, pl.col("den"))).item())


def movers(frame: pl.DataFrame, count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The clearest rises and falls: the earlier rate lies outside this period's interval, which is not too wide."""
    before = pl.col("rate") - pl.col("change")
    sure = (pl.col("interval_high") - pl.col("interval_low") <= WIDEST) & (pl.col("status") != "too_few")
    clear = frame.filter(~before.is_between("interval_low", "interval_high") & sure)
    rises = clear.filter(pl.col("change") > 0).sort("change", descending=True).head(count)
    falls = clear.filter(pl.col("change") < 0).sort("change").head(count)
    return rises, falls


_INTEGERS = {"num": pl.Int64, "den": pl.Int64}
