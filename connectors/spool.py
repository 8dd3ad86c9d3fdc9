"""Bytes too many for memory: kept in a temporary file that goes away with its last user."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO
from weakref import finalize


class Spool:
    """A run of bytes in the file ``path``, which lives as long as this object.

    ``size`` in bytes, ``sha256`` their hex digest.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Write the pieces one after the other. Raises whatever the pieces raise; nothing is left on disk then."""
        digest = sha256()
        self.size = 0
        with NamedTemporaryFile(prefix="sohoa-", delete=False) as file:
            self.path = Path(file.name)
            finalize(self, self.path.unlink, missing_ok=True)
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                self.size += len(piece)
        self.sha256 = digest.hexdigest()

    def open(self) -> BinaryIO:
        """The bytes from their beginning; the caller closes."""
        return self.path.open("rb")

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes."""
        with self.open() as file:
            return file.read(size)
