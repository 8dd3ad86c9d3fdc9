"""Alerts for whoever asks: what would be done and why, the board, one alert's history, and people's answers.

Every method takes no more than its ``Viewer`` may see. People's steps are conditional on the alert still being in the
state they saw; a step that is not allowed says which are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from monitor.alerts import states
from monitor.alerts.effect import Effect, effects
from monitor.alerts.followup import Day, waits_until
from monitor.alerts.run import PROGRAM, Read, Report, decide_now, evaluate, evidence_of
from monitor.alerts.situation import situation_of
from monitor.alerts.tokens import Grant, read, sign
from monitor.figures import FigureService, local_day
from monitor.store import Outbox
from monitor.viewer import EVERYONE, Viewer
from monitor.workdays import WorkDays

if TYPE_CHECKING:
    from monitor.alerts.recipients import Recipients
    from monitor.declared import AlertRule
    from monitor.figures.trust import TrustService

Row = dict[str, Any]
LINK_PATH = "/answer/"
"""Where the dashboard takes a signed link: this path, then the token."""
DEFAULT_CLAIM = 20


class AlertError(ValueError):
    """A question or step that cannot be done as asked; the text says what to do."""


@dataclass(frozen=True)
class Links:
    """How links in messages are made."""

    secret: str
    public_url: str
    days: int

    def make(self, recipient: str, alerts: Sequence[int], made_on: date, lang: str = "vi") -> str:
        """The address of an answer: the same for the same message; its page speaks the message's language."""
        grant = Grant(recipient, tuple(alerts), made_on + timedelta(days=self.days))
        asked = "" if lang == "vi" else f"?lang={lang}"
        return f"{self.public_url.rstrip('/')}{LINK_PATH}{sign(self.secret, grant)}{asked}"

    def read(self, token: str, today: date) -> Grant:
        """What a token allows. Raises ``BadLink``."""
        return read(self.secret, token, today)


@dataclass(frozen=True)
class Detail:
    """One alert with everything that happened to it.

    ``events`` in order, ``told`` the messages about it, ``decisions`` what was decided of its rule and subject, and
    ``waits_until`` the day up to which it is within its deadline (null once nothing is owed).
    """

    alert: Row
    events: list[Row]
    told: list[Row]
    decisions: list[Row]
    waits_until: date | None


