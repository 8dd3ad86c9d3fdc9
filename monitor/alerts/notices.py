"""Steps just taken → one digest per recipient: facts only, both languages, ready to be rendered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from monitor.alerts.recipients import Recipients
from monitor.declared import Declared
from monitor.declared.alert_models import AlertRule

Row = Mapping[str, Any]
GOOD_NEWS = ("verified", "restated")
KINDS: dict[str, dict[str, str]] = {
    "opened": {"vi": "Mới", "en": "New"},
    "reopened": {"vi": "Mở lại", "en": "Reopened"},
    "refuted": {"vi": "Số liệu mới chưa xác nhận đã xong", "en": "Newer counts do not show it is done"},
    "reminded": {"vi": "Nhắc lại", "en": "Reminder"},
    "escalated": {"vi": "Quá hạn trả lời, chuyển cấp trên", "en": "Overdue, passed on"},
    "verified": {"vi": "Đã xác nhận khắc phục", "en": "Verified"},
    "restated": {"vi": "Đóng do nguồn sửa số liệu", "en": "Closed: restated by the source"},
}
"""What a notice tells of an alert, in the order of attention."""


@dataclass(frozen=True, slots=True)
class Told:
    """An alert after its step, and what is told of it."""

    alert: Row
    kind: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One recipient's message of one run: ``payload`` holds every fact, ``alerts`` what it tells of (id, kind)."""

    recipient: str
    payload: dict[str, Any]
    alerts: tuple[tuple[int, str], ...]


def digests(told: Iterable[Told], words: Wording, recipients: Recipients) -> tuple[Digest, ...]:
    """One digest per recipient, in the order of recipients' keys; items by kind, rule and unit."""
    mine: dict[str, list[Told]] = {}
    for one in told:
        for key in hearers(one, words.declared, recipients):
            mine.setdefault(key, []).append(one)
    order = {kind: number for number, kind in enumerate(KINDS)}
    made = []
    for key in sorted(mine):
        items = sorted(mine[key], key=lambda one: (order[one.kind], one.alert["rule"], one.alert["subject"]))
        made.append(
            Digest(key, words.payload(key, items, recipients), tuple((one.alert["id"], one.kind) for one in items))
        )
    return tuple(made)


def hearers(told: Told, declared: Declared, recipients: Recipients) -> tuple[str, ...]:
    """Who hears of it: the recipients of the step it has reached; of good news everybody who heard before."""
    rule = next(rule for rule in declared.alerts.rules if rule.code == told.alert["rule"])
    ladder, step = declared.alerts.ladder_of(rule), told.alert["step"]
    steps = ladder[: step + 1] if told.kind in GOOD_NEWS else ladder[step : step + 1]
    names = tuple(dict.fromkeys(name for one in steps for name in one.to))
    return recipients.keys_of(names, told.alert["unit"])


@dataclass(frozen=True)
class Wording:
    """Turns rows into facts with their names. ``standing``: rule → (units judged, units without the cause)."""

    declared: Declared
    today: date
    simulated: bool
    standing: Mapping[str, tuple[int, int]]

    def payload(self, key: str, items: list[Told], recipients: Recipients) -> dict[str, Any]:
        """The facts of one digest, JSON only."""
        opened = [one for one in items if one.kind in {"opened", "reopened"}]
        return {
            "recipient": key,
            "name": recipients.name(key, "vi"),
            "name_en": recipients.name(key, "en"),
            "day": f"{self.today:%d/%m/%Y}",
            "simulated": self.simulated,
            "summary": self._summary(opened) if len(opened) >= self.declared.alerts.many else [],
            "items": [self.item(one) for one in items],
        }

    def item(self, told: Told) -> dict[str, Any]:
        """One alert as facts: source and cut date, standing, counts, goal, deadline, who answers, what to do."""
        alert = told.alert
        rule = next(rule for rule in self.declared.alerts.rules if rule.code == alert["rule"])
        judged, fine = self.standing.get(rule.code, (0, 0))
        return {
            "alert": alert["id"],
            "kind": told.kind,
            "rule": {"code": rule.code, **_both(rule.name)},
            "template": rule.template,
            "severity": rule.severity,
            "unit": alert["unit"],
            **self._unit(alert["unit"]),
            **self._indicator(rule),
            "source": self._source(alert["source"]),
            "period": alert["period"],
            "calendar": alert["calendar"],
            **{name: alert[name] for name in ("numerator", "denominator", "shown", "goal", "shortfall", "step")},
            "captured_at": None if alert["captured_at"] is None else alert["captured_at"].isoformat(),
            "answer_by": None if alert["answer_by"] is None else alert["answer_by"].isoformat(),
            "overdue": alert["answer_by"] is not None and alert["answer_by"] < self.today,
            "judged": judged,
            "fine": fine,
        }

    def _summary(self, opened: list[Told]) -> list[dict[str, Any]]:
        """How many were opened of each rule, where many came at once."""
        counted: dict[str, int] = {}
        for one in opened:
            counted[one.alert["rule"]] = counted.get(one.alert["rule"], 0) + 1
        names = {rule.code: _both(rule.name) for rule in self.declared.alerts.rules}
        return [{"rule": {"code": code, **names[code]}, "number": number} for code, number in sorted(counted.items())]

    def _unit(self, code: str | None) -> dict[str, Any]:
        if code is None:
            return {"unit_name": None, "head": None}
        unit = self.declared.unit(code)
        return {"unit_name": unit.name, "head": unit.head}

    def _indicator(self, rule: AlertRule) -> dict[str, Any]:
        if rule.indicator is None:
            return {"indicator": None, "noun": None, "low": False, "remedy": None}
        indicator = self.declared.indicator(rule.indicator)
        return {
            "indicator": {"code": indicator.code, **_both(indicator.name)},
            "noun": indicator.noun,
            "low": indicator.direction == "low",
            "remedy": _both(indicator.remedy),
        }

    def _source(self, name: str | None) -> dict[str, str] | None:
        if name is None:
            return None
        return {"name": name, **_both(self.declared.source(name).title)}


def standing_of(decided: pl.DataFrame) -> dict[str, tuple[int, int]]:
    """For each rule: how many units could be judged, and for how many it does not hold."""
    judged = decided.filter(pl.col("holds").is_not_null()).group_by("rule")
    counted = judged.agg(pl.len().cast(pl.Int64), fine=(~pl.col("holds")).cast(pl.Int64).sum())
    return {rule: (number, fine) for rule, number, fine in counted.iter_rows()}


def _both(text: Any) -> dict[str, str]:  # noqa: ANN401 - anything with vi and en
    return {"vi": text.vi, "en": text.en}
