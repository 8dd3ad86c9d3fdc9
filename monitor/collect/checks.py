"""Splitting a batch into counts that may be stored and rows that are held back. Pure polars."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from operator import add
from typing import Literal

import polars as pl

from connectors.base import Batch, Span
from monitor.collect.mapping import Places, placed, reject_frame
from monitor.collect.rules import RULES
from monitor.collect.seen import Seen
from monitor.declared.checks import Check
from monitor.store import NEW_QUARANTINE

GROUP = ["series", "code", "period_start", "period_end", "procedure"]
"""The rows of one unit's answer: what is divided and added together."""

ORDER = {rule.code: 2 * place for place, rule in enumerate(RULES)}
DECLARED = ORDER["tied_to_held"] - 1
"""Where the declared checks stand among the reasons: after what is wrong with a row itself, before what ties it."""
FILE = "READ"
"""Method of the evidence of files (``connectors.base.Evidence``)."""
_CELL = [*GROUP, "measure", "value", "row"]
STANDING = frozenset(
    {"unreadable", "contradiction", "provisional", "outside_window", "duplicate_conflict", "not_begun"}
)
"""Reasons that no change of config/ lifts: only another answer of the source can."""
_FOUND = {"row": pl.Int64(), "reason": pl.String(), "detail": pl.String()}


@dataclass(frozen=True, slots=True)
class Relation:
    """Σ left = Σ right or Σ left ≤ Σ right within a group, give or take ``tolerance`` cases.

    ``since`` included, ``until`` excluded, null = open.
    """

    code: str
    left: tuple[str, ...]
    sign: Literal["=", "<="]
    right: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    tolerance: int = 0

    @property
    def measures(self) -> tuple[str, ...]:
        """All measures it speaks of."""
        return self.left + self.right


@dataclass(frozen=True)
class Expected:
    """What rows are checked against; ``window`` None = any period (a file names its own, nobody asked it for one)."""

    places: Places
    measures: frozenset[str]
    relations: tuple[Relation, ...]
    window: frozenset[Span] | None

    @cached_property
    def row_rules(self) -> dict[str, tuple[pl.Expr, pl.Expr]]:
        """Rules of a row by itself: code → whether it is broken, what to say of it."""
        unit = pl.format("{} ({})", pl.col("unit_code"), pl.col("unit_name").fill_null("–"))
        days = pl.format("{}..{}", pl.col("period_start"), pl.col("period_end"))
        value = pl.format("{} = {}", pl.col("measure"), pl.col("value").fill_null(0))
        return {
            "unknown_unit": (~pl.col("unit_known"), unit),
            "unit_not_valid": (pl.col("unit_known") & pl.col("unit").is_null(), pl.format("{} · {}", unit, days)),
            "unknown_measure": (~pl.col("measure").is_in(list(self.measures)), pl.col("measure")),
            "not_a_period": (pl.col("grain").is_null(), days),
            "outside_window": (_outside(self.window), days),
            "not_begun": (pl.col("period_start") > self.places.today, days),
            "negative": (pl.col("value") < 0, value),
        }


@dataclass(frozen=True, slots=True)
class Checked:
    """``good``: placed rows that keep every rule. ``held``: ``NEW_QUARANTINE`` rows. ``rows``: how many came in."""

    good: pl.DataFrame
    held: pl.DataFrame
    rows: int


def relations_of(readings: pl.DataFrame, checks: Iterable[Check] = (), source: str = "") -> tuple[Relation, ...]:
    """Numerator ≤ denominator for every reading of every indicator, and what the declared checks hold back.

    ``readings``: [indicator, version, reading, side, measure, effective_from Date, effective_to Date|null];
    ``source``: comparisons limited to other sources are left out.
    """
    key = ["indicator", "version", "reading", "effective_from", "effective_to"]
    side = pl.col("measure").filter(pl.col("side") == "numerator")
    other = pl.col("measure").filter(pl.col("side") == "denominator")
    grouped = readings.group_by(key, maintain_order=True).agg(side.alias("over"), other.alias("under"))
    rates = tuple(
        Relation(
            "numerator_over_denominator",
            tuple(row["over"]),
            "<=",
            tuple(row["under"]),
            row["effective_from"],
            row["effective_to"],
        )
        for row in grouped.iter_rows(named=True)
    )
    return rates + tuple(_holding(checks, source))


def _holding(checks: Iterable[Check], source: str) -> Iterable[Relation]:
    for check in checks:
        for one in check.compares if check.enabled and check.holds_back else ():
            if not one.sources or source in one.sources:
                sides = (one.right, one.left) if one.sign == ">=" else (one.left, one.right)
                sign: Literal["=", "<="] = "=" if one.sign == "=" else "<="
                yield Relation(check.code, sides[0], sign, sides[1], one.since, one.until, one.tolerance)


