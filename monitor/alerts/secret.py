"""The key links are signed with: from the settings, or made up once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE = "secret.key"


def secret_key(given: str | None, folder: Path) -> str:
    """The key; two processes that start at once end up with the same one."""
    if given:
        return given
    file = folder / FILE
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{FILE}.{os.getpid()}"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(32))
    try:
        # Linking fails where another process was quicker: then its key is the one.
        os.link(part, file)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return file.read_text(encoding="ascii").strip()
