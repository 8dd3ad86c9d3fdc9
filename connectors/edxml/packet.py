"""What one packet says about counting: who sent which document to whom, when, signed or not. Nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from unicodedata import normalize

from connectors.edxml.header import BadPacket, Field, read_header
from connectors.moments import vietnamese_time
from connectors.secrecy import may_be_classified

NEW, RECALL, UPDATE, REPLACE = 0, 1, 2, 3
"""BussinessDocType of QCVN 102:2016/BTTTT."""
EARLIEST = date(2000, 1, 1)
_BUSINESS = ("bussiness", "business")
_ORGAN = re.compile(r"[A-Za-z0-9._-]{1,64}")
_DOCUMENT = re.compile(r"[\w./,:@#{}-]{1,120}")


@dataclass(frozen=True, slots=True)
class Packet:
    """One message about a document.

    ``kind`` is NEW … REPLACE; ``document`` its identity (DocumentId), ``originals`` the documents it recalls, updates
    or replaces, ``held_by`` the receivers they are taken from (none = all). ``at`` is Vietnamese time without zone,
    ``paper`` None where the packet does not say 0 or 1.
    """

    kind: int
    sender: str
    document: str
    originals: tuple[str, ...]
    receivers: tuple[str, ...]
    held_by: tuple[str, ...]
    at: datetime
    signed: bool
    paper: bool | None


@dataclass(frozen=True, slots=True)
class Classified:
    """A packet that may be classified. ``documents`` are digests, for leaving out its sister packets; never stored."""

    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Status:
    """A receipt or status message: no document."""


Read = Packet | Classified | Status


def read_packet(pieces: Iterable[bytes], limit: int, today: date) -> Read:
    """Read one packet's header. Raises ``BadPacket`` with a reason that repeats nothing of the packet."""
    fields: list[Field] = []
    try:
        read_header(pieces, limit, fields)
    except BadPacket:
        if _secret(fields):
            return Classified(_documents(fields))
        raise
    if _secret(fields):
        return Classified(_documents(fields))
    if _texts(fields, lambda one: one.name == "statuscode"):
        return Status()
    return _packet(fields, today)


def _secret(fields: list[Field]) -> bool:
    """What a digital signature calls "security" is its key, not a level of secrecy."""
    return may_be_classified((one.name, one.text) for one in fields if "signature" not in one.path)


def digest(document: str) -> str:
    """The mark under which a document's packets find each other without its identity being kept."""
    return sha256(document.encode()).hexdigest()


def _documents(fields: list[Field]) -> frozenset[str]:
    named = _texts(fields, lambda one: one.name == "documentid")
    return frozenset(digest(_document(text)) for text in named) | frozenset(map(digest, _by_symbol(fields)))


def _packet(fields: list[Field], today: date) -> Packet:
    kind = _kind(fields)
    sender = _organ(_one(_texts(fields, lambda one: one.below("from", "organid")), "sender (From/OrganId)"))
    receivers = tuple(dict.fromkeys(_organ(text) for text in _texts(fields, lambda one: one.below("to", "organid"))))
    if kind in {NEW, REPLACE} and not receivers:
        raise BadPacket("it names no receiver (To/OrganId)")
    document = _identity(fields)
    return Packet(
        kind=kind,
        sender=sender,
        document=document,
        originals=_originals(fields, kind, document),
        receivers=receivers,
        held_by=_held_by(fields, kind, receivers),
        at=_moment(fields, today),
        signed=bool(_texts(fields, lambda one: one.name == "signaturevalue" and "signature" in one.path)),
        paper=_paper(fields),
    )


def _texts(fields: Iterable[Field], wanted: Callable[[Field], bool]) -> list[str]:
    """The texts of the wanted fields, each once, empty ones left out."""
    return list(dict.fromkeys(one.text for one in fields if one.text and wanted(one)))


def _one(texts: list[str], what: str) -> str:
    if len(texts) != 1:
        raise BadPacket(f"it names {'no' if not texts else 'more than one'} {what}")
    return texts[0]


def _kind(fields: list[Field]) -> int:
    texts = _texts(fields, lambda one: one.name in {"bussinessdoctype", "businessdoctype"})
    if not texts:
        return NEW
    text = _one(texts, "BussinessDocType")
    if text not in {"0", "1", "2", "3"}:
        raise BadPacket("its BussinessDocType is none of 0, 1, 2, 3")
    return int(text)


def _identity(fields: list[Field]) -> str:
    """DocumentId; in forms without one, the digest of sender, symbol and date, which identify a document as well."""
    texts = _texts(fields, lambda one: one.below("messageheader", "documentid"))
    if texts:
        return _document(_one(texts, "DocumentId"))
    built = _by_symbol(fields)
    if not built:
        raise BadPacket("it has neither a DocumentId nor a number and date to tell the document by")
    return built[0]


def _by_symbol(fields: list[Field]) -> list[str]:
    def own(*names: str) -> list[str]:
        return _texts(fields, lambda one: one.name in names and "responsefor" not in one.path)

    sender = _texts(fields, lambda one: one.below("from", "organid"))
    parts = (sender, own("codenumber", "code"), own("promulgationdate"))
    if not all(parts):
        return []
    symbol = "|".join(text for part in (*parts, own("codenotation")) for text in part)
    return [f"sha256:{digest(symbol)}"]


def _originals(fields: list[Field], kind: int, document: str) -> tuple[str, ...]:
    if kind == NEW:
        return ()
    replaced = _texts(fields, lambda one: one.below("replacementinfo", "documentid"))
    named = _texts(fields, lambda one: one.path[-2:] in {(word, "documentid") for word in _BUSINESS})
    return tuple(dict.fromkeys(map(_document, replaced or named))) or (document,)


def _held_by(fields: list[Field], kind: int, receivers: tuple[str, ...]) -> tuple[str, ...]:
    """From whom the originals are taken: a recall's own receivers, or those a replacement lists."""
    if kind == RECALL:
        return receivers
    listed = _texts(fields, lambda one: one.below("organidlist", "organid")) if kind == REPLACE else []
    return tuple(dict.fromkeys(map(_organ, listed)))


def _paper(fields: list[Field]) -> bool | None:
    texts = _texts(fields, lambda one: one.name == "paper")
    return {"0": False, "1": True}.get(texts[0]) if len(texts) == 1 else None


def _moment(fields: list[Field], today: date) -> datetime:
    """When it left: the earliest trace; in a packet without any, the day of issue."""
    traced = _texts(fields, lambda one: one.below("traceheader", "timestamp"))
    issued = _texts(fields, lambda one: one.name == "promulgationdate" and "responsefor" not in one.path)
    texts = traced or issued
    if not texts:
        raise BadPacket("it has neither a trace nor a day of issue")
    moments = [vietnamese_time(text) for text in texts]
    if None in moments:
        raise BadPacket("a date in it is not written in any agreed way")
    at = min(filter(None, moments))
    if not EARLIEST <= at.date() <= today:
        raise BadPacket("it is dated before 2000 or after today")
    return at


def _organ(text: str) -> str:
    if _ORGAN.fullmatch(text) is None:
        raise BadPacket("an OrganId in it is no code")
    return text


def _document(text: str) -> str:
    """A DocumentId as it is; one with blanks or of great length, which could be a title, as its digest."""
    text = normalize("NFC", text)
    return text if _DOCUMENT.fullmatch(text) else f"sha256:{digest(text)}"
