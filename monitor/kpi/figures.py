"""Counts in, figures out: the rooms of the arithmetic put in a row. No clock, no database, nothing kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from monitor.kpi import expected, known, mergers, parts, procedures, rollup, serving, status, tiling
from monitor.kpi.frames import FIGURES, period_frame
from monitor.kpi.procedures import PROCEDURE_SUMS
from monitor.periods import Period

_CHECKS = ["source", "series", "unit", "measure", "period_start", "period_end"]


@dataclass(frozen=True)
class FigureInput:
    """Everything a figure depends on.

    ``counts``       COUNTS with all captured versions, of any calendar. Which reading a source serves and whether it
                     counts for a group's units is read from this frame: pass all counts of the sources, or pass
                     ``offers`` with a frame cut to the periods asked for.
    ``units``        [unit, unit_name, kind, level, parent, valid_from Date, valid_to Date|null], both days included.
    ``readings``     [indicator, version, reading, side numerator|denominator, measure, effective_from Date,
                     effective_to Date|null (exclusive)].
    ``targets``      [indicator, kind, year, target Int64, milestone Int64|null], hundredths of a per cent.
    ``indicators``   [indicator, version, direction high|low, minimum_denominator Int64, …].
    ``periods``      periods of one calendar and one length.
    ``today``        the day of asking in Asia/Ho_Chi_Minh: a period that has not ended before it is open.
    ``as_known_at``  an instant with time zone: later captures are not read. None = everything.
    ``quarantine``   open quarantine rows [source, series, unit, measure, period_start, period_end, calendar?].
    ``units_as_of``  source → "period" (default) or "today".
    ``stocks``       measures that do not add over days.
    ``pulls``        complete pulls [source, started_at, window_start, window_end]: a count found unchanged after its
                     period's end is then no longer provisional.
    ``offers``       ``known.offered`` of all counts of the calendar, where the caller keeps it. It must be taken
                     from the same captures: leave it out together with ``as_known_at``.
    ``heirs``        [unit, successor, weight, whole] of ``mergers.inherited``: figures on today's map. None = as
                     published then.
    """

    counts: pl.DataFrame
    units: pl.DataFrame
    readings: pl.DataFrame
    targets: pl.DataFrame
    indicators: pl.DataFrame
    periods: tuple[Period, ...]
    today: date
    as_known_at: datetime | None = None
    quarantine: pl.DataFrame | None = None
    units_as_of: Mapping[str, str] = field(default_factory=dict)
    stocks: frozenset[str] = frozenset()
    pulls: pl.DataFrame | None = None
    offers: pl.DataFrame | None = None
    heirs: pl.DataFrame | None = None

    def over(self, counts: pl.DataFrame) -> FigureInput:
        """The same question about these counts."""
        return replace(self, counts=counts)


@dataclass(frozen=True)
class _Plan:
    """What is to be computed, before any count is read.

    ``figures``: [figure UInt32, period, source, indicator, version, reading, series, stock]; ``figure`` stands for the
    three columns after it in every frame below. ``read``: the measures of each figure; ``served``: the same without
    periods.
    """

    periods: pl.DataFrame
    offers: pl.DataFrame
    served: pl.DataFrame
    read: pl.DataFrame
    figures: pl.DataFrame


def figures(query: FigureInput) -> pl.DataFrame:
    """Figures of every indicator × source × unit and group for every period asked for.

    Gives FIGURES (see ``frames``), sorted by period, indicator, source and unit. Every valid unit that a source is to
    report on (``serving.answerable``) has a row, reported or not. Raises ``ValueError`` when the periods differ in
    calendar or length, or ``as_known_at`` has no time zone.
    """
    if query.as_known_at is not None and query.as_known_at.tzinfo is None:
        raise ValueError("as_known_at needs a time zone: write 2026-10-31T17:00:00+07:00.")
    plan = _planned(query)
    rows = _rows(query, plan)
    values = _values(query, plan, rows)
    described = _described(query, plan, values.join(parts.stamps(rows), on="stamp", how="left"))
    judged = status.with_status(status.with_provisional(status.with_rates(described), today=pl.lit(query.today)))
    answerable = serving.answerable(_givers(query, plan), query.units)
    judged = judged.join(answerable, on=[*serving.SERVED, "unit"], how="semi")
    return judged.select(pl.col(name).cast(dtype) for name, dtype in FIGURES.items()).sort(
        "period_start", "indicator", "source", "unit"
    )


def procedure_sums(query: FigureInput) -> pl.DataFrame:
    """PROCEDURE_SUMS of every indicator, source and unit for every period asked for, where counted by procedure.

    Units that are summed from those below them are left out: their procedures are those of the units. The tiles are
    those the figures of the same query are made from. Raises ``ValueError`` as ``figures`` does.
    """
    plan = _planned(query)
    rows = _rows(query, plan)
    added = rollup.parents_with_children(rollup.ancestors(query.units), plan.figures, _givers(query, plan))
    sums = procedures.summed(rows, tiling.choose(parts.parts(rows))).join(added, on=["figure", "unit"], how="anti")
    if query.heirs is not None:
        sums = procedures.again(mergers.inherited(sums, query.heirs))
    named = sums.join(plan.figures, on="figure").join(parts.stamps(rows), on="stamp", how="left")
    return named.select(pl.col(name).cast(dtype) for name, dtype in PROCEDURE_SUMS.items()).sort(
        "period", "source", "unit", "procedure"
    )


def change(current: pl.DataFrame, previous: pl.DataFrame) -> pl.DataFrame:
    """``current`` with ``change`` Float64: points gained since ``previous``, row by row of indicator, source, unit.

    Both frames are FIGURES of one period each; raises ``ValueError`` otherwise. Null where either has no rate, or where
    calendar, version, reading, series, grain or basis differ: a trend stops where the way of counting changes.
    """
    if max(current["period"].n_unique(), previous["period"].n_unique()) > 1:
        raise ValueError("Compare the figures of one period with those of one other period.")
    same = ["indicator", "source", "unit", "calendar", "version", "reading", "series", "grain", "basis"]
    before = previous.select(*same, before="rate")
    joined = current.join(before, on=same, how="left", maintain_order="left")
    return joined.with_columns(change=pl.col("rate") - pl.col("before")).drop("before")


def _planned(query: FigureInput) -> _Plan:
    """Versions in force, the reading and series each source serves, and the measures to read."""
    periods = period_frame(query.periods)
    offers = _offers(query)
    served = serving.wanted(serving.serving(query.readings, offers), query.readings, query.stocks)
    in_force = serving.in_force(query.readings, periods)
    read = in_force.join(served, on=["indicator", "version"])
    head = ["period", "source", "indicator"]
    planned = read.select(*head, "version", "reading", "series", "stock").unique().with_row_index("figure")
    return _Plan(periods, offers, served, read.join(planned.select("figure", *head), on=head), planned)


def _offers(query: FigureInput) -> pl.DataFrame:
    """What each source has given in the calendar asked for, up to the instant asked for."""
    if query.offers is not None:
        return query.offers
    ours = query.counts.filter(pl.col("calendar") == query.periods[0].calendar)
    return known.offered(known.captured_by(ours, query.as_known_at))


def _rows(query: FigureInput, plan: _Plan) -> pl.DataFrame:
    """The newest counts inside the periods asked for, once per figure and side."""
    first, last = plan.periods["period_start"].min(), plan.periods["period_end"].max()
    inside = (pl.col("period_start") >= first) & (pl.col("period_end") <= last)
    ours = pl.col("calendar") == query.periods[0].calendar
    needed = pl.col("measure").is_in(plan.read["measure"].unique().implode())
    newest = known.latest(query.counts.filter(ours & inside).filter(needed), query.as_known_at)
    return parts.spread(newest, tiling.tiles(query.periods), plan.read)


def _values(query: FigureInput, plan: _Plan, rows: pl.DataFrame) -> pl.DataFrame:
    """Sums of every unit and group, with completeness, basis and the columns of ``query.units``."""
    pieces = parts.parts(rows)
    cells = expected.valid_cells(query.units, tiling.tiles(query.periods), query.today)
    waited = expected.expected_parts(plan.figures, tiling.choose(pieces), cells, query.units_as_of)
    pairs = rollup.ancestors(query.units)
    added = rollup.parents_with_children(pairs, plan.figures, _givers(query, plan))
    own = expected.own_parts(waited, pieces)
    values = rollup.rolled_up(expected.own_values(own), pairs, query.units, added)
    if query.heirs is not None:
        values = _on_todays_map(query, query.heirs, own, values, added)
    named = values.join(query.units.select("unit", "unit_name", "kind", "level", "parent"), on="unit")
    return pl.concat([named, rollup.level_groups(values, query.units).select(named.columns)])


def _on_todays_map(
    query: FigureInput, heirs: pl.DataFrame, own: pl.DataFrame, published: pl.DataFrame, added: pl.DataFrame
) -> pl.DataFrame:
    """The published values again, with the counts of ended units at their heirs."""
    pairs = rollup.ancestors(query.units)
    handed = mergers.inherited(mergers.standing(own, published), heirs)
    values = expected.own_values(mergers.with_parents(handed, pairs))
    return rollup.rolled_up(values, pairs, query.units, added).filter(pl.col("expected") > 0)


def _givers(query: FigureInput, plan: _Plan) -> pl.DataFrame:
    """Units that ever gave the reading, on the map asked for."""
    givers = serving.givers(plan.served, plan.offers)
    return givers if query.heirs is None else mergers.heirs_too(givers, query.heirs)


def _described(query: FigureInput, plan: _Plan, values: pl.DataFrame) -> pl.DataFrame:
    """Add definition, period, target, grain and the two doubts: quarantine and confirmation."""
    confirmed = _confirmed(query, plan).with_columns(confirmed=pl.lit(value=True))
    definitions = query.indicators.select("indicator", "version", "direction", "minimum_denominator")
    heads = plan.figures.join(plan.periods, on="period").join(definitions, on=["indicator", "version"])
    heads = heads.join(confirmed, on=["period", "source"], how="left")
    goals = query.targets.select("indicator", "year", target_kind="kind", goal="target", step="milestone")
    rows = (
        values.join(heads, on="figure")
        .with_columns(target_kind=pl.when(pl.col("kind") == rollup.GROUP).then("level").otherwise("kind"))
        .join(goals, on=["indicator", "target_kind", "year"], how="left")
        .join(_suspects(query, plan), on=["figure", "unit"], how="left")
    )
    held = pl.col("held").fill_null(value=False) & (pl.col("basis") == rollup.OWN)
    return rows.with_columns(
        grain=pl.when(pl.col("tiling") == tiling.WHOLE).then("period_kind").otherwise(pl.lit("month")),
        suspect=pl.col("broken") | held,
        confirmed=pl.col("confirmed").fill_null(value=False),
    )


def _suspects(query: FigureInput, plan: _Plan) -> pl.DataFrame:
    """Figures an open quarantine row touches: [figure, unit, held Boolean true]."""
    if query.quarantine is None:
        return pl.DataFrame(schema={"figure": pl.UInt32(), "unit": pl.String(), "held": pl.Boolean()})
    held = query.quarantine
    if "calendar" in held.columns:
        held = held.filter(pl.col("calendar") == query.periods[0].calendar)
    inside = (pl.col("period_start") >= pl.col("from")) & (pl.col("period_end") <= pl.col("to"))
    spans = plan.periods.select("period", pl.col("period_start").alias("from"), pl.col("period_end").alias("to"))
    placed = held.select(_CHECKS).join(spans, how="cross").filter(inside)
    touched = placed.join(plan.read, on=["period", "source", "series", "measure"]).select("figure", "unit").unique()
    concerned = touched if query.heirs is None else mergers.heirs_too(touched, query.heirs)
    return concerned.with_columns(held=pl.lit(value=True))


def _confirmed(query: FigureInput, plan: _Plan) -> pl.DataFrame:
    """Periods asked for again after their end: [period, source]."""
    if query.pulls is None:
        return pl.DataFrame(schema={"period": pl.String(), "source": pl.String()})
    return known.confirmed(query.pulls, plan.periods, query.as_known_at)
