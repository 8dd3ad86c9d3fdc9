"""Raw answers, kept compressed in files named by the sha256 of their bytes. Nothing is held in memory whole."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, cast

import zstandard

from monitor.store.errors import EvidenceDamaged, EvidenceMissing

SUFFIX = ".zst"
HEX_LENGTH = 64
_PIECE = 1_048_576


def keep(folder: Path, body: bytes | BinaryIO) -> str:
    """Write the bytes under their name, durably, before any row cites them; return the name.

    A file is read twice from its beginning. Bytes that are there already are not written again, unless what is on
    disk is damaged.
    """
    source = io.BytesIO(body) if isinstance(body, bytes) else body
    source.seek(0)
    name = _digest(source)
    target = path_of(folder, name)
    if not _sound(target, name):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.seek(0)
        _write(target, source)
    return name


def read(folder: Path, name: str) -> bytes:
    """The bytes of this name, in memory.

    Raises ``EvidenceMissing`` if there is no such file, ``EvidenceDamaged`` if it holds other bytes.
    """
    with _opened(folder, name) as body:
        found = body.read()
    if sha256(found).hexdigest() != name:
        raise _damaged(name)
    return found


def verify(folder: Path, name: str) -> None:
    """Read the bytes of this name through without holding them. Raises as ``read`` does."""
    with _opened(folder, name) as body:
        if _digest(body) != name:
            raise _damaged(name)


def path_of(folder: Path, name: str) -> Path:
    """Where the bytes of this name lie. Raises ``EvidenceMissing`` for a text that is no sha256."""
    if len(name) != HEX_LENGTH or set(name) - set("0123456789abcdef"):
        raise EvidenceMissing(f"{name!r} is no evidence name: those are 64 hex digits, as sohoa explain shows them.")
    return folder / name[:2] / f"{name}{SUFFIX}"


@contextmanager
def unpacked(file: BinaryIO) -> Iterator[BinaryIO]:
    """The bytes behind a compressed file. Raises ``zstandard.ZstdError`` while reading where it holds none."""
    with zstandard.ZstdDecompressor().stream_reader(file, closefd=False) as reader:
        yield cast("BinaryIO", reader)


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    try:
        with path_of(folder, name).open("rb") as file, unpacked(file) as body:
            yield body
    except FileNotFoundError as error:
        raise EvidenceMissing(
            f"Evidence {name} is not in the evidence folder. Restore it from a backup: sohoa db restore FILE"
        ) from error
    except (OSError, zstandard.ZstdError) as error:
        raise _damaged(name) from error


def _digest(body: BinaryIO) -> str:
    digest = sha256()
    while piece := body.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _sound(target: Path, name: str) -> bool:
    try:
        with target.open("rb") as file, unpacked(file) as body:
            return _digest(body) == name
    except (OSError, zstandard.ZstdError):
        return False


def _write(target: Path, body: BinaryIO) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as file:
        with zstandard.ZstdCompressor(level=3).stream_writer(file, closefd=False) as packed:
            shutil.copyfileobj(body, packed, _PIECE)
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
