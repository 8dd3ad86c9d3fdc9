"""One evaluation of all rules, in one transaction: steps, their events and the messages about them, or nothing.

Two workers may do this at once: a new alert is taken by the unique key of its rule and subject, a change by the version
it was read at. Whoever loses leaves the step out, and with it its event and its message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import polars as pl

from monitor.alerts import states
from monitor.alerts.followup import Day, Move, first_moves, moves, return_moves, withdrawn
from monitor.alerts.frames import LIVE, SILENCES
from monitor.alerts.judge import Situation, decide
from monitor.alerts.notices import Digest, Told, Wording, digests, standing_of
from monitor.alerts.recipients import Recipients
from monitor.declared import Declared
from monitor.declared.alert_models import AlertRule
from monitor.store import NO_CHANNEL, AlertChanges, AlertRows

Row = dict[str, Any]
PROGRAM = "sohoa"
"""Who takes the steps that no person takes."""
LOOK_BACK = timedelta(days=732)
NO_ADDRESS = (
    "No address is known for this recipient. Add a line to the recipients file, then: sohoa alerts outbox --retry"
)


@dataclass(frozen=True)
class Read:
    """What one evaluation starts from: figures and sources as read at ``data_version``."""

    situation: Situation
    data_version: int
    day: Day
    simulated: bool


@dataclass(frozen=True)
class Report:
    """What came of an evaluation: steps by name, messages queued, the decisions; ``stale``: newer figures won."""

    run_id: int | None
    acts: Mapping[str, int] = field(default_factory=dict)
    messages: int = 0
    decided: pl.DataFrame = field(default_factory=pl.DataFrame)
    stale: bool = False


@dataclass
class _Taken:
    """One alert with the steps it takes in this run."""

    before: Row | None
    after: Row
    moves: list[Move]
    told: str | None = None


def evaluate(rows: AlertRows, read: Read, declared: Declared, recipients: Recipients, who: str = PROGRAM) -> Report:
    """Decide, take the steps, queue the messages."""
    with rows.changing() as changes:
        if changes.newest_version() > read.data_version:
            return Report(None, stale=True)
        run_id = changes.begin_run(who, read.day.now, read.data_version)
        live = changes.live()
        decided = decide_now(read, declared, live, changes.silences(read.day.today))
        taken = list(_steps(changes, decided, live, declared, read))
        won = _take(changes, taken, run_id, who, read)
        made = _messages(won, declared, recipients, read, decided)
        changes.add_messages(
            [_queued(one, run_id, read, way) for one in made for way in ways(one.recipient, recipients)]
        )
        changes.note_decisions(decided.filter(pl.col("subject") != ""), run_id)
        acts = _counted(won)
        changes.end_run(run_id, {**acts, "messages": len(made)})
        return Report(run_id, acts, len(made), decided)


def decide_now(read: Read, declared: Declared, live: list[Row], silences: list[Row]) -> pl.DataFrame:
    """DECISIONS on what is known, with live alerts and silences taken into account."""
    known = replace(read.situation, live=_live_frame(live), silences=silence_frame(silences, declared))
    return decide(declared.alerts.rules, known, declared.calendar.default_calendar)


def silence_frame(silences: Iterable[Row], declared: Declared) -> pl.DataFrame:
    """SILENCES: a silence of a unit covers the units below it."""
    tree = declared.unit_frame()
    rows = [
        (silence["id"], silence["rule"], code)
        for silence in silences
        for code in ([None] if silence["unit"] is None else sorted(below(silence["unit"], tree)))
    ]
    return pl.DataFrame(rows, schema=SILENCES, orient="row")


def below(unit: str, tree: pl.DataFrame) -> frozenset[str]:
    """A unit and every unit below it."""
    from monitor.viewer import Viewer  # noqa: PLC0415 - one tree walk for both

    return Viewer(subtree=unit).visible(tree) or frozenset()


def _live_frame(live: list[Row]) -> pl.DataFrame:
    rows = [(one["rule"], one["subject"], one["id"], one["state"], one["opened_period"]) for one in live]
    return pl.DataFrame(rows, schema=LIVE, orient="row")


def _steps(
    changes: AlertChanges, decided: pl.DataFrame, live: list[Row], declared: Declared, read: Read
) -> Iterator[_Taken]:
    """Every alert that takes a step today."""
    rules = {rule.code: rule for rule in declared.alerts.rules if rule.enabled}
    alerts = {one["id"]: one for one in live}
    closed = {(one["rule"], one["subject"]): one for one in changes.last_closed(read.day.now - LOOK_BACK)}
    acting = decided.filter(pl.col("decision").is_in(["open", "keep", "recover", "restate"]))
    for decision in acting.iter_rows(named=True):
        rule = rules[decision["rule"]]
        if decision["alert_id"] is None:
            yield _begun(decision, rule, closed.get((rule.code, decision["subject"])), read)
        else:
            alert = alerts[decision["alert_id"]]
            silenced = decision["silence_id"] is not None
            found = list(moves(alert, decision, rule, read.day, silenced=silenced))
            if found:
                yield _Taken(alert, _applied(alert, found, read), found)
    yield from _withdrawals(live, rules, declared, read)


def _begun(decision: Row, rule: AlertRule, closed: Row | None, read: Read) -> _Taken:
    """A new alert, or the one closed not long ago, followed on."""
    day = read.day
    if closed is not None and (day.now - closed["closed_at"]).days <= rule.reopen_within:
        found = list(return_moves(decision, rule, day))
        reopened = {**closed, "live_key": _key(rule.code, decision["subject"])}
        return _Taken(closed, _applied(reopened, found, read), found)
    found = list(first_moves(decision, rule, day))
    return _Taken(None, _applied(_blank(decision, rule, day), found, read), found)


def _withdrawals(live: list[Row], rules: Mapping[str, AlertRule], declared: Declared, read: Read) -> Iterator[_Taken]:
    today = read.day.today
    units = {unit.code for unit in declared.units if unit.valid_to is None or unit.valid_to >= today}
    for alert in live:
        if alert["rule"] not in rules:
            move = withdrawn(read.day, "rule_ended")
        elif alert["unit"] is not None and alert["unit"] not in units:
            move = withdrawn(read.day, "unit_ended")
        else:
            continue
        yield _Taken(alert, _applied(alert, [move], read), [move])


def _blank(decision: Row, rule: AlertRule, day: Day) -> Row:
    return {
        "rule": rule.code,
        "subject": decision["subject"],
        "live_key": _key(rule.code, decision["subject"]),
        **{name: decision[name] for name in ("unit", "indicator", "source", "calendar")},
        "severity": rule.severity,
        "state": None,
        "version": 1,
        "opened_period": decision["period"],
        "step": 0,
        "step_on": day.today,
        "notices": 0,
        **dict.fromkeys(("opened_at", "closed_at", "outcome", "notice_on", "answer_by", "verify_by", "action_due")),
    }


def _key(rule: str, subject: str) -> str:
    return f"{rule}|{subject}"


def _applied(alert: Row, found: list[Move], read: Read) -> Row:
    """The alert after its steps. Raises ``NotPermitted`` if a step is not allowed: a defect of ours."""
    after = dict(alert)
    for move in found:
        state = states.after(move.act, after["state"])
        if state != after["state"]:
            after["state_at"] = read.day.now
        after |= {**move.values, "state": state}
    return after


def _take(changes: AlertChanges, taken: list[_Taken], run_id: int, who: str, read: Read) -> list[_Taken]:
    """Write the steps; those that another worker took meanwhile are left out."""
    new = [one.after for one in taken if one.before is None]
    born = changes.open_new(new, run_id)
    changed = [
        (one.before["id"], one.before["version"], _difference(one.before, one.after))
        for one in taken
        if one.before is not None
    ]
    won_ids = changes.change(changed, run_id)
    won = []
    for one in taken:
        if one.before is None and one.after["live_key"] in born:
            one.after = {**one.after, "id": born[one.after["live_key"]]["id"]}
        elif one.before is None or one.before["id"] not in won_ids:
            continue
        won.append(one)
    changes.add_events([event for one in won for event in _events(one, who, read)])
    return won


def _difference(before: Row, after: Row) -> Row:
    return {name: value for name, value in after.items() if before.get(name) != value}


def _events(one: _Taken, who: str, read: Read) -> Iterator[Row]:
    state = None if one.before is None else one.before["state"]
    for move in one.moves:
        following = states.after(move.act, state)
        yield {
            "alert_id": one.after["id"],
            "at": read.day.now,
            "who": who,
            "act": move.act,
            "from_state": state,
            "to_state": following,
            "why": move.why,
            "evidence": evidence_of(one.after),
        }
        state = following


def evidence_of(alert: Mapping[str, Any]) -> Row:
    """The figure a step rests on, as JSON."""
    names = ("period", "numerator", "denominator", "shown", "goal", "shortfall", "pull_id", "evidence")
    moment = alert.get("captured_at")
    return {**{name: alert.get(name) for name in names}, "captured_at": None if moment is None else moment.isoformat()}


def _messages(
    won: list[_Taken], declared: Declared, recipients: Recipients, read: Read, decided: pl.DataFrame
) -> tuple[Digest, ...]:
    told = [Told(one.after, move.notice) for one in won for move in one.moves if move.notice is not None]
    wording = Wording(declared, read.day.today, read.simulated, standing_of(decided))
    return digests(told, wording, recipients)


def ways(recipient: str, recipients: Recipients) -> list[tuple[str, str]]:
    """Channels and languages a recipient is reached by; one without an address gets a message nobody can send."""
    found = {(address.channel, address.lang) for address in recipients.addresses(recipient)}
    return sorted(found) or [("", "vi")]


def _queued(digest: Digest, run_id: int, read: Read, way: tuple[str, str]) -> tuple[Row, tuple[tuple[int, str], ...]]:
    now = read.day.now
    times = (now, read.day.workdays.open_at(now, read.day.plan.hours))
    row = waiting(f"{run_id}|{now.isoformat()}", digest.recipient, way, digest.payload, times)
    return {**row, "run_id": run_id}, digest.alerts


def waiting(about: str, recipient: str, way: tuple[str, str], payload: Row, times: tuple[datetime, datetime]) -> Row:
    """A row of the outbox but for its run. ``times``: made at, may go out from. ``about`` makes its key its own."""
    channel, lang = way
    return {
        "key": sha256(f"{about}|{recipient}|{channel}|{lang}".encode()).hexdigest()[:32],
        "recipient": recipient,
        "channel": channel or NO_CHANNEL,
        "lang": lang,
        "payload": payload,
        "created_at": times[0],
        "not_before": times[1],
        "state": "waiting" if channel else "dead",
        "attempts": 0,
        "problem": None if channel else NO_ADDRESS,
    }


def _counted(won: list[_Taken]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for one in won:
        for move in one.moves:
            counted[move.act] = counted.get(move.act, 0) + 1
    return counted
