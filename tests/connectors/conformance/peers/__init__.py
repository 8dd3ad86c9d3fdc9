"""One file per system; each names its ``PEERS``. A file put here is found by itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from tests.connectors.conformance.peer import FilePeer, Peer


def _found() -> Iterator[Peer | FilePeer]:
    for module in sorted(iter_modules(__path__), key=lambda module: module.name):
        yield from import_module(f"{__name__}.{module.name}").PEERS


ALL = tuple(_found())
PEERS = tuple(peer for peer in ALL if isinstance(peer, Peer))
FILE_PEERS = tuple(peer for peer in ALL if isinstance(peer, FilePeer))
