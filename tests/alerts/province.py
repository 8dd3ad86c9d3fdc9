"""A declared province of three communes with one rule, and runs over figures written by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from monitor.alerts.followup import Day
from monitor.alerts.judge import Situation
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.run import Read, Report, evaluate
from monitor.declared import Declared
from monitor.declared.alert_models import AlertPlan
from monitor.declared.fields import Bilingual
from monitor.declared.models import Indicator, Reading, Source, Unit, WorkingCalendar
from monitor.store import Store
from tests.alerts.world import MONTHS, WORKDAYS, Sides, figures, rule, sources

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TEXT = Bilingual(vi="Chỉ tiêu thử", en="test indicator")
UNITS = ("A", "B", "C")
LADDER = (
    {"to": ["unit"], "after": 0},
    {"to": ["unit", "parent"], "after": 5},
    {"to": ["staff"], "after": 5, "letter": True},
)


def plan(**changes: Any) -> AlertPlan:  # noqa: ANN401 - any key of alerts.yaml
    """One rule r over K below 95 %, with a margin of one point."""
    whole = {
        "roles": {"staff": {"vi": "Bộ phận CCHC", "en": "reform staff"}},
        "ladders": {"default": LADDER},
        "repeat": [3, 5],
        "rules": [rule(margin=1, scope={"levels": ["commune"]})],
        **changes,
    }
    return AlertPlan.model_validate(whole)


def declared(chosen: AlertPlan | None = None) -> Declared:
    units = [Unit(code="P", name="Tỉnh thử", kind="province", parent=None, valid_from=date(2020, 1, 1))]
    units += [
        Unit(code=code, name=f"Xã {code}", kind="commune", parent="P", valid_from=date(2020, 1, 1)) for code in UNITS
    ]
    indicator = Indicator(
        code="K",
        slug="K",
        version=1,
        effective_from=date(2000, 1, 1),
        name=TEXT,
        numerator=TEXT,
        denominator=TEXT,
        exclusions=TEXT,
        readings=(Reading(numerator=("over",), denominator=("under",), basis=TEXT),),
        direction="high",
        noun="dossiers",
        standing="proposed",
        legal_basis=TEXT,
        lead_agency="P",
        remedy=TEXT,
    )
    return Declared(
        units=tuple(units),
        unit_codes=(),
        measures=(),
        indicators=(indicator,),
        targets={},
        sources=(
            Source.model_validate({"name": "s", "connector": "dvcqg", "title": {"vi": "Nguồn S", "en": "source S"}}),
        ),
        calendar=WorkingCalendar(time_zone="Asia/Ho_Chi_Minh", calendars={}, default_calendar="calendar"),
        alerts=chosen or plan(),
    )


def recipients(known: Declared, channel: str = "apprise") -> Recipients:
    """Everybody has one address."""
    names = (*UNITS, "P", "staff")
    return Recipients(known, {name: (Address(channel, f"json://127.0.0.1:9/{name}", "vi"),) for name in names})


@dataclass
class Province:
    """A province on a day: what each unit's months say, how the source is, and the store its alerts are in."""

    store: Store
    known: Declared = field(default_factory=declared)
    today: date = date(2026, 6, 3)
    sides: dict[str, list[Sides]] = field(default_factory=lambda: {unit: [(96, 100)] for unit in UNITS})
    trouble: str | None = None
    version: int = 1

    @property
    def now(self) -> datetime:
        """Nine in the morning in Vietnam."""
        return datetime.combine(self.today, time(9), ZONE).astimezone(UTC)

    def read(self) -> Read:
        """What a run would read today. The newest pair of sides belongs to the month before today's."""
        place = next(number for number, month in enumerate(MONTHS) if month.start <= self.today <= month.end)
        frame = figures(self.sides, today=self.today, captured=self.now, newest=place - 1)
        situation = Situation(
            figures=frame,
            chosen={"K": "s"},
            months={"calendar": MONTHS[: place + 1]},
            sources=sources(self.trouble, self.now),
            today=self.today,
            workdays=WORKDAYS,
        )
        return Read(situation, self.version, Day(self.now, self.today, WORKDAYS, self.known.alerts), simulated=False)

    def run(self, read: Read | None = None) -> Report:
        """One evaluation."""
        return evaluate(self.store.alerts, read or self.read(), self.known, recipients(self.known))

    def states(self) -> dict[str, str]:
        """Subject → state of its newest alert."""
        return {row["subject"]: row["state"] for row in reversed(self.store.alerts.alerts())}

    def notices(self) -> list[tuple[str, str, str]]:
        """(subject, kind, recipient) of every notice so far, in order."""
        subjects = {row["id"]: row["subject"] for row in self.store.alerts.alerts()}
        return [(subjects[one["alert_id"]], one["kind"], one["recipient"]) for one in self.store.alerts.notices()]


def history(store: Store) -> Mapping[int, Sequence[Mapping[str, Any]]]:
    """Every alert's steps."""
    found: dict[int, list[Mapping[str, Any]]] = {}
    for event in store.alerts.events():
        found.setdefault(event["alert_id"], []).append(event)
    return found


def frame_of(decided: pl.DataFrame) -> dict[str, tuple[str, str]]:
    """Subject → decision and reason."""
    return {
        subject: (decision, why) for subject, decision, why in decided.select("subject", "decision", "reason").rows()
    }
