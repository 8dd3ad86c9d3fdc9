"""Options every HTTP connector shares."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, PositiveFloat, PositiveInt

from connectors.base import ConnectorOptions

MEBIBYTE = 1024 * 1024


def _http_address(value: str) -> str:
    """Check an address; one that still holds a ``${NAME}`` is checked once the name is filled in."""
    if "${" in value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write a full address such as https://host/path")
    if parts.username or parts.password:
        raise ValueError("take the user name and password out of the address; they have options of their own")
    if parts.query or parts.fragment:
        raise ValueError("take everything from the question mark or hash sign on out of the address")
    return value.rstrip("/")


HttpAddress = Annotated[str, AfterValidator(_http_address)]


class HttpOptions(ConnectorOptions):
    """How to reach a source and how politely.

    Times are seconds. ``retries`` counts further attempts after the first, ``backoff`` is the first pause and
    doubles each time; no single pause is longer than ``max_wait``. ``answer_timeout`` bounds one whole answer,
    ``read_timeout`` the silence between two pieces of it. ``verify_tls`` may name a file of trusted authorities.
    ``max_answer_bytes`` bounds an answer read into memory, ``max_download_bytes`` a file spooled to disk.
    ``cool_down`` is how long a source is left alone after it said stop (403, 429, a firewall page).
    """

    base_url: HttpAddress
    requests_per_second: PositiveFloat = 1.0
    connect_timeout: PositiveFloat = 10
    read_timeout: PositiveFloat = 180
    answer_timeout: PositiveFloat = 900
    retries: int = Field(default=4, ge=0, le=20)
    backoff: float = Field(default=1.0, ge=0)
    max_wait: float = Field(default=120, ge=0)
    cool_down: float = Field(default=900, ge=0)
    verify_tls: bool | str = True
    proxy: HttpAddress | None = None
    max_answer_bytes: PositiveInt = 64 * MEBIBYTE
    max_download_bytes: PositiveInt = 4096 * MEBIBYTE
