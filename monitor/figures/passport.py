"""A figure's passport: the counts it was made of, the bytes they came from, the definition, the target, the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from monitor import kpi
from monitor.declared.successions import HEIR_SCHEMA
from monitor.figures.infos import spoken
from monitor.kpi.rollup import ancestors

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.declared.models import Indicator, Reading
    from monitor.store import Store

_PART = ["unit", "period_start", "procedure"]
_EVIDENCE_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Passport:
    """One figure and where it came from.

    ``rate``, ``target``, ``milestone`` in per cent. ``numerator_measures`` and ``denominator_measures`` are (code,
    name, value); ``evidence`` is (sha256, address, bytes) of each answer used; ``versions`` is (captured_at,
    numerator, denominator) of every value ever known, oldest first; ``checks`` is (rule, detail) of counts held back.
    ``gathered`` is (name, weight, whole) of ended units: on today's map weight/whole of their counts are in the figure,
    while the measures list the counts as they were published.
    """

    indicator: str
    name: str
    version: int
    unit: str
    unit_name: str
    period: str
    start: date
    end: date
    calendar: str
    source: str
    source_title: str
    series: str
    numerator: int | None
    denominator: int | None
    rate: float | None
    shown: str | None
    target: float | None
    milestone: float | None
    shortfall: int | None
    status: str
    certainty: str | None
    provisional: bool
    restated: bool
    reported: int
    expected: int
    counted: str
    numerator_text: str
    denominator_text: str
    exclusions: str
    basis: str
    legal_basis: str
    lead_agency: str
    standing: str
    checked_by: str | None
    remedy: str
    numerator_measures: tuple[tuple[str, str, int | None], ...]
    denominator_measures: tuple[tuple[str, str, int | None], ...]
    captured_at: datetime | None
    pull_id: int | None
    evidence: tuple[tuple[str, str, int], ...]
    evidence_count: int
    versions: tuple[tuple[datetime, int | None, int | None], ...]
    checks: tuple[tuple[str, str], ...]
    gathered: tuple[tuple[str, int, int], ...]
    simulated: bool


def passport(  # noqa: PLR0913, PLR0917 - a passport's sources
    row: Mapping[str, Any],
    counts: pl.DataFrame,
    declared: Declared,
    store: Store,
    lang: str,
    heirs: pl.DataFrame | None = None,
) -> Passport:
    """Compose the passport of one row of FIGURES.

    ``counts``: COUNTS of the figure's calendar covering its period, all versions. ``heirs``: of ``kpi.mergers``, for a
    figure on today's map.
    """
    definition = _definition(declared, row)
    reading = definition.readings[row["reading"]]
    units = _units(row, declared)
    givers = _givers(units, heirs)
    mine = _mine(counts, row, reading, units + givers["unit"].to_list())
    newest = kpi.latest(mine)
    used = _used(newest, reading)
    sums = dict(used.group_by("measure").agg(pl.col("value").sum()).iter_rows())
    # A figure without numbers rests on the answers that said so.
    resting_on = (newest if used.is_empty() else used).sort("captured_at", descending=True)
    hashes = resting_on["evidence"].unique(maintain_order=True).to_list()
    return Passport(
        **{name: row[name] for name in _FROM_FIGURE},
        name=spoken(definition.name, lang),
        start=row["period_start"],
        end=row["period_end"],
        source_title=_title(declared, row["source"], lang),
        counted=row["basis"],
        numerator_text=spoken(definition.numerator, lang),
        denominator_text=spoken(definition.denominator, lang),
        exclusions=spoken(definition.exclusions, lang),
        basis=spoken(reading.basis, lang),
        legal_basis=spoken(definition.legal_basis, lang),
        lead_agency=declared.unit(definition.lead_agency).name,
        standing=definition.standing,
        checked_by=definition.checked_by,
        remedy=spoken(definition.remedy, lang),
        numerator_measures=_named(reading.numerator, sums, declared, lang),
        denominator_measures=_named(reading.denominator, sums, declared, lang),
        evidence=tuple(_evidence(store, sha256) for sha256 in hashes[:_EVIDENCE_SHOWN]),
        evidence_count=len(hashes),
        versions=_versions(mine, row, reading),
        checks=_checks(store, row, reading),
        gathered=tuple(
            (declared.unit(unit).name, weight, whole)
            for unit, weight, whole in givers.select("unit", "weight", "whole").iter_rows()
        ),
        simulated=row["simulated"],
    )


def needed(row: Mapping[str, Any], declared: Declared, heirs: pl.DataFrame | None) -> dict[str, list[str]]:
    """Which counts may be part of a figure, as restrictions of ``Store.read_counts``."""
    reading = _definition(declared, row).readings[row["reading"]]
    units = _units(row, declared)
    named = {"sources": [row["source"]], "series": [row["series"]]}
    sides = [*reading.numerator, *reading.denominator]
    return {**named, "measures": sides, "units": units + _givers(units, heirs)["unit"].to_list()}


_FROM_FIGURE = (
    "indicator",
    "version",
    "unit",
    "unit_name",
    "period",
    "calendar",
    "source",
    "series",
    "numerator",
    "denominator",
    "rate",
    "shown",
    "target",
    "milestone",
    "shortfall",
    "status",
    "certainty",
    "provisional",
    "restated",
    "reported",
    "expected",
    "captured_at",
    "pull_id",
)


def _title(declared: Declared, name: str, lang: str) -> str:
    """The source's title; its bare name once it is no longer declared, because its counts remain."""
    return next((spoken(source.title, lang) for source in declared.sources if source.name == name), name)


