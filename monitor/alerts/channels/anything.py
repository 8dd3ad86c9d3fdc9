"""Any service apprise knows: the recipient's address is an apprise URL (Zalo bot, Telegram, Teams, SMS, webhook …).

The URL holds secrets: it is never logged and never put into an error.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.alerts.channels.base import Channel, Rendered, Setting, TryAgain, Undeliverable

KEYED = ("json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos")
"""Schemes whose URL may carry header fields; the others show the key in the text."""
CARDS = ("workflow", "workflows")
"""Schemes of Teams."""
HEADER = "X-Sohoa-Key"
_HTTP = re.compile(r"error=(\d{3})|\bHTTP (\d{3})\b|\"error_code\": ?(\d{3})\b")
_SMTP = re.compile(r"\((\d{3}), b?['\"]")
_BUSY = {408, 425, 429}
_LOGIN = {530, 534, 535, 538}
"""Replies of a mail server that refuses the account: a person mends the setting, no message is given up for it."""


def build(_setting: Setting) -> Channel:
    """The channel; it needs no settings of its own."""
    return Anything()


class Anything:
    """Delivers through apprise."""

    name = "apprise"

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one apprise URL."""
        notify(as_written(with_key(address, message.key)), message.subject, message.text, html=False)


def with_key(url: str, key: str) -> str:
    """The URL with the idempotency key as a header field, where the service has header fields."""
    if url.partition("://")[0].lower() not in KEYED:
        return url
    return f"{url}{'&' if '?' in url else '?'}%2B{HEADER}={key}"


def as_written(url: str) -> str:
    """For cards: the text without escapes, which would break the link, and without a picture from elsewhere."""
    if url.partition("://")[0].lower() not in CARDS:
        return url
    return f"{url}{'&' if '?' in url else '?'}format=text&image=no"


def notify(url: str, subject: str, body: str, *, html: bool, files: Sequence[Path] = ()) -> None:
    """Hand one message to apprise and read its logs for why it failed. Raises ``Undeliverable`` or ``TryAgain``."""
    import apprise  # noqa: PLC0415 - a third of a second, for those who send

    _keep_quiet()
    services = apprise.Apprise(asset=apprise.AppriseAsset(app_id="sohoa", app_desc="sohoa", async_mode=False))
    if not services.add(url):
        raise Undeliverable("the address is no apprise URL")
    form = apprise.NotifyFormat.HTML if html else apprise.NotifyFormat.TEXT
    attached = [str(path) for path in files] or None
    result = services.notify(body=body, title=subject, body_format=form, attach=attached, log_level=logging.DEBUG)
    if not result:
        raise failure(result)


def _keep_quiet() -> None:
    """Let apprise's log reach its result only: its lines hold addresses and, at this level, secrets.

    What it asks over HTTP is kept out of the log too: in a messenger's path stands the bot's token.
    """
    log = logging.getLogger("apprise")
    log.propagate = False
    log.setLevel(logging.DEBUG)
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)


def failure(result: Any) -> Undeliverable | TryAgain:  # noqa: ANN401 - apprise's result has no types
    """What a failed result means: refused by the service (4xx of HTTP, 5xx of SMTP) is for good, the rest may pass."""
    told = "\n".join(str(entry.message) for entry in result.logs())
    http = [int("".join(found)) for found in _HTTP.findall(told)]
    smtp = [int(code) for code in _SMTP.findall(told)]
    refused = [code for code in http if 400 <= code < 500 and code not in _BUSY]  # noqa: PLR2004 - HTTP statuses
    refused += [code for code in smtp if code >= 500 and code not in _LOGIN]  # noqa: PLR2004 - SMTP replies
    if refused:
        return Undeliverable(f"answered {refused[0]}")
    return TryAgain(f"answered {[*http, *smtp][0]}" if http or smtp else "no delivery")
