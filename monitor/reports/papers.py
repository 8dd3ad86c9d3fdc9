"""What stands around the text of a report in each layout: heading, number, date, signature, recipients. Pure.

State layout: Decree 30/2020/NĐ-CP. Party layout: Regulation 399-QĐ/TW (2026) with Guide 05-HD/VPTW. Number, day of
issue and the signer's name are left open: a person writes them when the paper is signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.declared.report_models import ReportPlan
from monitor.reports.speaking import say
from monitor.reports.wording import NO_BREAK, Wording


@dataclass(frozen=True, slots=True)
class Paper:
    """Ready texts around a report."""

    layout: str
    country: str
    motto: str
    above: str
    body: str
    number: str
    dated: str
    issuer: str
    signature: tuple[str, ...]
    copies_title: str
    recipients: tuple[str, ...]


def paper(plan: ReportPlan, lang: str) -> Paper:
    """The frame of a report in the declared layout. State numbers have a colon, Party numbers have none."""
    wording = Wording(lang)
    declared = plan.layouts[plan.layout]
    heading = declared.spoken(lang)
    return Paper(
        layout=plan.layout,
        country=say(wording, f"paper.country.{plan.layout}"),
        motto=say(wording, "paper.motto"),
        above=_glued(heading.above, plan.place),
        body=heading.issuer,
        number=say(wording, f"paper.number.{plan.layout}", symbol=declared.symbol),
        dated=say(wording, "paper.dated", place=plan.place),
        issuer=f"{heading.above} – {heading.issuer}",
        signature=heading.signature,
        copies_title=say(wording, "paper.copies"),
        recipients=heading.recipients,
    )


def _glued(text: str, place: str) -> str:
    """The place and the word before it (TỈNH …) stay on one line where the name of the body is broken."""
    found = re.search(rf"\S+ {re.escape(place)}", text, re.IGNORECASE)
    return text if found is None else text.replace(found[0], found[0].replace(" ", NO_BREAK))
