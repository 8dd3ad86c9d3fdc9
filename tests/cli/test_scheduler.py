"""The schedule: one owner, every enabled source in its turn, missed runs made up."""

from __future__ import annotations

import json
import signal
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.declared.models import Source
from monitor.scheduler import is_due, plan, trigger_of
from tests.integration.conftest import NewHome
from tests.stores import NewUrl

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def source(**changes: object) -> Source:
    return Source.model_validate({"name": "s", "connector": "dvcqg", "schedule": "0 4 * * *", **changes})


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, datetime(2026, 11, 23, 12, tzinfo=ZONE), True),
        (datetime(2026, 11, 23, 4, 0, 1, tzinfo=ZONE), datetime(2026, 11, 23, 12, tzinfo=ZONE), False),
        (datetime(2026, 11, 22, 4, 0, 1, tzinfo=ZONE), datetime(2026, 11, 23, 3, 59, tzinfo=ZONE), False),
        (datetime(2026, 11, 22, 4, 0, 1, tzinfo=ZONE), datetime(2026, 11, 23, 4, 1, tzinfo=ZONE), True),
        # The same moment told in UTC: schedules are Vietnam time.
        (datetime(2026, 11, 21, 21, 0, 1, tzinfo=UTC), datetime(2026, 11, 22, 21, 1, tzinfo=UTC), True),
        (datetime(2026, 10, 1, 4, tzinfo=ZONE), datetime(2026, 11, 23, 12, tzinfo=ZONE), True),
    ],
)
def test_a_run_missed_while_nobody_was_running_is_due(last: datetime | None, now: datetime, *, due: bool) -> None:
    assert is_due(trigger_of(source()), last, now) is due


def test_a_disabled_source_is_never_scheduled() -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=ZONE)
    sources = (source(), source(name="off", enabled=False))
    assert [job.source.name for job in plan(sources, lambda _source: None, now)] == ["s"]


def test_the_scheduler_pulls_what_is_due_and_refuses_a_second_owner(new_home: NewHome, new_url: NewUrl) -> None:
    home = new_home(new_url())
    told = type(home)(home.data, home.config, {**home.extra, "SOHOA_LOG_LEVEL": "INFO"})
    owner = told.start("scheduler")
    try:
        assert owner.stderr is not None
        done: set[str] = set()
        alerts = 0
        for line in owner.stderr:
            done |= {name for name in ("cong-dvcqg", "mot-cua", "truc-van-ban") if f"pull of {name}: complete" in line}
            alerts += "alerts: {'see'" in line
            if len(done) == 3 and alerts:
                break
        assert len(done) == 3, "the scheduler ended before all sources were pulled"
        assert alerts, "the scheduler ended before it opened an alert"
        refused = home.refused("scheduler")
        assert "scheduler" in refused
    finally:
        owner.send_signal(signal.SIGTERM)
        _, rest = owner.communicate(timeout=60)
    assert owner.returncode == 0, rest
    pulls = json.loads(home.ok("pulls", "--format", "json"))["pulls"]
    assert sorted(pull["source"] for pull in pulls) == ["cong-dvcqg", "mot-cua", "truc-van-ban"]
