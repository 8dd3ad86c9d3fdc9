"""The proposed grade of each unit for a quarter or a year: the rule is declared, the data stand beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from monitor.declared.report_models import Grade
from monitor.reports.content import Content

GRADES: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "judged": pl.Int64(),
    "at_target": pl.Int64(),
    "at_milestone": pl.Int64(),
    "grade": pl.String(),
}
"""One row per unit. ``judged``: headline indicators with a figure that may be judged; of these ``at_target`` meet the
target and ``at_milestone`` this year's milestone or the target. ``grade``: code of the first grade that fits, null
where nothing could be judged: a unit without cases is not graded.
"""

_JUDGED = ("met", "near", "below", "unreachable")


def graded(content: Content, grades: Sequence[Grade]) -> pl.DataFrame:
    """``GRADES`` of every unit. Shares are compared on whole numbers: 100·met ≥ share·judged."""
    headline = content["figures"].filter(
        pl.col("chosen"),
        pl.col("indicator").is_in(content.headline),
        content.single,
    )
    judged = pl.col("status").is_in(_JUDGED)
    at_target = judged & (pl.col("status") == "met")
    at_milestone = at_target | (judged & (pl.col("milestone_shortfall") == 0))
    counted = headline.group_by("unit", "unit_name", "kind").agg(
        judged.cast(pl.Int64).sum().alias("judged"),
        at_target.cast(pl.Int64).sum().alias("at_target"),
        at_milestone.cast(pl.Int64).sum().alias("at_milestone"),
    )
    return counted.with_columns(_grade(grades)).select(GRADES.keys()).sort("unit")


def _grade(grades: Sequence[Grade]) -> pl.Expr:
    chosen: pl.Expr = pl.lit(None, dtype=pl.String)
    for grade in reversed(grades):
        fits = _reaches("at_target", grade.at_target) & _reaches("at_milestone", grade.at_milestone)
        chosen = pl.when(fits).then(pl.lit(grade.code)).otherwise(chosen)
    return pl.when(pl.col("judged") > 0).then(chosen).alias("grade")


def _reaches(column: str, share: object) -> pl.Expr:
    return 100 * pl.col(column) >= pl.lit(float(str(share))) * pl.col("judged")
