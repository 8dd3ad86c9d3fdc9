"""The connector: reads the headers of all packets of a folder, then yields one Batch per span."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

import polars as pl
from pydantic import Field, PositiveInt, field_validator

from connectors.base import Batch, Connector, ConnectorOptions, Evidence, Reject, Span, Window
from connectors.edxml.counting import PACKETS, SERIES, behind, copies_of, counts_of, facts_of
from connectors.edxml.header import BadPacket
from connectors.edxml.packet import Classified, Packet, Read, Status, digest, read_packet
from connectors.errors import SourceUnavailable
from connectors.folders import files_in, inside_folder
from connectors.spans import begun
from connectors.transport.patience import Clock

KIBIBYTE = 1024
_PIECE = 16 * KIBIBYTE
_TOGETHER = 20_000
"""Packets turned into a frame at a time: as Python objects they take ten times the room."""
_LISTED = 10
_log = logging.getLogger(__name__)


class EdxmlOptions(ConnectorOptions):
    """``organ_suffix``: only organisations whose code ends with it are counted, such as ".H01" for a province's own.

    ``max_header_bytes`` bounds what is read of one packet; a packet itself may be of any size.
    """

    folder: str = Field(min_length=1)
    pattern: str = Field(default="*.xml", min_length=1)
    organ_suffix: str = ""
    max_header_bytes: PositiveInt = 1024 * KIBIBYTE

    @field_validator("pattern")
    @classmethod
    def _stays_inside(cls, value: str) -> str:
        return inside_folder(value)


@dataclass
class _Folder:
    """What the packets of a folder said."""

    files: int = 0
    statuses: int = 0
    classified: int = 0
    secret: set[str] = field(default_factory=set)
    unreadable: dict[str, list[int]] = field(default_factory=dict)
    frames: list[pl.DataFrame] = field(default_factory=list)
    waiting: list[Packet] = field(default_factory=list)

    def take(self, read: Read) -> None:
        """Sort one packet in."""
        match read:
            case Classified(documents):
                self.classified += 1
                self.secret |= documents
            case Status():
                self.statuses += 1
            case packet:
                self.waiting.append(packet)
                if len(self.waiting) >= _TOGETHER:
                    self.flush()

    def flush(self) -> None:
        """Turn the waiting packets into a frame."""
        self.frames.append(pl.DataFrame([asdict(packet) for packet in self.waiting], schema=PACKETS))
        self.waiting = []

    def packets(self) -> pl.DataFrame:
        """All packets; those of a document that any packet marks as secret are left out and counted as such."""
        self.flush()
        every = pl.concat(self.frames)
        if not self.secret:
            return every
        sister = pl.Series(
            [
                any(digest(name) in self.secret for name in (document, *originals))
                for document, originals in every.select("document", "originals").iter_rows()
            ],
            dtype=pl.Boolean,
        )
        self.classified += int(sister.sum())
        return every.filter(~sister)


class Edxml(Connector):
    """Yields documents sent and received, signed ones and those without paper. ``clock`` gives aware datetimes."""

    name: ClassVar[str] = "edxml"
    system: ClassVar[str] = "Gói tin văn bản điện tử edXML"
    Options: ClassVar[type[ConnectorOptions]] = EdxmlOptions
    measures: ClassVar[frozenset[str]] = frozenset(
        {"documents_sent", "documents_sent_signed", "documents_sent_paperless", "documents_received"}
    )

    def __init__(self, options: EdxmlOptions, *, clock: Clock) -> None:
        self.options = options
        self._clock = clock

    def steps(self, window: Window) -> int:
        """One Batch per span that has begun."""
        return len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per span; packets that cannot be read are told with the newest. Raises if there is no file."""
        spans = begun(window)
        if not spans:
            return
        folder = self._read(window.today)
        packets = folder.packets()
        if folder.classified:
            _log.warning("%s packets may be classified: not read further, not counted", folder.classified)
        copies, facts = copies_of(packets), facts_of(packets)
        for span in spans:
            counts = counts_of(copies, facts, span).filter(pl.col("unit_code").str.ends_with(self.options.organ_suffix))
            rejects = _rejects(folder) if span == spans[-1] else ()
            yield Batch(counts, self._evidence(folder, packets, span), rejects)

    def probe(self, today: date) -> str:  # noqa: ARG002 - the folder is there or not, whatever the day
        """Look into the folder without opening a packet."""
        return f"The folder holds {len(self._files())} packets {self.options.pattern}."

    def _files(self) -> list[Path]:
        return files_in(self.options.folder, self.options.pattern)

    def _read(self, today: date) -> _Folder:
        files = self._files()
        if not files:
            raise SourceUnavailable(
                f"The folder of this source holds no packet {self.options.pattern}.",
                "Let the document axis put its packets there and pull again.",
            )
        folder = _Folder(files=len(files))
        for number, path in enumerate(files, start=1):
            try:
                folder.take(read_packet(_pieces(path), self.options.max_header_bytes, today))
            except BadPacket as error:
                folder.unreadable.setdefault(str(error), []).append(number)
        return folder

    def _evidence(self, folder: _Folder, packets: pl.DataFrame, span: Span) -> Evidence:
        """What was taken from the packets' headers, as CSV: no title, no name, nothing of an attachment."""
        table = behind(packets, span).with_columns(pl.col("originals", "receivers", "held_by").list.join(" "))
        return Evidence(
            url=f"folder:{Path(self.options.folder).name}",
            method="READ",
            status=None,
            media_type="text/csv",
            body=table.write_csv().encode(),
            captured_at=self._clock(),
            provenance={
                "files": str(folder.files),
                "status_messages": str(folder.statuses),
                "skipped_may_be_classified": str(folder.classified),
                "unreadable": str(sum(map(len, folder.unreadable.values()))),
            },
        )


def _pieces(path: Path) -> Iterator[bytes]:
    """The file piece by piece. Its name is never told: it may be a title."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise BadPacket(f"the file cannot be opened ({error.strerror})") from None


def _rejects(folder: _Folder) -> tuple[Reject, ...]:
    """One for each reason, with the places of the files when sorted by name."""
    return tuple(
        Reject(
            where="files by name, no. "
            + ", ".join(map(str, numbers[:_LISTED]))
            + (" …" if len(numbers) > _LISTED else ""),
            unit_code="",
            unit_name=None,
            measure="documents_sent",
            period=None,
            value=f"{len(numbers)} packets",
            reason=reason,
            series=SERIES,
        )
        for reason, numbers in sorted(folder.unreadable.items())
    )
