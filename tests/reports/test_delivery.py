"""Reports that come by themselves: when they are due, sent once whatever happens, with their documents; both stores."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from monitor.alerts.deliver import deliver
from monitor.alerts.recipients import Address, Recipients
from monitor.alerts.service import AlertService, Links
from monitor.alerts.wiring import post_of
from monitor.declared import Declared
from monitor.periods import parse
from monitor.reports.delivery import LANGS, Delivery
from monitor.reports.rendering import write_all
from monitor.store import Outbox, Store
from tests.alerts.receivers import MailServer
from tests.reports.world import LONG_XUYEN, OCTOBER, PHU_QUOC, pair, pulled, reports

# The 31st is a Saturday: two working days on is Tuesday 3 November, three more Friday 6 November.
CLOSING = datetime(2026, 11, 3, 2, tzinfo=UTC)
LAST = CLOSING + timedelta(days=3)
STAFF = {"staff": (Address("mail", "to@province.test", "vi"),)}


def delivery(store: Store, declared: Declared, folder: Path, now: datetime) -> Delivery:
    service = reports(store, declared, now)
    return Delivery(service, Recipients(declared, STAFF), "http://board.test", folder / "reports")


def october(store: Store, declared: Declared, joint: int = 60) -> None:
    rows = pair(PHU_QUOC, joint, 100, OCTOBER) + pair(LONG_XUYEN, 196, 200, OCTOBER)
    pulled(store, declared, rows, CLOSING - timedelta(days=1) + timedelta(minutes=joint))


def messages(store: Store) -> list[tuple[str, str]]:
    return sorted((row["recipient"], row["state"]) for row in Outbox(store.engine, "me").listed())


@pytest.mark.parametrize(("day", "due"), [(2, []), (3, []), (5, []), (6, ["2026-10"]), (20, ["2026-10"]), (21, [])])
def test_incomplete_sources_are_waited_for_until_the_declared_day(
    store: Store, declared: Declared, tmp_path: Path, day: int, due: list[str]
) -> None:
    october(store, declared)
    found = delivery(store, declared, tmp_path, CLOSING.replace(day=day)).due()
    assert [period.code for period in found] == due


def test_each_period_is_sent_once_and_a_later_change_is_not_sent_by_itself(
    store: Store, declared: Declared, tmp_path: Path
) -> None:
    october(store, declared)
    (edition,) = delivery(store, declared, tmp_path, LAST).run()
    # Nobody declared an address of the leader: that message is visible, and dead.
    assert messages(store) == [("role:leader", "dead"), ("role:staff", "waiting")]
    assert len(list((tmp_path / "reports").iterdir())) == 6
    assert delivery(store, declared, tmp_path, LAST).run() == []
    october(store, declared, joint=61)
    later = delivery(store, declared, tmp_path, LAST + timedelta(days=3))
    assert later.run() == []
    second = later.service.freeze(parse("2026-10", "calendar"), "staff")
    assert (edition.number, second.number) == (1, 2)
    assert later.send(second, "staff") == 2
    assert later.send(second, "staff") is None
    assert len(messages(store)) == 4


def test_what_was_begun_by_one_that_died_is_finished(store: Store, declared: Declared, tmp_path: Path) -> None:
    october(store, declared)
    one = delivery(store, declared, tmp_path, LAST)
    begun = one.service.freeze(parse("2026-10", "calendar"), "sohoa")
    write_all(one.service, begun, one.folder, LANGS[:1])
    assert [edition.id for edition in delivery(store, declared, tmp_path, LAST).run()] == [begun.id]
    assert len(messages(store)) == 2


def test_of_two_schedulers_one_sends(store: Store, declared: Declared, tmp_path: Path) -> None:
    october(store, declared)
    both = [delivery(store, declared, tmp_path / name, LAST) for name in ("one", "two")]
    edition = both[0].service.freeze(parse("2026-10", "calendar"), "sohoa")
    together, done = Barrier(2), []

    def work(mine: Delivery) -> None:
        together.wait()
        done.append(mine.send(edition, "sohoa", once="period"))

    threads = [Thread(target=work, args=(mine,)) for mine in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=str) == [2, None]
    assert len(messages(store)) == 2


def test_mail_carries_the_documents(store: Store, declared: Declared, tmp_path: Path) -> None:
    october(store, declared)
    mine = delivery(store, declared, tmp_path, LAST)
    mine.run()
    with MailServer() as server:
        alerts = AlertService(mine.service.figures, mine.recipients, Links("secret", "http://board.test", 30))
        environ = {"SOHOA_SMTP_URL": server.url}
        assert deliver(post_of(alerts, environ, tmp_path / "channels", lambda: LAST)).sent == 1
        ((_, mail),) = server.got
    names = sorted(name for part in mail.walk() if (name := part.get_filename()))
    assert names == [f"bao-cao-2026-10-calendar-1.vi.{kind}" for kind in ("docx", "pdf", "xlsx")]
    assert "Báo cáo số hóa tháng" in str(mail["subject"])
