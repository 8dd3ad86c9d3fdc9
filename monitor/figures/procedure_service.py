"""What the pages about procedures ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor.figures import passport as passports
from monitor.figures import procedures
from monitor.figures.procedures import Asked
from monitor.figures.query import Query

if TYPE_CHECKING:
    from monitor.figures.service import FigureService
    from monitor.periods import CalendarName, Period

_FROM_ROW = (
    *("numerator", "denominator", "rate", "shown", "target", "status", "certainty", "reported", "expected"),
    *("captured_at", "restated", "provisional"),
)


class ProcedureService:
    """Answers for the viewer of a ``FigureService``; frames have ``procedures.COLUMNS``."""

    def __init__(self, service: FigureService) -> None:
        self._service = service

    @property
    def catalogue(self) -> pl.DataFrame:
        """``declared.procedures.PROCEDURE_SCHEMA``: what the codes stand for."""
        return self._service.declared.procedure_frame

    def listed(self, asked: Asked, period: Period) -> pl.DataFrame:
        """One row per procedure, and last the remainder."""
        return procedures.by_procedure(self._service, asked, period, None)

    def fields(self, asked: Asked, period: Period) -> pl.DataFrame:
        """One row per field, and last the remainder; see ``procedures.by_field``."""
        return procedures.by_field(self._service, asked, period)

    def units(self, asked: Asked, period: Period, procedure: str) -> pl.DataFrame:
        """One row per unit that handles a procedure."""
        return procedures.of_units(self._service, asked, period, procedure)

    def trend(self, asked: Asked, calendar: CalendarName, months: int, procedure: str) -> pl.DataFrame:
        """One row per month of a procedure, oldest first."""
        return procedures.trend(self._service, asked, calendar, months, frozenset({procedure}))

    def explain(self, asked: Asked, period: Period, procedure: str) -> passports.Passport | None:
        """The passport of one procedure's figure, of a unit or of all the viewer may see; None if there is none."""
        service = self._service
        rows = self.listed(asked, period).filter(pl.col("procedure") == procedure)
        if rows.is_empty():
            return None
        row = rows.row(0, named=True)
        whole = Query(
            (asked.indicator,),
            period.code,
            period.calendar,
            source=row["source"],
            unit=asked.unit or service.province.code,
            as_known_at=asked.as_known_at,
            on_map=asked.on_map,
        )
        head = service.answer(whole).row(0, named=True)
        known = service.visible(service.counts(period.calendar, period.start, period.end))
        if asked.as_known_at is not None:
            known = known.filter(pl.col("captured_at") <= asked.as_known_at)
        mine = known.filter(pl.col("procedure") == procedure).with_columns(procedure=pl.lit(""))
        newest = mine.filter(pl.col("source") == row["source"]).sort("captured_at")["pull_id"]
        about = {name: row[name] for name in _FROM_ROW} | {"shortfall": row["needed"], "milestone": None}
        pull = {"pull_id": newest[-1] if newest.len() else None}
        heirs = service.declared.heir_frame(service.today) if asked.on_map == "today" else None
        return passports.passport({**head, **about, **pull}, mine, service.declared, service.store, asked.lang, heirs)
