"""Options every HTTP connector shares."""

from __future__ import annotations

from typing import Self

from pydantic import Field, PositiveFloat, PositiveInt, model_validator

from connectors.base import ConnectorOptions
from connectors.transport.address import HttpAddress
from connectors.transport.ways import DirectOptions, WayOptions

__all__ = ["HttpAddress", "HttpOptions"]

MEBIBYTE = 1024 * 1024


class HttpOptions(ConnectorOptions):
    """How to reach a source and how politely.

    Times are seconds. ``retries`` counts further attempts after the first, ``backoff`` is the first pause and
    doubles each time; no single pause is longer than ``max_wait``. ``answer_timeout`` bounds one whole answer,
    ``read_timeout`` the silence between two pieces of it. ``verify_tls`` may name a file of trusted authorities.
    ``max_answer_bytes`` bounds an answer read into memory, ``max_download_bytes`` a file spooled to disk.
    ``cool_down`` is how long a source is left alone after it said stop (403, 429, a firewall page).
    ``client_certificate`` and ``client_key`` name the PEM files shown to servers that ask who we are.
    ``transport`` is the way questions take (``ways``); ``base_url`` stays the source's own address.
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
    client_certificate: str | None = None
    client_key: str | None = None
    proxy: HttpAddress | None = None
    max_answer_bytes: PositiveInt = 64 * MEBIBYTE
    max_download_bytes: PositiveInt = 4096 * MEBIBYTE
    transport: WayOptions = DirectOptions()

    @model_validator(mode="after")
    def _key_with_certificate(self) -> Self:
        if self.client_key is not None and self.client_certificate is None:
            raise ValueError("client_key needs client_certificate")
        return self
