"""Where the trends of a store stop: what the sources did and what is declared, put beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.trust import breaks
from monitor.trust.restatements import Nearly, restatements

if TYPE_CHECKING:
    from monitor.declared import Declared

_LINE = ["indicator", "source", "unit"]
_DEFINED = ("version", "reading", "series")
NEVER = Nearly(share=float("inf"), units=1)
"""A check that is switched off: nothing is ever the source's own change."""


def nearly(declared: Declared, code: str) -> Nearly:
    """The thresholds of the check of this code; ``NEVER`` if it is not declared or switched off."""
    found = declared.thresholds(code)
    return Nearly(found["share"], int(found["units"])) if found else NEVER


def captures(counts: pl.DataFrame, declared: Declared) -> breaks.Captures:
    """What the counts of some days tell of restatements. ``counts``: COUNTS, all versions known."""
    return breaks.Captures.of(counts, restatements(counts, nearly(declared, "source_restated")))


def known(captures: breaks.Captures, declared: Declared) -> pl.DataFrame:
    """``breaks.BREAKS``: those the counts tell of and those declared."""
    return pl.concat([breaks.restated_breaks(captures), _declared(declared)])


def reasons(figures: pl.DataFrame, known: pl.DataFrame, declared: Declared, *, neighbours: bool = True) -> pl.DataFrame:
    """``breaks.reasons`` of FIGURES of some periods, all units of a source.

    ``neighbours``: each period follows the one before; if not (a year apart), nearly all units may well have moved, so
    that a jump of all of them says nothing about the way of counting.
    """
    points = declared.thresholds("source_jumped").get("points", 0.0)
    jump = breaks.Jump(nearly(declared, "source_jumped") if neighbours else NEVER, points)
    return breaks.reasons(figures, known, declared.reading_frame(), jump)


def with_breaks(
    figures: pl.DataFrame, counts: pl.DataFrame, declared: Declared, *, neighbours: bool = True
) -> pl.DataFrame:
    """FIGURES with ``trend_break`` (``trust.breaks``). ``counts``: COUNTS of the same days, all versions known."""
    told = known(captures(counts, declared), declared)
    return breaks.with_breaks(figures, reasons(figures, told, declared, neighbours=neighbours))


def beside(now: pl.DataFrame, before: pl.DataFrame, reasons: pl.DataFrame) -> pl.DataFrame:
    """``trend_break`` and ``change`` of each row of ``now``, in its order: what ``change`` of ``with_breaks`` gives.

    ``now``, ``before``: FIGURES of one period and of the one before it; ``reasons``: of both. All texts may be
    categories, the same kind in all three.
    """
    told = ["period_start", "rate", "calendar", *_DEFINED, "grain", "basis"]
    earlier = before.select(*_LINE, *(pl.col(name).alias(f"before_{name}") for name in told))
    met = now.join(earlier, on=_LINE, how="left", maintain_order="left")
    both = met.join(reasons, on=["indicator", "source", "period"], how="left", maintain_order="left")
    former = pl.col("before_period_start").is_not_null()
    redefined = pl.any_horizontal(pl.col(name) != pl.col(f"before_{name}") for name in _DEFINED)
    same = pl.all_horizontal(
        pl.col(name) == pl.col(f"before_{name}") for name in ("calendar", *_DEFINED, "grain", "basis")
    )
    broken = (
        pl.when(former & redefined).then(pl.lit(breaks.DEFINITION)).when(former).then(pl.col("reason").cast(pl.String))
    )
    marked = both.with_columns(trend_break=broken)
    gained = pl.when(same & pl.col("trend_break").is_null()).then(pl.col("rate") - pl.col("before_rate"))
    return marked.select(trend_break=pl.col("trend_break").cast(now.schema["unit"]), change=gained)


def change(marked: pl.DataFrame, period: str) -> pl.DataFrame:
    """The figures of ``period`` with ``change``, which is null across a break. ``marked``: both periods."""
    current = marked.filter(pl.col("period") == period)
    changed = kpi.change(current, marked.filter(pl.col("period") != period))
    return changed.with_columns(pl.when(pl.col("trend_break").is_null()).then("change"))


def _declared(declared: Declared) -> pl.DataFrame:
    rows = [
        (source.name, change.series, None, None, change.valid_from, breaks.DECLARED)
        for source in declared.sources
        for change in source.basis_changes
    ]
    return pl.DataFrame(rows, schema=breaks.BREAKS, orient="row")
