"""Signed links that expire: whoever holds one may answer for the recipient it was made for. Pure functions.

A token names the recipient (``unit:H01.101``), the alerts it may answer, and its last day. It grants nothing else, and
nothing in it is secret; it is signed, not encrypted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from itsdangerous import BadSignature, URLSafeSerializer

SALT = "sohoa alert answer 1"


class BadLink(ValueError):
    """The link is damaged, or its time is over; the text says what to do."""


class LinkEnded(BadLink):
    """The link was right; ``until`` was its last day."""

    def __init__(self, until: date) -> None:
        super().__init__(f"This link ended on {until:%d/%m/%Y}. Ask the reform staff for a new one.")
        self.until = until


@dataclass(frozen=True, slots=True)
class Grant:
    """What a link allows: answering these alerts as this recipient, up to and including ``until``."""

    recipient: str
    alerts: tuple[int, ...]
    until: date


def sign(secret: str, grant: Grant) -> str:
    """The token of a grant: the same for the same grant and secret."""
    body = {"r": grant.recipient, "a": list(grant.alerts), "u": grant.until.isoformat()}
    token = URLSafeSerializer(secret, salt=SALT).dumps(body)
    return token if isinstance(token, str) else token.decode("ascii")


def read(secret: str, token: str, today: date) -> Grant:
    """The grant of a token. Raises ``BadLink``."""
    try:
        body = URLSafeSerializer(secret, salt=SALT).loads(token)
        grant = Grant(str(body["r"]), tuple(int(number) for number in body["a"]), date.fromisoformat(body["u"]))
    except (BadSignature, KeyError, TypeError, ValueError) as error:
        raise BadLink("This link is damaged. Open the newest message again, or ask for a new one.") from error
    if today > grant.until:
        raise LinkEnded(grant.until)
    return grant
