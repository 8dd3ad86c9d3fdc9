"""Definitions and sources as a page needs them: in one language, with names instead of codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.fields import Bilingual
    from monitor.declared.models import Indicator, Measure, Source


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """An indicator's newest definition in one language (config/indicators.yaml).

    ``adds``: its counts add over months; ``milestones``: (year, per cent) of the whole province, oldest first.
    """

    code: str
    version: int
    name: str
    numerator_text: str
    denominator_text: str
    exclusions: str
    noun: str
    direction: str
    headline: bool
    headline_source: str | None
    remedy: str
    legal_basis: str
    lead_agency_name: str
    standing: str
    checked_by: str | None
    minimum_denominator: int
    adds: bool
    milestones: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source and how its last pull ended; ``title`` by language."""

    name: str
    title: dict[str, str]
    connector: str
    simulated: bool
    calendars: tuple[str, ...]
    schedule: str
    last_pull_at: datetime | None
    last_outcome: str | None
    problem: str | None
    message: str | None


def spoken(text: Bilingual | Measure, lang: str) -> str:
    """A declared text in ``lang``: vi or en."""
    return text.en if lang == "en" else text.vi


def indicator_info(indicator: Indicator, declared: Declared, lang: str) -> IndicatorInfo:
    """One definition in ``lang`` (vi or en)."""
    return IndicatorInfo(
        code=indicator.code,
        version=indicator.version,
        name=spoken(indicator.name, lang),
        numerator_text=spoken(indicator.numerator, lang),
        denominator_text=spoken(indicator.denominator, lang),
        exclusions=spoken(indicator.exclusions, lang),
        noun=indicator.noun,
        direction=indicator.direction,
        headline=indicator.headline,
        headline_source=indicator.headline_source,
        remedy=spoken(indicator.remedy, lang),
        legal_basis=spoken(indicator.legal_basis, lang),
        lead_agency_name=declared.unit(indicator.lead_agency).name,
        standing=indicator.standing,
        checked_by=indicator.checked_by,
        minimum_denominator=indicator.minimum_denominator,
        adds=_adds(indicator, declared),
        milestones=_milestones(indicator.code, declared),
    )


def _adds(indicator: Indicator, declared: Declared) -> bool:
    """Whether every measure of every reading is a flow."""
    stocks = {measure.code for measure in declared.measures if measure.kind == "stock"}
    return not any(stocks & {*reading.numerator, *reading.denominator} for reading in indicator.readings)


def _milestones(code: str, declared: Declared) -> tuple[tuple[int, float], ...]:
    """The way of the unit at the top of the tree."""
    target = declared.targets[code]
    kind = next(unit.kind for unit in declared.units if unit.parent is None)
    found = [(year, target.milestone_for(kind, year)) for year in sorted(target.milestones)]
    return tuple((year, float(number)) for year, number in found if number is not None)


def source_info(source: Source, last: dict[str, object] | None) -> SourceInfo:
    """One source with the newest row of its pulls, if it was ever pulled."""
    row = last or {}
    return SourceInfo(
        name=source.name,
        title={"vi": source.title.vi, "en": source.title.en},
        connector=source.connector,
        simulated=bool(row.get("simulated", source.simulated)),
        calendars=tuple(source.calendars),
        schedule=source.schedule,
        last_pull_at=row.get("ended_at") or row.get("started_at"),  # type: ignore[arg-type]
        last_outcome=row.get("outcome"),  # type: ignore[arg-type]
        problem=row.get("problem"),  # type: ignore[arg-type]
        message=row.get("message"),  # type: ignore[arg-type]
    )


def source_frame(declared: Declared, infos: Iterable[SourceInfo]) -> pl.DataFrame:
    """All declared sources as a frame for listing, disabled ones included; ``infos``: those in use."""
    newest = {info.name: info for info in infos}
    rows = [
        {
            "name": s.name,
            "connector": s.connector,
            "enabled": s.enabled,
            "simulated": newest[s.name].simulated if s.name in newest else s.simulated,
            "calendars": ", ".join(s.calendars),
            "schedule": s.schedule,
            "last_pull_at": newest[s.name].last_pull_at if s.name in newest else None,
            "last_outcome": newest[s.name].last_outcome if s.name in newest else None,
        }
        for s in declared.sources
    ]
    return pl.DataFrame(rows, schema_overrides={"last_pull_at": pl.Datetime("us", "UTC"), "last_outcome": pl.String})
