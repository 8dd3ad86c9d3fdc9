"""Zalo Official Account: a text message to a follower (the address is the follower's id at this account)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.alerts.channels.base import Channel, Rendered, Setting, TryAgain, Undeliverable, post
from monitor.alerts.channels.zalo_token import Tokens

MESSAGES = "https://openapi.zalo.me/v3.0/oa/message/cs"
LONGEST = 2000
"""Characters of one message."""
BAD_TOKEN = {-216, -220}
BUSY = {-32, -200, -218, -32603}
"""Answers that may pass: too many requests, internal errors, quota of the day."""


def build(setting: Setting) -> Channel:
    """The channel. Raises ``ChannelNotSet``."""
    return ZaloOfficialAccount(Tokens(setting), setting.wish("SOHOA_ZALO_OA_URL", MESSAGES))


class ZaloOfficialAccount:
    """Delivers to followers of the account."""

    name = "zalo_oa"

    def __init__(self, tokens: Tokens, url: str) -> None:
        self._tokens = tokens
        self._url = url

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one follower."""
        body = {"recipient": {"user_id": address}, "message": {"text": shortened(message)}}
        call(self._tokens, self._url, body)


def call(tokens: Tokens, url: str, body: Mapping[str, Any]) -> None:
    """Ask Zalo; a refused token is renewed once. Raises ``TryAgain`` or ``Undeliverable``."""
    for fresh in (False, True):
        answer = post(url, json=body, headers={"access_token": tokens.access(fresh=fresh)})
        code = int(answer.get("error") or 0)
        if code == 0:
            return
        if code not in BAD_TOKEN:
            break
    problem = f"Zalo answered error {code}"
    raise TryAgain(problem) if code in BUSY | BAD_TOKEN else Undeliverable(problem)


def shortened(message: Rendered) -> str:
    """The text, cut at a line's end where it is too long; the link is always kept."""
    text = f"{message.subject}\n\n{message.text}"
    if len(text) <= LONGEST:
        return text
    tail = f"\n…\n{message.link}"
    return text[: LONGEST - len(tail)].rpartition("\n")[0] + tail
