"""What carriers say of their own accord: whose error it is, whose token ended, and what stays out of what is kept."""

from __future__ import annotations

import base64
import shutil
import ssl
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from connectors.errors import ConfigurationError, CredentialsError, SourceError, SourceUnavailable
from connectors.transport import Auth, HttpOptions, NoAuth, OAuth2, Question, Transport
from tests.connectors.conftest import Clock
from tests.connectors.gateways import KEY, SECRET, ApiManager, SecurityServer, VietnameseAdapter, fault, x_road_error
from tests.connectors.loopback import Asked, Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
NO_AUTH = NoAuth()
PROVIDER = "https://mot-cua.invalid/api"
OK = Reply(200, b"{}", {"Content-Type": "application/json"})
XROAD = {"kind": "xroad", "server": "https://s.invalid", "client": ["A", "B", "C"], "service": ["A", "B", "C", "D"]}
WSO2 = {"kind": "wso2", "server": "https://s.invalid", "context": "a/1.0", "key": "k", "secret": "s"}
ADAPTER = {"kind": "adapter", "server": "http://s.invalid:8080", "dstcode": "VN:GOV:A:B"}


def transport(way: Mapping[str, object], clock: Clock, auth: Auth = NO_AUTH, **options: object) -> Transport:
    given = {"base_url": PROVIDER, "retries": 1, "backoff": 1, "read_timeout": 5, "transport": way, **options}
    return Transport(HttpOptions.model_validate(given), auth, clock=clock, sleep=clock.sleep)


def question(path: str = "x", **params: str) -> Question:
    return Question("GET", f"{PROVIDER}/{path}", params=params)


@pytest.mark.parametrize(
    ("status", "kind", "error", "says", "remedy", "attempts"),
    [
        (400, "Client.BadRequest", ConfigurationError, "our question", "transport.client", 1),
        (500, "Client.InvalidRequest", ConfigurationError, "our question", "transport.service", 1),
        (500, "Server.ClientProxy.UnknownMember", ConfigurationError, "our own security server", "transport", 1),
        (500, "Server.ClientProxy.NetworkError", SourceUnavailable, "our own security server", "our own", 2),
        (500, "Server.ClientProxy.SslAuthenticationFailed", CredentialsError, "our own", "certificate", 1),
        (500, "Server.ServerProxy.AccessDenied", CredentialsError, "the provider's", "grant", 1),
        (500, "Server.ServerProxy.UnknownService", ConfigurationError, "the provider's", "transport.service", 1),
        (500, "Server.ServerProxy.ServiceFailed", SourceUnavailable, "the provider's", "the provider", 2),
    ],
)
def test_an_x_road_error_says_whose_it_is(  # noqa: PLR0913, PLR0917 - a table of cases
    status: int, kind: str, error: type[SourceError], says: str, remedy: str, attempts: int, serve: Serve, clock: Clock
) -> None:
    gateway = SecurityServer(refusal=x_road_error(status, kind))
    server = serve(gateway.behind(lambda _: OK))
    with pytest.raises(error) as caught:
        transport(gateway.options(server.url), clock).ask(question())
    assert type(caught.value) is error
    assert says in caught.value.message
    assert kind in caught.value.message
    assert "no luck" in caught.value.message
    assert remedy in caught.value.remedy
    assert len(server.asked) == attempts
    assert caught.value.evidence is not None
    assert caught.value.evidence.provenance["x-road-error"] == kind


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"message": 5}', b"[" * 100_000])
def test_an_x_road_error_without_a_sentence(body: bytes, serve: Serve, clock: Clock) -> None:
    refusal = Reply(500, body, {"X-Road-Error": "Server.ServerProxy.NetworkError"})
    gateway = SecurityServer(refusal=refusal)
    server = serve(gateway.behind(lambda _: OK))
    with pytest.raises(SourceUnavailable, match=r"NetworkError\)"):
        transport(gateway.options(server.url), clock).ask(question())


def test_without_its_header_an_error_is_the_providers_own(serve: Serve, clock: Clock) -> None:
    gateway = SecurityServer()
    server = serve(gateway.behind(lambda _: Reply(404)))
    with pytest.raises(ConfigurationError, match="does not exist"):
        transport(gateway.options(server.url), clock).ask(question())


