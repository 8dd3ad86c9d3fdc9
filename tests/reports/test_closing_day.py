"""The report that comes by itself, followed day by day on a clock of the test's own; both calendars, both stores."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import docx
import pytest

from connectors.base import Span
from monitor.alerts.deliver import deliver
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.service import AlertService, Links
from monitor.alerts.wiring import post_of
from monitor.declared import Declared
from monitor.periods import CalendarName
from monitor.reports.delivery import Delivery
from monitor.reports.service import Edition
from monitor.store import Store
from tests.alerts.receivers import MailServer
from tests.collect.world import month
from tests.reports.world import LONG_XUYEN, pair, pulled, reports

# 31 October 2026 is a Saturday, 14 October a Wednesday. Two working days on is the closing day; incomplete sources are
# waited for another three.
CALENDARS = [("calendar", date(2026, 11, 3), date(2026, 11, 6)), ("nd09", date(2026, 10, 16), date(2026, 10, 21))]
INCOMPLETE = "SỐ LIỆU CHƯA ĐẦY ĐỦ"


def morning(day: date) -> datetime:
    """Nine o'clock in Vietnam."""
    return datetime.combine(day, time(2), UTC)


def reported(store: Store, declared: Declared, span: Span, calendar: CalendarName, besides: str = "") -> None:
    """Counts of every unit, or of all but one, on the day after the period."""
    units = [unit.code for unit in declared.units if unit.parent is not None and unit.code != besides]
    rows = [row for unit in units for row in pair(unit, 96, 100, span)]
    pulled(store, declared, rows, morning(span.end + timedelta(days=1)), calendar)


def sent(store: Store, declared: Declared, folder: Path, span: Span) -> tuple[date, Edition, str]:
    """The first day on which something goes out: the edition, and the mail about it."""
    people = Recipients(declared, {"staff": (Address("mail", "to@province.test", "vi"),)})
    for days in range(1, 15):
        now = morning(span.end + timedelta(days=days))
        service = reports(store, declared, now)
        if made := Delivery(service, people, "http://board.test", folder / "reports").run():
            break
    (edition,) = made
    with MailServer() as server:
        alerts = AlertService(service.figures, people, Links("secret", "http://board.test", 30))
        deliver(post_of(alerts, {"SOHOA_SMTP_URL": server.url}, folder / "channels", lambda: now))
        ((_, mail),) = server.got
    body = mail.get_body(("plain",))
    assert body is not None
    return now.date(), edition, str(body.get_content())


def word_text(folder: Path) -> str:
    """What the Vietnamese Word file says."""
    (path,) = (folder / "reports").glob("*.vi.docx")
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.mark.parametrize(("calendar", "closing", "last"), CALENDARS)
def test_complete_sources_are_reported_on_the_closing_day(  # noqa: PLR0913, PLR0917 - two stores, two calendars
    store: Store, declared: Declared, tmp_path: Path, calendar: CalendarName, closing: date, last: date
) -> None:
    span = month("2026-10", calendar)
    reported(store, declared, span, calendar)
    day, edition, mail = sent(store, declared, tmp_path, span)
    assert (day, edition.content.complete) == (closing, True)
    assert day < last
    assert INCOMPLETE not in word_text(tmp_path)
    assert INCOMPLETE not in mail


@pytest.mark.parametrize(("calendar", "closing", "last"), CALENDARS)
def test_incomplete_sources_are_waited_for_and_then_reported_with_a_note(  # noqa: PLR0913, PLR0917 - as above
    store: Store, declared: Declared, tmp_path: Path, calendar: CalendarName, closing: date, last: date
) -> None:
    span = month("2026-10", calendar)
    reported(store, declared, span, calendar, besides=LONG_XUYEN)
    day, edition, mail = sent(store, declared, tmp_path, span)
    assert (day, edition.content.complete) == (last, False)
    assert day > closing
    text = word_text(tmp_path)
    assert INCOMPLETE in text
    assert "116/117 đơn vị" in text
    assert INCOMPLETE in mail
