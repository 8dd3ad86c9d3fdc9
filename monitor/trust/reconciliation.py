"""Reconciliation: one indicator from two sources, their difference split into named causes that add up to it.

Every cause is counted, never estimated: what the counts cannot tell stays in ``unexplained``. Differences are the
first source minus the second one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from monitor.kpi.rollup import OWN, ancestors
from monitor.trust.points import with_points

TIMING, UNITS, PROCEDURES, CANCELLED, BASIS, UNEXPLAINED = (
    "timing",
    "units",
    "procedures",
    "cancelled",
    "basis",
    "unexplained",
)
CAUSES = (TIMING, UNITS, PROCEDURES, CANCELLED, BASIS, UNEXPLAINED)
"""In the order in which they are told.

timing       what either source changed after the day on which the other one was last looked at
units        units with counts at one source only, and counts of the period under codes nobody mapped
procedures   procedures with counts at one source only, where both count by procedure
cancelled    withdrawn cases that one source still counts, where both numbers are known
basis        what one source itself counts in both ways: its own measures minus those the other source uses
unexplained  the rest
"""

COMPARED: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "parent": pl.String(),
    "first_numerator": pl.Int64(),
    "first_denominator": pl.Int64(),
    "first_shown": pl.String(),
    "second_numerator": pl.Int64(),
    "second_denominator": pl.Int64(),
    "second_shown": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "points": pl.Int64(),
}
"""One row per unit or group of either source; ``numerator``, ``denominator`` first minus second, null where one is.

``points``: difference of the rates in hundredths of a point, rounded half up from the exact fraction.
"""

PARTS: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "cause": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "points": pl.Int64(),
}
"""Every cause of every unit with a difference; numerators, denominators and points add up to those of ``COMPARED``."""

_SIDES = ["numerator", "denominator"]
_LEAF = ["unit", *_SIDES]


@dataclass(frozen=True)
class Side:
    """What one source says of one indicator in one period.

    ``figures``     FIGURES of the period, one row per unit and group
    ``earlier``     the same as known when the other source was last looked at; None = looked at on the same day
    ``numerator``, ``denominator``   measures of its reading
    ``counted``     [unit, measure, value Int64]: all its counts of the period by unit, reported ones only
    ``procedures``  [unit, procedure, numerator, denominator]: where it counts by procedure
    ``unmapped``    numerator and denominator held back because nobody mapped their unit code
    ``leaves_out``  measures whose cases this source does not count at all
    """

    figures: pl.DataFrame
    earlier: pl.DataFrame | None
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    counted: pl.DataFrame
    procedures: pl.DataFrame
    unmapped: tuple[int, int] = (0, 0)
    leaves_out: frozenset[str] = field(default_factory=frozenset)


def reconciled(first: Side, second: Side, withdrawn: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``COMPARED`` and ``PARTS`` of two sides of one indicator and period.

    ``withdrawn``: [measure, inside]: the cases of ``measure`` are still counted in the measure ``inside``.
    """
    rows = _compared(first, second)
    leaves = _leaves(first, second)
    named = pl.concat(
        [
            _timing(first, second, leaves),
            _units(first, second, leaves, rows),
            _procedures(first, second, leaves),
            _cancelled(first, second, leaves, withdrawn),
            _basis(first, second, leaves),
        ]
    )
    parts = _whole(_summed_up(named, rows), rows)
    return with_points(rows, parts, CAUSES)


def _compared(first: Side, second: Side) -> pl.DataFrame:
    """``COMPARED`` without points, sorted by unit."""
    key, text = "unit", ["unit_name", "kind", "level", "parent"]
    sides = [*_SIDES, "shown"]
    left = first.figures.select(key, *text, *(pl.col(name).alias(f"first_{name}") for name in sides))
    right = second.figures.select(key, *text, *(pl.col(name).alias(f"second_{name}") for name in sides))
    both = left.join(right, on=key, how="full", coalesce=True, suffix="_there")
    named = both.with_columns(pl.coalesce(name, f"{name}_there").alias(name) for name in text)
    differences = [(pl.col(f"first_{side}") - pl.col(f"second_{side}")).alias(side) for side in _SIDES]
    columns = [name for name in COMPARED if name != "points"]
    return named.with_columns(*differences).select(columns).sort(key)


