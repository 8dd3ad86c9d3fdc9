"""What the conformance suite cannot see from outside: pace, tokens, bombs, certificates, redaction."""

from __future__ import annotations

import base64
import gzip
import json
import logging
import shutil
import ssl
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.errors import ConfigurationError, ContractBroken, CredentialsError, SourceError, SourceUnavailable
from connectors.transport import Auth, Basic, HeaderToken, HttpOptions, NoAuth, OAuth2, Question, Transport
from connectors.transport.patience import retry_after
from connectors.transport.redaction import HIDDEN, Redactor
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OK = Reply(200, b"{}", {"Content-Type": "application/json"})


def transport(url: str, clock: Clock, auth: Auth | None = None, **options: object) -> Transport:
    known = HttpOptions.model_validate({"base_url": url, "retries": 0, "read_timeout": 5, **options})
    return Transport(known, auth or NoAuth(), clock=clock, sleep=clock.sleep)


def tokens(asked: Asked, *, expires_in: object = 60) -> Reply | None:
    if asked.path != "/token":
        return None
    return Reply(200, f'{{"access_token": "abcdefgh", "expires_in": {expires_in}}}'.encode())


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 23 Nov 2026 03:02:00 GMT", 120.0),
        ("Mon, 23 Nov 2026 02:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 03:02:00 -0000", 120.0),
        ("soon", None),
        ("-1", None),
        ("1.5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(text: str | None, seconds: float | None) -> None:
    assert retry_after(text, NOW) == seconds


@given(st.text())
def test_retry_after_never_fails(text: str) -> None:
    wait = retry_after(text, NOW)
    assert wait is None or wait >= 0


def test_backoff_doubles_up_to_the_longest_wait(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(500))
    with pytest.raises(SourceUnavailable):
        transport(server.url, clock, retries=4, backoff=2, max_wait=10, requests_per_second=1e9).ask(
            Question("GET", server.url)
        )
    assert [pause for pause in clock.slept if pause >= 1] == [2, 4, 8, 10]


def test_the_budget_counts_time_already_passed(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: OK)
    ask = transport(server.url, clock, requests_per_second=0.5).ask
    ask(Question("GET", server.url))
    clock.now += timedelta(seconds=1.5)
    ask(Question("GET", server.url))
    clock.now += timedelta(seconds=9)
    ask(Question("GET", server.url))
    clock.now -= timedelta(days=1)
    ask(Question("GET", server.url))
    assert clock.slept == [0.5, 2.0]


def test_an_answer_that_drips_for_ever_is_given_up(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: OK)
    hasty = transport(server.url, clock, answer_timeout=1)
    times = iter([0])
    hasty._clock = lambda: NOW + timedelta(seconds=next(times, 5))
    with pytest.raises(SourceUnavailable, match="took longer"):
        hasty.ask(Question("GET", server.url))


def test_a_gzip_bomb_is_not_unpacked(serve: Serve, clock: Clock) -> None:
    bomb = gzip.compress(gzip.compress(b" " * 50_000_000))
    server = serve(lambda _: Reply(200, bomb, {"Content-Encoding": "gzip, gzip"}))
    with pytest.raises(ContractBroken, match="more than 100000 bytes") as caught:
        transport(server.url, clock, max_answer_bytes=100_000).ask(Question("GET", server.url))
    assert caught.value.evidence is not None
    assert len(caught.value.evidence.body) <= 65_536


def test_gzip_is_read(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, gzip.compress(b'{"a": 1}'), {"Content-Encoding": "gzip"}))
    assert transport(server.url, clock).ask(Question("GET", server.url)).body == b'{"a": 1}'


def test_broken_gzip_is_a_cut_answer(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, b"no gzip at all", {"Content-Encoding": "gzip"}))
    with pytest.raises(SourceUnavailable, match="cut off"):
        transport(server.url, clock).ask(Question("GET", server.url))


def test_basic_and_header(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: OK)
    transport(server.url, clock, Basic("người dùng", "mật khẩu")).ask(Question("GET", server.url))
    transport(server.url, clock, HeaderToken("X-Api-Key", "k-123456")).ask(Question("GET", server.url))
    sent = server.asked[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent).decode() == "người dùng:mật khẩu"
    assert server.asked[1].headers["x-api-key"] == "k-123456"


