"""Rules × figures → one decision with its reason for every rule and unit. Pure polars: no clock, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from monitor.alerts.conditions import with_bad, with_goal
from monitor.alerts.frames import BLOCKS, DECISIONS, LIVE, SILENCES
from monitor.declared.alert_models import AlertRule
from monitor.periods import Period
from monitor.workdays import WorkDays

KEY = ["rule", "subject"]
CLOSED_RATES = ("off_target", "falling", "shortfall_share")
"""Conditions on the counts of a closed month: those change only when the source restates them."""


@dataclass(frozen=True)
class Situation:
    """Everything a decision depends on.

    ``figures``   FIGURES of consecutive months of each calendar a rule uses, plus ``direction`` and
                  ``minimum_denominator`` of the indicator's version; all sources.
    ``chosen``    indicator → source whose figures are judged where a rule names none.
    ``months``    the months of ``figures`` in order, by calendar; the last one is the running month.
    ``sources``   SOURCES. ``live`` LIVE. ``silences`` SILENCES. ``blocks`` BLOCKS: figures held under check.
    ``today``     the day of asking in Vietnam.
    """

    figures: pl.DataFrame
    chosen: dict[str, str]
    months: dict[str, tuple[Period, ...]]
    sources: pl.DataFrame
    today: date
    workdays: WorkDays
    live: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LIVE))
    silences: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SILENCES))
    blocks: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BLOCKS))


def decide(rules: tuple[AlertRule, ...], situation: Situation, default_calendar: str) -> pl.DataFrame:
    """DECISIONS of every rule, sorted by rule (declared order) and subject.

    A rule that is switched off, or whose indicator has no counts, gives one row without a subject that says so.
    """
    if not rules:
        return pl.DataFrame(schema=DECISIONS)
    parts = [_of_rule(rule, situation, rule.calendar or default_calendar) for rule in rules]
    judged = pl.concat(pl.collect_all(parts, engine="in-memory"))
    decided = _decided(judged, situation)
    order = pl.DataFrame({"rule": [rule.code for rule in rules], "order": range(len(rules))}, schema_overrides=_ORDER)
    return decided.join(order, on="rule").sort("order", "subject").select(DECISIONS.keys())


_ORDER = {"rule": pl.String(), "order": pl.Int64()}


def _of_rule(rule: AlertRule, situation: Situation, calendar: str) -> pl.LazyFrame:
    if not rule.enabled:
        return _remark(rule, "disabled")
    if rule.when.kind == "stale":
        return _stale(rule, situation)
    source = rule.source or situation.chosen.get(rule.indicator or "")
    period, early = judged_period(rule, situation, calendar)
    if source is None:
        return _remark(rule, "no_figures")
    cells = situation.figures.filter(
        pl.col("indicator") == rule.indicator,
        pl.col("source") == source,
        pl.col("calendar") == calendar,
        in_scope(rule),
    )
    if cells.is_empty() or period is None:
        return _remark(rule, "before_deadline" if early and not cells.is_empty() else "no_figures")
    placed = _placed(cells.lazy(), situation.months[calendar], period)
    return _windowed(rule, _unjudgeable(rule, with_bad(with_goal(placed, rule.when), rule), situation), period)


def judged_period(rule: AlertRule, situation: Situation, calendar: str) -> tuple[Period | None, bool]:
    """The month a rule looks at today; None, and whether a deadline that has not passed is why.

    The newest month that has ended; for "not reported" the newest whose deadline has passed; for "no longer
    reachable" the running month.
    """
    months = situation.months.get(calendar, ())
    if rule.when.kind == "unreachable":
        return (months[-1] if months else None), False
    closed = [month for month in months if month.closed(situation.today)]
    if rule.when.kind == "not_reported":
        due = [month for month in closed if situation.workdays.after(month.end, rule.when.days) < situation.today]
        return (due[-1] if due else None), bool(closed) and not due
    return (closed[-1] if closed else None), False


def in_scope(rule: AlertRule) -> pl.Expr:
    """Whether a row's unit is watched by the rule; sums of groups never are."""
    scope = rule.scope
    wanted = pl.col("kind") != "group"
    for column, names in (("level", scope.levels), ("kind", scope.kinds), ("unit", scope.units)):
        if names:
            wanted &= pl.col(column).is_in(list(names))
    return wanted & ~pl.col("unit").is_in(list(scope.without))


