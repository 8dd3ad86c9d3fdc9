"""Really changed, or noise? A p′-chart of each unit's rate over the months before, with run rules.

Limits follow Laney: the binomial spread times σz, how much more the months scatter than chance alone lets them,
estimated from the mean moving range of the standardised residuals (÷ 1.128) and never below 1. The centre is a
straight line, because digitization grows: only what departs from a unit's own trend is a change. The newest month is
judged against the line through the months before it, with the uncertainty of that line.

D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002), 531-537. Run rules: Western
Electric (2 of 3, 4 of 5), and nine on one side (L. S. Nelson, Journal of Quality Technology 16 (1984), 237-239).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from monitor.kpi.division import quotient, rate
from monitor.trust.history import LINE, as_found
from monitor.trust.words import said

CHECK = "unusual_change"
_PER_RANGE = 0.8865
"""1/1.128: the standard deviation is that share of the mean moving range of two."""
_RUNS = {"two": (3, 2, 2.0), "four": (5, 4, 1.0), "nine": (9, 9, 0.0)}
"""Rule → of how many newest months how many lie beyond how many deviations, all on the side of the newest."""
_RULES = {
    "one": ("ngoài giới hạn", "outside the limits"),
    "two": ("2 trong 3 tháng lệch quá 2σ", "2 of 3 months beyond 2σ"),
    "four": ("4 trong 5 tháng lệch quá 1σ", "4 of 5 months beyond 1σ"),
    "nine": ("9 tháng liền lệch một phía", "9 months on one side"),
}
_SPREAD_PRIOR = 2
"""Two imagined successes and failures keep the spread above 0 where every case succeeded (Agresti and Coull)."""


def unusual(rows: pl.DataFrame, last: int, limits: Mapping[str, float]) -> pl.DataFrame:
    """``FOUND``: units whose newest month breaks a rule and lies ``least_change`` points from what was expected.

    ``rows``: ``HISTORY``. ``baseline``: how many months before are looked at, of which ``minimum_months`` must be
    there; ``limit``: deviations of rule one; every month used has ``minimum_denominator`` cases. Where ``together``
    per cent of the units judged changed the same way at once, it is one finding about the source.
    """
    judged = standardised(rows, last, limits)
    newest = judged.filter(pl.col("month") == last)
    rules = {name: _run(judged, last, *rule) for name, rule in _RUNS.items()}
    marked = newest
    for name, hits in rules.items():
        marked = marked.join(hits.with_columns(pl.lit(value=True).alias(name)), on=LINE, how="left")
    beyond = (pl.col("z").abs() > limits["limit"]).alias("one")
    flags = marked.with_columns(beyond, *(pl.col(name).fill_null(value=False) for name in _RUNS))
    far = (pl.col("value") - pl.col("expected")).abs() >= limits["least_change"]
    broken = pl.any_horizontal("one", *_RUNS) & far
    return _told(flags.with_columns(broken.alias("broken")), limits)


def standardised(rows: pl.DataFrame, last: int, limits: Mapping[str, float]) -> pl.DataFrame:
    """Every month used with ``z``, how many deviations it lies from the line; the newest also with its limits.

    Adds value, expected, low, high (per cent). Units with too few months, or none in month ``last``, are left out.
    """
    near = rows.filter(
        pl.col("month").is_between(last - int(limits["baseline"]), last),
        pl.col("denominator") >= limits["minimum_denominator"],
    )
    x = (pl.col("month") - last).alias("x")
    line = near.with_columns(x).join(_lines(near.with_columns(x), limits), on=LINE, maintain_order="left")
    at = pl.col("centre") + pl.col("slope") * (pl.col("x") - pl.col("middle"))
    own = quotient(pl.lit(1.0), pl.col("denominator"))
    known = quotient(pl.lit(1.0), pl.col("weight")) + quotient(pl.col("middle").pow(2), pl.col("squares")).fill_null(0)
    variance = pl.col("spread") * pl.when(pl.col("x") == 0).then(own + known).otherwise(own)
    share = quotient(pl.col("numerator"), pl.col("denominator"))
    raw = line.with_columns(at.alias("at"), variance.sqrt().alias("sd"), share.alias("share"))
    scored = raw.with_columns(quotient(pl.col("share") - pl.col("at"), pl.col("sd")).alias("z"))
    ranges = pl.col("z").diff().abs().filter(pl.col("x") < 0).mean().over(LINE)
    sigma = pl.max_horizontal(ranges * _PER_RANGE, pl.lit(1.0))
    wide = scored.with_columns(sigma.alias("sigma")).with_columns(quotient(pl.col("z"), pl.col("sigma")).alias("z"))
    reach = limits["limit"] * pl.col("sigma") * pl.col("sd")
    return wide.with_columns(
        rate(pl.col("numerator"), pl.col("denominator")).alias("value"),
        (100 * pl.col("at")).alias("expected"),
        (100 * (pl.col("at") - reach)).alias("low"),
        (100 * (pl.col("at") + reach)).alias("high"),
    )


def _lines(near: pl.DataFrame, limits: Mapping[str, float]) -> pl.DataFrame:
    """The weighted straight line through the months before the newest, one row per line."""
    x, n, den = pl.col("x"), pl.col("numerator"), pl.col("denominator")
    before = x < 0

    def total(what: pl.Expr) -> pl.Expr:
        return what.filter(before).sum()

    sums = near.group_by(LINE).agg(
        before.sum().alias("months"),
        (x == 0).any().alias("now"),
        total(den).alias("weight"),
        total(n).alias("cases"),
        total(den * x).alias("wx"),
        total(den * x * x).alias("wxx"),
        total(n * x).alias("nx"),
    )
    enough = sums.filter(pl.col("now"), pl.col("months") >= limits["minimum_months"])
    middle = quotient(pl.col("wx"), pl.col("weight")).alias("middle")
    centre = quotient(pl.col("cases"), pl.col("weight")).alias("centre")
    squares = (pl.col("wxx") - pl.col("wx") * pl.col("middle")).alias("squares")
    slope = quotient(pl.col("nx") - pl.col("cases") * pl.col("middle"), pl.col("squares")).fill_null(0).alias("slope")
    kept = quotient(pl.col("cases") + _SPREAD_PRIOR, pl.col("weight") + 2 * _SPREAD_PRIOR)
    fitted = enough.with_columns(middle, centre, (kept * (1 - kept)).alias("spread"))
    return (
        fitted.with_columns(squares)
        .with_columns(slope)
        .select(LINE, "months", "weight", "middle", "centre", "squares", "slope", "spread")
    )


def _run(judged: pl.DataFrame, last: int, window: int, hits: int, beyond: float) -> pl.DataFrame:
    """The lines for which ``hits`` of the ``window`` newest months lie beyond, on the newest one's side."""
    side = pl.col("z").sort_by("month").last().sign()
    recent = judged.filter(pl.col("month") > last - window)
    counted = recent.group_by(LINE).agg(
        (pl.col("z") * side > beyond).sum().alias("hits"), (pl.col("z").abs().sort_by("month").last()).alias("newest")
    )
    return counted.filter(pl.col("hits") >= hits, pl.col("newest") > beyond).select(LINE)


