"""What the parts of the overview are made of, asked for once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from dashboards.figures.parts import Row
from dashboards.figures.selection import units_only, with_share
from dashboards.question import Question
from dashboards.service import IndicatorInfo
from monitor.kpi.gaps import leaves
from monitor.periods import parse

Frames = Mapping[str, pl.DataFrame]
"""Figures by indicator."""


@dataclass(frozen=True)
class Gathered:
    """A question with its figures: ``every`` indicator's of its plain source, and the chosen one's ``frame``."""

    question: Question
    every: Frames
    frame: pl.DataFrame

    @property
    def province(self) -> str:
        """Code of the unit at the top."""
        return self.question.service.province.code

    @cached_property
    def row(self) -> Row | None:
        """The province's figure of the chosen indicator."""
        return province_row(self.frame, self.province)

    @cached_property
    def units(self) -> pl.DataFrame:
        """Single units' figures of the chosen indicator, with ``short`` and their shares; nothing counted twice."""
        return with_share(leaves(units_only(self.frame, self.province)))

    @cached_property
    def trends(self) -> pl.DataFrame:
        """Every unit's months of the chosen indicator and source, up to now, oldest first."""
        question = self.question
        if question.source is None:
            return self.frame.clear()
        return question.service.trends(
            question.indicator.code,
            source=question.source,
            calendar=question.view.calendar,
            months=months_back(question),
            as_known_at=question.view.known_at,
            on_map=question.view.on_map,
        ).sort("period_start", "unit")

    @cached_property
    def past(self) -> pl.DataFrame:
        """The same up to the end of the chosen period."""
        return self.trends.filter(pl.col("period_end") <= self.question.period.end)

    def series(self, info: IndicatorInfo) -> pl.DataFrame:
        """The province's months of an indicator, oldest first."""
        question = self.question
        if info.code == question.indicator.code and not question.plain_source:
            return self.trends.filter(pl.col("unit") == self.province)
        return question.service.series(
            info.code,
            self.province,
            source=None,
            calendar=question.view.calendar,
            months=months_back(question),
            as_known_at=question.view.known_at,
            on_map=question.view.on_map,
        )


def gather(question: Question) -> Gathered:
    """Ask for the figures of the period."""
    every = split(question.figures())
    if question.plain_source or question.source is None:
        return Gathered(question, every, every[question.indicator.code])
    return Gathered(question, every, question.figures(source=question.source, only=True))


def split(frame: pl.DataFrame) -> Frames:
    """The figures of each indicator apart; an indicator without any has an empty frame."""
    parts = frame.partition_by("indicator", as_dict=True).items()
    return defaultdict(frame.clear, {str(key[0]): part for key, part in parts})


def province_row(frame: pl.DataFrame, province: str) -> Row | None:
    """The province's figure of one indicator; None if no source has it."""
    found = frame.filter(pl.col("unit") == province)
    return found.row(0, named=True) if found.height else None


def months_back(question: Question) -> int:
    """Months from the January before the chosen period's year up to now: what a year to date is compared with."""
    newest = parse(question.periods[0], question.view.calendar) if question.periods else question.period
    return max(13, (newest.year - question.period.year + 1) * 12 + newest.number)