def _placed(cells: pl.LazyFrame, months: tuple[Period, ...], period: Period) -> pl.LazyFrame:
    """Rows up to the judged month, each with the place of its month."""
    places = {month.code: place for place, month in enumerate(months) if month <= period}
    known = cells.filter(pl.col("period").is_in(list(places)))
    placed = known.with_columns(place=pl.col("period").replace_strict(places, return_dtype=pl.Int64))
    return placed.sort("unit", "place")


def _unjudgeable(rule: AlertRule, cells: pl.LazyFrame, situation: Situation) -> pl.LazyFrame:
    """Add ``why_not`` String: why a row cannot be judged, null where it can."""
    minimum = pl.col("minimum_denominator") if rule.minimum_denominator is None else pl.lit(rule.minimum_denominator)
    provisional = pl.lit(value=False) if rule.provisional else pl.col("provisional")
    told = [((pl.col("status") == "needs_check") | pl.col("blocked"), "under_check"), (provisional, "provisional")]
    if rule.when.kind != "not_reported":
        told += [
            (pl.col("denominator").is_null(), "not_reported"),
            (pl.col("denominator") == 0, "no_cases"),
            (pl.col("denominator") < minimum, "too_few"),
            (pl.col("goal").is_null(), "no_milestone"),
        ]
    first = pl.coalesce(pl.when(holds).then(pl.lit(reason)) for holds, reason in told)
    return _blocked(cells, situation.blocks).with_columns(why_not=first)


def _blocked(cells: pl.LazyFrame, blocks: pl.DataFrame) -> pl.LazyFrame:
    """Add ``blocked``: a finding holds the figure under check. A null in BLOCKS stands for every value."""
    key = ["unit", "period"]
    hit = [pl.LazyFrame(schema=dict.fromkeys(key, pl.String()))]
    for empty, part in blocks.group_by([pl.col(name).is_null() for name in BLOCKS]):
        named = [name for name, null in zip(BLOCKS, empty, strict=True) if not null]
        met = cells.join(part.lazy().select(named).unique(), on=named, how="semi") if named else cells
        hit.append(met.select(key))
    marked = pl.concat(hit).unique().with_columns(blocked=pl.lit(value=True))
    found = cells.join(marked, on=key, how="left", maintain_order="left")
    return found.with_columns(pl.col("blocked").fill_null(value=False))


def _windowed(rule: AlertRule, cells: pl.LazyFrame, period: Period) -> pl.LazyFrame:
    """The judged month's rows with ``holds`` over the rule's number of months, and why it cannot be said.

    The newest month decides first: fine there is fine. An older month that is fine says "not yet".
    """
    length = rule.when.periods if rule.when.kind == "off_target" else 1
    bad, why = pl.col("bad"), pl.col("why_not")
    holds, reason = pl.lit(value=True), pl.lit("cause")
    for back in reversed(range(length)):
        neighbour = (pl.col("place").shift(back).over("unit") == pl.col("place") - back).fill_null(value=False)
        told = why.shift(back).over("unit")
        here_bad = bad.shift(back).over("unit").fill_null(value=False)
        unknown = ~neighbour | told.is_not_null()
        fine = "fine" if back == 0 else "not_yet"
        holds = pl.when(unknown).then(None).when(~here_bad).then(pl.lit(value=False)).otherwise(holds)
        reason = (
            pl.when(~neighbour)
            .then(pl.lit("not_yet"))
            .when(told.is_not_null())
            .then(told)
            .when(~here_bad)
            .then(pl.lit(fine))
            .otherwise(reason)
        )
    judged = cells.with_columns(holds=holds, reason=reason, bad_now=bad & why.is_null())
    return _row(rule, judged.filter(pl.col("period") == period.code), subject=pl.col("unit"))


def _stale(rule: AlertRule, situation: Situation) -> pl.LazyFrame:
    """A row per enabled source: whether its newest complete pull is too long ago."""
    limit = situation.today - timedelta(days=rule.when.days)
    day = pl.col("complete_at").dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date()
    watched = situation.sources.lazy().filter(pl.col("enabled"))
    judged = watched.with_columns(holds=day < limit, captured_at=pl.col("complete_at")).with_columns(
        reason=pl.when(pl.col("holds").is_null())
        .then(pl.lit("never_pulled"))
        .when(pl.col("holds"))
        .then(pl.lit("cause"))
        .otherwise(pl.lit("fine")),
        bad_now=pl.col("holds").fill_null(value=False),
        cleared=~pl.col("holds").fill_null(value=True),
        # A new complete pull is what a newer month is to a figure.
        period=day.dt.to_string("%Y-%m-%d"),
    )
    return _row(rule, judged, subject=pl.col("source"))


