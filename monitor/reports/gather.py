"""The rim: asks the services for everything a period's edition holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import polars as pl

from monitor.periods import Period
from monitor.reports import content as frozen
from monitor.reports import followed
from monitor.reports.content import Content
from monitor.reports.procedures import procedures
from monitor.reports.reconciled import reconciled

if TYPE_CHECKING:
    from monitor.figures import FigureService

MONTHS = 12
STEPS = ("figures", "trend", "findings", "restatements", "alerts", "procedures", "reconciled", "freeze")
"""What freezing an edition does, in order; the last one writes what the others read."""
Tell = Callable[[str], None]
KEY = ["indicator", "source", "unit"]


def silent(_step: str) -> None:
    """Tell nobody how far the work is."""


def gather(service: FigureService, period: Period, tell: Tell = silent) -> Content:
    """Everything known of a period now. Raises ``PeriodError`` for a period that has not begun.

    ``tell`` hears which of ``STEPS`` begins; what it raises ends the work, of which nothing is left.
    """
    service.begun(period.code, period.calendar)

    def part(name: str, read: Callable[[FigureService, Period], pl.DataFrame]) -> pl.DataFrame:
        tell(name)
        return read(service, period)

    with service.steady():
        figures = part("figures", _figures)
        sources = _sources(service, figures)
        return Content(
            period=period,
            province=service.province.name,
            simulated=service.simulated,
            complete=_complete(service, figures, sources),
            frames={
                "figures": figures,
                "trend": part("trend", _trend),
                "definitions": _definitions(service, figures),
                "units": _units(service),
                "sources": sources,
                "findings": part("findings", followed.findings),
                "restatements": part("restatements", followed.restated),
                "alerts": part("alerts", followed.alerts),
                "procedures": part("procedures", lambda *_: procedures(service, period, _every(service, period))),
                "reconciled": part("reconciled", lambda *_: reconciled(service, period, figures)),
                "titles": _titles(service),
            },
        )


def _figures(service: FigureService, period: Period) -> pl.DataFrame:
    now = _every(service, period)
    beside = [
        _every(service, other).select(
            *KEY, pl.col("version", "numerator", "denominator", "rate", "shown").name.prefix(f"{prefix}_")
        )
        for other, prefix in ((period.previous(), "previous"), (period.same_last_year(), "year_ago"))
    ]
    chosen = service.chosen_sources()
    speaks = pl.DataFrame(list(chosen.items()), schema={"indicator": pl.String, "source": pl.String}, orient="row")
    joined = now.join(speaks.with_columns(chosen=pl.lit(value=True)), on=["indicator", "source"], how="left")
    for other in beside:
        joined = joined.join(other, on=KEY, how="left")
    comparable = pl.when(pl.col("version") == pl.col("year_ago_version"))
    whole = joined.with_columns(
        pl.col("chosen").fill_null(value=False),
        comparable.then(pl.col("rate") - pl.col("year_ago_rate")).alias("year_change"),
    ).select(frozen.FIGURES.keys())
    places = {one.code: place for place, one in enumerate(service.indicators())}
    return whole.sort(pl.col("indicator").replace_strict(places), "source", "unit")


def _every(service: FigureService, period: Period) -> pl.DataFrame:
    return service.figures(period=period.code, calendar=period.calendar, every_source=True)


def _trend(service: FigureService, period: Period) -> pl.DataFrame:
    last = period.months()[-1]
    months = [last]
    while len(months) < MONTHS:
        months.append(months[-1].previous())
    headline = frozenset(one.code for one in service.indicators() if one.headline)
    history = service.history(tuple(reversed(months)), headline)
    chosen = pl.DataFrame(
        list(service.chosen_sources().items()), schema={"indicator": pl.String, "source": pl.String}, orient="row"
    )
    mine = history.join(chosen, on=["indicator", "source"], how="semi").filter(pl.col("kind") != "group")
    return mine.select(frozen.TREND.keys()).sort("indicator", "unit", "period")


def _definitions(service: FigureService, figures: pl.DataFrame) -> pl.DataFrame:
    versions = dict(figures.select("indicator", "version").unique().iter_rows())
    vietnamese, english = (service.indicators(lang) for lang in ("vi", "en"))
    rows = []
    for vi, en in zip(vietnamese, english, strict=True):
        texts = {
            f"{name}_{lang}": getattr(info, attribute)
            for lang, info in (("vi", vi), ("en", en))
            for name, attribute in (
                ("name", "name"),
                ("numerator", "numerator_text"),
                ("denominator", "denominator_text"),
                ("exclusions", "exclusions"),
                ("legal_basis", "legal_basis"),
                ("remedy", "remedy"),
            )
        }
        rows.append(
            {
                "indicator": vi.code,
                "version": versions.get(vi.code, vi.version),
                "lead_agency": vi.lead_agency_name,
                **{key: asdict(vi)[key] for key in ("headline", "direction", "noun", "standing", "checked_by")},
                **texts,
            }
        )
    return pl.DataFrame(rows, schema=frozen.DEFINITIONS)


def _units(service: FigureService) -> pl.DataFrame:
    heads = pl.DataFrame(
        [(unit.code, unit.head) for unit in service.declared.units],
        schema={"unit": pl.String, "head": pl.String},
        orient="row",
    )
    return service.units.join(heads, on="unit", how="left").select(frozen.UNITS.keys()).sort("unit")


def _titles(service: FigureService) -> pl.DataFrame:
    rows = [(info.name, info.title["vi"], info.title["en"]) for info in service.sources()]
    return pl.DataFrame(rows, schema=frozen.TITLES, orient="row").sort("source")


def _sources(service: FigureService, figures: pl.DataFrame) -> pl.DataFrame:
    """Sources that speak for an indicator, and how many of the units they should have reported on did."""
    whole = figures.filter(pl.col("chosen"), pl.col("unit") == service.province.code)
    fullest = whole.sort("expected", "reported", descending=[True, False]).unique("source", keep="first")
    reported = {row["source"]: (row["reported"], row["expected"]) for row in fullest.iter_rows(named=True)}
    rows = [
        {
            "source": info.name,
            "title_vi": info.title["vi"],
            "title_en": info.title["en"],
            "simulated": info.simulated,
            "last_pull_at": info.last_pull_at,
            "last_outcome": info.last_outcome,
            "reported": reported[info.name][0],
            "expected": reported[info.name][1],
        }
        for info in service.sources()
        if info.name in reported
    ]
    return pl.DataFrame(rows, schema=frozen.SOURCES)


def _complete(service: FigureService, figures: pl.DataFrame, sources: pl.DataFrame) -> bool:
    """Whether the period is over and every source delivered all it should have."""
    whole = figures.filter(pl.col("chosen"), pl.col("unit") == service.province.code)
    missing = sources.filter((pl.col("reported") < pl.col("expected")) | (pl.col("last_outcome") != "complete"))
    return bool(whole.height) and not whole["provisional"].any() and missing.is_empty()
