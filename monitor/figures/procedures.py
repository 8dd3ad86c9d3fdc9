"""Figures by procedure: which of them a unit's, or the province's, shortfall is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.figures.query import Query, checked
from monitor.kpi import procedures as arithmetic

if TYPE_CHECKING:
    from monitor.figures.service import FigureService
    from monitor.periods import CalendarName, Period

COLUMNS: dict[str, pl.DataType] = {
    **kpi.PROCEDURE_FIGURES,
    "procedure_name": pl.String(),
    "field": pl.String(),
    "field_name": pl.String(),
    "authority": pl.String(),
    "simulated": pl.Boolean(),
}
"""PROCEDURE_FIGURES of ``monitor.kpi`` and what the codes stand for.

``procedure_name`` and ``authority`` are null, ``field`` is "" and ``field_name`` null for a code that the declaration
does not hold, and for the remainder (procedure ""). ``authority``: words of ``declared.models.AUTHORITIES``.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which procedures' figures; ``source`` None = the indicator's first source that counts by procedure.

    ``kind`` and ``level`` limit sums over units to those of one kind or level.
    """

    indicator: str
    source: str | None = None
    unit: str | None = None
    as_known_at: datetime | None = None
    on_map: str = "published"
    lang: str = "vi"
    kind: str | None = None
    level: str | None = None

    def check(self, service: FigureService) -> None:
        """Raise ``QueryError`` for a name that does not exist."""
        query = Query((self.indicator,), source=self.source, unit=self.unit, on_map=self.on_map)
        checked(query, service.declared, kpi.STATUSES)


def by_procedure(service: FigureService, asked: Asked, period: Period, field: str | None) -> pl.DataFrame:
    """``COLUMNS``, one row per procedure and one for the remainder, what lacks most first, the remainder last."""
    rows = _units(service, asked, (period,))
    if asked.unit is None:
        rows = _over(service, asked, rows, ["procedure"])
    shared = arithmetic.with_shares(rows, ["period"])
    return _named(service, shared if field is None else _of_field(service, shared, field), asked.lang)


def by_field(service: FigureService, asked: Asked, period: Period) -> pl.DataFrame:
    """``COLUMNS`` with one row per field instead: procedure is null, or "" for the remainder.

    ``shortfall`` is the sum over the field's procedures, so fields and procedures add up to the same total.
    """
    every = by_procedure(service, replace(asked), period, None)
    keys = ["field", "field_name", "procedure"]
    rest = pl.col("procedure") == kpi.REMAINDER
    grouped = every.with_columns(procedure=pl.when(rest).then("procedure"), broken=pl.col("status") == "needs_check")
    units = _units(service, asked, (period,)).join(service.declared.procedure_frame, on="procedure", how="left")
    counted = units.group_by(pl.col("field").fill_null("")).agg(
        units=pl.col("unit").filter((pl.col("denominator") > 0) & (pl.col("procedure") != "")).n_unique().cast(pl.Int64)
    )
    added = arithmetic.over_units(grouped, keys).drop("units")
    placed = added.join(counted, on="field", how="left").with_columns(
        units_short=pl.lit(None, pl.Int64), **_province(service)
    )
    rows = arithmetic.with_shares(_judged(service, placed), ["period"])
    dealt = grouped.group_by(keys).agg(pl.col("shortfall").sum())
    exact = rows.drop("shortfall").join(dealt, on=keys, nulls_equal=True)
    return _ordered(_shaped(service, exact))


def of_units(service: FigureService, asked: Asked, period: Period, procedure: str) -> pl.DataFrame:
    """``COLUMNS`` of one procedure, one row per unit that had cases of it or was to report them."""
    mine = _units(service, asked, (period,)).filter(pl.col("procedure") == procedure)
    return _named(service, arithmetic.with_shares(mine, ["period"]), asked.lang)


def trend(
    service: FigureService, asked: Asked, calendar: CalendarName, months: int, procedures: frozenset[str]
) -> pl.DataFrame:
    """``COLUMNS`` of some procedures added together, one row a month, oldest first; months without counts are absent.

    ``procedure`` is that of the rows where it is one, else null.
    """
    wanted = asked.source or _speaking(service, asked, calendar)
    figures = service.trends(
        asked.indicator,
        source=wanted,
        calendar=calendar,
        months=months,
        as_known_at=asked.as_known_at,
        on_map=asked.on_map,
    )
    spans = tuple(service.period(code, calendar) for code in figures["period"].unique().sort())
    if not spans:
        return pl.DataFrame(schema=COLUMNS)
    rows = _beside(service, replace(asked, source=wanted), spans, figures)
    only = rows.filter(pl.col("procedure").is_in(list(procedures)))
    one = next(iter(procedures)) if len(procedures) == 1 else None
    named = only.with_columns(procedure=pl.lit(one, pl.String))
    added = arithmetic.with_shares(_over(service, asked, named, ["procedure"]), ["period"])
    return _named(service, added, asked.lang).sort("period_start")


def _units(service: FigureService, asked: Asked, periods: tuple[Period, ...]) -> pl.DataFrame:
    """Judged rows of every unit asked for, beside the unit's own figure of one period."""
    asked.check(service)
    (period,) = periods
    query = Query((asked.indicator,), period.code, period.calendar, every_source=True)
    figures = service.answer(replace(query, as_known_at=asked.as_known_at, on_map=asked.on_map))
    return _beside(service, asked, periods, figures)