def test_the_environment_neither_logs_in_nor_redirects(
    serve: Serve, clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server = serve(lambda _: OK)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    transport(server.url, clock).ask(Question("GET", server.url))
    assert "authorization" not in server.asked[0].headers


def test_a_secret_that_cannot_be_sent(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: OK)
    for value in ("line\nbreak", "chữ"):
        with pytest.raises(ConfigurationError) as caught:
            transport(server.url, clock, HeaderToken("X-Api-Key", value)).ask(Question("GET", server.url))
        assert value not in str(caught.value)
    assert server.asked == []


def test_password_grant_sends_the_client_id_in_the_form(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: tokens(asked) or OK)
    auth = OAuth2(f"{server.url}/token", "web-onegate", username="u", password="p w")
    transport(server.url, clock, auth).ask(Question("GET", f"{server.url}/x"))
    token, data = server.asked
    assert token.body == b"grant_type=password&username=u&password=p+w&client_id=web-onegate"
    assert "authorization" not in token.headers
    assert data.headers["authorization"] == "Bearer abcdefgh"


def test_client_credentials_use_basic(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: tokens(asked) or OK)
    auth = OAuth2(f"{server.url}/token", "id", client_secret="s3cret")
    transport(server.url, clock, auth).ask(Question("GET", f"{server.url}/x"))
    assert server.asked[0].body == b"grant_type=client_credentials"
    assert base64.b64decode(server.asked[0].headers["authorization"][6:]) == b"id:s3cret"


def test_a_token_is_used_until_shortly_before_its_end(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: tokens(asked, expires_in=100) or OK)
    asking = transport(server.url, clock, OAuth2(f"{server.url}/token", "id", client_secret="s3cret"))
    for wait in (0, 60, 15):
        clock.now += timedelta(seconds=wait)
        asking.ask(Question("GET", f"{server.url}/x"))
    assert [asked.path for asked in server.asked] == ["/token", "/x", "/x", "/token", "/x"]


class Rotating:
    """A token service whose refresh tokens are good once, and a source that takes only the newest token."""

    def __init__(self) -> None:
        self.grants: list[str] = []
        self.issued = 0
        self.revoked = False

    def __call__(self, asked: Asked) -> Reply:
        if asked.path != "/token":
            return OK if asked.headers["authorization"] == f"Bearer access-{self.issued}" else Reply(401)
        form = dict(parse_qsl(asked.body.decode()))
        self.grants.append(form["grant_type"])
        fits = form.get("refresh_token", f"refresh-{self.issued}") == f"refresh-{self.issued}"
        if form["grant_type"] == "refresh_token" and (self.revoked or not fits):
            return Reply(400, b'{"error": "invalid_grant"}')
        self.issued += 1
        told = {"access_token": f"access-{self.issued}", "refresh_token": f"refresh-{self.issued}", "expires_in": 100}
        return Reply(200, json.dumps(told).encode())


def test_each_refresh_token_is_used_once(serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    service = Rotating()
    server = serve(service)
    auth = OAuth2(f"{server.url}/token", "web-onegate", username="u", password="p w x y")
    asking = transport(server.url, clock, auth)
    for _ in range(3):
        asking.ask(Question("GET", f"{server.url}/x"))
        clock.now += timedelta(seconds=100)
    assert service.grants == ["password", "refresh_token", "refresh_token"]
    assert {"access-3", "refresh-3"} <= set(auth.secrets())
    assert "refresh-" not in caplog.text


def test_a_session_that_was_ended_is_begun_anew(serve: Serve, clock: Clock) -> None:
    service = Rotating()
    server = serve(service)
    asking = transport(server.url, clock, OAuth2(f"{server.url}/token", "id", username="u", password="p w x y"))
    asking.ask(Question("GET", f"{server.url}/x"))
    service.issued += 1
    service.revoked = True
    assert asking.ask(Question("GET", f"{server.url}/x")).status == 200
    assert service.grants == ["password", "refresh_token", "password"]


def test_a_new_token_that_is_refused_too_ends_the_pull(serve: Serve, clock: Clock) -> None:
    server = serve(lambda asked: tokens(asked) or Reply(401))
    auth = OAuth2(f"{server.url}/token", "id", client_secret="s3cret")
    with pytest.raises(CredentialsError, match="did not accept who we are"):
        transport(server.url, clock, auth).ask(Question("GET", f"{server.url}/x"))
    assert [asked.path for asked in server.asked] == ["/token", "/x", "/token", "/x"]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(400, b'{"error": "invalid_grant"}'), CredentialsError),
        (Reply(401), CredentialsError),
        (Reply(403), SourceUnavailable),
        (Reply(404), ConfigurationError),
        (Reply(500), SourceUnavailable),
        (Reply(200, b"<html><form><input type=password></form>"), SourceUnavailable),
        (Reply(200, b'{"token": "x"}'), ContractBroken),
        (Reply(200, b'{"access_token": ""}'), ContractBroken),
        (Reply(200, b'{"access_token": "a b"}'), ContractBroken),
        (Reply(200, b'{"access_token": "abcdef", "expires_in": "60"}'), ContractBroken),
        (Reply(200, b'{"access_token": "abcdef", "expires_in": -1}'), ContractBroken),
        (Reply(200), ContractBroken),
    ],
    ids=str,
)
def test_no_token(reply: Reply, kind: type[SourceError], serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: reply)
    auth = OAuth2(f"{server.url}/token", "id", client_secret="s3cret")
    with pytest.raises(kind) as caught:
        transport(server.url, clock, auth).ask(Question("GET", f"{server.url}/x"))
    assert type(caught.value) is kind
    assert "/token" in caught.value.message
    assert "abcdef" not in str(caught.value)
    assert caught.value.evidence is not None
    assert caught.value.evidence.body == b""
    assert {asked.path for asked in server.asked} == {"/token"}


