"""Every channel speaks to a local server of its protocol: the words arrive whole, refusals are told apart."""

from __future__ import annotations

import json
import logging
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.zalo import NotifyZalo

from monitor.alerts.channels import CHANNELS, Channel, ChannelNotSet, Setting, build
from monitor.alerts.channels.base import Rendered, TryAgain, Undeliverable
from monitor.alerts.messages import render
from monitor.declared.alert_models import CHANNELS as DECLARED
from tests.alerts.receivers import MailServer, WebHook
from tests.alerts.services import PASSWORD, USER, SecureMail, SmppServer, certificate

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
KEY = "0123456789abcdef"
LINK = "https://sohoa.example/answer/TOKEN"
UNIT = "Đặc khu Phú Quốc"
SUBJECT = f"1 nội dung số hóa cần trả lời – {UNIT} (24/11/2026)"
SENTENCE = "Kết quả: 1.234/2.345 hồ sơ, 52,62 %; mức phải đạt 95 %; còn thiếu 994 hồ sơ."
ITEM: Mapping[str, Any] = {
    "alert": 7,
    "kind": "opened",
    "rule": {"code": "k1", "vi": "Xử lý TTHC dưới mốc", "en": "below the milestone"},
    "template": "shortfall",
    "severity": "high",
    "unit": "H01.201",
    "unit_name": UNIT,
    "head": "Chủ tịch Ủy ban nhân dân đặc khu",
    "indicator": {"code": "K1", "vi": "Xử lý TTHC", "en": "Procedures"},
    "noun": "dossiers",
    "low": False,
    "remedy": {"vi": "Rà soát hồ sơ còn thiếu bản quét", "en": "Look for dossiers without a scan"},
    "source": {"name": "mot-cua", "vi": "Hệ thống một cửa", "en": "One-stop system"},
    "period": "2026-10",
    "calendar": "calendar",
    "numerator": 1234,
    "denominator": 2345,
    "shown": "52.62",
    "goal": 9500,
    "shortfall": 994,
    "step": 0,
    "captured_at": "2026-11-02T04:00:00+07:00",
    "answer_by": "2026-12-01",
    "overdue": False,
    "judged": 117,
    "fine": 70,
}
FACTS: Mapping[str, Any] = {
    "recipient": "unit:H01.201",
    "name": UNIT,
    "name_en": UNIT,
    "day": "24/11/2026",
    "simulated": False,
    "summary": [],
    "items": [ITEM],
}


def message() -> Rendered:
    return render(KEY, FACTS, "vi", LINK)


@pytest.fixture
def setting(tmp_path: Path) -> Callable[..., Setting]:
    return lambda **environ: Setting(environ, tmp_path / "channels", lambda: NOW)


def whole(text: str) -> None:
    """The facts are there, in composed letters."""
    assert unicodedata.is_normalized("NFC", text)
    for fact in (UNIT, SENTENCE, "Hệ thống một cửa", "01/12/2026", LINK, KEY):
        assert fact in text, fact


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """What reaches a log file: pytest also shows apprise's own log, which goes no further than its result."""
    assert not logging.getLogger("apprise").propagate
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("apprise"))


def test_a_limit_can_be_declared_for_each_channel_and_for_nothing_else() -> None:
    assert set(DECLARED) == set(CHANNELS)


# mail ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def secure_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecureMail]:
    shown, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(shown))
    with SecureMail(context) as server:
        yield server


def smtp(server: SecureMail, password: str = PASSWORD) -> str:
    login = f"{quote(USER, safe='')}:{quote(password, safe='')}"
    return f"smtp://{login}@127.0.0.1:{server.port}?from={USER}&reply=cchc@tinh.example"


def test_mail_goes_over_starttls_with_a_login(secure_mail: SecureMail, setting: Callable[..., Setting]) -> None:
    build("mail", setting(SOHOA_SMTP_URL=smtp(secure_mail))).send("ubnd@dackhu.example", message())
    assert secure_mail.logins == [True]
    ((address, got),) = secure_mail.got
    assert address == "ubnd@dackhu.example"
    assert got["Subject"] == SUBJECT
    assert unicodedata.is_normalized("NFC", str(got["Subject"]))
    assert got["X-Sohoa-Key"] == KEY
    assert got["Reply-To"] == "cchc@tinh.example"
    assert got["List-Id"] == "sohoa alerts <alerts.tinh.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert str(got["From"]) == f"sohoa <{USER}>"
    assert got["Message-ID"].endswith(">")
    assert got.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        part = got.get_body((kind,))
        assert part is not None
        assert part.get_content_charset() == "utf-8"
        content = unescape(part.get_content())
        assert unicodedata.is_normalized("NFC", content)
        for fact in (UNIT, "1.234/2.345", "52,62 %", "994", "Hệ thống một cửa", "01/12/2026", LINK):
            assert fact in content


