"""From the folder config/ to ``Declared``: ``load`` for every command, ``check`` for ``sohoa check``.

``load`` refuses what would make a figure wrong or a look-up ambiguous, and stays fast: it asks no connector.
``check`` also judges what is merely unfinished: reviews, milestones, headline sources, options, schedules.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from monitor.declared import (
    alerts,
    areas,
    calendars,
    checks,
    indicators,
    procedures,
    reports,
    sources,
    spelling,
    successions,
    targets,
    units,
)
from monitor.declared.alert_models import AlertPlan
from monitor.declared.areas import Areas
from monitor.declared.checks import Check
from monitor.declared.declared import Declared
from monitor.declared.models import (
    PORTAL,
    Indicator,
    Measure,
    Procedure,
    ProcedureField,
    Source,
    Succession,
    Target,
    Unit,
    UnitCode,
    WorkingCalendar,
)
from monitor.declared.problems import ConfigProblems, Problem
from monitor.declared.report_models import ReportPlan

UNITS, UNIT_CODES, CALENDAR = "units.csv", "unit_codes.csv", "calendar.yaml"
SUCCESSIONS, ALERTS, REPORTS = "unit_successions.csv", "alerts.yaml", "reports.yaml"
MEASURES, INDICATORS, TARGETS, SOURCES = "measures.yaml", "indicators.yaml", "targets.yaml", "sources.yaml"
CHECKS, DEMO_SOURCES = "checks.yaml", "demo/sources.yaml"
FIELDS, PROCEDURES, AREAS = "fields.csv", "procedures.csv", "areas.geojson"
FILES = (
    *(UNITS, UNIT_CODES, SUCCESSIONS, FIELDS, PROCEDURES),
    *(MEASURES, INDICATORS, TARGETS, SOURCES, CALENDAR, CHECKS, ALERTS, REPORTS),
)

T = TypeVar("T")


@dataclass
class Draft:
    """What could be read so far: the right entries of each file, and which files hold mistakes."""

    folder: Path
    sources_file: Path
    environ: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    units: tuple[Unit, ...] = ()
    unit_codes: tuple[UnitCode, ...] = ()
    successions: tuple[Succession, ...] = ()
    fields: tuple[ProcedureField, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: Mapping[str, Target] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    calendar: WorkingCalendar | None = None
    checks: tuple[Check, ...] = ()
    alerts: AlertPlan = field(default_factory=AlertPlan)
    reports: ReportPlan | None = None
    areas: Areas | None = None

    def path(self, name: str) -> Path:
        """Where a file of this name stands."""
        return self.sources_file if name == SOURCES else self.folder / name

    def label(self, name: str) -> str:
        """The file as the operator named it."""
        return self.path(name).as_posix()

    @property
    def unit_names(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.units}

    @property
    def measure_names(self) -> dict[str, Measure]:
        """Measures by code."""
        return {measure.code: measure for measure in self.measures}

    @property
    def newest(self) -> dict[str, Indicator]:
        """The newest version of each indicator by code."""
        return {one.code: one for one in sorted(self.indicators, key=lambda one: one.version)}

    @property
    def schemes(self) -> set[str]:
        """Schemes of unit codes."""
        return {PORTAL, *(code.scheme for code in self.unit_codes)}


Rule = tuple[tuple[str, ...], Callable[[Draft], Iterable[Problem]]]
"""Files that must be free of mistakes before a question across them makes sense, and the question."""

_LOAD_RULES: tuple[Rule, ...] = (
    ((UNITS,), lambda d: units.unit_problems(d.label(UNITS), d.units)),
    ((UNITS, UNIT_CODES), lambda d: units.unit_code_problems(d.label(UNIT_CODES), d.unit_codes, d.unit_names)),
    (
        (UNITS, SUCCESSIONS),
        lambda d: successions.succession_problems(d.label(SUCCESSIONS), d.successions, d.unit_names),
    ),
    ((FIELDS,), lambda d: procedures.field_problems(d.label(FIELDS), d.fields)),
    (
        (FIELDS, PROCEDURES),
        lambda d: procedures.procedure_problems(d.label(PROCEDURES), d.procedures, {one.code for one in d.fields}),
    ),
    ((MEASURES,), lambda d: indicators.measure_problems(d.label(MEASURES), d.measures)),
    ((INDICATORS,), lambda d: indicators.version_problems(d.label(INDICATORS), d.indicators)),
    ((INDICATORS, MEASURES), lambda d: indicators.reading_problems(d.label(INDICATORS), d.indicators, d.measure_names)),
    ((INDICATORS, UNITS), lambda d: indicators.agency_problems(d.label(INDICATORS), d.indicators, d.unit_names)),
    ((TARGETS, INDICATORS), lambda d: targets.coverage_problems(d.label(TARGETS), d.targets, d.newest)),
    ((SOURCES,), lambda d: sources.name_problems(d.label(SOURCES), d.sources)),
    ((SOURCES,), lambda d: sources.placeholder_problems(d.label(SOURCES), d.sources)),
    ((SOURCES,), lambda d: sources.permission_problems(d.label(SOURCES), d.sources, d.environ)),
    ((SOURCES, UNIT_CODES), lambda d: sources.scheme_problems(d.label(SOURCES), d.sources, d.schemes)),
    ((SOURCES, MEASURES), lambda d: sources.left_out_problems(d.label(SOURCES), d.sources, d.measure_names)),
    ((CALENDAR,), lambda d: calendars.calendar_problems(d.label(CALENDAR), d.calendar)),
    ((CHECKS,), lambda d: checks.check_problems(d.label(CHECKS), d.checks)),
    ((CHECKS, MEASURES), lambda d: checks.measure_problems(d.label(CHECKS), d.checks, d.measure_names)),
    ((ALERTS,), lambda d: alerts.plan_problems(d.label(ALERTS), d.alerts)),
    (
        (ALERTS, INDICATORS, UNITS),
        lambda d: alerts.rule_problems(d.label(ALERTS), d.alerts, d.newest, d.unit_names),
    ),
    ((REPORTS,), lambda d: reports.plan_problems(d.label(REPORTS), d.reports)),
    ((REPORTS, ALERTS), lambda d: reports.role_problems(d.label(REPORTS), d.reports, d.alerts.roles)),
)

_CHECK_RULES: tuple[Rule, ...] = (
    ((INDICATORS,), lambda d: indicators.review_problems(d.label(INDICATORS), d.indicators)),
    (
        (INDICATORS, SOURCES),
        lambda d: indicators.headline_problems(d.label(INDICATORS), d.indicators, _all_sources(d)),
    ),
    ((TARGETS, INDICATORS), lambda d: targets.milestone_problems(d.label(TARGETS), d.targets, d.newest)),
    ((CALENDAR,), lambda d: calendars.day_problems(d.label(CALENDAR), d.calendar)),
    ((CHECKS,), lambda d: checks.missing_problems(d.label(CHECKS), d.checks)),
    ((CHECKS,), lambda d: checks.repeated_problems(d.label(CHECKS), d.checks)),
    ((CHECKS, SOURCES), lambda d: checks.source_problems(d.label(CHECKS), d.checks, _all_sources(d))),
    ((ALERTS, SOURCES), lambda d: alerts.source_problems(d.label(ALERTS), d.alerts, _all_sources(d))),
)


def load(config_dir: Path, *, sources_file: Path | None = None, environ: Mapping[str, str] | None = None) -> Declared:
    """Everything declared in a folder. ``environ`` tells where an address with a ``${NAME}`` points.

    Raises ``ConfigProblems`` with every mistake found.
    """
    draft = _read(config_dir, sources_file, environ)
    problems = [*draft.problems, *_ask(draft, _LOAD_RULES)]
    if problems or draft.calendar is None:
        raise ConfigProblems(problems)
    return Declared(
        units=draft.units,
        unit_codes=draft.unit_codes,
        successions=draft.successions,
        fields=draft.fields,
        procedures=draft.procedures,
        measures=draft.measures,
        indicators=draft.indicators,
        targets=draft.targets,
        sources=draft.sources,
        calendar=draft.calendar,
        checks=draft.checks,
        alerts=draft.alerts,
        reports=draft.reports,
        areas=draft.areas,
    )


def check(
    config_dir: Path, *, sources_file: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Problem, ...]:
    """Every problem of a folder, none if all is well. The sources of the demo, if there, are checked as well.

    A variable that is not set in ``environ`` counts as given.
    """
    draft = _read(config_dir, sources_file, environ)
    found = [*draft.problems, *_ask(draft, (*_LOAD_RULES, *_CHECK_RULES)), *_connection_problems(draft)]
    demo = config_dir / DEMO_SOURCES
    if demo.exists() and demo != draft.sources_file:
        found += _demo_problems(draft, demo)
    for name in FILES:
        found += spelling.spelling_problems(draft.path(name))
    return tuple(dict.fromkeys(found))


def _read(config_dir: Path, sources_file: Path | None, environ: Mapping[str, str] | None) -> Draft:
    draft = Draft(config_dir, sources_file or config_dir / SOURCES, environ or {})
    if not config_dir.is_dir():
        remedy = "Set SOHOA_CONFIG to the folder that holds units.csv, indicators.yaml and the other files."
        draft.problems.append(Problem(config_dir.as_posix(), "", "", "is no folder", remedy))
        draft.broken.update(FILES)
        return draft
    draft.units = _one(draft, UNITS, units.read_units)
    draft.unit_codes = _one(draft, UNIT_CODES, units.read_unit_codes)
    draft.successions = _one(draft, SUCCESSIONS, successions.read_successions)
    draft.fields = _one(draft, FIELDS, procedures.read_fields)
    draft.procedures = _one(draft, PROCEDURES, procedures.read_procedures)
    draft.measures = _one(draft, MEASURES, indicators.read_measures)
    draft.indicators = _one(draft, INDICATORS, indicators.read_indicators)
    draft.targets = _one(draft, TARGETS, targets.read_targets)
    draft.sources = _one(draft, SOURCES, sources.read_sources)
    draft.calendar = _one(draft, CALENDAR, calendars.read_calendar)
    draft.checks = _one(draft, CHECKS, checks.read_checks)
    draft.alerts = _one(draft, ALERTS, alerts.read_alerts)
    draft.reports = _one(draft, REPORTS, reports.read_reports)
    draft.areas = areas.read_areas(draft.path(AREAS), draft.units, draft.problems)
    return draft


def _one(draft: Draft, name: str, read: Callable[[Path, list[Problem]], T]) -> T:
    before = len(draft.problems)
    content = read(draft.path(name), draft.problems)
    if len(draft.problems) > before:
        draft.broken.add(name)
    return content


def _ask(draft: Draft, rules: Sequence[Rule]) -> list[Problem]:
    return [problem for files, ask in rules if draft.broken.isdisjoint(files) for problem in ask(draft)]


def _all_sources(draft: Draft) -> set[str]:
    """Names an indicator may prefer: the sources in use, and those of the folder's own and the demo's file."""
    names = {source.name for source in draft.sources}
    for path in (draft.folder / SOURCES, draft.folder / DEMO_SOURCES):
        if path.exists():
            names |= {source.name for source in sources.read_sources(path, [])}
    return names


def _connection_problems(draft: Draft) -> Iterable[Problem]:
    """What connectors and scheduler say; imported here because it takes longer than everything else together."""
    from monitor.declared import connections  # noqa: PLC0415 - keeps load() fast

    file = draft.label(SOURCES)
    yield from connections.connection_problems(file, draft.sources)
    yield from connections.query_problems(file, draft.sources, draft.folder)
    if MEASURES not in draft.broken:
        yield from connections.column_problems(file, draft.sources, {measure.code for measure in draft.measures})


def _demo_problems(draft: Draft, demo: Path) -> list[Problem]:
    """The same questions to the demo's sources, beside the folder's unit codes and measures."""
    other = dataclasses.replace(draft, sources_file=demo, problems=[], broken=draft.broken - {SOURCES})
    other.sources = _one(other, SOURCES, sources.read_sources)
    rules = [rule for rule in _LOAD_RULES if SOURCES in rule[0]]
    return [*other.problems, *_ask(other, rules), *_connection_problems(other), *spelling.spelling_problems(demo)]
