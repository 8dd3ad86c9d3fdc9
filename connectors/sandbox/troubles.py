"""Everything that goes wrong in the simulated province, in one table. Nothing of it is random.

=====================  ====================================================================================
what                   how it shows, by the server's clock
=====================  ====================================================================================
a zone that lags       Đặc khu Phú Quốc (H01.201): large volume, K1 about 52 % (``traits.KNOWN``)
restated months        the portal first publishes a month with too few digitized dossiers for twelve units
                       (3 to 8 % too few); from the first day of the second month after it, the full number
first count wrong      Xã Vĩnh Tuy (H01.184): in the first publication of a month the numerator of metric 4.2
                       exceeds the denominator; the restatement mends it
stops reporting        Xã Tiên Hải (H01.159): the two last closed months and the running one are missing from
                       the one-stop system, null on the portal, ND in the document register
unknown agency         a former district office (000.77.H01) closes two old dossiers on 6 October and three on
                       20 October of each year since 2025; no unit has its code
outage                 the document axis answers 503 from 4:00 to 5:30 on the 2nd, 3rd and 4th of each month
too good to be true    Xã Óc Eo (H01.150): every dossier resolved since 2026 is digitized on the one-stop
                       system, 100.00 % month after month
temporary denominator  until the 15th of the next month the portal's sync metric of a month rests on last year's
                       national report, and says so
no national report     Đặc khu Kiên Hải (H01.200): its sync metric has no denominator, and the portal says why
shrinking denominator  Xã Tân Hiệp (H01.172): since September 2026 only part of its dossiers, the easy ones, reach
                       the one-stop system: half as many, better digitized
frozen numbers         Xã Tân Thạnh (H01.190): since August 2026 the document register repeats the counts of
                       June 2026 month after month
short tokens           a token of the one-stop system is good for 40 questions, then 401
=====================  ====================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from connectors.sandbox.rhythm import Month, last_closed

RESTATED_UNITS: Final = 12
RESTATED_BY: Final = (0.03, 0.08)
RESTATED_AFTER_MONTHS: Final = 2

WRONG_FIRST_COUNT: Final = "H01.184"
STOPS_REPORTING: Final = "H01.159"
SILENT_CLOSED_MONTHS: Final = 2

ALWAYS_FULL: Final = "H01.150"
ALWAYS_FULL_SINCE: Final = date(2026, 1, 1)

SHRINKS: Final = "H01.172"
SHRINKS_SINCE: Final = date(2026, 9, 1)
SHRINKS_TO: Final = 0.45
SHRINKS_BETTER: Final = 0.12
"""What is left of its dossiers, and how much larger the digitized share of them is."""

FROZEN: Final = "H01.190"
FROZEN_SINCE: Final = date(2026, 8, 1)
FROZEN_AT: Final = (2026, 6)

UNKNOWN_AGENCY: Final = ("000.77.H01", "Văn phòng UBND huyện (cũ)")
UNKNOWN_AGENCY_SINCE: Final = 2025
_UNKNOWN_AGENCY_DOSSIERS: Final[Mapping[tuple[int, int], int]] = {(10, 6): 2, (10, 20): 3}

SYNC_IS_FINAL_FROM: Final = 15
NO_NATIONAL_REPORT: Final = "H01.200"

OUTAGE_DAYS: Final = (2, 3, 4)
OUTAGE_HOURS: Final = (time(4), time(5, 30))
"""When nightly pulls run and nobody watches."""
TOKEN_USES: Final = 40


def restated(month: Month, today: date) -> bool:
    """Whether the portal has replaced its first publication of a month."""
    return today >= month.later(RESTATED_AFTER_MONTHS).start


def sync_is_temporary(month: Month, today: date) -> bool:
    """Whether the sync metric of a month still rests on a temporary denominator."""
    return today < month.later(1).start.replace(day=SYNC_IS_FINAL_FROM)


def silent_since(today: date) -> date:
    """First day the unit that stops reporting has not reported."""
    return last_closed(today).later(1 - SILENT_CLOSED_MONTHS).start


def silent(unit_code: str, end: date, today: date) -> bool:
    """Whether a unit has nothing to say about a span ending on ``end``.

    A span it reported only in part is missing as a whole: a part would pass for the whole.
    """
    return unit_code == STOPS_REPORTING and end >= silent_since(today)


def axis_is_down(now: datetime) -> bool:
    """Whether the document axis is out of service at a time in Vietnam."""
    return now.day in OUTAGE_DAYS and OUTAGE_HOURS[0] <= now.time() < OUTAGE_HOURS[1]


def unknown_agency_dossiers(start: date, end: date) -> int:
    """Dossiers of the agency nobody knows, from ``start`` to ``end``, both included."""
    years = range(max(start.year, UNKNOWN_AGENCY_SINCE), end.year + 1)
    return sum(
        dossiers
        for year in years
        for day, dossiers in _UNKNOWN_AGENCY_DOSSIERS.items()
        if start <= date(year, *day) <= end
    )