class AlertService:
    """Alerts of one store under one declaration, for one viewer.

    ``only``: these alerts, for who holds a link. ``trust``: whose grave findings hold figures under check.
    """

    def __init__(  # noqa: PLR0913 - what an alert service stands on, each named at the call
        self,
        figures: FigureService,
        recipients: Recipients,
        links: Links,
        *,
        viewer: Viewer = EVERYONE,
        only: frozenset[int] | None = None,
        trust: TrustService | None = None,
    ) -> None:
        self.figures = figures
        self.declared = figures.declared
        self.rows = figures.store.alerts
        self.recipients = recipients
        self.links = links
        self._viewer = viewer
        self._only = only
        self._trust = trust
        self.workdays = WorkDays(self.declared.calendar)

    # the program's part -------------------------------------------------------------------------------------

    def decisions(self) -> pl.DataFrame:
        """DECISIONS as a run would take them now; nothing is written."""
        reading = self._read()
        live, silences = self.rows.live(), self.rows.silences(reading.day.today)
        return self._visible(decide_now(reading, self.declared, live, silences))

    def run(self, who: str = PROGRAM) -> Report:
        """Evaluate every rule, take the steps and queue the messages, in one transaction."""
        for _ in range(3):
            report = evaluate(self.rows, self._read(), self.declared, self.recipients, who)
            if not report.stale:
                return report
        return report

    def _read(self) -> Read:
        with self.figures.steady():
            version = self.figures.store.version()
            now = self.figures.clock()
            blocked = self._trust is not None
            situation = self.figures.remember(("situation", blocked), lambda: situation_of(self.figures, self._trust))
        day = Day(now, situation.today, self.workdays, self.declared.alerts)
        return Read(situation, version, day, self.figures.simulated)

    def revive(self) -> int:
        """Let messages that were given up wait again, by the channels their recipients have now; return how many."""
        outbox = Outbox(self.figures.store.engine, "revival")
        unreachable = outbox.without_channel()
        for row in unreachable:
            ways = sorted({(one.channel, one.lang) for one in self.recipients.addresses(row["recipient"])})
            if ways:
                outbox.redirect(row["id"], *ways[0])
        return outbox.revive(self.figures.clock())

    # reading ------------------------------------------------------------------------------------------------

    def board(
        self, *, states_in: Sequence[str] | None = None, rule: str | None = None, unit: str | None = None
    ) -> list[Row]:
        """Alerts the viewer may see, newest first; none given = those not closed."""
        wanted = states.LIVE if states_in is None else tuple(states_in)
        rows = self.rows.alerts(states=wanted, rule=rule, units=self._seen())
        mine = [row for row in rows if self._only is None or row["id"] in self._only]
        return [row for row in mine if unit is None or row["subject"] == unit]

    def detail(self, alert_id: int) -> Detail:
        """One alert. Raises ``AlertError`` if there is none the viewer may see."""
        alert = self._one(alert_id)
        return Detail(
            alert,
            self.rows.events([alert_id]),
            self.rows.told(alert_id),
            self.rows.decisions(alert["rule"], alert["subject"]),
            self.due(alert),
        )

    def due(self, alert: Row) -> date | None:
        """The day up to which an alert is within its deadline; null once nothing is owed."""
        rule = self._rule(alert["rule"])
        return waits_until(alert, rule, self.workdays) if rule and alert["state"] in states.FOLLOWED else None

    @property
    def today(self) -> date:
        """The day it is in the province."""
        return local_day(self.figures.clock())

    # people's part ------------------------------------------------------------------------------------------

    def acknowledge(self, alert_id: int, who: str, cause: str, explanation: str) -> Row:
        """Say that it was heard, with a typed cause and in own words. Gives the alert after it."""
        return self._step(alert_id, "acknowledge", who, explanation, self._cause(cause, explanation))

    def explain(self, alert_id: int, who: str, cause: str, explanation: str) -> Row:
        """Correct the explanation."""
        return self._step(alert_id, "explain", who, explanation, self._cause(cause, explanation))

    def plan(self, alert_id: int, who: str, *, owner: str, product: str, due: date) -> Row:
        """Set the action: who answers for it (a position, not a person's name), what comes of it, by when."""
        if due < self.today:
            raise AlertError(f"The action's day {due:%d/%m/%Y} has passed. Give a day from today on.")
        values = {"action_owner": _said(owner, "owner"), "action_product": _said(product, "product"), "action_due": due}
        return self._step(alert_id, "plan", who, product, values)

    def claim_done(self, alert_id: int, who: str, remark: str) -> Row:
        """Say that it is done; a later pull has to show it."""
        rule = self._rule(self._one(alert_id)["rule"])
        days = rule.verify_within if rule else DEFAULT_CLAIM
        values = {"verify_by": self.workdays.after(self.today, days)}
        return self._step(alert_id, "claim", who, _said(remark, "remark"), values)

    def withdraw(self, alert_id: int, who: str, why: str) -> Row:
        """Close an alert that should not be followed on, with the reason. For staff only."""
        self._staff("withdraw an alert")
        now = self.figures.clock()
        values = {"outcome": "withdrawn", "closed_at": now, "live_key": None, "notice_on": None}
        return self._step(alert_id, "withdraw", who, _said(why, "reason"), values)

    def silence(self, *, author: str, reason: str, until: date, rule: str | None, unit: str | None) -> int:
        """Stop notices of a rule, a unit with those below it, or both, up to a day. Gives the silence's id."""
        self._staff("silence alerts")
        if rule is None and unit is None:
            raise AlertError("Name a rule, a unit or both: a silence of everything hides every shortfall.")
        if rule is not None and self._rule(rule) is None:
            raise AlertError(f"No rule is called {rule!r}. Rules: {', '.join(self._rule_codes())}.")
        if unit is not None:
            self.declared.unit(unit)
        if until < self.today:
            raise AlertError(f"The silence would have ended on {until:%d/%m/%Y}. Give a day from today on.")
        values = {"author": _said(author, "author"), "reason": _said(reason, "reason"), "until": until}
        with self.rows.changing() as changes:
            return changes.add_silence({**values, "rule": rule, "unit": unit, "created_at": self.figures.clock()})

    def lift(self, silence_id: int, who: str) -> None:
        """End a silence early. Raises ``AlertError`` if there is none in force."""
        self._staff("lift a silence")
        with self.rows.changing() as changes:
            if not changes.lift_silence(silence_id, who, self.figures.clock()):
                raise AlertError(f"No silence {silence_id} is in force. List them with: sohoa alerts silences")

    def effect(self, first: date, last: date) -> list[Effect]:
        """Effect of the alerts opened between two days: all rules together, then each rule."""
        alerts = self.rows.alerts(units=self._seen())
        events = self.rows.events(None)
        return effects(alerts, events, self.workdays, first, last)

    def silences(self, *, every: bool = False) -> list[Row]:
        """Silences in force, or all there ever were, newest first."""
        return self.rows.silences(None if every else self.today)

    def answering(self, token: str) -> tuple[Grant, AlertService]:
        """What a signed link allows, and a service that sees no more than the link's recipient.

        Raises ``BadLink``.
        """
        grant = self.links.read(token, self.today)
        kind, _, name = grant.recipient.partition(":")
        viewer = Viewer("unit", name) if kind == "unit" else Viewer(name, self._viewer.subtree)
        only = frozenset(grant.alerts)
        return grant, AlertService(
            self.figures, self.recipients, self.links, viewer=viewer, only=only, trust=self._trust
        )

    # ----------------------------------------------------------------------------------------------------------

    def _step(self, alert_id: int, act: str, who: str, why: str, values: Row) -> Row:
        alert = self._one(alert_id)
        state = states.after(act, alert["state"])
        now = self.figures.clock()
        moved = {"state_at": now} if state != alert["state"] else {}
        event = {
            "alert_id": alert_id,
            "at": now,
            "who": _said(who, "name of who answers"),
            "act": act,
            "from_state": alert["state"],
            "to_state": state,
            "why": why,
            "evidence": evidence_of(alert),
        }
        with self.rows.changing() as changes:
            if not changes.change([(alert_id, alert["version"], {**values, **moved, "state": state})]):
                raise AlertError("The alert has just been changed by somebody else. Look at it again, then repeat.")
            changes.add_events([event])
        return self._one(alert_id)

    def _one(self, alert_id: int) -> Row:
        alert = self.rows.alert(alert_id)
        seen = self._seen()
        if self._only is not None and alert_id not in self._only:
            alert = None
        if alert is None or (seen is not None and alert["unit"] not in seen):
            raise AlertError(f"There is no alert {alert_id}. List them with: sohoa alerts list")
        return alert

    def _cause(self, cause: str, explanation: str) -> Row:
        if cause not in states.CAUSES:
            raise AlertError(f"{cause!r} is no cause. Use one of: {', '.join(states.CAUSES)}.")
        return {"cause": cause, "explanation": _said(explanation, "explanation")}

    def _staff(self, what: str) -> None:
        if self._viewer.subtree is not None or self._only is not None:
            raise AlertError(f"Only the province's reform staff may {what}.")

    def _rule(self, code: str) -> AlertRule | None:
        return next((rule for rule in self.declared.alerts.rules if rule.code == code), None)

    def _rule_codes(self) -> list[str]:
        return [rule.code for rule in self.declared.alerts.rules]

    def _seen(self) -> list[str] | None:
        seen = self._viewer.visible(self.declared.unit_frame())
        return None if seen is None else sorted(seen)

    def _visible(self, decided: pl.DataFrame) -> pl.DataFrame:
        seen = self._seen()
        return decided if seen is None else decided.filter(pl.col("unit").is_in(seen))


def _said(text: str, what: str) -> str:
    """A text somebody has to give. Raises ``AlertError`` if it is blank."""
    if not text.strip():
        raise AlertError(f"The {what} is missing. Write it.")
    return text.strip()
