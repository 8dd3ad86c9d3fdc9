"""From units to groups: counts are added along the tree of units, percentages never are."""

from __future__ import annotations

from functools import reduce

import polars as pl

from monitor.kpi.expected import summed

OWN = "own"
CHILDREN = "children"
GROUP = "group"
_NO_GROUP = "province"
"""Provinces are no level group: together they are their parent."""


def ancestors(units: pl.DataFrame) -> pl.DataFrame:
    """Every pair [unit, ancestor] of the tree, at any height, within the units given."""
    step = units.filter(pl.col("parent").is_in(units["unit"].implode())).select("unit", ancestor="parent")
    upward = step.select(ancestor="unit", higher="ancestor")
    pairs = [step]
    while not pairs[-1].is_empty() and len(pairs) <= units.height:
        climbed = pairs[-1].join(upward, on="ancestor").select("unit", ancestor="higher")
        pairs.append(climbed)
    return pl.concat(pairs)


def parents_with_children(pairs: pl.DataFrame, plan: pl.DataFrame, givers: pl.DataFrame) -> pl.DataFrame:
    """Units that are summed from those below: [figure, unit].

    A unit is summed where the source ever gave the reading for any unit below it; otherwise its own counts stand.
    The two are never added. ``pairs``: of ``ancestors``; ``givers``: [source, indicator, version, unit].
    """
    above = givers.join(pairs, on="unit").select("source", "indicator", "version", unit="ancestor").unique()
    return plan.join(above, on=["source", "indicator", "version"]).select("figure", "unit")


def rolled_up(own: pl.DataFrame, pairs: pl.DataFrame, units: pl.DataFrame, summed_up: pl.DataFrame) -> pl.DataFrame:
    """Values of every unit, parents replaced by the sum of the units directly below, lowest parents first.

    ``own``: of ``expected.own_values``; ``pairs``: of ``ancestors``; ``summed_up``: of ``parents_with_children``.
    Adds ``basis``. A parent none of whose units was valid in the period keeps its own counts.
    """
    start = own.with_columns(basis=pl.lit(OWN))
    return reduce(lambda values, level: _lift(values, units, level, summed_up), _lowest_first(pairs), start)


def level_groups(values: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Sums per parent and level of the units directly below it.

    Gives the columns of ``values`` plus [unit_name, kind, level, parent]; unit is ``<parent>/<level>``.
    """
    members = units.filter(pl.col("level") != _NO_GROUP).select("unit", "level", "parent")
    named = units.select(parent="unit", unit_name="unit_name")
    below = values.join(members, on="unit").join(named, on="parent")
    groups = summed(below, ["figure", "parent", "level", "unit_name", "tiling"])
    return groups.with_columns(
        unit=pl.concat_str("parent", "level", separator="/"),
        kind=pl.lit(GROUP),
        basis=pl.lit(CHILDREN),
        broken=pl.lit(value=False),
    )


def _lift(values: pl.DataFrame, units: pl.DataFrame, level: list[str], summed_up: pl.DataFrame) -> pl.DataFrame:
    """Put the sums of the units directly below in the place of the own counts of one level of parents."""
    below = values.join(units.filter(pl.col("parent").is_in(level)).select("unit", "parent"), on="unit")
    sums = summed(below, ["figure", "parent", "tiling"]).rename({"parent": "unit"})
    key = ["figure", "unit"]
    own = values.filter(pl.col("unit").is_in(level))
    kept = sums.join(summed_up, on=key, how="semi").join(own, on=key, how="semi")
    placed = kept.with_columns(basis=pl.lit(CHILDREN), broken=pl.lit(value=False)).select(values.columns)
    rest = values.filter(~pl.col("unit").is_in(level))
    return pl.concat([rest, own.join(placed, on=key, how="anti"), placed])


def _lowest_first(pairs: pl.DataFrame) -> list[list[str]]:
    """Units that have units below them, grouped by how many ancestors they have, most first."""
    parents = pairs.select(unit="ancestor").unique()
    height = parents.join(pairs, on="unit", how="left").group_by("unit").agg(depth=pl.col("ancestor").count())
    levels = height.group_by("depth").agg("unit").sort("depth", descending=True)
    return [list(level) for level in levels["unit"].to_list()]
