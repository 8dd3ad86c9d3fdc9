"""The header of one edXML packet as plain fields, read with every door of XML shut.

Namespaces are not looked at: senders write the prefix, leave it out, or forget to declare it. A document type
declaration is refused, so there are no entities, and nothing is ever fetched. Reading stops where the body begins:
attachments are never decoded, not even parsed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

ROOTS = frozenset({"edxml", "edxmlenvelope", "envelope"})
HEADER = "messageheader"
BODY = frozenset({"edxmlbody", "body", "edxmlmanifest", "manifest", "attachmentencoded", "attachments", "attachment"})
DEEPEST = 24


class BadPacket(Exception):
    """The packet cannot be read; the sentence says why without repeating anything of it."""


class _Enough(Exception):
    """The body begins: all there is to know has been read."""


@dataclass(frozen=True, slots=True)
class Field:
    """One element without children, or one attribute: its path of local names in lower case, its text trimmed."""

    path: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        """The element's or attribute's own name."""
        return self.path[-1]

    def below(self, *names: str) -> bool:
        """Whether the path ends with these names."""
        return self.path[-len(names) :] == names


@dataclass
class _Open:
    """An element that has begun: its name, its text so far, whether it holds other elements."""

    name: str
    text: list[str] = field(default_factory=list)
    parent: bool = False


class _Reader:
    """Expat's handlers. Keeps fields; raises ``BadPacket`` or ``_Enough``."""

    def __init__(self, fields: list[Field]) -> None:
        self.fields = fields
        self.header_closed = False
        self._open: list[_Open] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if not self._open and name not in ROOTS:
            raise BadPacket("the root element is not that of an edXML packet")
        if name in BODY:
            raise _Enough
        if len(self._open) >= DEEPEST:
            raise BadPacket(f"elements are nested more than {DEEPEST} deep")
        if self._open:
            self._open[-1].parent = True
        self._open.append(_Open(name))
        path = self._path()
        self.fields.extend(Field((*path, _local(key)), value.strip()) for key, value in attributes.items())

    def data(self, text: str) -> None:
        self._open[-1].text.append(text)

    def end(self, tag: str) -> None:  # noqa: ARG002 - expat has checked that it is the open one
        path = self._path()
        closed = self._open.pop()
        text = "".join(closed.text).strip()
        if text or not closed.parent:
            self.fields.append(Field(path, text))
        self.header_closed = self.header_closed or closed.name == HEADER

    def _path(self) -> tuple[str, ...]:
        return tuple(element.name for element in self._open)


def read_header(pieces: Iterable[bytes], limit: int, fields: list[Field]) -> None:
    """Append the header's fields, in document order, to ``fields``; what was read stays there when it raises.

    ``limit``: most bytes a header may have. Raises ``BadPacket``.
    """
    reader = _Reader(fields)
    parser = _parser(reader)
    read = 0
    try:
        for piece in pieces:
            read += len(piece)
            parser.Parse(piece[: max(0, limit - read + len(piece))])
            if read > limit:
                raise BadPacket(f"the header is longer than {limit} bytes")
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own way of saying that the end is reached
    except _Enough:
        pass
    except expat.ExpatError as error:
        raise BadPacket(f"not well-formed XML (line {error.lineno})") from None
    except (LookupError, ValueError):
        raise BadPacket("the encoding it names is not known") from None
    if not reader.header_closed:
        raise BadPacket("no complete MessageHeader stands before the body")


def _parser(reader: _Reader) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise BadPacket("it declares a document type, which edXML never does")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2].lower()
