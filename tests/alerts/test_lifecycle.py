"""From the first sight of a shortfall to its verified end: every step as a row, taken once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from monitor.alerts import states
from monitor.alerts.states import ACTS, NotPermitted, after
from monitor.store import Store
from tests.alerts.province import UNITS, Province, declared, frame_of, history, plan
from tests.alerts.world import rule as alert_rule

GOOD, BAD, CLOSE = (99, 100), (60, 100), (95, 100)


@pytest.fixture
def province(store: Store) -> Province:
    return Province(store)


def days(province: Province, count: int) -> Iterator[None]:
    """Run on each of the next days; the numbers stay as they are unless the caller changes them."""
    for _ in range(count):
        province.today += timedelta(days=1)
        month = province.today.day == 1
        if month:
            province.sides = {unit: [*pairs, pairs[-1]] for unit, pairs in province.sides.items()}
        province.run()
        yield


def acts(province: Province, subject: str) -> list[str]:
    number = next(row["id"] for row in province.store.alerts.alerts() if row["subject"] == subject)
    return [event["act"] for event in history(province.store)[number]]


def test_a_shortfall_is_opened_once_and_told_once_to_the_unit(province: Province) -> None:
    province.sides["A"] = [BAD]
    report = province.run()
    assert report.acts == {"see": 1, "open": 1}
    assert province.states() == {"A": "open"}
    assert province.notices() == [("A", "opened", "unit:A")]
    assert province.run().acts == {}
    assert len(province.notices()) == 1


def test_unanswered_it_climbs_the_ladder_in_working_days_and_repeats_ever_more_seldom(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()  # Wednesday 3 June 2026; answer within 5 working days: Wednesday 10 June
    told: dict[date, list[tuple[str, str]]] = {}
    seen = 1
    for _ in days(province, 35):
        new = province.notices()[seen:]
        seen += len(new)
        if new:
            told[province.today] = [(kind, recipient) for _, kind, recipient in new]
    assert told[date(2026, 6, 8)] == [("reminded", "unit:A")]  # 3 working days
    # From the first day after the deadline that is 5 working days after the step before.
    assert sorted(told[date(2026, 6, 11)]) == [("escalated", "unit:A"), ("escalated", "unit:P")]
    assert told[date(2026, 6, 18)] == [("escalated", "role:staff")]
    later = [day for day in told if day > date(2026, 6, 18)]
    assert later == [date(2026, 6, 25), date(2026, 7, 2)]  # 5 working days each, the last pause
    assert all(day.weekday() < 5 for day in told)


def test_the_whole_way_to_verified_and_closed(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    row = province.store.alerts.live()[0]
    with province.store.alerts.changing() as changes:
        assert changes.change([(row["id"], row["version"], {"state": "acknowledged"})])
        assert not changes.change([(row["id"], row["version"], {"state": "acknowledged"})]), "a stale change was taken"
    for version, state in enumerate(("action", "claimed"), start=row["version"] + 1):
        with province.store.alerts.changing() as changes:
            values = {"state": state, "verify_by": date(2026, 7, 20), "action_due": date(2026, 6, 30)}
            assert changes.change([(row["id"], version, values)])
    province.today = date(2026, 7, 2)
    province.sides["A"] = [BAD, GOOD]
    province.run()
    assert province.states() == {"A": "verified"}
    assert province.notices()[-1] == ("A", "verified", "unit:A")
    province.today = date(2026, 8, 3)
    province.sides["A"] = [BAD, GOOD, GOOD]
    province.run()
    assert province.states() == {"A": "closed"}
    (closed,) = province.store.alerts.alerts(states=["closed"])
    assert (closed["outcome"], closed["live_key"]) == ("verified", None)


def test_a_claim_that_the_next_month_does_not_show_is_opened_again(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    row = province.store.alerts.live()[0]
    with province.store.alerts.changing() as changes:
        changes.change([(row["id"], row["version"], {"state": "claimed", "verify_by": date(2026, 7, 20)})])
    province.today = date(2026, 7, 2)
    province.sides["A"] = [BAD, BAD]
    province.run()
    assert province.states() == {"A": "open"}
    # One step up the ladder: the parent hears too.
    assert province.notices()[-2:] == [("A", "refuted", "unit:A"), ("A", "refuted", "unit:P")]


def test_it_comes_back_and_the_same_alert_is_followed_on(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    for month, pair in ((7, GOOD), (8, GOOD), (9, BAD)):
        province.today = date(2026, month, 3)
        province.sides["A"] = [*province.sides["A"], pair]
        province.run()
    assert acts(province, "A") == ["see", "open", "verify", "settle", "reopen"]
    assert province.states() == {"A": "open"}
    assert len(province.store.alerts.alerts()) == 1


def test_a_restatement_that_removes_the_cause_closes_it_with_a_note(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    province.today += timedelta(days=2)
    province.sides["A"] = [GOOD]
    province.run()
    (closed,) = province.store.alerts.alerts(states=["closed"])
    assert closed["outcome"] == "restated"
    last = history(province.store)[closed["id"]][-1]
    assert (last["act"], last["why"], last["evidence"]["numerator"]) == ("restate", "restated", 99)
    assert province.notices()[-1] == ("A", "restated", "unit:A")


@pytest.mark.parametrize("trouble", ["source_outage", "partial_pull"])
def test_nothing_moves_and_nobody_is_told_while_the_source_is_in_trouble(province: Province, trouble: str) -> None:
    province.sides["A"] = [BAD]
    province.run()
    province.trouble = trouble
    province.sides |= {"A": [GOOD], "B": [BAD]}
    before = province.notices()
    for _ in days(province, 20):
        assert province.states() == {"A": "open"}
    assert province.notices() == before
    noted = province.store.alerts.decisions("r", "B")
    assert [(row["decision"], row["reason"]) for row in noted] == [("inhibit", trouble)]


def test_a_figure_that_only_just_meets_the_goal_keeps_the_alert(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    province.today = date(2026, 7, 2)
    province.sides["A"] = [BAD, CLOSE]
    assert frame_of(province.run().decided)["A"] == ("keep", "hysteresis")
    assert province.states() == {"A": "open"}


def test_a_rule_may_wait_before_it_opens(store: Store) -> None:
    waiting = plan(rules=[alert_rule(wait=2, scope={"levels": ["commune"]})])
    province = Province(store, declared(waiting))
    province.sides |= {"A": [BAD], "B": [BAD]}
    province.run()
    assert province.states() == {"A": "pending", "B": "pending"}
    assert province.notices() == []
    province.today += timedelta(days=1)
    province.sides["B"] = [GOOD]
    province.run()
    assert province.states() == {"A": "pending", "B": "closed"}
    province.today += timedelta(days=1)
    province.run()
    assert province.states() == {"A": "open", "B": "closed"}
    assert province.notices() == [("A", "opened", "unit:A")]


def test_a_silence_covers_the_units_below_and_ends_by_itself(province: Province) -> None:
    province.sides |= {"A": [BAD], "B": [BAD]}
    with province.store.alerts.changing() as changes:
        values = {"rule": None, "unit": "P", "author": "CCHC", "reason": "chuyển hệ thống", "until": date(2026, 6, 5)}
        changes.add_silence({**values, "created_at": province.now})
    assert set(frame_of(province.run().decided).values()) == {("inhibit", "silenced"), ("none", "fine")}
    assert province.notices() == []
    province.today = date(2026, 6, 8)
    province.run()
    assert province.states() == {"A": "open", "B": "open"}


def test_a_rule_that_is_switched_off_withdraws_its_alerts(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    off = Province(province.store, declared(plan(rules=[alert_rule(enabled=False)])), sides=province.sides)
    off.run()
    assert acts(off, "A")[-1] == "withdraw"


def test_one_message_for_each_recipient_and_run_grouped_for_the_parent(store: Store) -> None:
    to_parent = plan(ladders={"default": [{"to": ["unit", "parent"], "after": 0}]}, many=2)
    province = Province(store, declared(to_parent), sides={unit: [BAD] for unit in UNITS})
    province.run()
    with store.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT recipient FROM alert_message ORDER BY recipient")).scalars().all()
    assert rows == ["unit:A", "unit:B", "unit:C", "unit:P"]
    assert [subject for subject, _, recipient in province.notices() if recipient == "unit:P"] == ["A", "B", "C"]


def test_older_figures_than_the_last_runs_are_not_used(province: Province) -> None:
    old = province.read()
    province.sides["A"] = [BAD]
    province.version = 2
    province.run()
    assert province.run(old).stale
    assert province.states() == {"A": "open"}


def test_two_workers_with_the_same_reading_act_once(province: Province) -> None:
    province.sides |= {"A": [BAD], "B": [BAD]}
    reading = province.read()
    assert [province.run(reading).acts, province.run(reading).acts] == [{"see": 2, "open": 2}, {}]
    province.today += timedelta(days=20)
    reading = province.read()
    first, second = province.run(reading), province.run(reading)
    assert (first.acts, second.acts) == ({"escalate": 2}, {})


def test_steps_cannot_be_rewritten(province: Province) -> None:
    province.sides["A"] = [BAD]
    province.run()
    for statement in ("UPDATE alert_event SET why = 'x'", "DELETE FROM alert_event"):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), province.store.engine.begin() as connection:
            connection.execute(sa.text(statement))


def test_what_is_not_in_the_table_is_refused_and_says_what_is_possible() -> None:
    with pytest.raises(NotPermitted, match=r"Possible now: acknowledge, withdraw\."):
        after("plan", "open")
    with pytest.raises(NotPermitted, match="nothing"):
        after("remind", "closed")
    assert all(act.after in {*states.STATES, states.SAME} for act in ACTS.values())


class Followed(RuleBasedStateMachine):
    """Months pass, counts change, the source fails, people answer or not, two workers meet: the rows stay sound."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        store = Store(f"sqlite:///{self.folder.name}/alerts.db", Path(self.folder.name))
        store.upgrade()
        self.province = Province(store)
        self.told = 0

    @rule(pairs=st.lists(st.sampled_from([GOOD, BAD, CLOSE, (12, 20), (0, 0), (None, None)]), min_size=3, max_size=3))
    @precondition(lambda self: self.province.today < date(2026, 11, 1))
    def a_month_passes(self, pairs: list[tuple[int | None, int | None]]) -> None:
        day = self.province.today.replace(day=28) + timedelta(days=7)
        self.province.today = day.replace(day=3)
        for unit, pair in zip(UNITS, pairs, strict=True):
            self.province.sides[unit] = [*self.province.sides[unit], pair]
        self._run()

    @rule(unit=st.sampled_from(UNITS), pair=st.sampled_from([GOOD, BAD, CLOSE]))
    def the_source_restates(self, unit: str, pair: tuple[int, int]) -> None:
        self.province.sides[unit] = [*self.province.sides[unit][:-1], pair]
        self._run()

    @rule(count=st.integers(1, 9))
    def days_pass(self, count: int) -> None:
        day = self.province.today + timedelta(days=count)
        if day.month == self.province.today.month:
            self.province.today = day
        self._run()

    @rule(trouble=st.sampled_from([None, "source_outage", "partial_pull"]))
    def the_source_changes(self, trouble: str | None) -> None:
        self.province.trouble = trouble
        self._run()

    @rule(act=st.sampled_from(["acknowledge", "plan", "claim"]), number=st.integers(0, 9))
    def somebody_answers(self, act: str, number: int) -> None:
        live = self.province.store.alerts.live()
        if not live:
            return
        row = live[number % len(live)]
        if row["state"] not in ACTS[act].before:
            return
        values = {"state": after(act, row["state"]), "verify_by": self.province.today + timedelta(days=20)}
        event = {"alert_id": row["id"], "at": self.province.now, "who": row["subject"], "act": act, "why": "x"}
        with self.province.store.alerts.changing() as changes:
            assert changes.change([(row["id"], row["version"], values)])
            changes.add_events([{**event, "from_state": row["state"], "to_state": values["state"], "evidence": {}}])

    def _run(self) -> None:
        reading = self.province.read()
        self.province.run(reading)
        assert self.province.run(reading).acts == {}, "a second worker acted again"
        notices = self.province.notices()
        if self.province.trouble:
            assert len(notices) == self.told, "somebody was told while the source was in trouble"
        else:
            self._alerts_and_causes_agree()
        self.told = len(notices)

    def _alerts_and_causes_agree(self) -> None:
        state = self.province.states()
        for unit in UNITS:
            newest = self.province.sides[unit][-1]
            if newest == BAD:
                assert state.get(unit) in states.FOLLOWED, (unit, state)
            elif newest == GOOD:
                assert state.get(unit, "closed") in {"verified", "closed"}, (unit, state)

    @invariant()
    def every_row_is_sound(self) -> None:
        rows = self.province.store.alerts.alerts()
        live = [(row["rule"], row["subject"]) for row in rows if row["state"] != "closed"]
        assert len(live) == len(set(live)), "followed twice"
        for number, events in history(self.province.store).items():
            state = None
            for event in events:
                assert event["from_state"] == state
                assert after(event["act"], state) == event["to_state"]
                state = event["to_state"]
            assert state == next(row["state"] for row in rows if row["id"] == number)

    def teardown(self) -> None:
        if hasattr(self, "province"):
            self.province.store.close()
            self.folder.cleanup()


Followed.TestCase.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
TestFollowed = Followed.TestCase
