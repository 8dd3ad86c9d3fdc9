"""Answers to: why do two sources give different figures for the same indicator, unit and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl

from monitor import kpi
from monitor.figures.clock import ZONE, local_day
from monitor.figures.infos import spoken
from monitor.figures.query import Query, QueryError, checked
from monitor.trust.reconciliation import Side, reconciled

if TYPE_CHECKING:
    from monitor.declared.models import Reading
    from monitor.figures.service import FigureService
    from monitor.periods import Period


@dataclass(frozen=True, slots=True)
class SideInfo:
    """One source of a comparison: how it counts, and when it was last looked at. ``basis`` by language."""

    source: str
    title: dict[str, str]
    series: str
    version: int
    basis: dict[str, str]
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Two sources side by side. ``rows`` is COMPARED and ``parts`` PARTS of ``trust.reconciliation``."""

    indicator: str
    period: Period
    first: SideInfo
    second: SideInfo
    rows: pl.DataFrame
    parts: pl.DataFrame


def reconcile(  # noqa: PLR0913 - a comparison's full address
    figures: FigureService,
    indicator: str,
    sources: tuple[str, str],
    *,
    period: str | None = None,
    calendar: str | None = None,
    unit: str | None = None,
) -> Reconciled:
    """Compare two sources. Raises ``QueryError`` where one of them has no counts for the indicator, or is the other."""
    checked(Query((indicator,), unit=unit), figures.declared, kpi.STATUSES)
    if sources[0] == sources[1]:
        raise QueryError(
            f"{sources[0]} cannot be compared with itself. Sources with counts: {_serving(figures, indicator)}."
        )
    asked = figures.period(period, calendar)
    rows = [_figures(figures, indicator, asked, source) for source in sources]
    looked = [_looked_at(figures, asked, frame) for frame in rows]
    sides = [_side(figures, asked, frame, _common_day(looked)) for frame in rows]
    compared, parts = reconciled(sides[0], sides[1], _withdrawn(figures))
    seen = figures.visible(compared)
    chosen = seen if unit is None else seen.filter(pl.col("unit") == unit)
    infos = [_info(figures, frame, moment) for frame, moment in zip(rows, looked, strict=True)]
    return Reconciled(indicator, asked, infos[0], infos[1], chosen, parts.join(chosen, on="unit", how="semi"))


def _figures(figures: FigureService, indicator: str, period: Period, source: str) -> pl.DataFrame:
    frame = figures.answer(Query((indicator,), period.code, period.calendar, source))
    if frame.is_empty():
        raise QueryError(
            f"{source} has no counts for {indicator} in {period.code} ({period.calendar}). "
            f"Sources with counts: {_serving(figures, indicator)}."
        )
    return frame


def _serving(figures: FigureService, indicator: str) -> str:
    return ", ".join(figures.sources_of(indicator)) or "none"


def _looked_at(figures: FigureService, period: Period, frame: pl.DataFrame) -> datetime:
    """When the source was last asked for the period: a later pull that changed nothing counts as well."""
    source = frame["source"][0]
    captured: Any = frame["captured_at"].max()
    pulls = figures.store.pulls(source=source).filter(
        pl.col("outcome") == "complete", pl.col("window_start") <= period.start, pl.col("window_end") >= period.end
    )
    started: Any = pulls["started_at"].max()
    moments: list[datetime] = [moment for moment in (captured, started) if moment is not None]
    if not moments:
        raise QueryError(f"{source} reported nothing in {period.code}: there is nothing to compare yet.")
    return max(moments)


def _common_day(looked: Sequence[datetime]) -> datetime | None:
    """The end of the day on which the staler source was last looked at; None if both were on one day."""
    days = [local_day(moment) for moment in looked]
    return None if days[0] == days[1] else datetime.combine(min(days), time.max, ZONE)


def _reading(figures: FigureService, frame: pl.DataFrame) -> Reading:
    row = frame.row(0, named=True)
    number: int = row["reading"]
    wanted = (row["indicator"], row["version"])
    definition = next(one for one in figures.declared.indicators if (one.code, one.version) == wanted)
    return definition.readings[number]


