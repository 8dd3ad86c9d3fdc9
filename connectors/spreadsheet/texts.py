"""Tells how the bytes of a text file are to be read: its encoding, and the mark between its columns. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize

from connectors.spreadsheet import tcvn3
from connectors.spreadsheet.grid import folded

DELIMITERS = (",", ";", "\t")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_LOOKED_AT = 65_536
_WORDS = (
    *("đơn vị", "tổng số", "tiếp nhận", "giải quyết", "trực tuyến", "hồ sơ", "thủ tục", "văn bản", "từ ngày"),
    *("đến ngày", "số hóa", "tháng", "kỳ", "xã", "phường", "sở", "mã", "tên", "đúng hạn", "quá hạn", "tỉnh"),
)
"""Words that stand in every table of this trade; text decoded in a wrong way has none of them."""
_UNICODE = ("utf-8-sig", "utf-16", "utf-8")


class NotTold(Exception):
    """The encoding cannot be told from the bytes; the message lists what was tried."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says (Unicode NFC) and the encoding it was written in."""

    content: str
    encoding: str


def read_text(body: bytes, encoding: str | None, words: Iterable[str] = ()) -> Text:
    """Decode a file; without an encoding, by its mark, else as UTF-8, else as cp1258 or TCVN3 if words prove it.

    ``words`` are further words the file must hold, as declared headers. Raises ``NotTold``.
    """
    if encoding is not None:
        try:
            return Text(normalize("NFC", body.decode(encoding)), encoding)
        except UnicodeError:
            raise NotTold(f"is not written in {encoding}") from None
    for mark, name in _MARKS.items():
        if body.startswith(mark):
            return read_text(body, name)
    return _guessed(body, tuple({normalize("NFC", word).casefold() for word in (*_WORDS, *words)}))


def _guessed(body: bytes, words: tuple[str, ...]) -> Text:
    nul = _wide(body)
    if nul is not None:
        return read_text(body, nul)
    try:
        return Text(normalize("NFC", body.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    found = [(_hits(text.content, words), text) for text in _one_byte(body)]
    best = max((hits for hits, _ in found), default=0)
    winners = [text for hits, text in found if hits == best]
    if not best or len(winners) > 1:
        raise NotTold("is written neither in UTF-8 nor in UTF-16, cp1258 or TCVN3")
    return winners[0]


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of ASCII letters is zero."""
    start = body[:400]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 5 < len(start):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _one_byte(body: bytes) -> Iterator[Text]:
    ways: dict[str, Callable[[bytes], str]] = {"cp1258": lambda b: b.decode("cp1258"), "TCVN3": tcvn3.decoded}
    for name, way in ways.items():
        try:
            yield Text(normalize("NFC", way(body)), name)
        except UnicodeDecodeError:
            continue


def _hits(content: str, words: Collection[str]) -> int:
    """How many words with a letter beyond ASCII are in the text: only those prove an encoding."""
    held = content[:_LOOKED_AT].casefold()
    return sum(not word.isascii() and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", held) is not None for word in words)


def told_delimiter(content: str, headers: Collection[str] = ()) -> str:
    """Comma, semicolon or tab: the one that shows most of ``headers``, else the one that makes most columns."""
    start = content[:_LOOKED_AT]
    return max(DELIMITERS, key=lambda mark: _columns(start, mark, headers))


def _columns(content: str, mark: str, headers: Collection[str]) -> tuple[int, int]:
    wanted = {folded(header) for header in headers}
    fields = 0
    shown = 0
    try:
        for row in csv.reader(content.splitlines(keepends=True), delimiter=mark):
            fields += max(0, len(row) - 1)
            shown = max(shown, len(wanted & {folded(cell) for cell in row}))
    except csv.Error:
        return shown, 0
    return shown, fields
