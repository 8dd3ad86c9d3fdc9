"""Where the pages about procedures are."""

from __future__ import annotations

from dashboards.shell import PROCEDURES

__all__ = ["ONE", "PROCEDURES", "code_of"]

ONE = "/procedure/"


def code_of(pathname: str) -> str | None:
    """The procedure a path names, None for any other path."""
    code = pathname.removeprefix(ONE)
    return code if pathname.startswith(ONE) and code and "/" not in code else None
