"""``sohoa scheduler``: the jobs alone."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from monitor.cli.room import Room
    from monitor.declared.models import Source

POLL_SECONDS = 0.5
REPORT_MINUTE = 20
"""Minute of each hour at which reports that are due are made."""

log = logging.getLogger(__name__)


def scheduler() -> None:
    """Pull every enabled source on its schedule, evaluate alerts and send messages; a second owner is refused."""
    from monitor.cli.room import open_room

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _signal, _frame: stop.set())
    with running_scheduler(open_room()):
        try:
            typer.echo("sohoa: the schedule is running (Ctrl+C to stop)")
            # In short waits: a wait without end is not ended by Ctrl-C once a library has set its own signal handling.
            while not stop.wait(POLL_SECONDS):
                pass
        except KeyboardInterrupt:
            stop.set()
        typer.echo("sohoa: stopping after the pull under way")


@contextmanager
def running_scheduler(room: Room) -> Iterator[None]:
    """Own the schedule while inside. Raises ``Busy`` when another process owns it."""
    from apscheduler.executors.pool import ThreadPoolExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    from monitor.cli.pulls import pull_one
    from monitor.cli.room import utc_now
    from monitor.scheduler import MESSAGES, OWNER, ZONE, fill, fill_alerts, plan

    def last_start(source: Source) -> datetime | None:
        return room.store.last_started(source.name)

    # Built before anything runs: a recipients file with a mistake is told at once, not in the night.
    evaluate, deliver = alert_jobs(room)
    with room.store.exclusive(OWNER):
        executors = {"default": ThreadPoolExecutor(1), MESSAGES: ThreadPoolExecutor(1)}
        jobs = BackgroundScheduler(timezone=ZONE, executors=executors)
        due = plan(room.declared.sources, last_start, utc_now())
        fill(jobs, due, lambda source: pull_one(room, source, None, None), utc_now, evaluate)
        if room.declared.alerts.rules:
            fill_alerts(jobs, room.declared.alerts.hours.start, evaluate, deliver)
        if room.declared.reports is not None:
            make = partial(_reports, room, deliver)
            jobs.add_job(make, "cron", minute=REPORT_MINUTE, id="reports", coalesce=True, max_instances=1)
        jobs.start()
        try:
            yield
        finally:
            jobs.shutdown(wait=True)


def alert_jobs(room: Room) -> tuple[Callable[[], None], Callable[[], None]]:
    """What evaluates the rules, and what sends the messages; both only log what came of it."""
    from monitor.alerts.deliver import deliver

    service, post = room.alerts, room.post()

    def evaluate() -> None:
        if service.declared.alerts.rules:
            report = service.run()
            log.info("alerts: %s; %d messages queued", dict(report.acts) or "nothing new", report.messages)

    def send() -> None:
        done = deliver(post)
        if done.sent or done.put_off or done.dead:
            log.info("messages: %d sent, %d put off, %d given up", done.sent, done.put_off, done.dead)

    return evaluate, send


def _reports(room: Room, deliver: Callable[[], None]) -> None:
    """Make and send the reports that are due."""
    from monitor.cli.reports import delivery_of

    if delivery_of(room).run():
        deliver()
