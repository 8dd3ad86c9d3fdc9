"""An http or https address without secrets in it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


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
