"""What an edition freezes: frames with fixed columns, and how they become bytes and come back. Pure.

The bytes are JSON (UTF-8, keys sorted), so that an auditor can read a frozen edition without this program.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import polars as pl

from monitor.periods import CalendarName, Period, parse

FORMAT = 1

FIGURES: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "source": pl.String(),
    "chosen": pl.Boolean(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "target": pl.Float64(),
    "milestone": pl.Float64(),
    "shortfall": pl.Int64(),
    "milestone_shortfall": pl.Int64(),
    "status": pl.String(),
    "certainty": pl.String(),
    "interval_low": pl.Float64(),
    "interval_high": pl.Float64(),
    "reported": pl.Int64(),
    "expected": pl.Int64(),
    "provisional": pl.Boolean(),
    "restated": pl.Boolean(),
    "basis": pl.String(),
    "captured_at": pl.Datetime("us", "UTC"),
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
    "previous_numerator": pl.Int64(),
    "previous_denominator": pl.Int64(),
    "previous_shown": pl.String(),
    "year_ago_numerator": pl.Int64(),
    "year_ago_denominator": pl.Int64(),
    "year_ago_shown": pl.String(),
    "change": pl.Float64(),
    "year_change": pl.Float64(),
}
"""Every figure of the period (see ``monitor.kpi.frames.FIGURES``) beside the same of the period before and a year ago.

``change`` and ``year_change`` are points since then, null where the two must not be compared (another definition, a
break of the source). ``chosen``: the source is the one that speaks for the indicator; the others are there to compare.
"""

TREND: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "unit": pl.String(),
    "period": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "status": pl.String(),
}
"""The headline indicators of every unit over the last twelve months of the calendar, chosen source."""

DEFINITIONS: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "version": pl.Int64(),
    "headline": pl.Boolean(),
    "direction": pl.String(),
    "noun": pl.String(),
    "standing": pl.String(),
    "checked_by": pl.String(),
    "lead_agency": pl.String(),
    **{
        f"{text}_{lang}": pl.String()
        for text in ("name", "numerator", "denominator", "exclusions", "legal_basis", "remedy")
        for lang in ("vi", "en")
    },
}
"""Every indicator's definition as it was in force, in both languages, in declared order."""

UNITS: dict[str, pl.DataType] = {
    "unit": pl.String(),
    "unit_name": pl.String(),
    "kind": pl.String(),
    "level": pl.String(),
    "parent": pl.String(),
    "head": pl.String(),
}

SOURCES: dict[str, pl.DataType] = {
    "source": pl.String(),
    "title_vi": pl.String(),
    "title_en": pl.String(),
    "simulated": pl.Boolean(),
    "last_pull_at": pl.Datetime("us", "UTC"),
    "last_outcome": pl.String(),
    "reported": pl.Int64(),
    "expected": pl.Int64(),
}
"""Sources the figures came from; ``reported`` of ``expected`` units of their fullest indicator reported the period."""

FINDINGS: dict[str, pl.DataType] = {
    "severity": pl.String(),
    "source": pl.String(),
    "indicator": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    **{f"{text}_{lang}": pl.String() for text in ("title", "words", "remedy") for lang in ("vi", "en")},
}

RESTATEMENTS: dict[str, pl.DataType] = {
    "source": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "measure": pl.String(),
    "measure_vi": pl.String(),
    "measure_en": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "before": pl.Int64(),
    "after": pl.Int64(),
    "changed_at": pl.Datetime("us", "UTC"),
    "pull_id": pl.Int64(),
}
"""Counts of earlier periods that were changed since those periods closed and before the cut."""

ALERTS: dict[str, pl.DataType] = {
    "alert_id": pl.Int64(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "indicator": pl.String(),
    "state": pl.String(),
    "opened_at": pl.Datetime("us", "UTC"),
    "due": pl.Date(),
    "overdue": pl.Boolean(),
    "cause": pl.String(),
    "explanation": pl.String(),
}
"""Alerts open in the period or closed in it, with the unit's own explanation."""

PROCEDURES: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "source": pl.String(),
    "procedure": pl.String(),
    "procedure_name": pl.String(),
    "field_vi": pl.String(),
    "field_en": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
}
"""Province-wide sums by procedure, where a source counts by procedure; procedure "" = the rest of the total.

Name and field are null for a code that the declaration does not hold.
"""

