"""Frames worked out from what the store holds, kept as files beside it. Every one may be deleted: it is made again."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl

SUFFIX = ".arrow"
_LOG = logging.getLogger(__name__)


class Derived:
    """A folder of frames; the name of each says everything it was worked out from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str) -> pl.DataFrame | None:
        """The frame of this name; None where there is none, or where its file is damaged."""
        path = self._path(name)
        if not path.exists():
            return None
        with suppress(OSError):
            path.touch()
        try:
            return pl.read_ipc(path.read_bytes())
        except (OSError, pl.exceptions.PolarsError) as error:
            _LOG.warning("%s cannot be read (%s) and is made anew", path, error)
            return None

    def keep(self, name: str, frame: pl.DataFrame) -> None:
        """Write a frame under this name, whole or not at all. A full or read-only disk only costs time later."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder, suffix=".part", delete=False) as file:
                frame.write_ipc(file, compression="zstd")
            Path(file.name).replace(self._path(name))
        except OSError as error:
            _LOG.warning("%s cannot be kept: %s", self._path(name), error)

    def prune(self, before: datetime) -> None:
        """Delete what was last asked for before that moment."""
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"
