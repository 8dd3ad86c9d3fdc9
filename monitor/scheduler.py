"""Pulls each source on its own schedule. One owner at a time; every job is idempotent and safe to kill."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
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


def fill(scheduler: BaseScheduler, jobs: tuple[Job, ...], pull: PullOne, clock: Callable[[], datetime]) -> None:
    """Put every job into the scheduler; a missed one runs at once, an unavailable source is tried again later."""

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
