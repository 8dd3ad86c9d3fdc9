"""Messages reach real servers: once each, in Vietnamese, whatever happens to the others."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.alerts.channels import Setting, build
from monitor.alerts.deliver import MOST_ATTEMPTS, Post, Sent, deliver
from monitor.alerts.messages import render
from monitor.alerts.recipients import Address, RecipientError, Recipients, read_recipients
from monitor.alerts.run import evaluate
from monitor.alerts.tokens import BadLink, Grant, read, sign
from monitor.store import Outbox, Store
from tests.alerts.province import UNITS, Province, declared, plan
from tests.alerts.receivers import MailServer, WebHook

GOOD, BAD = (99, 100), (60, 100)
MORNING = datetime(2026, 6, 3, 2, tzinfo=UTC)  # nine in Vietnam, a Wednesday


class Office:
    """A province whose messages are delivered as on the clock's time."""

    def __init__(self, store: Store, addresses: Mapping[str, tuple[Address, ...]], environ: Mapping[str, str]) -> None:
        self.province = Province(store)
        self.now = MORNING
        self.recipients = Recipients(self.province.known, addresses)
        self._setting = Setting(environ, Path(store.evidence_dir.parent) / "channels", lambda: self.now)

    def run(self) -> None:
        evaluate(self.province.store.alerts, self.province.read(), self.province.known, self.recipients)

    def post(self, owner: str = "me") -> Post:
        def rendered(row: Mapping[str, Any]) -> Any:  # noqa: ANN401
            return render(row["key"], row["payload"], row["lang"], "https://sohoa.example/answer/TOKEN")

        outbox = Outbox(self.province.store.engine, owner)
        limits = self.province.known.alerts.limits
        return Post(
            outbox, self.recipients, lambda name: build(name, self._setting), rendered, lambda: self.now, limits
        )

    def deliver(self) -> Sent:
        return deliver(self.post())

    def outbox(self) -> dict[str, str]:
        return {row["recipient"]: row["state"] for row in Outbox(self.province.store.engine, "x").listed()}


def mail_to(*names: str) -> dict[str, tuple[Address, ...]]:
    return {name: (Address("mail", f"{name.lower()}@xa.example", "vi"),) for name in names}


def test_a_mail_carries_the_seven_things_in_correct_vietnamese(store: Store, mail_server: MailServer) -> None:
    office = Office(store, mail_to("A"), {"SOHOA_SMTP_URL": mail_server.url})
    office.province.sides["A"] = [(61, 101)]
    office.run()
    assert office.deliver() == Sent(sent=1)
    ((address, message),) = mail_server.got
    assert address == "a@xa.example"
    assert message["Subject"] == "1 nội dung số hóa cần trả lời – Xã A (03/06/2026)"
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    plain = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    for part in (html, plain):
        assert unicodedata.is_normalized("NFC", part)
    for fact in (
        "Kính gửi: <b>Xã A</b>",
        "Nguồn S, số liệu lấy lúc 09:00 03/06/2026",  # 1 source and cut date
        "toàn tỉnh 2/3 đơn vị",  # 2 overall standing
        "<b>61/101</b> hồ sơ, <b>60,40 %</b>; mức phải đạt 95 %; còn thiếu <b>35</b> hồ sơ",  # 3 counts and share
        "Đề nghị nêu nguyên nhân",  # 4 cause
        "trước ngày <b>10/06/2026</b>",  # 5 deadline, five working days
        "Người chịu trách nhiệm: Thủ trưởng đơn vị",  # 6 responsible
        'href="https://sohoa.example/answer/TOKEN"',  # 7 where to answer
    ):
        assert fact in html, fact
    assert "61/101" in plain


def test_one_failing_recipient_never_stops_the_rest(store: Store, mail_server: MailServer) -> None:
    office = Office(store, mail_to(*UNITS), {"SOHOA_SMTP_URL": mail_server.url})
    office.province.sides = {unit: [BAD] for unit in UNITS}
    mail_server.answers = {"a@xa.example": "550 no such user", "b@xa.example": "451 try again later"}
    office.run()
    assert office.deliver() == Sent(sent=1, put_off=1, dead=1)
    assert office.outbox() == {"unit:A": "dead", "unit:B": "waiting", "unit:C": "sent"}
    assert office.deliver() == Sent(), "nothing is tried again before its time"
    mail_server.answers = {}
    office.now += timedelta(minutes=2)
    assert office.deliver() == Sent(sent=1)
    assert [address for address, _ in mail_server.got] == ["c@xa.example", "b@xa.example"]


