"""A folder of edXML packets. Its troubles cost the packet they befall, never the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from connectors.sandbox.packets import Message, packet
from tests.connectors.conformance.peer import FilePeer, Never, Trouble

A, B = "000.00.01.H99", "000.00.02.H99"
AUGUST = Message(A, (B,), "d-1", datetime.fromisoformat("2026-08-03"))
SEPTEMBER = Message(B, (A,), "d-2", datetime.fromisoformat("2026-09-04"), signed=False, paper="1")
BROKEN = Message(A, (B,), "d-3", datetime.fromisoformat("2026-09-05"))
"""Not in the happy folder: what befalls a packet befalls this one, which is one more."""

LONG = packet(BROKEN).replace(b"<edXML:To>", b" " * 5_000 + b"<edXML:To>")


def prepare(folder: Path) -> Mapping[str, object]:
    (folder / "a.xml").write_bytes(packet(AUGUST))
    (folder / "b.xml").write_bytes(packet(SEPTEMBER, "flat"))
    return {"folder": str(folder)}


def third(body: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "c.xml").write_bytes(body)

    return spoil


def _gone(folder: Path) -> None:
    for file in folder.glob("*.xml"):
        file.unlink()


def _one_line(body: bytes, **options: object) -> Trouble:
    """The packet is told in one line of quarantine; every count of the others stands."""
    return Trouble(third(body), rejects=1, lost=0, options=options)


PEERS = (
    FilePeer(
        name="edxml",
        prepare=prepare,
        told=[1, 1, 1, 1, 1, 0, 0, 1],
        batches=2,
        unit=None,
        troubles={
            "missing": Trouble(_gone, "unavailable", "holds no packet", batches=0),
            "empty": _one_line(b""),
            "truncated": _one_line(packet(BROKEN)[:300]),
            "wrong type": _one_line(packet(BROKEN).replace(b"2026/09/05 00:00:00", "hôm qua".encode())),
            "changed field": _one_line(packet(BROKEN).replace(b"OrganId", b"OrganCode")),
            "given twice": Trouble(third(packet(SEPTEMBER, "envelope only"))),
            "HTML instead of data": _one_line(b"<html><table><tr><td>1</td></tr></table></html>"),
            "huge": _one_line(
                packet(BROKEN).replace(b"<edXML:To>", b" " * 5_000 + b"<edXML:To>"), max_header_bytes=5_000
            ),
            "not UTF-8": _one_line(packet(BROKEN).replace(b"<edXML:To>", b"\xff<edXML:To>")),
            "NFD names": Never("names are not read"),
        },
    ),
)
