"""Reports that come by themselves: frozen, rendered and sent once per period, when the sources are complete or late.

Every step may be done again: the same content is the same edition, files are replaced whole, and the messages are
queued in the transaction that notes the edition as sent. So two of these, or one that was killed, send once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from monitor.alerts.recipients import Recipients
from monitor.alerts.run import PROGRAM, waiting, ways
from monitor.declared.report_models import Schedule
from monitor.figures.clock import local_day
from monitor.periods import Period
from monitor.reports.letter import facts
from monitor.reports.rendering import RENDERERS, file_name, write_all
from monitor.reports.service import Edition, ReportService
from monitor.workdays import WorkDays

log = logging.getLogger(__name__)

LANGS = ("vi", "en")
LATE = 10
"""Working days after the last day of waiting from which a report is no longer made by itself: `sohoa report build`."""


@dataclass(frozen=True)
class Delivery:
    """Sends a service's reports. ``folder``: where documents are kept; ``public_url``: where the dashboard is."""

    service: ReportService
    recipients: Recipients
    public_url: str
    folder: Path

    def run(self) -> list[Edition]:
        """Make and send what is due today; return the editions that were sent."""
        return [edition for period in self.due() if (edition := self._made(period)) is not None]

    def due(self) -> list[Period]:
        """Periods whose report should go out today: closed, complete or waited for long enough, not yet sent."""
        return [period for line in self.service.plan.schedule for period in self._due(line)]

    def send(self, edition: Edition, who: str, *, once: str = "edition") -> int | None:
        """Write the documents and queue a message for each recipient; return how many, None if it had been sent.

        ``once``: what is sent one time only, the ``edition`` or its ``period``.
        """
        write_all(self.service, edition, self.folder, LANGS)
        messages = list(self._messages(edition))
        return len(messages) if self.service.note_sent(edition, messages, who, once=once) else None

    def _due(self, line: Schedule) -> Iterator[Period]:
        days = WorkDays(self.service.figures.declared.calendar)
        today = self._today()
        for kind in line.kinds:
            period = self.service.latest(kind, line.calendar)
            closing = days.after(period.end, line.after)
            last = days.after(closing, line.wait)
            if not closing <= today <= days.after(last, LATE) or self.service.was_sent(period):
                continue
            complete = self.service.complete(period)
            if complete or (complete is not None and today >= last):
                yield period
            else:
                log.info("the report of %s waits for its sources until %s", period.code, last)

    def _made(self, period: Period) -> Edition | None:
        edition = self.service.freeze(period, PROGRAM)
        if self.send(edition, PROGRAM, once="period") is None:
            return None
        log.info("the report of %s was made: edition %s", period.code, edition.id)
        return edition

    def _messages(self, edition: Edition) -> Iterator[dict[str, Any]]:
        now, alerts = self.service.clock(), self.service.figures.declared.alerts
        days = WorkDays(self.service.figures.declared.calendar)
        for key in self.recipients.keys_of(self.service.plan.send_to, None):
            for channel, lang in ways(key, self.recipients):
                files = [file_name(edition, lang, kind) for kind in sorted(RENDERERS)]
                payload = facts(edition.content, edition.number, edition.id, files)
                named = {"recipient": key, "name": self.recipients.name(key, "vi"), "day": f"{self._today():%d/%m/%Y}"}
                link = f"{self.public_url.rstrip('/')}/reports/{edition.id}{'' if lang == 'vi' else f'?lang={lang}'}"
                yield waiting(
                    f"report {edition.id} {edition.sha256}",
                    key,
                    (channel, lang),
                    {**payload, **named, "name_en": self.recipients.name(key, "en"), "link": link},
                    (now, days.open_at(now, alerts.hours)),
                )

    def _today(self) -> date:
        return local_day(self.service.clock())
