"""Definitions and sources as a page needs them: in one language, with names instead of codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.fields import Bilingual
    from monitor.declared.models import Indicator, Measure, Source


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """An indicator's newest definition in one language (config/indicators.yaml)."""

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
    )


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
