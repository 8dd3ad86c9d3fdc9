"""The access token of a Zalo Official Account: short-lived, renewed with a refresh token that can be used once.

Zalo gives a new refresh token with every renewal and forgets the old one, so the new one is written to disk before the
access token is used. The file (mode 600) is the secret; the environment only holds the first refresh token.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path

from monitor.alerts.channels.base import Setting, TryAgain, Undeliverable, post

OAUTH = "https://oauth.zaloapp.com/v4/oa/access_token"
EARLY = timedelta(minutes=5)
"""A token this close to its end is renewed first."""
LIFE = 3600
"""Seconds a token lives where the answer does not say."""


@dataclass(frozen=True, repr=False)
class Token:
    """What the file holds."""

    access: str
    refresh: str
    until: str


class Tokens:
    """Gives a valid access token; one process renews at a time."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._file = setting.folder / "zalo-token.json"
        self._url = setting.wish("SOHOA_ZALO_OAUTH_URL", OAUTH)
        self._app, self._secret = setting.need("SOHOA_ZALO_APP_ID"), setting.need("SOHOA_ZALO_APP_SECRET")

    def access(self, *, fresh: bool = False) -> str:
        """A token good for some minutes; ``fresh`` renews in any case (the last one was refused)."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with (self._file.with_suffix(".lock")).open("w") as lock:
            flock(lock, LOCK_EX)
            known = self._read()
            if known is not None and not fresh and self._setting.clock() < datetime.fromisoformat(known.until) - EARLY:
                return known.access
            return self._renewed(known).access

    def _read(self) -> Token | None:
        try:
            return Token(**json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError) as error:
            raise Undeliverable(f"{self._file} is damaged: delete it and set SOHOA_ZALO_REFRESH_TOKEN anew") from error

    def _renewed(self, known: Token | None) -> Token:
        refresh = self._setting.need("SOHOA_ZALO_REFRESH_TOKEN") if known is None else known.refresh
        form = {"refresh_token": refresh, "app_id": self._app, "grant_type": "refresh_token"}
        answer = post(self._url, data=form, headers={"secret_key": self._secret})
        access, following = answer.get("access_token"), answer.get("refresh_token")
        if not isinstance(access, str) or not isinstance(following, str):
            raise TryAgain("Zalo did not renew the token: check the application's id, secret and refresh token")
        life = timedelta(seconds=int(answer.get("expires_in") or LIFE))
        token = Token(access, following, (self._setting.clock() + life).isoformat())
        _write(self._file, token)
        return token


def _write(file: Path, token: Token) -> None:
    part = file.with_suffix(".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(asdict(token), out)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