def _leaves(first: Side, second: Side) -> pl.DataFrame:
    """Units counted by themselves at either source: [unit, numerator, denominator, numerator_2, denominator_2].

    None where one source gives no unit by itself: a number for the province alone is no sum of units to compare.
    """
    own = [side.figures.filter(pl.col("basis") == OWN).select(_LEAF) for side in (first, second)]
    summed = [side.figures.filter(pl.col("basis") != OWN)["unit"].to_list() for side in (first, second)]
    leaf = [frame.filter(~pl.col("unit").is_in([*summed[0], *summed[1]])) for frame in own]
    if any(frame.drop_nulls().is_empty() for frame in leaf):
        return _pairs(own[0], own[1], how="inner")
    return _pairs(leaf[0], leaf[1], how="full")


def _pairs(left: pl.DataFrame, right: pl.DataFrame, how: str) -> pl.DataFrame:
    return left.join(right, on="unit", how=how, coalesce=True, suffix="_2")  # type: ignore[arg-type]


def _both_known(leaves: pl.DataFrame) -> pl.DataFrame:
    return leaves.filter(pl.all_horizontal(pl.col(_SIDES + [f"{side}_2" for side in _SIDES]).is_not_null()))


def _timing(first: Side, second: Side, leaves: pl.DataFrame) -> pl.DataFrame:
    """Changes after the other source's last look, of units whose earlier value is known."""
    moved = [
        _cause(_since(side, _both_known(leaves)), TIMING, sign)
        for side, sign in ((first, 1), (second, -1))
        if side.earlier is not None
    ]
    return pl.concat([_nothing(), *moved])


def _since(side: Side, leaves: pl.DataFrame) -> pl.DataFrame:
    """[unit, numerator, denominator]: what the side counts now minus what it counted then."""
    if side.earlier is None:
        return _nothing().select(_LEAF)
    now = side.figures.join(leaves, on="unit", how="semi").select(_LEAF)
    both = now.join(side.earlier.select(_LEAF), on="unit", suffix="_then").drop_nulls()
    return both.select("unit", *(pl.col(name) - pl.col(f"{name}_then") for name in _SIDES))