def test_secrets_stay_out_of_what_is_kept_and_logged(
    serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server = serve(lambda _: Reply(418, b"you sent k-123456", {"X-Echo": "k-123456"}))
    with pytest.raises(ContractBroken) as caught:
        transport(server.url, clock, HeaderToken("X-Api-Key", "k-123456")).ask(
            Question(
                "POST", f"{server.url}/x", params={"token": "t-987654", "from": "01/08/2026"}, json={"k": "k-123456"}
            )
        )
    kept = f"{caught.value} {caught.value.evidence}"
    assert "k-123456" not in kept + caplog.text
    assert "t-987654" not in kept + caplog.text
    assert f"token={HIDDEN}&from=01/08/2026" in kept


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Z"]), min_size=4), st.text(), st.text())
def test_no_form_of_a_secret_survives(secret: str, before: str, after: str) -> None:
    redactor = Redactor(lambda: (secret,))
    shown = redactor.text(f"{before}{secret}{after}")
    assert secret not in shown or secret in HIDDEN * 2
    assert redactor.text(base64.b64encode(secret.encode()).decode()) == HIDDEN


def test_user_names_leave_addresses() -> None:
    shown = Redactor(tuple).url("https://user:pass@h.invalid:8443/a?access_token=1&x=#frag")
    assert shown == f"https://h.invalid:8443/a?access_token={HIDDEN}&x="


def test_x_road_headers_become_provenance(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, b"{}", {"X-Road-Id": "r-1", "X-Road-Request-Hash": "h", "X-Other": "no"}))
    evidence = transport(server.url, clock).ask(Question("GET", server.url)).evidence()
    assert (evidence.provenance["x-road-id"], evidence.provenance["x-road-request-hash"]) == ("r-1", "h")
    assert "x-other" not in evidence.provenance
    assert (evidence.captured_at, evidence.body, evidence.status) == (clock.now, b"{}", 200)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://h/x",
        "h.invalid/x",
        "",
        "https://",
        "https://u:p@h.invalid",
        "https://h.invalid?a=1",
        "http://h.invalid#x",
    ],
)
def test_a_bad_address_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        HttpOptions(base_url=address)


def test_a_name_still_to_be_filled_in_is_no_bad_address() -> None:
    assert HttpOptions(base_url="${SOHOA_SANDBOX_URL}/igate").base_url == "${SOHOA_SANDBOX_URL}/igate"


def test_an_unknown_host(clock: Clock) -> None:
    with pytest.raises(SourceUnavailable, match="name is not known"):
        transport("http://x", clock).ask(Question("GET", "http://no-such-host.invalid/"))


def certified(folder: Path, name: str) -> ssl.SSLContext:
    """A self-signed certificate for ``name``, made for this test only."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made for this test")
    key, certificate = folder / "key.pem", folder / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}"]
    extra = ["-addext", f"subjectAltName=IP:{name}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *extra], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def test_an_untrusted_certificate_names_its_remedy(tmp_path: Path, clock: Clock) -> None:
    with Loopback(lambda _: OK, certified(tmp_path, "127.0.0.1")) as server:
        with pytest.raises(ConfigurationError, match="not trusted") as caught:
            transport(server.url, clock).ask(Question("GET", server.url))
        assert "verify_tls" in caught.value.remedy
        trusting = transport(server.url, clock, verify_tls=str(tmp_path / "cert.pem"))
        assert trusting.ask(Question("GET", server.url)).status == 200


def test_a_certificate_of_somebody_else(tmp_path: Path, clock: Clock) -> None:
    with Loopback(lambda _: OK, certified(tmp_path, "127.0.0.9")) as server:
        asking = transport(server.url, clock, verify_tls=str(tmp_path / "cert.pem"))
        with pytest.raises(ConfigurationError, match="not trusted"):
            asking.ask(Question("GET", server.url))


def test_a_missing_authority_file(clock: Clock, tmp_path: Path) -> None:
    asking = transport("https://h.invalid", clock, verify_tls=str(tmp_path / "none.pem"))
    with pytest.raises(ConfigurationError, match="cannot be asked") as caught:
        asking.ask(Question("GET", "https://127.0.0.1:9/"))
    assert "verify_tls" in caught.value.remedy


def test_https_where_only_http_is_spoken(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: OK)
    with pytest.raises(SourceUnavailable, match="No secure connection"):
        transport(server.url, clock).ask(Question("GET", server.url.replace("http:", "https:")))