def _definition(declared: Declared, row: Mapping[str, Any]) -> Indicator:
    return next(i for i in declared.indicators if (i.code, i.version) == (row["indicator"], row["version"]))


def _units(row: Mapping[str, Any], declared: Declared) -> list[str]:
    return _summed_units(row, declared) if row["basis"] == "children" else [row["unit"]]


def _givers(units: list[str], heirs: pl.DataFrame | None) -> pl.DataFrame:
    """Ended units whose counts are handed to these: [unit, successor, weight, whole]."""
    known = pl.DataFrame(schema=HEIR_SCHEMA) if heirs is None else heirs
    return known.filter(pl.col("successor").is_in(units), ~pl.col("unit").is_in(units)).sort("unit")


def _mine(counts: pl.DataFrame, row: Mapping[str, Any], reading: Reading, units: list[str]) -> pl.DataFrame:
    """Every version of the counts that may be part of the figure."""
    return counts.filter(
        pl.col("source") == row["source"],
        pl.col("series") == row["series"],
        pl.col("grain") == row["grain"],
        pl.col("unit").is_in(units),
        pl.col("measure").is_in([*reading.numerator, *reading.denominator]),
    )


def _summed_units(row: Mapping[str, Any], declared: Declared) -> list[str]:
    root, _, level = row["unit"].partition("/")
    tree = ancestors(declared.unit_frame()).filter(pl.col("ancestor") == root)
    below = declared.unit_frame().join(tree, on="unit", how="semi")
    return (below.filter(pl.col("level") == level) if level else below)["unit"].to_list()


def _complete(newest: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    """The parts that joined the sums: every measure of both sides reported."""
    needed = len({*reading.numerator, *reading.denominator})
    known = newest.filter(pl.col("value").is_not_null())
    return known.filter(pl.col("measure").n_unique().over(_PART) == needed)


def _used(newest: pl.DataFrame, reading: Reading) -> pl.DataFrame:
    total = pl.col("procedure") == ""
    return _complete(newest, reading).filter(total | ~total.any().over("unit", "period_start"))


def _versions(
    counts: pl.DataFrame, row: Mapping[str, Any], reading: Reading
) -> tuple[tuple[datetime, int | None, int | None], ...]:
    """What the figure was at each time one of its counts was captured. ``counts``: of ``_mine``."""
    mine = counts.filter(pl.col("procedure") == "")
    moments = mine["captured_at"].unique().sort().to_list()
    if row["basis"] == "children":
        return ()
    return tuple((moment, *_sides(_complete(kpi.latest(mine, moment), reading), reading)) for moment in moments)


def _sides(used: pl.DataFrame, reading: Reading) -> tuple[int | None, int | None]:
    if used.is_empty():
        return None, None
    numerator = used.filter(pl.col("measure").is_in(list(reading.numerator)))["value"].sum()
    denominator = used.filter(pl.col("measure").is_in(list(reading.denominator)))["value"].sum()
    return int(numerator), int(denominator)


def _named(
    codes: tuple[str, ...], sums: Mapping[str, int], declared: Declared, lang: str
) -> tuple[tuple[str, str, int | None], ...]:
    return tuple((code, spoken(declared.measure(code), lang), sums.get(code)) for code in codes)


def _evidence(store: Store, sha256: str) -> tuple[str, str, int]:
    info = store.evidence_info(sha256)
    return sha256, info["answers"][-1]["url"], info["size"]


def _checks(store: Store, row: Mapping[str, Any], reading: Reading) -> tuple[tuple[str, str], ...]:
    held = store.quarantine(source=row["source"]).filter(
        pl.col("unit") == row["unit"],
        pl.col("series") == row["series"],
        pl.col("measure").is_in([*reading.numerator, *reading.denominator]),
        pl.col("period_start") >= row["period_start"],
        pl.col("period_end") <= row["period_end"],
    )
    return tuple(held.select("reason", "detail").unique(maintain_order=True).iter_rows())
