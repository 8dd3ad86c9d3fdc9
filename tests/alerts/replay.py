"""Months of the simulated province lived through day by day: real pulls over HTTP, real runs, a clock of its own."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from connectors.registry import build as build_connector
from connectors.sandbox.server import Sandbox
from monitor.alerts import states
from monitor.alerts.channels.base import Rendered
from monitor.alerts.deliver import Post, deliver
from monitor.alerts.messages import render
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.service import AlertService, Links
from monitor.collect.pull import pull_source
from monitor.declared import Declared, load
from monitor.figures import FigureService
from monitor.figures.trust import TrustService
from monitor.store import Outbox, Store
from tests.alerts import late_form
from tests.declaring import copy_config, write_yaml

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SPECIAL = ("H01.101", "H01.150", "H01.159", "H01.184", "H01.200", "H01.201", "H01.202")
"""Communes of which the sandbox tells something particular."""
MILESTONES = {"K1": 76, "K2": 82, "K3a": 80, "K4": 76, "K10": 86}
"""Milestones of 2025, which the province's own targets do not have."""


@dataclass(frozen=True)
class Script:
    """What is played: which units and sources, when they are pulled, what fails on which day."""

    first: date = date(2024, 12, 1)
    last: date = date(2026, 11, 23)
    more_units: int = 6
    sources: tuple[str, ...] = ("mot-cua", "cong-dvcqg", "so-van-ban")
    pull_days: tuple[int, ...] = (2, 16)
    outages: Mapping[date, tuple[str, str]] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    """Rules in use; none = all of alerts.yaml."""
    answering: bool = True
    """Whether units answer, act and claim."""
    seed: int = 7


class Recorder:
    """A channel that keeps what it delivers; ``now`` tells when."""

    name = "apprise"

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.got: list[tuple[datetime, str, Rendered]] = []

    def send(self, address: str, message: Rendered) -> None:
        self.got.append((self._now(), address, message))


