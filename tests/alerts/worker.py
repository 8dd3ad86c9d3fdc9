"""A process of its own that evaluates and delivers: python -m tests.alerts.worker URL DATA SMTP HOOK ROUND OWNER.

It says "go" when it begins and "done" at the end. With one word more, ``hold``, it says "sent" when the first message
has reached its server, and waits to be killed: nothing notes that the message is gone.

In every round some units' counts are changed by the source, so that alerts open and close. Rounds are ten minutes
apart, longer than a lease.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.alerts.channels import Channel, Setting, build
from monitor.alerts.channels.base import Rendered
from monitor.alerts.deliver import Post, deliver
from monitor.alerts.followup import Day
from monitor.alerts.messages import render
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.run import Read, evaluate
from monitor.store import Outbox, Store
from tests.alerts.province import UNITS, Province
from tests.alerts.world import WORKDAYS, Sides

GOOD, BAD = (99, 100), (60, 100)
PAUSE = timedelta(seconds=20)
"""Time between rounds on the workers' clock; a lease ends after fifteen of them."""


def sides_of(round_number: int) -> dict[str, list[Sides]]:
    """What the source says in a round: each unit is short in every second, third or fourth."""
    return {unit: [BAD if round_number % (place + 2) else GOOD] for place, unit in enumerate(UNITS)}


def short(round_number: int) -> set[str]:
    """Units with a cause in a round."""
    return {unit for unit, pairs in sides_of(round_number).items() if pairs[-1] == BAD}


def now_of(province: Province, round_number: int) -> datetime:
    """The workers' time: a working morning, always within hours."""
    return province.now + PAUSE * round_number


def reading(province: Province, round_number: int) -> Read:
    """What every worker of a round reads."""
    province.sides, province.version = sides_of(round_number), round_number + 1
    known = province.read()
    day = Day(now_of(province, round_number), province.today, WORKDAYS, province.known.alerts)
    return Read(known.situation, known.data_version, day, simulated=False)


def recipients_of(province: Province, hook: str) -> Recipients:
    """Unit A gets mail, everybody else the web hook."""
    lines = {name: (Address("apprise", hook, "vi"),) for name in (*UNITS[1:], "P", "staff")}
    return Recipients(province.known, {**lines, "A": (Address("mail", "a@xa.example", "vi"),)})


def post_of(province: Province, smtp: str, hook: str, round_number: int, owner: str) -> Post:
    """Delivery over the real servers of the test."""
    at = now_of(province, round_number)
    setting = Setting({"SOHOA_SMTP_URL": smtp}, province.store.evidence_dir.parent, lambda: at)

    def rendered(row: Mapping[str, Any]) -> Rendered:
        return render(row["key"], row["payload"], row["lang"], "https://sohoa.example/answer/x")

    outbox = Outbox(province.store.engine, owner)
    return Post(outbox, recipients_of(province, hook), lambda name: build(name, setting), rendered, lambda: at, {})


class Held:
    """A channel that never comes back from its first message."""

    def __init__(self, channel: Channel) -> None:
        self.name = channel.name
        self._channel = channel

    def send(self, address: str, message: Rendered) -> None:
        """Deliver, say so, and wait for the end."""
        self._channel.send(address, message)
        _say("sent")
        sys.stdin.read()


def work(
    store: Store, receivers: tuple[str, str], round_number: int, owner: str, *, hold: bool = False
) -> dict[str, int]:
    """One evaluation and one delivery."""
    province = Province(store)
    read = reading(province, round_number)
    _say("go")
    report = evaluate(store.alerts, read, province.known, recipients_of(province, receivers[1]), owner)
    _say("evaluated")
    post = post_of(province, *receivers, round_number, owner)
    deliver(replace(post, channel=lambda name: Held(post.channel(name))) if hold else post)
    _say("done")
    return dict(report.acts)


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    url, data, smtp_url, hook_url, number, name, *more = sys.argv[1:]
    opened = Store(url, Path(data))
    work(opened, (smtp_url, hook_url), int(number), name, hold=more == ["hold"])
    opened.close()