def _side(figures: FigureService, period: Period, frame: pl.DataFrame, then: datetime | None) -> Side:
    row = frame.row(0, named=True)
    reading = _reading(figures, frame)
    newest = kpi.latest(
        figures.counts(period.calendar, period.start, period.end).filter(pl.col("source") == row["source"])
    )
    tiled = newest.filter(pl.col("grain") == row["grain"], pl.col("value").is_not_null())
    asked = Query((row["indicator"],), period.code, period.calendar, row["source"], as_known_at=then)
    leaves_out = next((s.leaves_out for s in figures.declared.sources if s.name == row["source"]), ())
    return Side(
        figures=frame,
        earlier=None if then is None else figures.answer(asked),
        numerator=reading.numerator,
        denominator=reading.denominator,
        counted=_counted(tiled, _tiles(period, row["grain"])),
        procedures=_procedures(tiled.filter(pl.col("series") == row["series"]), reading, _tiles(period, row["grain"])),
        unmapped=_unmapped(figures, period, row, reading),
        leaves_out=frozenset(leaves_out),
    )


def _tiles(period: Period, grain: str) -> int:
    return len(period.months()) if grain == "month" else 1


def _counted(tiled: pl.DataFrame, tiles: int) -> pl.DataFrame:
    """[unit, measure, value] where every tile of the period was reported, from the first series with the measure."""
    totals = tiled.filter(pl.col("procedure") == "")
    sums = totals.group_by("unit", "measure", "series").agg(pl.col("value").sum(), had=pl.len())
    whole = sums.filter(pl.col("had") == tiles).sort("series")
    return whole.unique(["unit", "measure"], keep="first", maintain_order=True).select("unit", "measure", "value")


def _procedures(tiled: pl.DataFrame, reading: Reading, tiles: int) -> pl.DataFrame:
    """[unit, procedure, numerator, denominator] of units counted by procedure only."""
    measures = [*reading.numerator, *reading.denominator]
    mine = tiled.filter(pl.col("measure").is_in(measures))
    apart = mine.filter(~(pl.col("procedure") == "").any().over("unit"))
    sides = {"numerator": reading.numerator, "denominator": reading.denominator}
    sums = apart.group_by("unit", "procedure").agg(
        *(
            pl.col("value").filter(pl.col("measure").is_in(list(names))).sum().alias(side)
            for side, names in sides.items()
        ),
        had=pl.struct("measure", "period_start").n_unique(),
    )
    return sums.filter(pl.col("had") == tiles * len(set(measures))).drop("had")


def _unmapped(figures: FigureService, period: Period, row: dict[str, Any], reading: Reading) -> tuple[int, int]:
    """Numerator and denominator of the period under codes of units that nobody mapped."""
    held = figures.store.quarantine(source=row["source"]).filter(
        pl.col("reason") == "unknown_unit",
        pl.col("series") == row["series"],
        pl.col("calendar") == period.calendar,
        pl.col("period_start") >= period.start,
        pl.col("period_end") <= period.end,
    )
    values = held.with_columns(pl.col("value").cast(pl.Int64, strict=False)).filter(_grain(period, row["grain"]))
    sums = dict(values.group_by("measure").agg(pl.col("value").sum()).iter_rows())
    above, below = (sum(sums.get(name, 0) for name in names) for names in (reading.numerator, reading.denominator))
    return above, below


def _grain(period: Period, grain: str) -> pl.Expr:
    if grain != "month":
        return (pl.col("period_start") == period.start) & (pl.col("period_end") == period.end)
    spans = [(month.start, month.end) for month in period.months()]
    return pl.any_horizontal((pl.col("period_start") == start) & (pl.col("period_end") == end) for start, end in spans)


def _withdrawn(figures: FigureService) -> pl.DataFrame:
    rows = [(measure.code, inside) for measure in figures.declared.measures for inside in measure.withdrawn_from]
    return pl.DataFrame(rows, schema={"measure": pl.String, "inside": pl.String}, orient="row")


def _info(figures: FigureService, frame: pl.DataFrame, looked_at: datetime) -> SideInfo:
    row = frame.row(0, named=True)
    basis = _reading(figures, frame).basis
    title = next((s.title for s in figures.declared.sources if s.name == row["source"]), None)
    return SideInfo(
        source=row["source"],
        title={lang: row["source"] if title is None else spoken(title, lang) for lang in ("vi", "en")},
        series=row["series"],
        version=row["version"],
        basis={lang: spoken(basis, lang) for lang in ("vi", "en")},
        looked_at=looked_at,
    )
