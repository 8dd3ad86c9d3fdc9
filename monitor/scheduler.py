"""Pulls each source on its schedule and evaluates alerts. One owner at a time; every job may be killed and repeated."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger

from monitor.collect.pull import PullResult
from monitor.declared.models import Source

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
GRACE_SECONDS = 3600
RETRY_AFTER = timedelta(hours=1)
OWNER = "scheduler"
"""Name of the store's lock that the one owner of the schedule holds."""

MESSAGES = "messages"
"""Name of the executor that sends messages."""

PullOne = Callable[[Source], PullResult]
LastStart = Callable[[Source], datetime | None]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """One source's place in the schedule: ``due`` tells that a run was missed while nobody was running."""

    source: Source
    trigger: CronTrigger
    due: bool


def trigger_of(source: Source) -> CronTrigger:
    """Crontab of the source in Vietnam time."""
    return CronTrigger.from_crontab(source.schedule, timezone=ZONE)


def is_due(trigger: CronTrigger, last_started: datetime | None, now: datetime) -> bool:
    """Whether the schedule would have fired between the last start and now; a source never pulled is due."""
    if last_started is None:
        return True
    expected = trigger.get_next_fire_time(None, last_started.astimezone(ZONE))
    return expected is not None and expected <= now


def plan(sources: tuple[Source, ...], last_start: LastStart, now: datetime) -> tuple[Job, ...]:
    """The enabled sources with their triggers, and which of them missed a run."""
    jobs = []
    for source in sources:
        if source.enabled:
            trigger = trigger_of(source)
            jobs.append(Job(source, trigger, is_due(trigger, last_start(source), now)))
    return tuple(jobs)


def fill(
    scheduler: BaseScheduler,
    jobs: tuple[Job, ...],
    pull: PullOne,
    clock: Callable[[], datetime],
    after: Callable[[], None] = lambda: None,
) -> None:
    """Put every job into the scheduler; a missed one runs at once, an unavailable source is tried again later.

    ``after`` is done after every pull.
    """

    def run(source: Source) -> None:
        result = pull(source)
        log.info("pull of %s: %s", source.name, result.outcome)
        if result.problem == "unavailable":
            scheduler.add_job(
                run,
                "date",
                run_date=clock() + RETRY_AFTER,
                args=[source],
                id=f"{source.name}-again",
                replace_existing=True,
                misfire_grace_time=GRACE_SECONDS,
            )
        after()

    for job in jobs:
        scheduler.add_job(
            run,
            job.trigger,
            args=[job.source],
            id=job.source.name,
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=GRACE_SECONDS,
            **({"next_run_time": clock()} if job.due else {}),
        )


def fill_alerts(
    scheduler: BaseScheduler, start: time, evaluate: Callable[[], None], deliver: Callable[[], None]
) -> None:
    """Evaluate the rules every morning too, because deadlines pass without a pull; send what waits every minute.

    Messages have an executor of their own: a slow mail server holds up no pull.
    """
    once: dict[str, object] = {"replace_existing": True, "coalesce": True, "max_instances": 1}
    morning = CronTrigger(hour=start.hour, minute=start.minute, timezone=ZONE)
    scheduler.add_job(evaluate, morning, id="alerts", misfire_grace_time=GRACE_SECONDS, **once)
    scheduler.add_job(deliver, "interval", minutes=1, id="alerts-messages", executor=MESSAGES, **once)
