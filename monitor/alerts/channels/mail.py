"""Mail over SMTP, by apprise: text and HTML side by side.

``SOHOA_SMTP_URL`` (or ``SOHOA_SMTP_URL_FILE``): ``smtp://USER:PASSWORD@HOST:587?from=ADDRESS`` uses STARTTLS,
``smtps://…:465`` TLS from the start; ``smtp+plain://HOST:25`` speaks without encryption, for a relay on this machine.
``&reply=ADDRESS`` names who reads what people write back. A mail sent again keeps its ``Message-ID``, so that a mailbox
that has it already need not show it twice.
"""

from __future__ import annotations

import re
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import make_msgid
from urllib.parse import parse_qs, quote, unquote, urlsplit

from monitor.alerts.channels.anything import HEADER, notify
from monitor.alerts.channels.base import Channel, ChannelNotSet, Rendered, Setting, Undeliverable

MODES = {
    "smtp": ("mailtos", "starttls", 587),
    "smtps": ("mailtos", "ssl", 465),
    "smtp+plain": ("mailto", "insecure", 25),
}
_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
_MESSAGE_ID: ContextVar[str | None] = ContextVar("message_id", default=None)


@dataclass(frozen=True, repr=False)
class Server:
    """Where mail goes out. Never shown: it holds the password."""

    scheme: str
    mode: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    reply: str


def build(setting: Setting) -> Channel:
    """The channel. Raises ``ChannelNotSet``."""
    _let_ids_be_given()
    return Mail(_server(setting.need("SOHOA_SMTP_URL")))


def _let_ids_be_given() -> None:
    """Let apprise take our ``Message-ID``: it has no option for it; as a header field it would stand there twice."""
    from apprise.plugins.email import base  # noqa: PLC0415 - a third of a second, for those who send

    base.make_msgid = lambda **how: _MESSAGE_ID.get() or make_msgid(**how)  # type: ignore[attr-defined]


class Mail:
    """Delivers mail."""

    name = "mail"

    def __init__(self, server: Server) -> None:
        self._server = server

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one mail address."""
        if not _ADDRESS.fullmatch(address):
            raise Undeliverable("the address is no mail address")
        named = _MESSAGE_ID.set(f"<{message.key}.sohoa@{_domain(self._server.sender)}>")
        try:
            notify(self._url(address, message.key), message.subject, message.html, html=True, files=message.files)
        finally:
            _MESSAGE_ID.reset(named)

    def _url(self, address: str, key: str) -> str:
        """The apprise URL of one message to one address."""
        server = self._server
        login = f"{quote(server.user, safe='')}:{quote(server.password, safe='')}@" if server.user else ""
        parts = {
            "smtp": server.host,
            "from": f"sohoa <{server.sender}>",
            "to": address,
            "mode": server.mode,
            f"+{HEADER}": key,
            "+List-Id": f"sohoa alerts <alerts.{_domain(server.sender)}>",
            "+Auto-Submitted": "auto-generated",
            **({"reply": server.reply} if server.reply else {}),
        }
        query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in parts.items())
        return f"{server.scheme}://{login}{server.host}:{server.port}?{query}"


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _server(url: str) -> Server:
    parts = urlsplit(url)
    if parts.scheme not in MODES or not parts.hostname:
        raise ChannelNotSet("SOHOA_SMTP_URL is no mail server. Write smtp://USER:PASSWORD@HOST:587?from=ADDRESS")
    scheme, mode, port = MODES[parts.scheme]
    asked = parse_qs(parts.query)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    sender, reply = asked.get("from", [user])[0], asked.get("reply", [""])[0]
    if not _ADDRESS.fullmatch(sender):
        raise ChannelNotSet("SOHOA_SMTP_URL names no sender. Add ?from=ADDRESS to it.")
    if reply and not _ADDRESS.fullmatch(reply):
        raise ChannelNotSet("SOHOA_SMTP_URL has a wrong reply=ADDRESS. Correct it, or leave it out.")
    return Server(scheme, mode, parts.hostname, parts.port or port, user, password, sender, reply)
