"""From the source's words to ours: unit codes to units, days to periods. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import polars as pl

from connectors.base import COUNT_SCHEMA, Reject, Span
from monitor.collect.windows import place
from monitor.declared.frames import UNIT_CODE_SCHEMA
from monitor.naming import folded
from monitor.periods import CalendarName

REJECT_SCHEMA: dict[str, pl.DataType] = {
    **COUNT_SCHEMA,
    "value": pl.String(),
    "reason": pl.String(),
    "detail": pl.String(),
}
"""Rejects as a frame: the columns of counts, the value as it was written, which rule, and where and why."""

NAME = "name:"
"""Begins what a name is looked up by, so that it is never taken for a code."""

_PLACE_SCHEMA = {
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "calendar": pl.String(),
    "grain": pl.String(),
}


@dataclass(frozen=True)
class Places:
    """What is needed to place a row.

    ``codes``   [code String, unit String, valid_from Date, valid_to Date|null] of the source's scheme
    ``units``   [unit String, …, valid_from Date, valid_to Date|null]
    ``as_of``   period = a unit must have been valid in the row's period; today = on the day of asking, because
                the source serves its history on today's map
    ``names``   the same columns with folded names (``monitor.naming``) for codes; ``province`` its name, for folding
    """

    codes: pl.DataFrame
    units: pl.DataFrame
    as_of: Literal["period", "today"]
    today: date
    calendars: tuple[CalendarName, ...]
    names: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNIT_CODE_SCHEMA))
    province: str = ""

    @cached_property
    def known(self) -> pl.Expr:
        """Whether the row's code is one of the scheme."""
        return pl.col("code").is_in(self._meanings["code"].unique().implode())

    @cached_property
    def _meanings(self) -> pl.DataFrame:
        """Codes and, marked as such, folded names: [code, unit, valid_from, valid_to]."""
        return pl.concat([self.codes, self.names.with_columns((pl.lit(NAME) + pl.col("code")).alias("code"))])

    def spelled(self, name: str) -> str:
        """What a name is looked up by: itself if the scheme has exactly this, else its folded form, marked."""
        return name if name in self._exact else NAME + folded(name, self.province)

    @cached_property
    def _exact(self) -> frozenset[str]:
        return frozenset(self.codes["code"])

    @cached_property
    def holders(self) -> pl.DataFrame:
        """Who held a code when: [code, unit, unit_from Date, begun Date, over Date|null].

        ``begun`` … ``over`` are the days on which both the code and the unit are valid.
        """
        units = self.units.select("unit", pl.col("valid_from").alias("unit_from"), pl.col("valid_to").alias("unit_to"))
        return self._meanings.join(units, on="unit").select(
            "code",
            "unit",
            "unit_from",
            pl.max_horizontal("valid_from", "unit_from").alias("begun"),
            pl.min_horizontal("valid_to", "unit_to").alias("over"),
        )

    @cached_property
    def holders_today(self) -> pl.DataFrame:
        """Who holds a code on the day of asking: [code, unit], a code once."""
        today = pl.lit(self.today, dtype=pl.Date)
        return _newest(_held(self.holders.lazy(), today, today), "code").collect()


def reject_frame(rejects: Sequence[Reject]) -> pl.DataFrame:
    """Rejects as ``REJECT_SCHEMA``; a reject without a period has null days."""
    rows = [
        {
            "series": reject.series,
            "unit_code": reject.unit_code,
            "unit_name": reject.unit_name,
            "measure": reject.measure,
            "period_start": reject.period.start if reject.period else None,
            "period_end": reject.period.end if reject.period else None,
            "procedure": reject.procedure,
            "value": reject.value,
            "reason": reject.rule,
            "detail": f"{reject.where}: {reject.reason}",
        }
        for reject in rejects
    ]
    return pl.DataFrame(rows, schema=REJECT_SCHEMA)


def placed(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Say of each row which unit and which period it speaks of; the order is kept.

    By code first; a row without a code, and only such a row, by its name. ``unit_code`` of such a row becomes the
    name: it is how the source writes the unit. Nothing is guessed from a name when the code is unknown.

    Adds ``row`` Int64 (position), ``code`` String (the unit code, or what the name is looked up by),
    ``unit_known`` Boolean, ``unit``, ``calendar`` and ``grain`` String. ``unit`` is null if the code is unknown or
    no unit of that code was valid at the time; ``calendar`` and ``grain`` are null for days that are no period.
    """
    numbered = _spelled(rows, places).lazy().with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("row"))
    periods = _periods_of(rows, places.calendars).lazy()
    # One plan, run in memory: for some hundred rows each further step or engine costs more than the work itself.
    return (
        _with_units(numbered, places)
        .join(periods, on=["period_start", "period_end"], how="left", maintain_order="left")
        .with_columns(places.known.alias("unit_known"))
        .collect(engine="in-memory")
    )


def _spelled(rows: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Add ``code``; put the name where a code is missing."""
    unnamed = pl.col("unit_code") == ""
    written = pl.when(unnamed).then(pl.col("unit_name").fill_null("")).otherwise(pl.col("unit_code"))
    if not rows.select(unnamed.any()).item():
        return rows.with_columns(pl.col("unit_code").alias("code"))
    names = rows.filter(unnamed)["unit_name"].drop_nulls().unique().to_list()
    forms = {name: places.spelled(name) for name in names}
    code = pl.when(unnamed).then(written.replace(forms)).otherwise(written)
    return rows.with_columns(code.alias("code"), written.alias("unit_code"))


def _with_units(rows: pl.LazyFrame, places: Places) -> pl.LazyFrame:
    if places.as_of == "today":
        return rows.join(places.holders_today.lazy(), on="code", how="left", maintain_order="left")
    meant = rows.select("row", "code", "period_start", "period_end").join(places.holders.lazy(), on="code")
    units = _newest(_held(meant, pl.col("period_start"), pl.col("period_end")), "row")
    return rows.join(units, on="row", how="left", maintain_order="left")


def _held(holders: pl.LazyFrame, since: pl.Expr, until: pl.Expr) -> pl.LazyFrame:
    return holders.filter(pl.col("begun") <= until, pl.col("over").is_null() | (pl.col("over") >= since))


def _newest(holders: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """[``key``, unit]. A code handed on within one period: the newer unit reports the whole period."""
    return holders.sort(key, "unit_from").unique(key, keep="last").select(key, "unit")


def _periods_of(rows: pl.DataFrame, calendars: Iterable[CalendarName]) -> pl.DataFrame:
    names = tuple(calendars)
    days = rows.lazy().select("period_start", "period_end").drop_nulls().unique()
    spans = days.collect(engine="in-memory").rows()
    found = [(start, end, *(place(Span(start, end), names) or (None, None))) for start, end in spans]
    return pl.DataFrame(found, schema=_PLACE_SCHEMA, orient="row")
