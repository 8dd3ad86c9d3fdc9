"""Puts delivery together: this worker's outbox, the channels, and how a row becomes a message."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.alerts.channels import Setting, build
from monitor.alerts.channels.base import Rendered
from monitor.alerts.deliver import Post
from monitor.alerts.messages import render
from monitor.figures import local_day
from monitor.reports.letter import letter
from monitor.store import Outbox

if TYPE_CHECKING:
    from monitor.alerts.service import AlertService


def post_of(alerts: AlertService, environ: Mapping[str, str], folder: Path, clock: Callable[[], datetime]) -> Post:
    """Delivery for a service. ``folder`` keeps tokens that rotate; ``environ`` holds the channels' settings."""
    setting = Setting(environ, folder, clock)

    def rendered(row: Mapping[str, Any]) -> Rendered:
        facts = row["payload"]
        if "report" in facts:
            return letter(row["key"], facts, row["lang"], folder.parent / "reports")
        numbers = [item["alert"] for item in facts["items"]]
        link = alerts.links.make(row["recipient"], numbers, local_day(row["created_at"]), row["lang"])
        return render(row["key"], facts, row["lang"], link)

    return Post(
        outbox=Outbox(alerts.figures.store.engine, secrets.token_hex(16)),
        recipients=alerts.recipients,
        channel=cache(lambda name: build(name, setting)),
        render=rendered,
        clock=clock,
        limits=alerts.declared.alerts.limits,
    )
