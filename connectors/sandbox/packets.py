"""Simulated edXML packets: documents that units sent, as files in the forms real senders use.

Quirks kept on purpose: five forms of one standard, one message per receiver, a message sent twice, documents recalled,
updated and replaced, packets marked as classified, receipts in between, one packet that is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Final
from xml.sax.saxutils import escape

from connectors.sandbox.province import Province
from connectors.sandbox.state import NOTICE
from connectors.sandbox.units import SimulatedUnit

FORMS: Final = ("prefixed", "default namespace", "envelope only", "old namespace", "flat")
_STANDARD: Final = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_OLD: Final = "http://www.e-doc.vn/Schema/"
_SIGNED: Final = 0.9
_PAPERLESS: Final = 0.8
_MOST_A_DAY: Final = 3
"""Documents a unit writes out a day: enough to count, few enough for a folder."""
_LATER: Final = ((0.04, 1), (0.03, 2), (0.03, 3))
"""How often a document is recalled, updated, replaced."""

Element = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Message:
    """What a packet says; ``kind`` is BussinessDocType, ``original`` the document it recalls, updates or replaces."""

    sender: str
    receivers: tuple[str, ...]
    document: str
    at: datetime
    kind: int = 0
    original: str = ""
    signed: bool = True
    paper: str = "0"
    subject: str = f"{NOTICE}: về việc thử nghiệm"
    security: str = ""


def packet(message: Message, form: str = "prefixed") -> bytes:
    """The packet of a message in one of ``FORMS``."""
    tag = "edXML:" if form in {"prefixed", "envelope only", "old namespace"} else ""
    parts = _header(message, partial(_element, tag))
    if form == "flat":
        return f"<Envelope>{parts}<Manifest><Attachment/></Manifest></Envelope>".encode()
    space = _OLD if form == "old namespace" else _STANDARD
    declared = f'xmlns:edXML="{space}"' if tag else f'xmlns="{space}"'
    inner = f"<{tag}edXMLHeader>{parts}</{tag}edXMLHeader><{tag}edXMLBody/>"
    envelope = f"<{tag}edXMLEnvelope {declared}>{inner}</{tag}edXMLEnvelope>"
    if form == "envelope only":
        return f'<?xml version="1.0" encoding="UTF-8"?>{envelope}'.encode()
    # The prefix is not declared out here: senders forget it.
    attachment = "<Attachment><edXML:ContentTransferEncoded>UEsDBA==</edXML:ContentTransferEncoded></Attachment>"
    return f"<edXML>{envelope}<AttachmentEncoded>{attachment}</AttachmentEncoded></edXML>".encode()


def receipt(message: Message) -> bytes:
    """The status message with which a receiver answers."""
    element = partial(_element, "")
    header = element("MessageHeader", element("ResponseFor", element("DocumentId", message.document)))
    return f"<edXML>{header}{element('StatusCode', '01')}</edXML>".encode()


def _element(tag: str, name: str, *parts: str) -> str:
    return f"<{tag}{name}>{''.join(parts)}</{tag}{name}>"


def _header(message: Message, element: Element) -> str:
    header = element(
        "MessageHeader",
        element("From", element("OrganId", message.sender), element("OrganName", NOTICE)),
        *(element("To", element("OrganId", one)) for one in message.receivers),
        element("DocumentId", escape(message.document)),
        element("PromulgationInfo", element("PromulgationDate", f"{message.at:%Y/%m/%d}")),
        element("Subject", escape(message.subject)),
        element("SignerInfo", element("FullName", NOTICE)),
        element("OtherInfo", element("Priority", "0"), element("SecurityLevel", escape(message.security))),
    )
    trace = element("TraceHeader", element("Timestamp", f"{message.at:%Y/%m/%d %H:%M:%S}"))
    business = element(
        "Bussiness",
        element("BussinessDocType", str(message.kind)),
        element("DocumentId", escape(message.original)),
        element("Paper", message.paper),
    )
    value = "<SignatureValue>bW8gcGhvbmc=</SignatureValue>" if message.signed else ""
    return f"{header}{element('TraceHeaderList', trace, business)}<Signature>{value}</Signature>"


class Packets:
    """Writes the simulated packets of some units; the same for a province, unit and day."""

    def __init__(self, province: Province) -> None:
        self._province = province

    def write(self, folder: Path, units: Sequence[str], first: date, last: date) -> list[Message]:
        """Write what the units (portal codes) sent from ``first`` to ``last`` and return it; none of it is real."""
        folder.mkdir(parents=True, exist_ok=True)
        messages: list[Message] = []
        for code in units:
            for offset in range((last - first).days + 1):
                messages += self._day(self._province.by_code[code], first + timedelta(days=offset), last)
        for number, message in enumerate(messages):
            form = FORMS[number % len(FORMS)]
            (folder / f"{number:06d}.xml").write_bytes(packet(message, form))
        if messages:
            (folder / "receipt.xml").write_bytes(receipt(messages[0]))
            (folder / "cut-off.xml").write_bytes(packet(messages[0])[:300])
        return messages

    def _day(self, unit: SimulatedUnit, day: date, last: date) -> Iterator[Message]:
        rng = Random(f"{self._province.seed}/packets/{unit.code}/{day}")
        others = [other.exchange_code for other in self._province.units if other != unit]
        for number in range(min(_MOST_A_DAY, self._province.documents(unit.code, day, day).sent)):
            message = Message(
                sender=unit.exchange_code,
                receivers=tuple(rng.sample(others, min(len(others), rng.randint(1, 4)))),
                document=f"{unit.exchange_code},{day:%Y/%m/%d},{number + 1}/CV",
                at=datetime.combine(day, time(8 + number)),
                signed=rng.random() < _SIGNED,
                paper="0" if rng.random() < _PAPERLESS else "1",
                security="Mật" if rng.random() < 0.01 else "",  # noqa: PLR2004 - one in a hundred
            )
            yield from (replace(message, receivers=(one,)) for one in message.receivers)
            if rng.random() < 0.05:  # noqa: PLR2004 - one in twenty is sent twice
                yield message
            yield from _later(rng, message, last)


def _later(rng: Random, message: Message, last: date) -> Iterator[Message]:
    """What happens to some documents two days on, if the folder reaches so far."""
    at = message.at + timedelta(days=2)
    if at.date() > last:
        return
    for share, kind in _LATER:
        if rng.random() < share:
            own = message.document if kind == 1 else f"{message.document}-{kind}"
            yield replace(message, kind=kind, document=own, original=message.document, at=at, paper="0")
            return
