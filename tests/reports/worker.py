"""A process of its own that makes and sends the report that is due: python -m tests.reports.worker URL DATA SMTP AT.

It says what it has just done, so that a test can end it there or a moment later.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.alerts.deliver import deliver
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.service import AlertService, Links
from monitor.alerts.wiring import post_of
from monitor.declared import load
from monitor.figures import FigureService
from monitor.periods import Period
from monitor.reports.delivery import Delivery
from monitor.reports.gather import Tell, silent
from monitor.reports.service import Edition, ReportService
from monitor.store import Store
from tests.running import ROOT

WORDS = ("go", "frozen", "rendered", "queued")
PEOPLE = {role: (Address("mail", f"{role}@province.test", "vi"),) for role in ("staff", "leader")}


class Telling(ReportService):
    """Says when an edition is frozen, its documents are written, its messages are queued."""

    def freeze(self, period: Period, who: str, tell: Tell = silent) -> Edition:
        """As it is."""
        edition = super().freeze(period, who, tell)
        _say("frozen")
        return edition

    def note_sent(self, edition: Edition, messages: Sequence[dict[str, Any]], who: str, *, once: str) -> bool:
        """As it is."""
        _say("rendered")
        done = super().note_sent(edition, messages, who, once=once)
        _say("queued")
        return done


def work(url: str, data: Path, smtp: str, at: datetime) -> None:
    """What a scheduler's hour does."""
    store, declared = Store(url, data), load(ROOT / "config", environ={})
    service = Telling(FigureService(store, declared, lambda: at), lambda: at, ROOT / "config" / "reports")
    delivery = Delivery(service, Recipients(declared, PEOPLE), "http://board.test", data / "reports")
    _say("go")
    delivery.run()
    alerts = AlertService(service.figures, delivery.recipients, Links("secret", "http://board.test", 30))
    deliver(post_of(alerts, {"SOHOA_SMTP_URL": smtp}, data / "channels", lambda: at))
    _say("done")
    store.close()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), sys.argv[3], datetime.fromisoformat(sys.argv[4]))
