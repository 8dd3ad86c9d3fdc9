"""The arithmetic: counts in, figures out. Pure polars; no clock, no database, no network."""

from monitor.kpi.figures import FigureInput, change, figures, series
from monitor.kpi.frames import COUNTS, FIGURES
from monitor.kpi.known import latest, offered
from monitor.kpi.status import STATUSES

__all__ = ["COUNTS", "FIGURES", "STATUSES", "FigureInput", "change", "figures", "latest", "offered", "series"]
