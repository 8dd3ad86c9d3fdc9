"""Raw answers, kept compressed in files named by the sha256 of their bytes."""

from __future__ import annotations

import gzip
import os
import zlib
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from monitor.store.errors import EvidenceDamaged, EvidenceMissing

HEX_LENGTH = 64


def keep(folder: Path, body: bytes) -> str:
    """Write the bytes under their name, durably, before any row cites them; return the name.

    A body that is there already is not written again, unless the file on disk is damaged.
    """
    name = sha256(body).hexdigest()
    target = path_of(folder, name)
    if not _sound(target, name):
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, gzip.compress(body, compresslevel=6, mtime=0))
    return name


def read(folder: Path, name: str) -> bytes:
    """The bytes of this name.

    Raises ``EvidenceMissing`` if there is no such file, ``EvidenceDamaged`` if it holds other bytes.
    """
    target = path_of(folder, name)
    try:
        body = gzip.decompress(target.read_bytes())
    except FileNotFoundError as error:
        raise EvidenceMissing(
            f"Evidence {name} is not in the evidence folder. Restore it from a backup: sohoa db restore FILE"
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(name) from error
    if sha256(body).hexdigest() != name:
        raise _damaged(name)
    return body


def path_of(folder: Path, name: str) -> Path:
    """Where the bytes of this name lie. Raises ``EvidenceMissing`` for a text that is no sha256."""
    if len(name) != HEX_LENGTH or set(name) - set("0123456789abcdef"):
        raise EvidenceMissing(f"{name!r} is no evidence name: those are 64 hex digits, as sohoa explain shows them.")
    return folder / name[:2] / f"{name}.gz"


def _sound(target: Path, name: str) -> bool:
    try:
        return sha256(gzip.decompress(target.read_bytes())).hexdigest() == name
    except (OSError, EOFError, zlib.error):
        return False


def _write(target: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _damaged(name: str) -> EvidenceDamaged:
    return EvidenceDamaged(
        f"The file of evidence {name} no longer holds the bytes it is named after: it was changed or damaged on disk. "
        "Restore it from a backup, or pull the period again; the counts themselves are in the database."
    )
