"""``sohoa scheduler``: the jobs alone."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from monitor.cli.room import Room
    from monitor.declared.models import Source

POLL_SECONDS = 0.5


def scheduler() -> None:
    """Pull every enabled source on its schedule until stopped; a second owner is refused."""
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
    from monitor.scheduler import OWNER, ZONE, fill, plan

    def last_start(source: Source) -> datetime | None:
        return room.store.last_started(source.name)

    with room.store.exclusive(OWNER):
        jobs = BackgroundScheduler(timezone=ZONE, executors={"default": ThreadPoolExecutor(1)})
        fill(jobs, plan(room.declared.sources, last_start, utc_now()), lambda s: pull_one(room, s, None, None), utc_now)
        jobs.start()
        try:
            yield
        finally:
            jobs.shutdown(wait=True)
