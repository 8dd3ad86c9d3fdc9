"""Where the trends of a store stop: what the sources did and what is declared, put beside the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.trust import breaks
from monitor.trust.restatements import Nearly, restatements

if TYPE_CHECKING:
    from monitor.declared import Declared

NEVER = Nearly(share=float("inf"), units=1)
"""A check that is switched off: nothing is ever the source's own change."""


def nearly(declared: Declared, code: str) -> Nearly:
    """The thresholds of the check of this code; ``NEVER`` if it is not declared or switched off."""
    found = declared.thresholds(code)
    return Nearly(found["share"], int(found["units"])) if found else NEVER


def with_breaks(
    figures: pl.DataFrame, counts: pl.DataFrame, declared: Declared, *, neighbours: bool = True
) -> pl.DataFrame:
    """FIGURES with ``trend_break`` (``trust.breaks``). ``counts``: COUNTS of the same days, all versions known.

    ``neighbours``: each period follows the one before; if not (a year apart), nearly all units may well have moved, so
    that a jump of all of them says nothing about the way of counting.
    """
    restated = restatements(counts, nearly(declared, "source_restated"))
    known = pl.concat([breaks.restated_breaks(counts, restated), _declared(declared)])
    points = declared.thresholds("source_jumped").get("points", 0.0)
    jump = breaks.Jump(nearly(declared, "source_jumped") if neighbours else NEVER, points)
    return breaks.with_breaks(figures, known, declared.reading_frame(), jump)


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