def _row(rule: AlertRule, judged: pl.LazyFrame, subject: pl.Expr) -> pl.LazyFrame:
    """The columns of DECISIONS that are known before live alerts and silences are looked at, and two helpers."""
    filled = judged.with_columns(rule=pl.lit(rule.code), subject=subject)
    renamed = filled.drop("shortfall", strict=False).rename({"missing": "shortfall"}, strict=False)
    present = renamed.collect_schema().names()
    missing = [name for name in DECISIONS if name not in present]
    wide = renamed.with_columns(pl.lit(None).alias(name) for name in missing)
    columns = [pl.col(name).cast(kind) for name, kind in DECISIONS.items()]
    return wide.select(
        *columns,
        "cleared",
        "bad_now",
        about_source=pl.lit(rule.when.kind == "stale"),
        restatable=pl.lit(rule.when.kind in CLOSED_RATES and not rule.provisional),
    )


def _remark(rule: AlertRule, reason: str) -> pl.LazyFrame:
    row = {"rule": rule.code, "subject": "", "indicator": rule.indicator, "decision": "none", "reason": reason}
    frame = pl.LazyFrame([row], schema=DECISIONS)
    flags = {name: pl.lit(value=False) for name in ("cleared", "bad_now", "about_source", "restatable")}
    return frame.with_columns(**flags)


def _decided(judged: pl.DataFrame, situation: Situation) -> pl.DataFrame:
    """Look at the source's state, the live alerts and the silences, and say what is to be done."""
    known = _with_surroundings(judged, situation)
    holds, live, trouble = pl.col("holds"), pl.col("alert_id").is_not_null(), pl.col("trouble")
    still = holds | pl.col("bad_now") | ~pl.col("cleared")
    same_period = pl.col("period") == pl.col("opened_period")
    silenced = pl.col("silence_id").is_not_null()
    said = (
        pl.when(pl.col("subject") == "")
        .then(_say("none", pl.col("reason")))
        .when(trouble.is_not_null() & ~pl.col("about_source"))
        .then(_say("inhibit", trouble))
        .when(holds.is_null() & ~pl.col("bad_now"))
        .then(_say("inhibit", pl.col("reason")))
        .when(live & same_period & ~holds.fill_null(value=True) & pl.col("restatable"))
        .then(_say("restate", pl.lit("restated")))
        .when(live & still.fill_null(value=True))
        .then(_say("keep", pl.when(pl.col("bad_now")).then(pl.lit("already_open")).otherwise(pl.lit("hysteresis"))))
        .when(live)
        .then(_say("recover", pl.lit("gone")))
        .when(holds.is_null())
        .then(_say("inhibit", pl.col("reason")))
        .when(holds & silenced)
        .then(_say("inhibit", pl.lit("silenced")))
        .when(holds)
        .then(_say("open", pl.lit("cause")))
        .otherwise(_say("none", pl.col("reason")))
    )
    decided = known.with_columns(said=said)
    return decided.with_columns(
        decision=pl.col("said").struct.field("decision"), reason=pl.col("said").struct.field("reason")
    )


def _say(decision: str, reason: pl.Expr) -> pl.Expr:
    return pl.struct(decision=pl.lit(decision), reason=reason)


def _with_surroundings(judged: pl.DataFrame, situation: Situation) -> pl.DataFrame:
    """Add trouble of the source, alert_id, state, opened_period, silence_id."""
    trouble = situation.sources.select("source", "trouble")
    return (
        judged.drop("alert_id", "state", "silence_id")
        .join(trouble, on="source", how="left")
        .join(situation.live, on=KEY, how="left")
        .join(_silenced(judged, situation.silences), on=KEY, how="left")
    )


def _silenced(judged: pl.DataFrame, silences: pl.DataFrame) -> pl.DataFrame:
    """The first silence that covers each row: [rule, subject, silence_id]."""
    pairs = judged.select(KEY).join(silences, how="cross", suffix="_of")
    covers = pl.all_horizontal(pl.col(f"{name}_of").is_null() | (pl.col(f"{name}_of") == pl.col(name)) for name in KEY)
    return pairs.filter(covers).group_by(KEY).agg(pl.col("silence_id").min())