def test_a_redirect_through_x_road_is_not_followed(serve: Serve, clock: Clock) -> None:
    gateway = SecurityServer()
    server = serve(gateway.behind(lambda _: Reply(302, headers={"Location": "https://h.invalid/n"})))
    with pytest.raises(ConfigurationError, match=r"sends on to https://h\.invalid/n"):
        transport(gateway.options(server.url), clock).ask(question())
    assert len(server.asked) == 1


def test_the_parameters_of_a_question_travel_on(serve: Serve, clock: Clock) -> None:
    seen: list[Asked] = []

    def system(asked: Asked) -> Reply:
        seen.append(asked)
        return OK

    for path in ("XrdAdapter/RestService/forward", "VXPAdapter/RestService/forward"):
        gateway = VietnameseAdapter(PROVIDER, path)
        server = serve(gateway.behind(system))
        answer = transport(gateway.options(server.url), clock).ask(question("mapi/login", month="08/2026"))
        assert (seen[-1].path, seen[-1].query) == ("/mapi/login", {"month": "08/2026"})
        assert answer.evidence().url.startswith(f"{server.url}/{path}/mapi/login?")


def test_a_token_service_elsewhere_is_asked_directly(serve: Serve, clock: Clock) -> None:
    gateway = SecurityServer()
    carried = gateway.behind(lambda _: OK)
    server = serve(lambda asked: Reply(200, b'{"access_token": "abcdefgh"}') if asked.path == "/t" else carried(asked))
    auth = OAuth2(f"{server.url}/t", "id", client_secret="s3cret")
    transport(gateway.options(server.url), clock, auth).ask(question())
    assert [asked.path[:3] for asked in server.asked] == ["/t", "/r1"]


@pytest.mark.parametrize("beside", ["https://mot-cua.invalid/api2/x", "https://mot-cua.invalid/", "https://h.invalid"])
def test_only_what_lies_below_the_sources_address_is_carried(beside: str) -> None:
    for way in (XROAD, WSO2, ADAPTER):
        options = HttpOptions.model_validate({"base_url": PROVIDER, "transport": way})
        elsewhere = Question("GET", beside)
        assert options.transport.way(PROVIDER).readdressed(elsewhere) is elsewhere


def test_the_gateways_token_ends_in_the_middle(serve: Serve, clock: Clock) -> None:
    gateway = ApiManager(header="Authorization", uses=2)
    server = serve(gateway.behind(lambda _: OK))
    asking = transport(gateway.options(server.url), clock)
    for _ in range(5):
        asking.ask(question())
    assert len(gateway.issued) == 3


def test_the_sources_own_401_is_not_the_gateways(serve: Serve, clock: Clock) -> None:
    gateway = ApiManager(header="Authorization")
    server = serve(gateway.behind(lambda _: Reply(401, b'{"error": "invalid_token"}')))
    with pytest.raises(CredentialsError, match="did not accept who we are"):
        transport(gateway.options(server.url), clock).ask(question())
    assert len(gateway.issued) == 1


@pytest.mark.parametrize(
    ("reply", "error", "says", "questions"),
    [
        (fault(900901, "Invalid Credentials"), CredentialsError, "fault 900901", 4),
        (fault(900902, "Missing Credentials"), CredentialsError, "fault 900902", 4),
        (fault(900908, "Resource forbidden", 403), CredentialsError, "not ours to ask", 2),
        (fault(900800, "Message throttled out", 503), SourceUnavailable, "asked too often", 2),
        (fault(900800, "Message throttled out", 429), SourceUnavailable, "429", 2),
        (fault(101503, "Error connecting to the back end", 500), SourceUnavailable, "500", 3),
        (Reply(403, b'{"fault": 5}'), SourceUnavailable, "403", 2),
        (Reply(500, b"[" * 100_000), SourceUnavailable, "500", 3),
    ],
    ids=str,
)
def test_a_gateways_fault_is_read(  # noqa: PLR0913, PLR0917 - a table of cases
    reply: Reply, error: type[SourceError], says: str, questions: int, serve: Serve, clock: Clock
) -> None:
    gateway = ApiManager(header="Authorization")
    server = serve(gateway.behind(lambda _: reply))
    with pytest.raises(error) as caught:
        transport(gateway.options(server.url), clock).ask(question())
    assert type(caught.value) is error
    assert says in caught.value.message
    assert len(server.asked) == questions