def ties(relations: Iterable[Relation]) -> dict[str, int]:
    """Number the measures so that those a relation links, directly or through others, share a number.

    Counts that are divided or added together are stored together or not at all: a new numerator over the
    denominator of an earlier capture would be a rate that never existed.
    """
    number: dict[str, int] = {}
    for index, relation in enumerate(relations):
        merged = {number[measure] for measure in relation.measures if measure in number}
        number.update(dict.fromkeys(relation.measures, index))
        number = {measure: index if old in merged else old for measure, old in number.items()}
    return number


def check(batch: Batch, expected: Expected, earlier: Seen) -> Checked:
    """Split one batch.

    ``earlier`` holds the good rows of the earlier batches of this pull; a batch that contradicts them is held back.
    """
    if batch.evidence.method == FILE and expected.window is not None:
        expected = replace(expected, window=None)
    rows = placed(batch.counts, expected.places)
    broken = _first_reasons([*_row_rules(rows, expected), *_conflicts(rows), *_contradictions(rows, earlier)])
    kept = rows.join(broken, on="row", how="anti") if broken.height else rows
    broken = _first_reasons([broken, *_relation_rules(kept, expected)])
    if broken.is_empty() and not batch.rejects:
        return Checked(rows, pl.DataFrame(schema=NEW_QUARANTINE), rows.height)
    rejects = placed(reject_frame(batch.rejects), expected.places)
    tied = _tied(rows, broken, rejects, ties(expected.relations))
    found = _first_reasons([broken, tied])
    held = rows.join(found, on="row").sort("row").with_columns(pl.col("value").cast(pl.String))
    return Checked(
        rows.join(found, on="row", how="anti", maintain_order="left"),
        pl.concat([held.select(NEW_QUARANTINE.keys()), rejects.select(NEW_QUARANTINE.keys())]),
        rows.height + rejects.height,
    )


def rechecked(
    rows: pl.DataFrame, contested: pl.DataFrame, known: pl.DataFrame, expected: Expected, earlier: Seen
) -> pl.DataFrame:
    """What is still wrong with rows held back before: [row, reason, detail], one line for each such row.

    ``rows``: placed rows with the ``reason`` and ``detail`` they were held for; ``contested``: what is wrong with some
    of them beside the rules, in the columns of the answer; ``known``: the newest COUNTS of their
    units, series and days, for the sums of counts of which some were stored at once; ``earlier``: rows of the same pull
    that turned out good before these.
    """
    standing = pl.concat([rows.filter(pl.col("reason").is_in(list(STANDING))).select(_FOUND.keys()), contested])
    free = rows.join(standing, on="row", how="anti", maintain_order="left")
    broken = _first_reasons([standing, *_row_rules(free, expected), *_conflicts(free), *_contradictions(free, earlier)])
    kept = free.join(broken, on="row", how="anti", maintain_order="left")
    beside = pl.concat([kept.select(_CELL), _beside(kept, known)])
    sums = (found.filter(pl.col("row") >= 0) for found in _relation_rules(beside, expected))
    broken = _first_reasons([broken, *sums])
    tied = _tied(rows, broken, rows.clear(), ties(expected.relations))
    return _first_reasons([broken, tied])


