"""SMS over SMPP 3.4: the subject and the link, in UCS-2; every part's answer is read, so that a refusal is seen.

``SOHOA_SMPP_URL`` (or ``SOHOA_SMPP_URL_FILE``): ``smpp://USER:PASSWORD@HOST:2775?from=SENDER``, ``smpps://…:3550`` over
TLS. The sender is a short code, a number, or a registered brand name. A delivery sent again carries the same link.
"""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from smpplib import consts, exceptions
from smpplib.client import Client
from smpplib.gsm import make_parts

from monitor.alerts.channels.base import Channel, ChannelNotSet, Rendered, Setting, TryAgain, Undeliverable
from monitor.alerts.channels.zns import vietnamese_number

PORTS = {"smpp": 2775, "smpps": 3550}
LONGEST_SUBJECT = 120
"""Characters of the subject that a message on a telephone carries."""
PATIENCE = 30
"""Seconds to wait for an answer."""
BUSY = frozenset(
    {
        consts.SMPP_ESME_RSYSERR,
        consts.SMPP_ESME_RALYBND,
        consts.SMPP_ESME_RBINDFAIL,
        consts.SMPP_ESME_RINVPASWD,
        consts.SMPP_ESME_RINVSYSID,
        consts.SMPP_ESME_RMSGQFUL,
        consts.SMPP_ESME_RTHROTTLED,
        consts.SMPP_ESME_RX_T_APPN,
    }
)
"""Answers that may pass: the server is busy, or refuses the account (which a person mends); the rest is for good."""
_WIRE = "monitor.alerts.channels.sms.wire"
_SENDER = re.compile(r"\+?\d{3,15}|[A-Za-z0-9 ._-]{1,11}")


@dataclass(frozen=True, repr=False)
class Server:
    """Where messages go out. Never shown: it holds the password."""

    secure: bool
    host: str
    port: int
    user: str
    password: str
    sender: str


def build(setting: Setting) -> Channel:
    """The channel. Raises ``ChannelNotSet``."""
    return Sms(_server(setting.need("SOHOA_SMPP_URL")))


class Sms:
    """Delivers to telephones."""

    name = "sms"

    def __init__(self, server: Server) -> None:
        self._server = server

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one number; parts of a long message are put together by the telephone."""
        number = vietnamese_number(address)
        parts, coding, kind = make_parts(short(message), consts.SMPP_ENCODING_ISO10646)
        how = {"data_coding": coding, "esm_class": kind}
        client = _client(self._server)
        try:
            client.connect()
            client.bind_transmitter(system_id=self._server.user, password=self._server.password)
            for part in parts:
                _submit(client, self._server.sender, number, {"short_message": part, **how})
        except exceptions.PDUError as error:
            raise refusal(error) from error
        except (exceptions.ConnectionError, OSError) as error:
            raise TryAgain(f"no answer ({type(error).__name__})") from error
        finally:
            _leave(client)


def short(message: Rendered) -> str:
    """What fits a telephone: what it is about, and where to answer."""
    subject = message.subject
    if len(subject) > LONGEST_SUBJECT:
        subject = f"{subject[: LONGEST_SUBJECT - 1].rstrip()}…"
    return f"{subject}\n{message.link}"


def refusal(error: exceptions.PDUError) -> Undeliverable | TryAgain:
    """What an answer with an error status means."""
    status = error.args[1] if len(error.args) > 1 else consts.SMPP_ESME_RSYSERR
    told = f"SMPP status 0x{status:02X}"
    return TryAgain(told) if status in BUSY else Undeliverable(told)


def _submit(client: Client, sender: str, number: str, content: Mapping[str, Any]) -> None:
    """Hand over one part and wait for its answer. Raises ``PDUError`` with the status of a refusal."""
    digits = sender.lstrip("+").isdigit()
    client.send_message(
        source_addr_ton=consts.SMPP_TON_INTL if digits else consts.SMPP_TON_ALNUM,
        source_addr=sender.lstrip("+"),
        dest_addr_ton=consts.SMPP_TON_INTL,
        dest_addr_npi=consts.SMPP_NPI_ISDN,
        destination_addr=number,
        **content,
    )
    answer = client.read_pdu()
    while answer.command != "submit_sm_resp":
        if answer.command == "enquire_link":
            client._enquire_link_received(answer)  # noqa: SLF001 - the library answers it only in its own loop
        answer = client.read_pdu()
    if answer.is_error():
        raise exceptions.PDUError("refused", int(answer.status))


def _client(server: Server) -> Client:
    """A client whose log stays silent: it would hold the password."""
    quiet = logging.getLogger(_WIRE)
    quiet.propagate = False
    quiet.setLevel(logging.CRITICAL)
    secured = ssl.create_default_context() if server.secure else None
    context = None if secured is None else _Named(secured, server.host)
    return Client(
        server.host,
        server.port,
        timeout=PATIENCE,
        logger_name=_WIRE,
        ssl_context=context,
        allow_unknown_opt_params=True,
    )


@dataclass(frozen=True)
class _Named:
    """A TLS context that checks the server's name, which the library does not tell it."""

    context: ssl.SSLContext
    host: str

    def wrap_socket(self, raw: object) -> ssl.SSLSocket:
        """Wrap a socket that is not connected yet."""
        return self.context.wrap_socket(raw, server_hostname=self.host)  # type: ignore[arg-type]  # the library's socket


def _leave(client: Client) -> None:
    with suppress(exceptions.PDUError, exceptions.ConnectionError, OSError, AttributeError):
        client.unbind()
    client.disconnect()


def _server(url: str) -> Server:
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in PORTS or not parts.hostname or not parts.username or not _SENDER.fullmatch(sender):
        raise ChannelNotSet("SOHOA_SMPP_URL is no SMS server. Write smpp://USER:PASSWORD@HOST:2775?from=SENDER")
    user, password = unquote(parts.username), unquote(parts.password or "")
    port = parts.port or PORTS[parts.scheme]
    return Server(parts.scheme == "smpps", parts.hostname, port, user, password, sender)