class Replay:
    """One province with its sandbox, store and alerts; ``today`` is where the clock stands (04:30 in Vietnam)."""

    def __init__(self, folder: Path, script: Script, sandbox: Sandbox, url: str, config: Path) -> None:
        self.script, self.sandbox = script, sandbox
        self.folder, self.config = folder, config
        user, password = sandbox.credentials
        self.environ = {
            **os.environ,
            "SOHOA_SANDBOX_URL": url,
            "SOHOA_SANDBOX_USERNAME": user,
            "SOHOA_SANDBOX_PASSWORD": password,
            "SOHOA_DATA": str(folder),
        }
        self.declared: Declared = load(config, environ=self.environ)
        self.store = Store(f"sqlite:///{folder / 'sohoa.db'}", folder)
        self.store.upgrade()
        self.now = _at(script.first, time(4, 30))
        self.figures = FigureService(self.store, self.declared, lambda: self.now, keep=True)
        names = [unit.code for unit in self.declared.units] + list(self.declared.alerts.roles)
        addresses = {name: (Address("apprise", name, "vi"),) for name in names}
        recipients = Recipients(self.declared, addresses)
        links = Links("a secret of sixteen letters", "https://sohoa.example", 30)
        self.alerts = AlertService(self.figures, recipients, links, trust=TrustService(self.figures))
        self.recorder = Recorder(lambda: self.now)
        self.post = Post(
            Outbox(self.store.engine, "replay"),
            recipients,
            lambda _name: self.recorder,
            lambda row: render(row["key"], row["payload"], row["lang"], "https://sohoa.example/answer/x"),
            lambda: self.now,
            {},
        )
        self.trouble: set[str] = set()
        self._people = Random(script.seed)

    @property
    def today(self) -> date:
        """The day it is in Vietnam."""
        return self.now.astimezone(ZONE).date()

    def days(self) -> Iterator[date]:
        """Each day: pull if it is a day of pulling, evaluate, let people answer, deliver in the morning."""
        day = self.script.first
        while day <= self.script.last:
            self.now = _at(day, time(4, 30))
            if day == self.script.first or day.day in self.script.pull_days or day in self.script.outages:
                self.pull(day)
            self.alerts.run()
            self.now = _at(day, time(9))
            deliver(self.post)
            if self.script.answering:
                self._answer()
            yield day
            day += timedelta(days=1)

    def pull(self, day: date) -> None:
        """Pull every source with the connector its declaration names; some fail today."""
        self.sandbox.faults.clear()
        path, kind = self.script.outages.get(day, ("", ""))
        if path:
            self.sandbox.faults.add(path, kind, times=None, after=3 if kind == "truncated" else 0)  # type: ignore[arg-type]
        for source in self.declared.sources:
            if source.name == "so-van-ban":
                self._write_register(day)
            if source.name == "bieu-mau":
                self._write_late_form(day)
            result = pull_source(
                self.store,
                self.declared,
                source,
                lambda source=source: build_connector(  # type: ignore[misc]
                    source.connector, source.resolved_options(self.environ), clock=lambda: self.now
                ),
                clock=lambda: self.now,
            )
            (self.trouble.discard if result.outcome == "complete" else self.trouble.add)(source.name)
        self.sandbox.faults.clear()

    def _write_register(self, day: date) -> None:
        index = day.year * 12 + day.month - 2
        months = [(number // 12, number % 12 + 1) for number in range(index - 2, index + 1)]
        self.sandbox.write_register(self.folder / "inbox" / "so-van-ban", months)

    def _write_late_form(self, day: date) -> None:
        names = [unit.name for unit in self.declared.units if unit.parent is not None]
        index = day.year * 12 + day.month - 1 - (day.day < 15)
        late_form.write(self.folder / "inbox" / "bieu-mau", names, (index // 12, index % 12 + 1))

    def _answer(self) -> None:
        """Some units answer, act and say it is done; others never do. The same for a seed."""
        for alert in self.alerts.board(states_in=["open", "acknowledged", "action"]):
            if alert["unit"] is None or self._people.random() > _diligence(alert["unit"]):
                continue
            who = f"unit:{alert['unit']}"
            if alert["state"] == states.OPEN:
                cause = self._people.choice(sorted(states.CAUSES))
                self.alerts.acknowledge(alert["id"], who, cause, "Thiếu máy quét tại quầy")
            elif alert["state"] == states.ACKNOWLEDGED:
                due = self.today + timedelta(days=20)
                self.alerts.plan(alert["id"], who, owner="Trưởng bộ phận một cửa", product="Quét đủ hồ sơ", due=due)
            else:
                self.alerts.claim_done(alert["id"], who, "Đã quét bổ sung")

    def close(self) -> None:
        self.store.close()


@contextmanager
def replay(folder: Path, script: Script | None = None) -> Iterator[Replay]:
    """A replay that is about to begin."""
    chosen = script or Script()
    config = _config(folder / "config", chosen)
    clock = {"now": datetime(2024, 12, 1, tzinfo=UTC)}
    sandbox = Sandbox(
        seed=chosen.seed, units=config / "units.csv", unit_codes=config / "unit_codes.csv", clock=lambda: clock["now"]
    )
    with sandbox.serve() as served:
        played = Replay(folder, chosen, sandbox, served.url, config)
        sandbox._state.__dict__["clock"] = lambda: played.now
        try:
            yield played
        finally:
            played.close()


def _config(target: Path, script: Script) -> Path:
    """The province's own config with fewer units, the demo's sources, and milestones for 2025 too."""
    copy_config(target)
    kept = _fewer_units(target / "units.csv", script)
    _keep(target / "unit_codes.csv", lambda row: row["unit"] in kept)
    for name in ("units.csv", "unit_codes.csv"):  # as if the province had always had today's units
        text = (target / name).read_text(encoding="utf-8")
        (target / name).write_text(text.replace("2025-07-01", "2023-01-01"), encoding="utf-8")
    sources = yaml.safe_load((target / "demo" / "sources.yaml").read_text(encoding="utf-8"))
    chosen = [{**one, "enabled": True, "history": 3, "repull": 2} for one in sources if one["name"] in script.sources]
    write_yaml(target / "sources.yaml", chosen)
    targets = yaml.safe_load((target / "targets.yaml").read_text(encoding="utf-8"))
    for code, number in MILESTONES.items():
        for year in (2024, 2025):
            targets[code]["milestones"][year] = {"default": number}
    write_yaml(target / "targets.yaml", targets)
    plan = yaml.safe_load((target / "alerts.yaml").read_text(encoding="utf-8"))
    used = [rule for rule in plan["rules"] if not script.rules or rule["code"] in script.rules]
    plan["rules"] = [{**rule, "enabled": True} for rule in used]
    write_yaml(target / "alerts.yaml", plan)
    return target


def _fewer_units(path: Path, script: Script) -> set[str]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    above = {row["code"] for row in rows if row["kind"] in {"province", "department"}}
    others = [row["code"] for row in rows if row["code"] not in {*above, *SPECIAL}]
    kept = {*above, *SPECIAL, *Random(script.seed).sample(others, min(script.more_units, len(others)))}
    _keep(path, lambda row: row["code"] in kept)
    return kept


def _keep(path: Path, wanted: Callable[[dict[str, str]], bool]) -> None:
    with path.open(encoding="utf-8") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if wanted(row)]
        names = list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer: Any = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE).astimezone(UTC)


def _diligence(unit: str) -> float:
    """How likely a unit takes a step on a day; a third of the units never answers."""
    number = sum(map(ord, unit)) % 3
    return (0.0, 0.08, 0.25)[number]