def test_a_gateway_that_gives_no_token(serve: Serve, clock: Clock) -> None:
    gateway = ApiManager(header="Authorization")
    server = serve(gateway.behind(lambda _: OK))
    with pytest.raises(CredentialsError, match="gave no token") as caught:
        transport({**gateway.options(server.url), "secret": "wrong-secret"}, clock).ask(question())
    assert "transport.secret" in caught.value.remedy
    assert "wrong-secret" not in f"{caught.value} {caught.value.evidence}"


def test_two_who_want_the_same_header(serve: Serve, clock: Clock) -> None:
    gateway = ApiManager(header="authorization")
    carried = gateway.behind(lambda _: OK)
    server = serve(lambda asked: Reply(200, b'{"access_token": "abcdefgh"}') if asked.path == "/t" else carried(asked))
    auth = OAuth2(f"{server.url}/t", "id", client_secret="s3cret")
    with pytest.raises(ConfigurationError, match="both want the header authorization") as caught:
        transport(gateway.options(server.url), clock, auth).ask(question())
    assert "transport.header" in caught.value.remedy


def test_what_the_gateway_is_told_stays_out_of_what_is_kept(serve: Serve, clock: Clock) -> None:
    gateway = ApiManager(header="Authorization")

    def echo(asked: Asked) -> Reply:
        sent = asked.headers["authorization"]
        basic = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        return Reply(418, f"you sent {sent} {KEY} {SECRET} {basic}".encode())

    server = serve(gateway.behind(echo))
    with pytest.raises(SourceError) as caught:
        transport(gateway.options(server.url), clock).ask(question())
    kept = f"{caught.value} {caught.value.evidence}"
    for secret in (KEY, SECRET, *gateway.issued):
        assert secret not in kept


@pytest.mark.parametrize(
    "way",
    [
        {"kind": "pigeon"},
        {},
        {**XROAD, "client": ["A", "B"]},
        {**XROAD, "service": ["A", "B", "C"]},
        {**XROAD, "service": ["A", "B", "", "D"]},
        {**XROAD, "server": "s.invalid"},
        {**XROAD, "colour": "red"},
        {**ADAPTER, "dstcode": "motcua"},
        {**ADAPTER, "dstcode": "VN:có dấu"},
        {**WSO2, "context": "/a/1.0"},
        {**WSO2, "header": "a b"},
    ],
    ids=str,
)
def test_a_way_that_leads_nowhere_is_refused(way: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        HttpOptions.model_validate({"base_url": PROVIDER, "transport": way})


@pytest.mark.parametrize("way", [XROAD, ADAPTER, WSO2, {"kind": "direct"}], ids=lambda way: str(way["kind"]))
def test_a_way_that_leads_somewhere(way: dict[str, object]) -> None:
    assert HttpOptions.model_validate({"base_url": PROVIDER, "transport": way}).transport.kind == way["kind"]


def test_who_asks_is_shown_by_a_certificate(tmp_path: Path, clock: Clock) -> None:
    """A server that takes nobody without a certificate, as a security server does."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed: no certificate can be made for this test")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    extra = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*command, *extra], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.load_verify_locations(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    gateway = SecurityServer()
    with Loopback(gateway.behind(lambda _: OK), context) as server:
        way = gateway.options(server.url)

        def shown(**options: object) -> Transport:
            return transport(way, clock, NO_AUTH, verify_tls=str(certificate), **options)

        both = shown(client_certificate=str(certificate), client_key=str(key))
        assert both.ask(question()).status == 200
        with pytest.raises(SourceUnavailable):
            shown().ask(question())
        with pytest.raises(ConfigurationError) as caught:
            shown(client_certificate=str(certificate), client_key=str(tmp_path / "none.pem")).ask(question())
    assert "client_certificate" in caught.value.remedy
    with pytest.raises(ValidationError, match="client_key needs"):
        HttpOptions(base_url=PROVIDER, client_key="key.pem")
