"""The message that a report is there: its facts, and how they are said. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from monitor.alerts.channels.base import Rendered
from monitor.reports.content import Content
from monitor.reports.speaking import say
from monitor.reports.wording import Wording


def facts(content: Content, number: int, edition: int, files: Sequence[str]) -> dict[str, Any]:
    """What an outbox row holds of an edition, JSON only; ``items`` is empty: nothing is asked of anybody."""
    return {
        "report": edition,
        "number": number,
        "period": content.period.code,
        "calendar": content.period.calendar,
        "subject": {lang: Wording(lang).period(content.period) for lang in ("vi", "en")},
        "simulated": content.simulated,
        "complete": content.complete,
        "files": list(files),
        "items": [],
    }


def letter(key: str, known: Mapping[str, Any], lang: str, folder: Path) -> Rendered:
    """The message of ``facts``. Documents that are not in ``folder`` (any more) are left out; the link remains."""
    wording = Wording(lang)
    subject = say(wording, "letter.subject", period=known["subject"][lang], number=known["number"])
    marks = [say(wording, f"letter.{mark}") for mark in ("simulated", "incomplete") if _marked(known, mark)]
    name = known["name"] if lang == "vi" else known["name_en"]
    lines = [*marks, say(wording, "letter.to", name=name), say(wording, "letter.body", subject=subject)]
    lines += [say(wording, "letter.check"), say(wording, "letter.link", link=known["link"])]
    lines.append(say(wording, "letter.key", code=key))
    html = "".join(f"<p>{escape(line)}</p>" for line in lines)
    there = tuple(path for file in known["files"] if (path := folder / Path(file).name).is_file())
    head = f"[{say(wording, 'letter.mark')}] {subject}" if known["simulated"] else subject
    return Rendered(key, head, "\n\n".join(lines) + "\n", html, known["link"], known, there)


def _marked(known: Mapping[str, Any], mark: str) -> bool:
    return bool(known["simulated"] if mark == "simulated" else not known["complete"])