def test_a_mail_server_that_nobody_vouches_for_gets_nothing(
    secure_mail: SecureMail, setting: Callable[..., Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(TryAgain):
        build("mail", setting(SOHOA_SMTP_URL=smtp(secure_mail))).send("a@b.example", message())
    assert (secure_mail.logins, secure_mail.got) == ([], [])


def test_a_refused_login_waits_for_a_person_and_loses_no_mail(
    secure_mail: SecureMail, setting: Callable[..., Setting]
) -> None:
    channel = build("mail", setting(SOHOA_SMTP_URL=smtp(secure_mail, "wrong")))
    with pytest.raises(TryAgain, match="535"):
        channel.send("a@b.example", message())


@pytest.mark.parametrize(("reply", "kind"), [("550 no such user", Undeliverable), ("451 later", TryAgain)])
def test_mail_tells_for_good_from_for_now(
    mail_server: MailServer, setting: Callable[..., Setting], reply: str, kind: type[Exception]
) -> None:
    mail_server.answers = {"a@b.example": reply}
    with pytest.raises(kind, match=reply[:3]):
        build("mail", setting(SOHOA_SMTP_URL=mail_server.url)).send("a@b.example", message())


# messengers through apprise ----------------------------------------------------------------------------------------


@pytest.fixture
def messengers(web_hook: WebHook, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Addresses of a Telegram and a Zalo bot chat; apprise fixes their hosts, so the constants point here instead."""
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"{web_hook.url}/bot")
    monkeypatch.setattr(NotifyZalo, "notify_url", f"{web_hook.url}/bot{{token}}/sendMessage")
    return {"telegram": "tgram://123456789:GEHEIM_abcdefghij/987654", "zalo": "zalo://12345:GEHEIM_abc/chat.1"}


@pytest.mark.parametrize("name", ["telegram", "zalo"])
def test_a_messenger_gets_the_whole_text(
    web_hook: WebHook, messengers: dict[str, str], setting: Callable[..., Setting], name: str
) -> None:
    build("apprise", setting()).send(messengers[name], message())
    path, _, body = web_hook.got[-1]
    assert path.endswith("/sendMessage")
    assert "GEHEIM" in path
    whole(unescape(body["text"]))
    assert SUBJECT in unescape(body["text"])


@pytest.mark.parametrize("name", ["telegram", "zalo"])
@pytest.mark.parametrize(
    "refusal",
    [
        (400, {"ok": False, "error_code": 400, "description": "chat not found"}, Undeliverable),
        (403, {"ok": False, "error_code": 403, "description": "blocked"}, Undeliverable),
        (429, {"ok": False, "error_code": 429, "description": "slow down"}, TryAgain),
        (500, {}, TryAgain),
    ],
)
def test_a_messengers_refusal_is_told_apart_and_no_secret_is_logged(  # noqa: PLR0913, PLR0917 - fixtures
    web_hook: WebHook,
    messengers: dict[str, str],
    setting: Callable[..., Setting],
    caplog: pytest.LogCaptureFixture,
    name: str,
    refusal: tuple[int, object, type[Exception]],
) -> None:
    status, body, kind = refusal
    caplog.set_level(logging.DEBUG)
    web_hook.answer = lambda _path, _body: (status, body)
    with pytest.raises(kind) as told:
        build("apprise", setting()).send(messengers[name], message())
    assert "GEHEIM" not in logged(caplog) + str(told.value)


def test_zalo_bot_refuses_inside_an_answer_200(
    web_hook: WebHook, messengers: dict[str, str], setting: Callable[..., Setting]
) -> None:
    web_hook.answer = lambda _path, _body: (200, {"ok": False, "error_code": 400, "description": "Bad request"})
    with pytest.raises(Undeliverable, match="400"):
        build("apprise", setting()).send(messengers["zalo"], message())


def test_teams_gets_a_card_with_the_text(
    tmp_path: Path, setting: Callable[..., Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, context = certificate(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(shown))
    with WebHook(context) as hook:
        host = hook.url.removeprefix("http://")
        build("apprise", setting()).send(f"workflows://{host}/FLOW/SIGNATURE/", message())
        path, _, body = hook.got[-1]
    assert path.startswith("/workflows/FLOW/")
    assert body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"
    blocks = body["attachments"][0]["content"]["body"]
    whole("\n".join(block.get("text", "") for block in blocks))
    assert {block["type"] for block in blocks} == {"TextBlock"}, "nothing is fetched from elsewhere"


# SMS ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def centre() -> Iterator[SmppServer]:
    with SmppServer() as server:
        yield server


def test_sms_arrives_in_ucs2_and_in_parts(centre: SmppServer, setting: Callable[..., Setting]) -> None:
    build("sms", setting(SOHOA_SMPP_URL=centre.url)).send("0912 345 678", message())
    assert centre.binds == [("tinh", "matkhau")]
    assert {(part.sender, part.number, part.coding) for part in centre.got} == {("UBNDTINH", "84912345678", 8)}
    assert "".join(part.text() for part in centre.got) == f"{SUBJECT}\n{LINK}"
    assert len(centre.got) == 2
    assert all(len(part.content) <= 140 for part in centre.got)
    heads = [part.content[:6] for part in centre.got]
    assert {(head[:3], head[4]) for head in heads} == {(b"\x05\x00\x03", 2)}
    assert [head[5] for head in heads] == [1, 2]
    assert len({head[3] for head in heads}) == 1


def test_sms_goes_over_tls_to_a_centre_that_can_prove_its_name(
    tmp_path: Path, setting: Callable[..., Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, context = certificate(tmp_path)
    with SmppServer(context) as centre:
        channel = build("sms", setting(SOHOA_SMPP_URL=centre.url))
        with pytest.raises(TryAgain):
            channel.send("0912345678", message())
        assert centre.binds == [], "who cannot be verified is not told the password"
        monkeypatch.setenv("SSL_CERT_FILE", str(shown))
        channel.send("0912345678", message())
        assert centre.binds == [("tinh", "matkhau")]
        assert "".join(part.text() for part in centre.got) == f"{SUBJECT}\n{LINK}"
        for wrong in (centre.url.replace("127.0.0.1", "localhost"), centre.url.replace("smpps:", "smpp:")):
            with pytest.raises(TryAgain):
                build("sms", setting(SOHOA_SMPP_URL=wrong)).send("0912345678", message())
        assert len(centre.binds) == 1


def test_a_long_subject_is_shortened_and_the_link_is_kept(centre: SmppServer, setting: Callable[..., Setting]) -> None:
    long = Rendered(KEY, "Đ" * 500, "", "", LINK, {})
    build("sms", setting(SOHOA_SMPP_URL=centre.url)).send("84912345678", long)
    assert "".join(part.text() for part in centre.got) == f"{'Đ' * 119}…\n{LINK}"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(0x0B, Undeliverable), (0x45, Undeliverable), (0x58, TryAgain), (0x14, TryAgain), (0x08, TryAgain)],
)
def test_sms_tells_for_good_from_for_now(
    centre: SmppServer, setting: Callable[..., Setting], status: int, kind: type[Exception]
) -> None:
    centre.status = [status]
    with pytest.raises(kind, match=f"0x{status:02X}"):
        build("sms", setting(SOHOA_SMPP_URL=centre.url)).send("84912345678", message())


def test_sms_without_account_server_or_number(
    centre: SmppServer, setting: Callable[..., Setting], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = build("sms", setting(SOHOA_SMPP_URL=centre.url))
    with pytest.raises(Undeliverable, match="telephone number"):
        channel.send("12", message())
    centre.bind_status = 0x0E
    with pytest.raises(TryAgain, match="0x0E"):
        channel.send("84912345678", message())
    nobody = build("sms", setting(SOHOA_SMPP_URL="smpp://tinh:matkhau@127.0.0.1:9?from=UBND"))
    with pytest.raises(TryAgain, match="no answer"):
        nobody.send("84912345678", message())
    assert "matkhau" not in caplog.text
    assert b"matkhau".hex() not in caplog.text
    for wrong in ("http://x", "smpp://host?from=A", "smpp://u:p@host"):
        with pytest.raises(ChannelNotSet, match="from=SENDER"):
            build("sms", setting(SOHOA_SMPP_URL=wrong))


# Zalo Official Account and ZNS -------------------------------------------------------------------------------------


class Zalo:
    """Answers as Zalo does: one refresh token works once and gives the next; errors stand in the body of a 200."""

    def __init__(self, hook: WebHook, folder: Path) -> None:
        self.hook, self.file = hook, folder / "channels" / "zalo-token.json"
        self.renewed = 0
        self.errors: list[int] = []
        self.status = 200
        hook.answer = self._answer

    def _answer(self, path: str, body: Any) -> tuple[int, Any]:  # noqa: ANN401 - whatever comes
        if path == "/oauth":
            if f"refresh_token=r{self.renewed}&" not in body:
                return 200, {"error": -14014, "error_name": "Invalid refresh token"}
            self.renewed += 1
            more = {"access_token": f"a{self.renewed}", "refresh_token": f"r{self.renewed}", "expires_in": "90000"}
            return 200, more
        return self.status, {"error": self.errors.pop(0) if self.errors else 0}

    def channel(self, name: str, setting: Callable[..., Setting]) -> Channel:
        urls = {"SOHOA_ZALO_OA_URL": "/oa", "SOHOA_ZNS_URL": "/zns", "SOHOA_ZALO_OAUTH_URL": "/oauth"}
        known = {key: f"{self.hook.url}{path}" for key, path in urls.items()}
        secrets = {"SOHOA_ZALO_APP_ID": "app", "SOHOA_ZALO_APP_SECRET": "geheim", "SOHOA_ZALO_REFRESH_TOKEN": "r0"}
        return build(name, setting(**known, **secrets, SOHOA_ZNS_TEMPLATE="7"))

    def sent(self, path: str) -> list[tuple[str, Any]]:
        return [(headers["access_token"], body) for at, headers, body in self.hook.got if at == path]


@pytest.fixture
def zalo(web_hook: WebHook, tmp_path: Path) -> Zalo:
    return Zalo(web_hook, tmp_path)


def test_the_official_account_sends_text_and_keeps_the_rotating_token(
    zalo: Zalo, setting: Callable[..., Setting]
) -> None:
    zalo.channel("zalo_oa", setting).send("follower", message())
    ((token, body),) = zalo.sent("/oa")
    assert token == "a1"
    assert body["recipient"] == {"user_id": "follower"}
    whole(body["message"]["text"])
    assert stat.S_IMODE(zalo.file.stat().st_mode) == 0o600
    assert json.loads(zalo.file.read_text())["refresh"] == "r1"
    # Another process knows only the first refresh token, which is used up: the kept one counts.
    zalo.channel("zalo_oa", setting).send("follower", message())
    assert zalo.renewed == 1


def test_an_expired_access_token_is_renewed_once(zalo: Zalo, setting: Callable[..., Setting]) -> None:
    zalo.errors = [-216]
    channel = zalo.channel("zalo_oa", setting)
    channel.send("follower", message())
    assert [token for token, _ in zalo.sent("/oa")] == ["a1", "a2"]
    zalo.errors = [-216, -216]
    with pytest.raises(TryAgain, match="-216"):
        channel.send("follower", message())
    assert zalo.renewed == 3


@pytest.mark.parametrize(("code", "kind"), [(-213, Undeliverable), (-201, Undeliverable), (-32, TryAgain)])
def test_an_error_inside_an_answer_200_is_told_apart(
    zalo: Zalo,
    setting: Callable[..., Setting],
    caplog: pytest.LogCaptureFixture,
    code: int,
    kind: type[Exception],
) -> None:
    caplog.set_level(logging.DEBUG)
    zalo.errors = [code]
    with pytest.raises(kind, match=str(code)):
        zalo.channel("zalo_oa", setting).send("follower", message())
    assert "geheim" not in caplog.text


def test_zalo_that_is_busy_is_asked_later(zalo: Zalo, setting: Callable[..., Setting]) -> None:
    channel = zalo.channel("zalo_oa", setting)
    zalo.status = 429
    with pytest.raises(TryAgain, match="429"):
        channel.send("follower", message())


def test_zns_fills_the_template_and_carries_the_key(zalo: Zalo, setting: Callable[..., Setting]) -> None:
    zalo.channel("zns", setting).send("0912.345.678", message())
    ((_, body),) = zalo.sent("/zns")
    assert (body["phone"], body["template_id"], body["tracking_id"]) == ("84912345678", "7", KEY)
    assert body["template_data"]["don_vi"] == UNIT
    assert body["template_data"]["noi_dung"] == SUBJECT
    assert body["template_data"]["lien_ket"] == LINK
    with pytest.raises(Undeliverable, match="telephone number"):
        zalo.channel("zns", setting).send("12", message())
