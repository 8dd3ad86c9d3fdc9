"""What a province declares, as frozen data: units, measures, indicators, targets, sources, calendars.

Each class is one entry of one file of config/; docs/config.md describes every key and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field

from monitor.declared.fields import (
    Bilingual,
    Code,
    Codes,
    Day,
    Declaration,
    Percent,
    Share,
    Slug,
    Text,
    percent,
    refused,
)
from monitor.declared.placeholders import ResolvedOptions, resolve_options
from monitor.periods import CalendarName

UnitKind = Literal["province", "department", "ward", "commune", "special_zone", "other"]
KindOrDefault = Literal["province", "department", "ward", "commune", "special_zone", "other", "default"]
Level = Literal["province", "department", "commune", "other"]
Noun = Literal["dossiers", "documents", "casefiles", "procedures", "petitions"]

UNIT_KINDS: tuple[UnitKind, ...] = get_args(UnitKind)
FIRST_YEAR, LAST_YEAR = 2020, 2035
PORTAL = "portal"
"""The scheme whose codes are the unit codes themselves."""

_COMMUNE_KINDS = frozenset({"ward", "commune", "special_zone"})


def level_of(kind: UnitKind) -> Level:
    """Level of a kind: wards, communes and special zones are all of the commune level."""
    if kind == "province" or kind == "department" or kind == "other":  # noqa: PLR1714 - narrows the type
        return kind
    return "commune"


class Unit(Declaration):
    """A body that handles procedures: a row of units.csv. Both validity days are included."""

    code: Code
    name: Text
    kind: UnitKind
    parent: Code | None
    valid_from: Day
    valid_to: Day | None = None
    gso_code: Code | None = None
    head: Text | None = None
    contact: Text | None = None

    @property
    def level(self) -> Level:
        """Level the unit is listed under."""
        return level_of(self.kind)


Authority = Literal["ministry", "province", "commune", "other"]
AUTHORITIES: tuple[Authority, ...] = get_args(Authority)


def _levels(value: object) -> object:
    words = value.split() if isinstance(value, str) else []
    if not words or not set(words) <= set(AUTHORITIES) or len(set(words)) < len(words):
        raise refused("is no list of levels", "Write one or more of ministry, province, commune, other, with blanks.")
    return value


class ProcedureField(Declaration):
    """A field (lĩnh vực) procedures belong to: a row of fields.csv."""

    code: Slug
    vi: Text
    en: Text


class Procedure(Declaration):
    """An administrative procedure: a row of procedures.csv. ``levels``: who may handle it, words with blanks."""

    code: Code
    name: Text
    field: Slug
    levels: Annotated[str, BeforeValidator(_levels)]


class UnitCode(Declaration):
    """How one family of systems writes a unit: a row of unit_codes.csv. Both validity days are included."""

    scheme: Slug
    code: Text
    unit: Code
    valid_from: Day
    valid_to: Day | None = None


class Succession(Declaration):
    """A unit that took over a share of one that ended: a row of unit_successions.csv. ``valid_from``: first day."""

    predecessor: Code
    successor: Code
    share: Share
    valid_from: Day


class Measure(Declaration):
    """A named count. A flow adds over days, a stock does not.

    ``withdrawn_from``: measures that still count the cases of this one, which were withdrawn, returned or refused.
    """

    code: Slug
    kind: Literal["flow", "stock"]
    noun: Noun
    vi: Text
    en: Text
    withdrawn_from: Codes = ()


class Reading(Declaration):
    """One way to read an indicator: measures that are summed on each side, all from one series."""

    numerator: Annotated[Codes, Field(min_length=1)]
    denominator: Annotated[Codes, Field(min_length=1)]
    basis: Bilingual


class Indicator(Declaration):
    """One version of the definition of an indicator, in words and in measures."""

    code: Code
    slug: Code
    version: Annotated[int, Field(ge=1)]
    effective_from: Day
    name: Bilingual
    numerator: Bilingual
    denominator: Bilingual
    exclusions: Bilingual
    readings: Annotated[tuple[Reading, ...], Field(strict=False, min_length=1)]
    direction: Literal["high", "low"]
    noun: Noun
    standing: Literal["proposed", "official_source"]
    legal_basis: Bilingual
    lead_agency: Code
    coordinating_agencies: Codes = ()
    checked_by: Text | None = None
    checked_on: Day | None = None
    headline: bool = False
    headline_source: Slug | None = None
    minimum_denominator: Annotated[int, Field(ge=1, le=1_000_000)] = 30
    remedy: Bilingual


def _final(value: object) -> object:
    if isinstance(value, dict):
        if "default" not in value:
            raise refused("has no default", "Add the line default: for all other kinds of unit.")
        return value
    return {"default": percent(value)}


class Target(Declaration):
    """What an indicator is to reach, in per cent, and the way there by year. Keys are unit kinds or ``default``."""

    final: Annotated[dict[KindOrDefault, Percent], BeforeValidator(_final)]
    milestones: dict[Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)], dict[KindOrDefault, Percent]] = Field(
        default_factory=dict
    )

    def final_for(self, kind: UnitKind) -> Decimal:
        """The number to reach for a kind of unit."""
        return self.final.get(kind, self.final["default"])

    def milestone_for(self, kind: UnitKind, year: int) -> Decimal | None:
        """The number on the way for a kind of unit in one year, or None where that year has no line."""
        line = self.milestones.get(year, {})
        return line.get(kind, line.get("default"))


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _title_from_name(data: dict[str, Any]) -> Bilingual:
    return Bilingual(vi=data["name"], en=data["name"])


class BasisChange(Declaration):
    """From ``valid_from`` on a source counts in another way, in one series or (None) in all: trends stop there."""

    valid_from: Day
    series: Text | None = None
    why: Bilingual


class Source(Declaration):
    """One configured connection to one system. ``options`` keeps ``${…}`` as written; secrets are never in it."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    name: Slug
    connector: Text
    title: Bilingual = Field(default_factory=_title_from_name)
    enabled: bool = True
    simulated: bool = False
    permission: Text | None = None
    calendars: Annotated[tuple[CalendarName, ...], BeforeValidator(_one_or_many), Field(strict=False, min_length=1)] = (
        Field(("calendar",), validation_alias="calendar")
    )
    schedule: Text = "0 4 * * *"
    repull: Annotated[int, Field(ge=0, le=60)] = 3
    history: Annotated[int, Field(ge=1, le=240)] = 12
    units: Slug = PORTAL
    units_as_of: Literal["period", "today"] = "period"
    leaves_out: Codes = ()
    basis_changes: Annotated[tuple[BasisChange, ...], Field(strict=False)] = ()
    options: dict[str, Any] = Field(default_factory=dict, repr=False)

    def resolved_options(self, environ: Mapping[str, str]) -> ResolvedOptions:
        """The options with every ``${NAME}`` and ``${file:/path}`` expanded.

        Raises ``PlaceholderError`` naming the option and the variable or file that is missing.
        """
        return resolve_options(self.name, self.options, environ)


class CalendarRule(Declaration):
    """Name and legal basis of one of the two calendars."""

    name: Bilingual
    legal_basis: Text
    first_day: int


class DayNote(Declaration):
    """A day off, or a weekend day that is worked, and why."""

    day: Day
    why: Text


class WorkingCalendar(Declaration):
    """calendar.yaml: the two calendars of reporting periods and the days off."""

    time_zone: Literal["Asia/Ho_Chi_Minh"]
    calendars: dict[CalendarName, CalendarRule]
    default_calendar: CalendarName
    report_within: Annotated[int, Field(ge=0, le=60)] = 2
    days_off: Annotated[tuple[DayNote, ...], Field(strict=False)] = ()
    working_days: Annotated[tuple[DayNote, ...], Field(strict=False)] = ()