RECONCILED: dict[str, pl.DataType] = {
    "indicator": pl.String(),
    "source": pl.String(),
    "other": pl.String(),
    "unit": pl.String(),
    "cause": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "points": pl.Int64(),
}
"""Why ``source``, which speaks for the indicator, and an ``other`` one differ: ``PARTS`` of
``monitor.trust.reconciliation``, every cause of every unit; they add up to the difference of the two figures.
"""

TITLES: dict[str, pl.DataType] = {"source": pl.String(), "title_vi": pl.String(), "title_en": pl.String()}
"""What every source is called, those that speak for no indicator included."""

SCHEMAS: dict[str, dict[str, pl.DataType]] = {
    "figures": FIGURES,
    "trend": TREND,
    "definitions": DEFINITIONS,
    "units": UNITS,
    "sources": SOURCES,
    "findings": FINDINGS,
    "restatements": RESTATEMENTS,
    "alerts": ALERTS,
    "procedures": PROCEDURES,
    "reconciled": RECONCILED,
    "titles": TITLES,
}


@dataclass(frozen=True, slots=True)
class Content:
    """Everything the documents of one period are rendered from; ``frames`` holds one frame per name of ``SCHEMAS``.

    ``complete`` is false while the period runs, or where a source has not delivered what it should have.
    """

    period: Period
    province: str
    simulated: bool
    complete: bool
    frames: dict[str, pl.DataFrame]

    def __getitem__(self, name: str) -> pl.DataFrame:
        """One frame by its name."""
        return self.frames[name]

    @property
    def headline(self) -> list[str]:
        """Codes of the headline indicators."""
        return self["definitions"].filter("headline")["indicator"].to_list()

    @property
    def top(self) -> pl.Expr:
        """Whether a row is of the unit at the top of the tree: the province whose report this is."""
        return pl.col("unit").is_in(self["units"].filter(pl.col("parent").is_null())["unit"].implode())

    @property
    def single(self) -> pl.Expr:
        """Whether a row is of a single unit: neither the top, nor a province below it, nor a group."""
        return ~(self.top | pl.col("kind").is_in(["province", "group"]))

    def of(self, indicator: str) -> pl.DataFrame:
        """``FIGURES`` of one indicator from its chosen source: province, groups and units."""
        return self["figures"].filter(pl.col("chosen"), pl.col("indicator") == indicator)

    def units_of(self, indicator: str) -> pl.DataFrame:
        """``FIGURES`` of single units only."""
        return self.of(indicator).filter(self.single)


def to_bytes(content: Content) -> bytes:
    """The frozen form. The same content gives the same bytes."""
    period = content.period
    document = {
        "format": FORMAT,
        "period": period.code,
        "calendar": period.calendar,
        "province": content.province,
        "simulated": content.simulated,
        "complete": content.complete,
        "frames": {name: _columns(content[name].select(schema.keys())) for name, schema in SCHEMAS.items()},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_bytes(body: bytes) -> Content:
    """The content of a frozen edition. Raises ``ValueError`` for a format this program does not know."""
    document = json.loads(body)
    if document["format"] != FORMAT:
        raise ValueError(f"This edition is frozen in format {document['format']}; this program reads {FORMAT}.")
    calendar: CalendarName = document["calendar"]
    return Content(
        period=parse(document["period"], calendar),
        province=document["province"],
        simulated=document["simulated"],
        complete=document["complete"],
        frames={name: _frame(document["frames"].get(name, {}), schema) for name, schema in SCHEMAS.items()},
    )


def _columns(frame: pl.DataFrame) -> dict[str, list[Any]]:
    moments = frame.with_columns(
        pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ"), pl.col(pl.Date).dt.strftime("%Y-%m-%d")
    )
    return moments.to_dict(as_series=False)


def _frame(columns: dict[str, list[Any]], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    height = len(next(iter(columns.values()), []))
    texts = {
        name: pl.Series(
            name,
            columns.get(name, [None] * height),
            pl.String if isinstance(kind, (pl.Date, pl.Datetime)) else kind,
        )
        for name, kind in schema.items()
    }
    dates = [pl.col(n).str.to_date("%Y-%m-%d") for n, kind in schema.items() if isinstance(kind, pl.Date)]
    moments = [
        pl.col(n).str.to_datetime("%Y-%m-%dT%H:%M:%S%.6fZ", time_unit="us").dt.replace_time_zone("UTC")
        for n, kind in schema.items()
        if isinstance(kind, pl.Datetime)
    ]
    return pl.DataFrame(texts).with_columns(*dates, *moments)