def _beside(service: FigureService, asked: Asked, periods: tuple[Period, ...], figures: pl.DataFrame) -> pl.DataFrame:
    sums = _sums(service, asked, periods)
    source = asked.source or _first(service, asked.indicator, sums) or ""
    mine = (pl.col("source") == source) & (pl.col("basis") == "own")
    if asked.unit is not None:
        mine &= pl.col("unit") == asked.unit
    for column, only in (("kind", asked.kind), ("level", asked.level)):
        if only is not None:
            mine &= pl.col(column) == only
    totals = figures.filter(mine)
    return _judged(service, arithmetic.by_unit(sums.filter(pl.col("source") == source), totals))


def _sums(service: FigureService, asked: Asked, periods: tuple[Period, ...]) -> pl.DataFrame:
    key = ("procedures", asked.indicator, periods, asked.as_known_at, asked.on_map)
    return service.remember(
        key,
        lambda: kpi.procedure_sums(service.question(periods, asked.indicator, asked.as_known_at, asked.on_map)),
    )


def _speaking(service: FigureService, asked: Asked, calendar: CalendarName) -> str | None:
    period = service.period(None, calendar)
    return _first(service, asked.indicator, _sums(service, asked, (period,)))


def _first(service: FigureService, indicator: str, sums: pl.DataFrame) -> str | None:
    """The first source of the indicator, in its own order, that counts by procedure."""
    counting = set(sums["source"].unique())
    return next((name for name in service.sources_of(indicator) if name in counting), None)


def _over(service: FigureService, asked: Asked, rows: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The rows added over units and judged by the target of the province."""
    if asked.unit is not None:
        return rows
    added = arithmetic.over_units(rows, keys)
    return _judged(service, added.with_columns(**_province(service)))


def _province(service: FigureService) -> dict[str, pl.Expr]:
    """Who a sum over units is about: the province, or nobody by name where the viewer sees a part of it."""
    top = service.province
    unit, name = (top.code, top.name) if service.sight.everything else (None, None)
    return {
        "unit": pl.lit(unit, pl.String),
        "unit_name": pl.lit(name, pl.String),
        "kind": pl.lit(top.kind),
        "level": pl.lit(top.level),
    }


def _judged(service: FigureService, rows: pl.DataFrame) -> pl.DataFrame:
    judged = arithmetic.judged(rows, service.declared.target_frame(), service.declared.indicator_frame())
    if "units_short" in judged.columns:
        return judged
    return judged.with_columns(units_short=(pl.col("gap") > 0).cast(pl.Int64))


def _of_field(service: FigureService, rows: pl.DataFrame, field: str) -> pl.DataFrame:
    known = service.declared.procedure_frame
    told = rows.filter(pl.col("procedure") != kpi.REMAINDER)
    if not field:
        return told.join(known, on="procedure", how="anti")
    return told.join(known.filter(pl.col("field") == field), on="procedure", how="semi")


def _named(service: FigureService, rows: pl.DataFrame, lang: str) -> pl.DataFrame:
    names = service.declared.procedure_frame
    field_name = pl.col("field_name" if lang == "vi" else "field_name_en")
    known = names.select("procedure", "procedure_name", "field", "authority", field_name=field_name)
    joined = rows.join(known, on="procedure", how="left").with_columns(pl.col("field").fill_null(""))
    return _ordered(_shaped(service, joined))


def _shaped(service: FigureService, rows: pl.DataFrame) -> pl.DataFrame:
    marked = rows.with_columns(simulated=pl.lit(service.simulated))
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in COLUMNS.items() if name not in marked.columns]
    return marked.with_columns(missing).select(pl.col(name).cast(dtype) for name, dtype in COLUMNS.items())


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    last = (pl.col("procedure") == kpi.REMAINDER).fill_null(value=False)
    return rows.sort(last, -pl.col("gap"), "procedure", "field", "unit", nulls_last=True)
