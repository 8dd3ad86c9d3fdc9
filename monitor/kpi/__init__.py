"""The arithmetic: counts in, figures out. Pure polars; no clock, no database, no network."""

from monitor.kpi.figures import FigureInput, change, figures, procedure_sums
from monitor.kpi.frames import COUNTS, FIGURES
from monitor.kpi.known import captured_by, latest, offered, restatements
from monitor.kpi.procedures import PROCEDURE_FIGURES, PROCEDURE_SUMS, REMAINDER
from monitor.kpi.status import STATUSES

__all__ = [
    "COUNTS",
    "FIGURES",
    "PROCEDURE_FIGURES",
    "PROCEDURE_SUMS",
    "REMAINDER",
    "STATUSES",
    "FigureInput",
    "captured_by",
    "change",
    "figures",
    "latest",
    "offered",
    "procedure_sums",
    "restatements",
]
