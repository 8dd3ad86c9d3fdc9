"""Takes secrets out of every address, header and sentence before it is logged, stored or shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit, urlunsplit

HIDDEN = "***"
_SHORTEST = 4
"""Shorter secrets are not searched for in running text: they would blot out ordinary words."""
_SECRET_WORDS = (
    "token",
    "key",
    "secret",
    "password",
    "passwd",
    "pwd",
    "auth",
    "sign",
    "session",
    "cookie",
    "credential",
)


class Redactor:
    """Replaces known secrets wherever they stand, and the values of parameters whose names say "secret".

    ``secrets`` is called each time, so that a token obtained later is hidden too.
    """

    def __init__(self, secrets: Callable[[], Iterable[str]]) -> None:
        self._secrets = secrets

    def text(self, text: str) -> str:
        """``text`` with every known secret hidden, also in its URL-encoded and Base64 forms."""
        for form in self._forms():
            text = text.replace(form, HIDDEN)
        return text

    def body(self, body: bytes) -> bytes:
        """The same for bytes. Only used on pages that report a failure: counts are never touched."""
        for form in self._forms():
            body = body.replace(form.encode(), HIDDEN.encode())
        return body

    def url(self, url: str) -> str:
        """``url`` without user name, password and secret parameters."""
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        pairs = [
            (name, HIDDEN if is_secret(name) else value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
        query = urlencode(pairs, safe="*:/")
        return self.text(urlunsplit((parts.scheme, host, parts.path, query, "")))

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """``headers`` with secret ones hidden."""
        return {name: HIDDEN if is_secret(name) else self.text(value) for name, value in headers.items()}

    def _forms(self) -> list[str]:
        """Every way a secret may be written, longest first so that no part of one is left standing."""
        known = {secret for secret in self._secrets() if len(secret) >= _SHORTEST}
        forms = known | {quote(s, safe="") for s in known} | {quote_plus(s) for s in known}
        forms |= {b64encode(s.encode()).decode() for s in known}
        return sorted(forms, key=len, reverse=True)


def is_secret(name: str) -> bool:
    """Whether a parameter or header of this name carries a secret."""
    lowered = name.lower()
    return any(word in lowered for word in _SECRET_WORDS)
