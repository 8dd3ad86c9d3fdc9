"""Patterns in one unit's months that are to be looked at. Each has an honest explanation too: a finding asks, no more.

Every function takes ``HISTORY`` rows, the month to judge and the thresholds of its check, and gives ``FOUND``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from monitor.kpi.division import quotient, rate
from monitor.trust.history import KEY, LINE, as_found, streak
from monitor.trust.words import said

Limits = Mapping[str, float]
"""Thresholds of one check by name (config/checks.yaml)."""


def always_full(rows: pl.DataFrame, last: int, limits: Limits) -> pl.DataFrame:
    """Exactly 100 % for ``months`` months on end, each with at least ``minimum_denominator`` cases."""
    full = (pl.col("numerator") == pl.col("denominator")) & _enough(limits)
    found = streak(rows, last, full).filter(pl.col("months") >= limits["months"])
    told = said(
        found.with_columns(pl.lit(100.0).alias("value")),
        "{months} tháng liền đúng 100,00 %; {period}: {numerator}/{denominator}",
        "exactly 100.00 % for {months} months on end; {period}: {numerator}/{denominator}",
    )
    return as_found(told, "always_full")


def frozen(rows: pl.DataFrame, last: int, limits: Limits, stocks: Collection[str] = ()) -> pl.DataFrame:
    """Numerator and denominator both the same for ``months`` months on end.

    ``stocks``: indicators of states (number of procedures), which may well stand still.
    """
    moving = rows.filter(~pl.col("indicator").is_in(list(stocks)))
    follows = (pl.col("month") == pl.col("month").shift(1) + 1) & (pl.col(LINE) == pl.col(LINE).shift(1))
    same = [pl.col(side) == pl.col(side).shift(1) for side in ("numerator", "denominator")]
    still = moving.with_columns((follows & same[0] & same[1] & _enough(limits)).alias("still"))
    found = streak(still, last, pl.col("still")).with_columns(pl.col("months") + 1)
    told = said(
        found.filter(pl.col("months") >= limits["months"]).with_columns(pl.col("denominator").alias("value")),
        "{months} tháng liền cùng một số: {numerator}/{denominator}",
        "the same counts for {months} months on end: {numerator}/{denominator}",
    )
    return as_found(told, "frozen_value")


def shrinking(rows: pl.DataFrame, last: int, limits: Limits) -> pl.DataFrame:
    """The denominator fell by ``fall`` per cent or more while the rate rose by ``rise`` points or more.

    The last ``recent`` months are held against the ``baseline`` months before them. What the denominator should have
    been follows the other units of the level: a quiet season is everyone's.
    """
    recent, baseline = int(limits["recent"]), int(limits["baseline"])
    near = rows.filter(pl.col("month").is_between(last - recent - baseline + 1, last))
    two = _before_and_now(near, last - recent, recent, baseline)
    own = [name for name in KEY if name != "unit"]
    others = [
        (pl.col(side).sum().over([*own, "level"]) - pl.col(side)).alias(f"others_{side}")
        for side in ("den_now", "den_before")
    ]
    due = quotient(pl.col("den_before") * pl.col("others_den_now"), pl.col("others_den_before"))
    judged = two.with_columns(others).with_columns(
        due.alias("due"),
        rate(pl.col("num_before"), pl.col("den_before")).alias("rate_before"),
        rate(pl.col("num_now"), pl.col("den_now")).alias("rate_now"),
    )
    fall = (100 - quotient(100 * pl.col("den_now"), pl.col("due"))).alias("fall")
    enough = pl.col("den_before") >= baseline * limits["minimum_denominator"]
    risen = pl.col("rate_now") - pl.col("rate_before") >= limits["rise"]
    found = judged.with_columns(fall).filter(enough, pl.col("fall") >= limits["fall"], risen)
    columns = [pl.col("den_now").alias("value"), pl.col("due").alias("expected")]
    told = said(
        found.with_columns(columns),
        "{recent} tháng gần nhất: mẫu số {den_now}, ít hơn {fall} % so với mức {due} suy từ {baseline} tháng trước và "
        "các đơn vị cùng cấp; tỷ lệ từ {rate_before} % lên {rate_now} %",
        "last {recent} months: denominator {den_now}, {fall} % less than the {due} to be expected from the {baseline} "
        "months before and the units of the same level; the rate went from {rate_before} % to {rate_now} %",
    )
    return as_found(told, "shrinking_denominator")


def rising_exits(rows: pl.DataFrame, last: int, limits: Limits, indicators: Collection[str]) -> pl.DataFrame:
    """The share of dossiers withdrawn, returned or refused rose by ``rise`` points, and by more than chance.

    The last ``recent`` months against the ``baseline`` months before them, as two shares of one pooled share;
    ``limit``: how many standard errors apart.
    """
    recent, baseline = int(limits["recent"]), int(limits["baseline"])
    near = rows.filter(
        pl.col("indicator").is_in(list(indicators)), pl.col("month").is_between(last - recent - baseline + 1, last)
    )
    two = _before_and_now(near, last - recent, recent, baseline)
    pooled = quotient(pl.col("num_now") + pl.col("num_before"), pl.col("den_now") + pl.col("den_before"))
    one = pl.lit(1.0)
    spread = pooled * (1 - pooled) * (quotient(one, pl.col("den_now")) + quotient(one, pl.col("den_before")))
    judged = two.with_columns(
        rate(pl.col("num_before"), pl.col("den_before")).alias("expected"),
        rate(pl.col("num_now"), pl.col("den_now")).alias("value"),
        (100 * spread.sqrt()).alias("error"),
    )
    rise = pl.col("value") - pl.col("expected")
    enough = pl.col("den_now") >= recent * limits["minimum_denominator"]
    found = judged.filter(enough, rise >= limits["rise"], rise > limits["limit"] * pl.col("error"))
    told = said(
        found,
        "hồ sơ rút, trả, từ chối: {recent} tháng gần nhất {num_now}/{den_now} = {value} %; {baseline} tháng trước đó "
        "{num_before}/{den_before} = {expected} %",
        "dossiers withdrawn, returned or refused: last {recent} months {num_now}/{den_now} = {value} %; the {baseline} "
        "months before {num_before}/{den_before} = {expected} %",
    )
    return as_found(told, "rising_exits")


def source_gap(rows: pl.DataFrame, last: int, limits: Limits) -> pl.DataFrame:
    """Two sources tell different rates: by ``points`` or more between all units, or of one unit more than of others.

    What all units share is the sources' way of counting: one finding without a unit. A unit stands out if its gap
    lies ``points`` from the median gap and ``spread`` robust deviations (1.4826 · MAD) away.
    """
    now = rows.filter(pl.col("month") == last, _enough(limits)).with_columns(
        rate(pl.col("numerator"), pl.col("denominator")).alias("rate")
    )
    one = now.unique(["source", "indicator", "calendar", "unit"], keep="first", maintain_order=True)
    pairs = one.join(one, on=["indicator", "calendar", "unit", "period"], suffix="_other").filter(
        pl.col("source") < pl.col("source_other")
    )
    pair = ["source", "source_other", "indicator", "calendar"]
    gap = pairs.with_columns((pl.col("rate") - pl.col("rate_other")).alias("gap"))
    middle = gap.with_columns(pl.col("gap").median().over(pair).alias("middle"))
    away = (pl.col("gap") - pl.col("middle")).abs()
    robust = middle.with_columns((1.4826 * away.median().over(pair)).alias("deviation"))
    apart = (away >= limits["points"]) & (away > limits["spread"] * pl.col("deviation"))
    several = pl.len().over(pair) >= limits["units"]
    units = said(
        robust.filter(apart & several).with_columns(
            pl.col("rate").alias("value"), pl.col("rate_other").alias("expected")
        ),
        "{source}: {rate} %, {source_other}: {rate_other} %; chênh {gap} điểm, các đơn vị khác thường chênh {middle}",
        "{source}: {rate} %, {source_other}: {rate_other} %; {gap} points apart, other units usually {middle}",
    )
    whole = robust.group_by([*pair, "period", "period_start", "period_end"]).agg(
        pl.col("middle").first(), pl.len().alias("units")
    )
    systematic = said(
        whole.filter(pl.col("middle").abs() >= limits["points"]).with_columns(pl.col("middle").alias("value")),
        "{source} và {source_other}: trung vị chênh lệch trên {units} đơn vị là {middle} điểm",
        "{source} and {source_other}: the median gap over {units} units is {middle} points",
    )
    return pl.concat([as_found(units, "source_gap"), as_found(systematic, "source_gap")])


def _enough(limits: Limits) -> pl.Expr:
    return pl.col("denominator") >= limits["minimum_denominator"]


def _before_and_now(rows: pl.DataFrame, border: int, recent: int, baseline: int) -> pl.DataFrame:
    """Sums of a complete baseline and of the complete months after ``border``, with the newest month's columns."""
    now, before = pl.col("month") > border, pl.col("month") <= border
    carried = (*KEY, "level", "period", "period_start", "period_end", "pull_id", "evidence")
    newest = [pl.col(name).last() for name in carried]
    sums = [
        pl.col(side).filter(part).sum().alias(f"{short}_{name}")
        for side, short in (("numerator", "num"), ("denominator", "den"))
        for name, part in (("now", now), ("before", before))
    ]
    grouped = rows.group_by(LINE, maintain_order=True).agg(
        *newest, *sums, now.sum().alias("n"), before.sum().alias("b")
    )
    whole = grouped.filter(pl.col("n") == recent, pl.col("b") == baseline)
    return whole.with_columns(pl.lit(recent).alias("recent"), pl.lit(baseline).alias("baseline"))
