"""Sends what waits in the outbox: at least once, with an idempotency key; one failing recipient stops nobody else."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.alerts.channels import Channel, ChannelNotSet
from monitor.alerts.channels.base import Rendered, TryAgain, Undeliverable
from monitor.alerts.recipients import Recipients
from monitor.store import Outbox

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
BATCH = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
MOST_ATTEMPTS = 12
UNLIMITED = 1_000_000
NO_ADDRESS = "No address is known any more. Correct the recipients file, then: sohoa alerts outbox --retry"

Render = Callable[[Mapping[str, Any]], Rendered]
"""From an outbox row to its message."""


@dataclass
class Sent:
    """What came of one round: messages sent, put off, given up, and channels that are not set up."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0
    unset: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Post:
    """Everything delivery needs. ``channel`` builds a channel by name; ``limits``: messages a minute and channel."""

    outbox: Outbox
    recipients: Recipients
    channel: Callable[[str], Channel]
    render: Render
    clock: Callable[[], datetime]
    limits: Mapping[str, int]


def deliver(post: Post) -> Sent:
    """Send everything that may go out now, channel by channel, as far as the limits allow."""
    done = Sent()
    for name in post.outbox.channels():
        try:
            channel = post.channel(name)
        except ChannelNotSet as error:
            done.unset[name] = str(error)
            log.warning("messages wait for the channel %s: %s", name, error)
            continue
        _drain(post, channel, name, done)
    return done


def _drain(post: Post, channel: Channel, name: str, done: Sent) -> None:
    while True:
        now = post.clock()
        left = post.limits.get(name, UNLIMITED) - post.outbox.busy_since(name, now - MINUTE, now)
        rows = post.outbox.claim(name, now, LEASE, min(BATCH, left)) if left > 0 else []
        if not rows:
            return
        for row in rows:
            _deliver_one(post, channel, row, done)


def _deliver_one(post: Post, channel: Channel, row: Mapping[str, Any], done: Sent) -> None:
    """One message to every address its recipient has in this channel and language."""
    known = post.recipients.addresses(row["recipient"])
    places = [one.address for one in known if (one.channel, one.lang) == (row["channel"], row["lang"])]
    if not places:
        done.dead += post.outbox.bury(row["id"], NO_ADDRESS)
        return
    message = post.render(row)
    failures = [problem for place in places if (problem := _attempt(channel, place, message)) is not None]
    now = post.clock()
    if len(failures) < len(places):
        remark = f"{len(failures)} of {len(places)} addresses failed: {failures[0]}" if failures else None
        done.sent += post.outbox.sent(row["id"], now, remark)
    else:
        _failed(post, row, failures, done)


def _attempt(channel: Channel, place: str, message: Rendered) -> Exception | None:
    """Send to one address; whatever goes wrong there is told, never raised: the others must still be reached."""
    try:
        channel.send(place, message)
    except (Undeliverable, TryAgain) as error:
        return error
    except Exception as error:  # noqa: BLE001 - a defect in one channel must not stop the others
        # Without its text: that may hold the address, or a secret of the channel.
        log.error("the channel %s failed unexpectedly: %s", channel.name, type(error).__name__)  # noqa: TRY400
        return TryAgain(f"failed unexpectedly ({type(error).__name__})")
    return None


def _failed(post: Post, row: Mapping[str, Any], failures: list[Exception], done: Sent) -> None:
    passing = [problem for problem in failures if isinstance(problem, TryAgain)]
    if not passing or row["attempts"] >= MOST_ATTEMPTS:
        done.dead += post.outbox.bury(row["id"], f"{failures[0]} (attempt {row['attempts']})")
        return
    pause = min(FIRST_PAUSE * 2 ** (row["attempts"] - 1), LONGEST_PAUSE)
    asked = max((problem.after or 0 for problem in passing), default=0)
    until = post.clock() + max(pause, timedelta(seconds=asked))
    done.put_off += post.outbox.put_off(row["id"], until, str(passing[0]))
