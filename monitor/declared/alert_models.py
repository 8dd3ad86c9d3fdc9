"""What alerts.yaml declares: which shortfall is followed, who hears of it, by when an answer is due.

Each class is one group of keys of that file; docs/config.md describes them and a test compares the two.
"""

from __future__ import annotations

import re
from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from monitor.declared.fields import Bilingual, Code, Codes, Declaration, Percent, Slug, Text, refused
from monitor.declared.models import Level, UnitKind
from monitor.periods import CalendarName

Condition = Literal["off_target", "falling", "shortfall_share", "unreachable", "not_reported", "stale"]
Severity = Literal["high", "medium", "low"]
CHANNELS = ("mail", "apprise", "sms", "zalo_oa", "zns")
"""Ways of delivery; a test compares them with ``monitor.alerts.channels``."""
Layout = Literal["state", "party"]

UNIT, PARENT = "unit", "parent"
"""The two recipients every alert of a unit has by nature: the unit itself and the unit above it."""
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _time(value: object) -> time:
    if not isinstance(value, str) or not _HOUR.fullmatch(value):
        raise refused("is no time of day", 'Write hours and minutes in quotes: "07:30".')
    return time.fromisoformat(value)


Hour = Annotated[time, BeforeValidator(_time)]
Days = Annotated[int, Field(ge=0, le=366)]
Slugs = Annotated[tuple[Slug, ...], Field(strict=False)]


class Hours(Declaration):
    """When messages may go out: working days, between these hours, Vietnam time."""

    start: Hour
    end: Hour


class Step(Declaration):
    """One step of a ladder: who hears, how many working days after the step before, and whether by letter."""

    to: Annotated[Slugs, Field(min_length=1)]
    after: Days
    letter: bool = False


class Scope(Declaration):
    """Which units a rule watches; an absent list does not restrict. ``units`` are codes, ``without`` exceptions."""

    levels: Annotated[tuple[Level, ...], Field(strict=False)] = ()
    kinds: Annotated[tuple[UnitKind, ...], Field(strict=False)] = ()
    units: Codes = ()
    without: Codes = ()


class When(Declaration):
    """The condition. Which keys matter depends on ``kind``; see docs/config.md."""

    kind: Condition
    against: Literal["target", "milestone"] = "target"
    periods: Annotated[int, Field(ge=1, le=12)] = 1
    certain: bool = False
    points: Percent = Decimal(5)
    share: Percent = Decimal(10)
    days: Days = 2


class AlertRule(Declaration):
    """One kind of shortfall that is followed until it is verified gone."""

    code: Slug
    name: Bilingual
    enabled: bool = True
    indicator: Code | None = None
    source: Slug | None = None
    calendar: CalendarName | None = None
    scope: Scope = Scope()
    when: When
    severity: Severity
    minimum_denominator: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    margin: Percent = Decimal(0)
    provisional: bool = False
    wait: Days = 0
    answer_within: Annotated[int, Field(ge=1, le=366)] = 5
    verify_within: Annotated[int, Field(ge=1, le=366)] = 20
    reopen_within: Annotated[int, Field(ge=0, le=731)] = 62
    ladder: Slug = "default"
    template: Slug = "shortfall"


class Letterhead(Declaration):
    """Who issues the draft of an official letter, and in which layout."""

    layout: Layout = "state"
    above: Text
    issuer: Text
    place: Text
    symbol: Text
    signer: Text
    copies: Annotated[tuple[Text, ...], Field(strict=False)] = ()


class AlertPlan(Declaration):
    """alerts.yaml: hours, ladders, roles, limits, letterhead and rules. Absent file = no rules."""

    hours: Hours = Hours.model_validate({"start": "07:30", "end": "17:00"})
    repeat: Annotated[tuple[Annotated[int, Field(ge=1, le=366)], ...], Field(strict=False, min_length=1)] = (5, 10, 20)
    many: Annotated[int, Field(ge=2, le=100_000)] = 20
    link_days: Annotated[int, Field(ge=1, le=366)] = 30
    roles: dict[Slug, Bilingual] = Field(default_factory=dict)
    ladders: dict[Slug, Annotated[tuple[Step, ...], Field(strict=False, min_length=1)]] = Field(default_factory=dict)
    limits: dict[Slug, Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=dict)
    letter: Letterhead | None = None
    rules: Annotated[tuple[AlertRule, ...], Field(strict=False)] = ()

    def ladder_of(self, rule: AlertRule) -> tuple[Step, ...]:
        """The steps of a rule's ladder."""
        return self.ladders[rule.ladder]
