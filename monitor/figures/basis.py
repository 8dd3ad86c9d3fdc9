"""What an answer about a period is made from, told in a name: as long as the name is the same, so is the answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from monitor import kpi
from monitor.figures.names import named, told
from monitor.figures.reading import Asked
from monitor.kpi.frames import period_frame
from monitor.kpi.known import confirmed

if TYPE_CHECKING:
    from monitor.declared import Declared
    from monitor.figures.reading import Reading
    from monitor.periods import Period

_HELD = ["source", "series", "unit", "measure", "period_start", "period_end"]
_JUDGED_BY = ("kpi/*.py", "trust/breaks.py", "trust/restatements.py", "figures/trends.py", "periods.py")
"""Modules whose text decides what a figure is; another program makes everything anew."""


@dataclass(frozen=True, slots=True)
class Basis:
    """``name`` tells the content of everything in ``question`` and of the period's counts, which are still to be read.

    ``rows``: how many rows those counts are; another number means that a pull has stored more since.
    """

    name: str
    rows: int
    question: kpi.FigureInput


def basis(reading: Reading, period: Period, on_map: str) -> Basis:
    """The basis of the figures of one period, as known now, on a map."""
    question = reading.bare_input(Asked((period,), on_map=on_map))
    inside = within(reading.spans(period.calendar), period.start, period.end)
    return Basis(
        name=named(
            *(program(), declaration(reading), period, on_map, told(inside), told(question.offers)),
            *(_held(question, period), _confirmed(question), period.end >= question.today, told(question.heirs)),
            _valid(question),
        ),
        rows=int(inside["versions"].sum()),
        question=question,
    )


def within(spans: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    """The spans lying wholly within these days."""
    return spans.filter(pl.col("period_start") >= first, pl.col("period_end") <= last)


def declaration(reading: Reading) -> tuple[object, ...]:
    """What the province declares about figures."""
    return reading.memory.of("declaration", lambda: _declaration(reading.declared))


@cache
def program() -> str:
    """This program's arithmetic and the library under it."""
    room = Path(__file__).parents[1]
    texts = [path.read_bytes() for pattern in _JUDGED_BY for path in sorted(room.glob(pattern))]
    return named(pl.__version__, *(hashlib.sha256(text).hexdigest() for text in texts))


def _declaration(declared: Declared) -> tuple[object, ...]:
    frames = (declared.unit_frame(), declared.reading_frame(), declared.target_frame(), declared.indicator_frame())
    sources = [(source.name, source.units_as_of, source.basis_changes) for source in declared.sources]
    limits = [sorted(declared.thresholds(code).items()) for code in ("source_restated", "source_jumped")]
    stocks = sorted(measure.code for measure in declared.measures if measure.kind == "stock")
    return (*map(told, frames), sources, limits, stocks)


def _held(question: kpi.FigureInput, period: Period) -> tuple[object, ...]:
    """Numbers of the period that are held back."""
    rows = pl.DataFrame() if question.quarantine is None else question.quarantine
    if rows.is_empty():
        return ()
    mine = within(rows.filter(pl.col("calendar") == period.calendar), period.start, period.end)
    return told(mine.select(_HELD))


def _confirmed(question: kpi.FigureInput) -> tuple[object, ...]:
    """Sources asked again for the period after its end."""
    if question.pulls is None:
        return ()
    return tuple(sorted(confirmed(question.pulls, period_frame(question.periods), None)["source"]))


def _valid(question: kpi.FigureInput) -> tuple[object, ...]:
    """Which units exist on the day of asking: a source on today's map waits for those."""
    begun = pl.col("valid_from").is_null() | (pl.col("valid_from") <= question.today)
    lasting = pl.col("valid_to").is_null() | (pl.col("valid_to") >= question.today)
    return told(question.units.select("unit", valid=begun & lasting))