def _units(first: Side, second: Side, leaves: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Units with counts at one source only; at the top, counts under codes nobody mapped."""
    here, there = (pl.col(column).is_not_null() for column in ("denominator", "denominator_2"))
    only_first = leaves.filter(here & ~there).select(_LEAF)
    only_second = leaves.filter(there & ~here).select("unit", *(pl.col(f"{side}_2").alias(side) for side in _SIDES))
    missing = [second.unmapped[place] - first.unmapped[place] for place in (0, 1)]
    top = rows.filter(pl.col("parent").is_null()).select("unit").head(1 if any(missing) else 0)
    unmapped = top.with_columns(
        pl.lit(value, pl.Int64).alias(side) for side, value in zip(_SIDES, missing, strict=True)
    )
    return pl.concat([_cause(only_first, UNITS, 1), _cause(only_second, UNITS, -1), _cause(unmapped, UNITS, 1)])


def _procedures(first: Side, second: Side, leaves: pl.DataFrame) -> pl.DataFrame:
    """Procedures one source alone counts, in units where both count by procedure."""
    shared = _both_known(leaves).select("unit")
    by_unit = [side.procedures.join(shared, on="unit", how="semi") for side in (first, second)]
    common = [frame.join(other, on="unit", how="semi") for frame, other in (by_unit, by_unit[::-1])]
    alone = [frame.join(other, on=["unit", "procedure"], how="anti") for frame, other in (common, common[::-1])]
    return pl.concat([_cause(alone[0], PROCEDURES, 1), _cause(alone[1], PROCEDURES, -1)])


def _cancelled(first: Side, second: Side, leaves: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """Withdrawn cases inside a side, where it is known of both sources how many they still count."""
    shared = _both_known(leaves).select("unit")
    found = [_nothing()]
    for side in _SIDES:
        inside = [set(getattr(one, side)) for one in (first, second)]
        lines = withdrawn.filter(pl.col("inside").is_in(list(inside[0] & inside[1])))
        for measure in lines["measure"].unique().sort():
            here, there = (_withdrawn(one, measure, shared) for one in (first, second))
            both = here.join(there, on="unit", suffix="_2")
            delta = both.select("unit", (pl.col("value") - pl.col("value_2")).alias(side))
            found.append(_cause(delta, CANCELLED, 1))
    return pl.concat(found)


def _withdrawn(side: Side, measure: str, units: pl.DataFrame) -> pl.DataFrame:
    """[unit, value]: cases of the measure the side still counts; 0 in every unit where it leaves them out."""
    if measure in side.leaves_out:
        return units.with_columns(value=pl.lit(0, pl.Int64))
    return side.counted.filter(pl.col("measure") == measure).join(units, on="unit", how="semi").select("unit", "value")


def _basis(first: Side, second: Side, leaves: pl.DataFrame) -> pl.DataFrame:
    """Where the readings differ and one source counts both of them: its own count minus its count in the other way."""
    shared = _both_known(leaves).select("unit")
    found = [_nothing()]
    for side in _SIDES:
        mine, other = getattr(first, side), getattr(second, side)
        if set(mine) != set(other):
            here = _recounted(first, other, side, shared)
            there = _recounted(second, mine, side, shared).join(here, on="unit", how="anti")
            found += [_cause(here, BASIS, 1), _cause(there, BASIS, -1)]
    return pl.concat(found)


def _recounted(side: Side, measures: tuple[str, ...], name: str, units: pl.DataFrame) -> pl.DataFrame:
    """[unit, <name>]: the side's own count minus its count by ``measures``; only units where it gives all of them."""
    given = side.counted.filter(pl.col("measure").is_in(list(measures)))
    sums = given.group_by("unit").agg(pl.col("value").sum(), had=pl.len()).filter(pl.col("had") == len(measures))
    own = side.figures.join(units, on="unit", how="semi").select("unit", name)
    return own.join(sums, on="unit").select("unit", (pl.col(name) - pl.col("value")).alias(name))


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema={name: kind for name, kind in PARTS.items() if name != "points"})


def _cause(rows: pl.DataFrame, cause: str, sign: int) -> pl.DataFrame:
    """[unit, numerator?, denominator?] as parts; a missing side is 0."""
    side = {name: pl.col(name) * sign if name in rows.columns else pl.lit(0, pl.Int64) for name in _SIDES}
    return rows.select("unit", cause=pl.lit(cause), **side)


def _summed_up(named: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Parts of the leaves, added to everything above them: [unit, cause, numerator, denominator]."""
    units = rows.filter(pl.col("kind") != "group").select("unit", "level", "parent")
    pairs = pl.concat([units.select("unit", ancestor="unit"), ancestors(units)])
    grouped = pairs.join(units.drop_nulls("parent"), left_on="ancestor", right_on="unit").select(
        "unit", ancestor=pl.concat_str("parent", "level", separator="/")
    )
    upward = named.join(pl.concat([pairs, grouped]), on="unit").drop("unit").rename({"ancestor": "unit"})
    return upward.group_by("unit", "cause").agg(pl.col(_SIDES).sum())


def _whole(parts: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Every cause of every row with a difference; what is left of the whole is unexplained."""
    known = rows.filter(pl.col("denominator").is_not_null()).select("unit", "numerator", "denominator")
    causes = pl.DataFrame({"cause": CAUSES[:-1]})
    filled = known.select("unit").join(causes, how="cross").join(parts, on=["unit", "cause"], how="left")
    told = filled.with_columns(pl.col(_SIDES).fill_null(0))
    sums = told.group_by("unit").agg(pl.col(_SIDES).sum())
    rest = known.join(sums, on="unit", suffix="_told").select(
        "unit",
        cause=pl.lit(UNEXPLAINED),
        **{side: pl.col(side) - pl.col(f"{side}_told") for side in _SIDES},
    )
    return pl.concat([told.select("unit", "cause", *_SIDES), rest])
