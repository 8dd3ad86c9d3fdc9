"""What the province declares in config/: units, measures, indicators, targets, sources, calendar."""

from monitor.declared.alert_models import AlertPlan, AlertRule
from monitor.declared.declared import Declared
from monitor.declared.loading import check, load
from monitor.declared.models import (
    Indicator,
    Measure,
    Reading,
    Source,
    Target,
    Unit,
    UnitCode,
    UnitKind,
    WorkingCalendar,
    level_of,
)
from monitor.declared.placeholders import PlaceholderError, ResolvedOptions
from monitor.declared.problems import ConfigProblems, Problem, UnknownName

__all__ = [
    "AlertPlan",
    "AlertRule",
    "ConfigProblems",
    "Declared",
    "Indicator",
    "Measure",
    "PlaceholderError",
    "Problem",
    "Reading",
    "ResolvedOptions",
    "Source",
    "Target",
    "Unit",
    "UnitCode",
    "UnitKind",
    "UnknownName",
    "WorkingCalendar",
    "check",
    "level_of",
    "load",
]