def _told(flags: pl.DataFrame, limits: Mapping[str, float]) -> pl.DataFrame:
    group = ["source", "series", "indicator", "version", "reading", "calendar"]
    up = (pl.col("value") > pl.col("expected")).alias("up")
    counted = flags.with_columns(up).with_columns(
        pl.len().over(group).alias("judged"), pl.col("broken").sum().over([*group, "up"]).alias("changed")
    )
    together = (pl.col("changed") * 100 >= limits["together"] * pl.col("judged")) & (pl.col("changed") > 1)
    broken = counted.filter(pl.col("broken"))
    return pl.concat([_of_units(broken.filter(~together)), _of_source(broken.filter(together), group)])


def _of_units(rows: pl.DataFrame) -> pl.DataFrame:
    named = [
        pl.coalesce(pl.when(pl.col(rule)).then(pl.lit(words[place])) for rule, words in _RULES.items()).alias(name)
        for place, name in enumerate(("rule_vi", "rule_en"))
    ]
    told = said(
        rows.with_columns(named),
        "{numerator}/{denominator} = {value} %; theo {months} tháng trước khoảng {low}–{high} % ({rule})",
        "{numerator}/{denominator} = {value} %; by the {months} months before about {low}–{high} % ({rule})",
    )
    return as_found(told, CHECK)


def _of_source(rows: pl.DataFrame, group: list[str]) -> pl.DataFrame:
    whole = rows.group_by([*group, "up", "period", "period_start", "period_end"], maintain_order=True).agg(
        pl.col("judged", "changed").first(),
        (pl.col("value") - pl.col("expected")).median().alias("shift"),
        pl.col("pull_id", "evidence").last(),
    )
    told = said(
        whole,
        "{changed}/{judged} đơn vị cùng thay đổi một lúc, trung vị {shift} điểm: nhiều khả năng do nguồn đổi cách đếm",
        "{changed} of {judged} units changed at once, by {shift} points in the median: probably the source's counting",
    )
    return as_found(told.with_columns(pl.col("shift").alias("value")), CHECK)