def _beside(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Known counts of the cells of ``rows`` that are not among them, as rows of number -1."""
    cells = rows.select("series", "unit", "code", "period_start", "period_end", "procedure").unique()
    found = known.join(cells, on=["series", "unit", "period_start", "period_end", "procedure"])
    other = found.join(rows, on=[*GROUP, "measure"], how="anti")
    return other.with_columns(pl.lit(-1, pl.Int64).alias("row")).select(_CELL)


def _first_reasons(found: Iterable[pl.DataFrame]) -> pl.DataFrame:
    every = pl.concat([pl.DataFrame(schema=_FOUND), *found])
    if every.is_empty():
        return every
    rank = pl.col("reason").replace_strict(ORDER, default=DECLARED, return_dtype=pl.Int64)
    return every.sort(rank, maintain_order=True).unique("row", keep="first", maintain_order=True)


def _row_rules(rows: pl.DataFrame, expected: Expected) -> Iterable[pl.DataFrame]:
    suspect = rows.filter(pl.any_horizontal(condition for condition, _ in expected.row_rules.values()))
    for code, (condition, detail) in expected.row_rules.items() if suspect.height else ():
        yield _found(suspect.filter(condition), code, detail)


def _outside(window: frozenset[Span] | None) -> pl.Expr:
    if window is None:
        return pl.lit(value=False)
    asked = [{"start": span.start, "end": span.end} for span in window]
    span = pl.struct(pl.col("period_start").alias("start"), pl.col("period_end").alias("end"))
    return ~span.is_in(pl.Series(asked, dtype=pl.Struct({"start": pl.Date, "end": pl.Date})).implode())


def _conflicts(rows: pl.DataFrame) -> Iterable[pl.DataFrame]:
    who = pl.coalesce("unit", "code")
    key = ["series", "who", "measure", "period_start", "period_end", "procedure"]
    named = rows.lazy().with_columns(who.alias("who"))
    twice = named.filter(pl.struct(key).is_duplicated()).collect(engine="in-memory")
    if twice.is_empty():
        return
    seen = twice.with_columns(
        pl.col("value").n_unique().over(key).alias("different"),
        pl.col("value").cast(pl.String).fill_null("null").unique(maintain_order=True).implode().over(key).alias("all"),
    )
    conflicts = seen.filter(pl.col("different") > 1)
    yield _found(
        conflicts, "duplicate_conflict", pl.format("{}: {}", pl.col("measure"), pl.col("all").list.join(" ≠ "))
    )


def _contradictions(rows: pl.DataFrame, earlier: Seen) -> Iterable[pl.DataFrame]:
    key = ["series", "unit", "measure", "period_start", "period_end", "procedure"]
    near = earlier.near(rows)
    if near.is_empty():
        return
    both = rows.join(near.select(*key, pl.col("value").alias("before")), on=key)
    detail = pl.format("{}: {} ≠ {}", pl.col("measure"), _shown("before"), _shown("value"))
    yield _found(both.filter(pl.col("value").ne_missing(pl.col("before"))), "duplicate_conflict", detail)


def _relation_rules(rows: pl.DataFrame, expected: Expected) -> Iterable[pl.DataFrame]:
    reported = rows.filter(pl.col("value").is_not_null())
    # A count given twice has one value here: two values are a conflict, found before.
    wide = reported.pivot("measure", index=GROUP, values="value", aggregate_function="first")
    relations = [relation for relation in expected.relations if set(relation.measures) <= set(wide.columns)]
    suspect = wide.filter(pl.any_horizontal(False, *map(_breaks, relations)))  # noqa: FBT003
    for relation in relations if suspect.height else ():
        groups = suspect.filter(_breaks(relation)).select(*GROUP, _sums(relation).alias("sums"))
        involved = rows.filter(pl.col("measure").is_in(list(relation.measures))).join(groups, on=GROUP)
        yield _found(involved, relation.code, pl.col("sums"))


def _in_force(relation: Relation) -> pl.Expr:
    begun = pl.lit(value=True) if relation.since is None else pl.col("period_end") >= relation.since
    not_over = pl.lit(value=True) if relation.until is None else pl.col("period_start") < relation.until
    return begun & not_over


def _breaks(relation: Relation) -> pl.Expr:
    over = _sum(relation.left) - _sum(relation.right)
    return _in_force(relation) & ((over.abs() if relation.sign == "=" else over) > relation.tolerance)


def _sum(measures: tuple[str, ...]) -> pl.Expr:
    # The operator, not sum_horizontal: a sum with an unreported part is null and breaks nothing.
    return reduce(add, [pl.col(measure) for measure in measures])


def _sums(relation: Relation) -> pl.Expr:
    sign = "≠" if relation.sign == "=" else ">"
    text = f"{' + '.join(relation.left)} = {{}} {sign} {' + '.join(relation.right)} = {{}}"
    return pl.format(text, _sum(relation.left), _sum(relation.right))


def _tied(rows: pl.DataFrame, broken: pl.DataFrame, rejects: pl.DataFrame, tie: dict[str, int]) -> pl.DataFrame:
    number = pl.col("measure").replace_strict(tie, default=None, return_dtype=pl.Int64).alias("tie")
    key = [*GROUP, "tie"]
    held = pl.concat([rows.join(broken, on="row").select(*GROUP, "measure"), rejects.select(*GROUP, "measure")])
    reasons = (
        held.with_columns(number)
        .drop_nulls("tie")
        .group_by(key, maintain_order=True)
        .agg(pl.col("measure").unique(maintain_order=True).str.join(", ").alias("held"))
    )
    return _found(rows.with_columns(number).join(reasons, on=key), "tied_to_held", pl.col("held"))


def _found(rows: pl.DataFrame, code: str, detail: pl.Expr) -> pl.DataFrame:
    return rows.select("row", pl.lit(code).alias("reason"), detail.cast(pl.String).fill_null("").alias("detail"))


def _shown(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("null")
