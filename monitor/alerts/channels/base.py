"""What every channel takes and how it fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import requests


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to go: subject, plain text, HTML and the facts it was made from.

    ``key`` is the idempotency key: two deliveries with the same key are the same message. ``facts`` is the digest's
    payload, for channels that fill a template of their own; ``link`` opens the answer; ``files`` go along where the
    channel can carry them.
    """

    key: str
    subject: str
    text: str
    html: str
    link: str
    facts: Mapping[str, Any]
    files: tuple[Path, ...] = ()


class Undeliverable(Exception):
    """It will never work this way (no such address, refused content). The text holds no address and no secret."""


class TryAgain(Exception):
    """It may work later (no connection, busy, rate limit). ``after`` seconds at least, if the receiver said so."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class ChannelNotSet(Exception):
    """The channel has no server or secret yet; the text says which variable to set."""


class Channel(Protocol):
    """One way to reach somebody."""

    name: str

    def send(self, address: str, message: Rendered) -> None:
        """Deliver to one address, or raise ``Undeliverable`` or ``TryAgain``."""


@dataclass(frozen=True)
class Setting:
    """What channels are built from: variables, the folder for tokens that rotate, and the clock."""

    environ: Mapping[str, str]
    folder: Path
    clock: Callable[[], datetime]

    def need(self, name: str) -> str:
        """A variable, or the content of the file that ``NAME_FILE`` names. Raises ``ChannelNotSet``."""
        if value := self.environ.get(name):
            return value
        if file := self.environ.get(f"{name}_FILE"):
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise ChannelNotSet(f"{name}_FILE cannot be read ({error.strerror}).") from error
        raise ChannelNotSet(f"Set {name}, or {name}_FILE to a file that holds it.")

    def wish(self, name: str, default: str) -> str:
        """A variable that need not be set."""
        return self.environ.get(name) or default


TIMEOUT = (10, 30)
"""Seconds to connect, and to wait for an answer."""
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


def post(url: str, **how: Any) -> Mapping[str, Any]:  # noqa: ANN401 - passed on to requests
    """POST and read a JSON object. Raises ``TryAgain`` or ``Undeliverable``; neither repeats the address."""
    try:
        answer = requests.post(url, timeout=TIMEOUT, **how)
    except requests.RequestException as error:
        raise TryAgain(f"no answer ({type(error).__name__})") from error
    if answer.status_code in BUSY:
        after = answer.headers.get("Retry-After", "")
        raise TryAgain(f"answered {answer.status_code}", float(after) if after.isdigit() else None)
    if not answer.ok:
        raise Undeliverable(f"answered {answer.status_code}")
    try:
        body = answer.json()
    except ValueError as error:
        raise TryAgain("answered something that is no JSON") from error
    if not isinstance(body, dict):
        raise TryAgain("answered something that is no JSON object")
    return body
