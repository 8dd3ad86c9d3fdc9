"""Everything a province declares, in one frozen object with look-ups and frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import polars as pl

from monitor.declared import frames
from monitor.declared.alert_models import AlertPlan
from monitor.declared.areas import Areas
from monitor.declared.checks import Check
from monitor.declared.models import (
    PORTAL,
    Indicator,
    Measure,
    Procedure,
    ProcedureField,
    Source,
    Succession,
    Target,
    Unit,
    UnitCode,
    WorkingCalendar,
)
from monitor.declared.problems import UnknownName
from monitor.declared.procedures import procedure_frame
from monitor.declared.report_models import ReportPlan
from monitor.declared.successions import heir_frame

T = TypeVar("T")


@dataclass(frozen=True)
class Declared:
    """Everything a province declares (units, indicators, sources, checks, alerts …), consistent with each other.

    Look-ups raise ``UnknownName`` (a ``KeyError``) whose text lists the nearest names. Frames are made once.
    """

    units: tuple[Unit, ...]
    unit_codes: tuple[UnitCode, ...]
    measures: tuple[Measure, ...]
    indicators: tuple[Indicator, ...]
    targets: Mapping[str, Target]
    sources: tuple[Source, ...]
    calendar: WorkingCalendar
    successions: tuple[Succession, ...] = ()
    fields: tuple[ProcedureField, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    checks: tuple[Check, ...] = ()
    alerts: AlertPlan = field(default_factory=AlertPlan)
    reports: ReportPlan | None = None
    areas: Areas | None = None

    def unit(self, code: str) -> Unit:
        """The unit with that code."""
        return _find("unit", code, self._units)

    def measure(self, code: str) -> Measure:
        """The measure with that code."""
        return _find("measure", code, self._measures)

    def indicator(self, code: str) -> Indicator:
        """The newest version of the indicator with that code."""
        return _find("indicator", code, self._newest)

    def source(self, name: str) -> Source:
        """The source with that name."""
        return _find("source", name, self._sources)

    def thresholds(self, code: str) -> Mapping[str, float]:
        """The thresholds of the check of this code; none if it is not declared or switched off."""
        return next((check.thresholds for check in self.checks if check.code == code and check.enabled), {})

    def children(self, code: str) -> tuple[Unit, ...]:
        """The units directly below a unit, in the order of units.csv."""
        self.unit(code)
        return tuple(unit for unit in self.units if unit.parent == code)

    @cached_property
    def province_name(self) -> str:
        """Name of the unit at the top of the tree."""
        return next((unit.name for unit in self.units if unit.parent is None), "")

    @cached_property
    def schemes(self) -> tuple[str, ...]:
        """Names of the schemes of unit codes: portal, then those of unit_codes.csv."""
        return tuple(dict.fromkeys((PORTAL, *(code.scheme for code in self.unit_codes))))

    def unit_frame(self) -> pl.DataFrame:
        """``frames.UNIT_SCHEMA``: one row per unit."""
        return self._unit_frame

    def unit_code_frame(self, scheme: str) -> pl.DataFrame:
        """``frames.UNIT_CODE_SCHEMA``: the codes of one scheme; portal = the unit codes themselves.

        Raises ``UnknownName`` for a scheme nobody declared.
        """
        return _find("scheme of unit codes", scheme, self._unit_code_frames)

    def heir_frame(self, today: date) -> pl.DataFrame:
        """``successions.HEIR_SCHEMA``: the units of ``today`` that the counts of each ended unit go to."""
        return heir_frame(self.successions, today)

    @cached_property
    def procedure_frame(self) -> pl.DataFrame:
        """``procedures.PROCEDURE_SCHEMA``: one row per procedure."""
        return procedure_frame(self.procedures, self.fields)

    def unit_name_frame(self, scheme: str) -> pl.DataFrame:
        """``frames.UNIT_CODE_SCHEMA``: folded names (``monitor.naming``) that a source of this scheme may write."""
        return frames.unit_name_frame(self.units, self.unit_codes, scheme)

    def indicator_frame(self) -> pl.DataFrame:
        """``frames.INDICATOR_SCHEMA``: one row per version of an indicator."""
        return self._indicator_frame

    def reading_frame(self) -> pl.DataFrame:
        """``frames.READING_SCHEMA``: one row per measure of a side of a reading."""
        return self._reading_frame

    def target_frame(self) -> pl.DataFrame:
        """``frames.TARGET_SCHEMA``: one row per indicator, kind of unit and year."""
        return self._target_frame

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _measures(self) -> dict[str, Measure]:
        return {measure.code: measure for measure in self.measures}

    @cached_property
    def _newest(self) -> dict[str, Indicator]:
        return {one.code: one for one in sorted(self.indicators, key=lambda one: one.version)}

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return {source.name: source for source in self.sources}

    @cached_property
    def _unit_frame(self) -> pl.DataFrame:
        return frames.unit_frame(self.units)

    @cached_property
    def _unit_code_frames(self) -> dict[str, pl.DataFrame]:
        declared = {scheme: frames.unit_code_frame(self.unit_codes, scheme) for scheme in self.schemes}
        own = frames.portal_code_frame(self.units)
        return declared | {PORTAL: pl.concat([own, declared[PORTAL]])}

    @cached_property
    def _indicator_frame(self) -> pl.DataFrame:
        return frames.indicator_frame(self.indicators)

    @cached_property
    def _reading_frame(self) -> pl.DataFrame:
        return frames.reading_frame(self.indicators)

    @cached_property
    def _target_frame(self) -> pl.DataFrame:
        return frames.target_frame(self.targets)


def _find(what: str, name: str, known: Mapping[str, T]) -> T:
    try:
        return known[name]
    except KeyError:
        raise UnknownName(what, name, known) from None