def test_pauses_grow_and_at_last_it_is_given_up_visibly(store: Store, mail_server: MailServer) -> None:
    office = Office(store, mail_to("A"), {"SOHOA_SMTP_URL": mail_server.url})
    office.province.sides["A"] = [BAD]
    mail_server.answers = {"a@xa.example": "451 later"}
    office.run()
    pauses = []
    for _ in range(MOST_ATTEMPTS - 1):
        assert office.deliver() == Sent(put_off=1)
        (row,) = Outbox(store.engine, "x").listed()
        pauses.append(row["not_before"] - office.now)
        office.now = row["not_before"]
    assert pauses[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert pauses[-1] == timedelta(hours=6)
    assert office.deliver() == Sent(dead=1)
    (row,) = Outbox(store.engine, "x").listed(state="dead")
    assert "451" in row["problem"]
    assert "a@xa.example" not in row["problem"]
    Outbox(store.engine, "x").revive(office.now)
    mail_server.answers = {}
    assert office.deliver() == Sent(sent=1)


def test_a_mail_sent_again_keeps_its_message_id(store: Store, mail_server: MailServer) -> None:
    office = Office(store, mail_to("A", "B"), {"SOHOA_SMTP_URL": mail_server.url})
    office.province.sides |= {"A": [BAD], "B": [BAD]}
    office.run()
    mail_server.taken = ["451 it was kept, but the answer is lost"]
    assert office.deliver() == Sent(sent=1, put_off=1)
    office.now += timedelta(minutes=2)
    assert office.deliver() == Sent(sent=1)
    named = [(message["Message-ID"], message["X-Sohoa-Key"]) for _, message in mail_server.got]
    assert len(named) == 3
    assert len(set(named)) == 2, "one name for each message, whichever attempt brought it"
    for name, key in named:
        assert name == f"<{key}.sohoa@tinh.example>"
    assert all(len(message.get_all("Message-ID") or ()) == 1 for _, message in mail_server.got)


def test_messages_wait_for_working_hours(store: Store, mail_server: MailServer) -> None:
    office = Office(store, mail_to("A"), {"SOHOA_SMTP_URL": mail_server.url})
    office.province.sides["A"] = [BAD]
    office.province.today = date(2026, 6, 6)  # a Saturday
    office.run()
    office.now = datetime(2026, 6, 6, 3, tzinfo=UTC)
    assert office.deliver() == Sent()
    office.now = datetime(2026, 6, 8, 0, 29, tzinfo=UTC)
    assert office.deliver() == Sent()
    office.now = datetime(2026, 6, 8, 0, 30, tzinfo=UTC)  # Monday 07:30 in Vietnam
    assert office.deliver() == Sent(sent=1)


def test_a_channel_sends_no_more_a_minute_than_its_limit(store: Store, web_hook: WebHook) -> None:
    office = Office(store, {unit: (Address("apprise", web_hook.apprise, "vi"),) for unit in UNITS}, {})
    office.province = Province(store, declared(plan(limits={"apprise": 2})), sides={unit: [BAD] for unit in UNITS})
    office.run()
    assert office.deliver() == Sent(sent=2)
    office.now += timedelta(seconds=59)
    assert office.deliver() == Sent()
    office.now += timedelta(seconds=2)
    assert office.deliver() == Sent(sent=1)


def test_a_web_hook_gets_the_key_and_the_text(store: Store, web_hook: WebHook) -> None:
    office = Office(store, {"A": (Address("apprise", web_hook.apprise, "en"),)}, {})
    office.province.sides["A"] = [BAD]
    office.run()
    assert office.deliver() == Sent(sent=1)
    ((_, headers, body),) = web_hook.got
    assert headers["x-sohoa-key"] in body["message"]
    assert "Result: 60/100 dossiers, 60.00 %; to reach: 95 %; missing 35 dossiers." in body["message"]


def test_two_workers_never_send_the_same_message(store: Store, web_hook: WebHook) -> None:
    office = Office(store, {unit: (Address("apprise", web_hook.apprise, "vi"),) for unit in UNITS}, {})
    office.province.sides = {unit: [BAD] for unit in UNITS}
    office.run()
    first, second = Outbox(store.engine, "one"), Outbox(store.engine, "two")
    held = first.claim("apprise", office.now, timedelta(minutes=5), 2)
    other = second.claim("apprise", office.now, timedelta(minutes=5), 5)
    assert sorted(row["recipient"] for row in held + other) == ["unit:A", "unit:B", "unit:C"]
    assert not second.sent(held[0]["id"], office.now), "the lease is somebody else's"
    assert first.sent(held[0]["id"], office.now)
    # The lease of a worker that died ends: another one takes its message, with the same key.
    office.now += timedelta(minutes=6)
    again = second.claim("apprise", office.now, timedelta(minutes=5), 5)
    assert held[1]["key"] in {row["key"] for row in again}
    assert not first.sent(held[1]["id"], office.now)


def test_a_recipient_without_address_is_visible_and_reached_once_it_has_one(store: Store, web_hook: WebHook) -> None:
    office = Office(store, {}, {})
    office.province.sides["A"] = [BAD]
    office.run()
    (row,) = Outbox(store.engine, "x").listed()
    assert (row["state"], row["channel"]) == ("dead", "none")
    assert "recipients file" in row["problem"]
    outbox = Outbox(store.engine, "x")
    outbox.redirect(row["id"], "apprise", "vi")
    assert outbox.revive(office.now) == 1
    office.recipients = Recipients(office.province.known, {"A": (Address("apprise", web_hook.apprise, "vi"),)})
    assert office.deliver() == Sent(sent=1)


def test_a_channel_without_its_server_says_what_to_set_and_loses_nothing(store: Store) -> None:
    office = Office(store, mail_to("A"), {})
    office.province.sides["A"] = [BAD]
    office.run()
    done = office.deliver()
    assert "SOHOA_SMTP_URL" in done.unset["mail"]
    assert office.outbox() == {"unit:A": "waiting"}


def test_no_secret_and_no_address_reaches_a_log(
    store: Store, mail_server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = mail_server.url.replace("//", "//user:geheim@")
    office = Office(store, mail_to("A"), {"SOHOA_SMTP_URL": url})
    office.province.sides["A"] = [BAD]
    office.run()
    office.deliver()
    assert "geheim" not in caplog.text
    assert "a@xa.example" not in caplog.text


def test_many_at_once_begin_with_a_summary(store: Store, web_hook: WebHook) -> None:
    everything = plan(many=2, ladders={"default": [{"to": ["staff"], "after": 0}]})
    office = Office(store, {"staff": (Address("apprise", web_hook.apprise, "vi"),)}, {})
    office.province = Province(store, declared(everything), sides={unit: [BAD] for unit in UNITS})
    office.run()
    office.deliver()
    ((_, _, body),) = web_hook.got
    assert "Tóm tắt các nội dung mới trong ngày 03/06/2026:\n- chữ: 3 đơn vị" in body["message"]
    assert "nhất" not in body["message"].replace("mới nhất", ""), "nobody is called the worst"


def test_a_link_names_its_recipient_and_ends() -> None:
    grant = Grant("unit:A", (1, 2), date(2026, 7, 1))
    token = sign("a secret of sixteen", grant)
    assert read("a secret of sixteen", token, date(2026, 7, 1)) == grant
    with pytest.raises(BadLink, match="ended on 01/07/2026"):
        read("a secret of sixteen", token, date(2026, 7, 2))
    for wrong in (token[:-1], token + "x", token.replace(token[3], "A" if token[3] != "A" else "B", 1), ""):
        with pytest.raises(BadLink, match="damaged"):
            read("a secret of sixteen", wrong, date(2026, 7, 1))
    with pytest.raises(BadLink, match="damaged"):
        read("another secret here", token, date(2026, 7, 1))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("X9,mail,a@b.example,vi", "neither a unit's code nor a role"),
        ("A,pigeon,a@b.example,vi", "no channel. Use one of: mail, apprise"),
        ("A,mail,a@b.example,fr", "Write vi or en"),
        ("A,apprise,tgram://${TOKEN}/1,vi", "not set"),
        ("A,mail,,vi", "empty"),
    ],
)
def test_a_wrong_line_of_recipients_is_told_without_the_address(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "recipients.csv"
    file.write_text(f"who,channel,address,lang\n{line}\n", encoding="utf-8")
    with pytest.raises(RecipientError, match=problem) as told:
        read_recipients(file, declared(), {})
    assert "line 2" in str(told.value)
    assert "a@b.example" not in str(told.value)


def test_recipients_come_from_the_file_and_else_from_the_units_contact(tmp_path: Path) -> None:
    file = tmp_path / "recipients.csv"
    file.write_text("who,channel,address,lang\nstaff,apprise,tgram://${TOKEN}/1,en\n", encoding="utf-8")
    known = read_recipients(file, declared(), {"TOKEN": "t"})
    assert known.addresses("role:staff") == (Address("apprise", "tgram://t/1", "en"),)
    assert known.addresses("unit:A") == ()
    assert known.keys_of(("unit", "parent", "staff"), "A") == ("unit:A", "unit:P", "role:staff")
    assert known.keys_of(("unit", "parent", "staff"), None) == ("role:staff",)
