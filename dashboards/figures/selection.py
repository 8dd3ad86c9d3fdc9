"""Which units a list shows, in which order, with which share. Frames have the FIGURES columns plus ``change``."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import polars as pl

from monitor.kpi import division
from monitor.kpi.gaps import shared

SHORT = ("near", "below", "unreachable", "provisional")
ALL = "all"
SHORT_ONLY = "short"
"""Address word for the units below target, where a page shows all of them without it."""
ORDERS = ("place", "unit", "kind", "rate", "change", "shortfall", "cases")
"""Columns a list can be sorted by; an order is such as rate-desc."""
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
    """Units of one status (None or ``short`` = below target, ``all`` = every unit), of one kind, of one level."""
    if status in {None, SHORT_ONLY}:
        frame = frame.filter(is_short())
    elif status != ALL:
        frame = frame.filter(pl.col("status") == status)
    if kind:
        frame = frame.filter(pl.col("kind") == kind)
    return frame.filter(pl.col("level") == level) if level else frame


def with_share(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``short`` Boolean and the shares of ``kpi.gaps.shared``: each unit's part in what all short units lack."""
    return shared(frame.with_columns(short=is_short().fill_null(value=False)))


def ordered(frame: pl.DataFrame, sort: str) -> pl.DataFrame:
    """By what is missing (most first), by rate (lowest first), or by change (sharpest fall first)."""
    by, descending = {"shortfall": ("shortfall", True), "rate": ("rate", False), "change": ("change", False)}[sort]
    return frame.sort([by, "unit"], descending=[descending, False], nulls_last=True)


def with_place(frame: pl.DataFrame, direction: str) -> pl.DataFrame:
    """Add ``place`` UInt32: 1 for the best rate, the same for equal ones; null without a rate."""
    return frame.with_columns(pl.col("rate").rank("min", descending=direction == "high").cast(pl.UInt32).alias("place"))


def found(frame: pl.DataFrame, text: str | None) -> pl.DataFrame:
    """Units whose name or code holds every word of ``text``, written with or without accents."""
    wanted = folded(text or "").split()
    if not wanted:
        return frame
    names = [f"{folded(name)} {code.lower()}" for name, code in frame.select("unit_name", "unit").iter_rows()]
    return frame.filter(pl.Series([all(word in name for word in wanted) for name in names], dtype=pl.Boolean))


def arranged(frame: pl.DataFrame, order: str | None, sort: str) -> pl.DataFrame:
    """In an order such as rate-desc, else by ``sort`` (see ``ordered``); what has no value comes last."""
    if order is None:
        return ordered(frame, sort)
    column, _, direction = order.rpartition("-")
    names = pl.Series("by", [folded(name) for name in frame["unit_name"]], dtype=pl.String)
    by = {"unit": pl.lit(names), "cases": pl.col("denominator")}.get(column, pl.col(column))
    keyed = frame.with_columns(by=by)
    return keyed.sort(["by", "unit"], descending=[direction == "desc", False], nulls_last=True).drop("by")


@lru_cache(maxsize=16_384)
def folded(text: str) -> str:
    """Lower-case text without accents, đ as d: what people type when they search."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


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


def movers(frame: pl.DataFrame, count: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The clearest rises and falls: the earlier rate lies outside this period's interval, which is not too wide."""
    before = pl.col("rate") - pl.col("change")
    sure = (pl.col("interval_high") - pl.col("interval_low") <= WIDEST) & (pl.col("status") != "too_few")
    clear = frame.filter(~before.is_between("interval_low", "interval_high") & sure)
    rises = clear.filter(pl.col("change") > 0).sort("change", descending=True).head(count)
    falls = clear.filter(pl.col("change") < 0).sort("change").head(count)
    return rises, falls
