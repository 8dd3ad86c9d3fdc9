"""Answers to questions about figures: which units, which period, from which counts, for whom."""

from monitor.figures.answers import flat, public
from monitor.figures.clock import local_day, moment_named
from monitor.figures.infos import IndicatorInfo, SourceInfo
from monitor.figures.passport import Passport
from monitor.figures.query import Query, QueryError
from monitor.figures.service import FigureService

__all__ = [
    "FigureService",
    "IndicatorInfo",
    "Passport",
    "Query",
    "QueryError",
    "SourceInfo",
    "flat",
    "local_day",
    "moment_named",
    "public",
]
