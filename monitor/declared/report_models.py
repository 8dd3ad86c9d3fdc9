"""What reports.yaml declares: who issues the periodic report, in which layout, when, and how units are graded.

Each class is one group of keys of that file; docs/config.md describes them and a test compares the two.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from monitor.declared.fields import Bilingual, Declaration, Percent, Slug, Text
from monitor.periods import CalendarName, Kind

Layout = Literal["state", "party"]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]


class IssuerInEnglish(Declaration):
    """The same lines for the English edition of a report, which is a translation."""

    above: Text
    issuer: Text
    signature: Annotated[Texts, Field(min_length=1)]
    recipients: Annotated[Texts, Field(min_length=1)]


class Issuer(Declaration):
    """Heading and closing of a report in one layout (Decree 30/2020/NĐ-CP; Regulation 399-QĐ/TW with Guide 05-HD/VPTW).

    ``signature`` holds the lines above the signer's name, for example TM. … and the position; the name itself is
    written by hand. ``recipients`` are the lines of Nơi nhận.
    """

    above: Text
    issuer: Text
    symbol: Text
    signature: Annotated[Texts, Field(min_length=1)]
    recipients: Annotated[Texts, Field(min_length=1)]
    en: IssuerInEnglish | None = None

    def spoken(self, lang: str) -> Issuer | IssuerInEnglish:
        """The lines in ``lang``; where none are declared in English, the Vietnamese ones."""
        return self.en if lang == "en" and self.en is not None else self


class Grade(Declaration):
    """One grade of the proposal for a quarter or a year.

    A unit gets the first grade whose two shares it reaches: of its headline indicators with a figure, so many per
    cent must meet the target and so many this year's milestone.
    """

    code: Slug
    name: Bilingual
    at_target: Percent = Decimal(0)
    at_milestone: Percent = Decimal(0)


class Schedule(Declaration):
    """Which periods of a calendar get a report by themselves, so many working days after their last day.

    ``wait``: for so many more, sources that are not complete are waited for; then it goes out and says so.
    """

    calendar: CalendarName
    kinds: Annotated[tuple[Kind, ...], Field(strict=False, min_length=1)]
    after: Annotated[int, Field(ge=1, le=60)] = 2
    wait: Annotated[int, Field(ge=0, le=60)] = 3


class ReportPlan(Declaration):
    """reports.yaml. An absent file means: no report can be built."""

    layout: Layout = "state"
    place: Text
    bases: Annotated[tuple[Bilingual, ...], Field(strict=False, min_length=1)]
    layouts: dict[Layout, Issuer]
    improved: Annotated[int, Field(ge=1, le=50)] = 5
    task_within: Annotated[int, Field(ge=1, le=60)] = 10
    grades: Annotated[tuple[Grade, ...], Field(strict=False)] = ()
    schedule: Annotated[tuple[Schedule, ...], Field(strict=False)] = ()
    send_to: Annotated[tuple[Slug, ...], Field(strict=False)] = ()
