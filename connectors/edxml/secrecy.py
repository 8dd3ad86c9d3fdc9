"""Whether a packet may be classified (mật). Always on the safe side: a doubt is a yes. Pure.

Law on Protection of State Secrets (29/2018/QH14) Art. 8: tuyệt mật, tối mật, mật. Such documents may not travel as
ordinary packets at all; where one does, nothing of it may be read further, counted or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from connectors.edxml.header import Field

_MARK_NAME = re.compile(r"secur|secret|secrec|classif|confiden|do_?mat|độ_?mật")
_OPEN = frozenset(
    {
        "",
        "0",
        "no",
        "none",
        "false",
        "normal",
        "public",
        "unclassified",
        "thường",
        "thuong",
        "bình thường",
        "binh thuong",
        "không",
        "khong",
        "không mật",
        "khong mat",
    }
)
"""Values of a secrecy field that say the document is open; any other value may say the contrary."""
_WORD = re.compile(r"(?<!\w)(?:mật|tuyet mat|toi mat|do mat|bi mat|secret|top-?secret|confidential)(?!\w)")
_SYMBOL_FIELDS = frozenset({"code", "codenumber", "codenotation", "documentid"})
_SYMBOLS = frozenset({"m", "tm", "mat", "mật"})
"""Parts of a document's symbol that mark it: 12/BC-UBND-M."""


def may_be_classified(fields: Iterable[Field]) -> bool:
    """Whether any field of a header names, or could name, a level of secrecy."""
    return any(_marks(one, _folded(one.text)) for one in fields)


def _marks(one: Field, text: str) -> bool:
    # What a digital signature calls "security" is its key.
    if _MARK_NAME.search(one.name) and "signature" not in one.path:
        return text not in _OPEN
    if _WORD.search(text):
        return True
    return one.name in _SYMBOL_FIELDS and not _SYMBOLS.isdisjoint(re.split(r"[^\w]+|_", text))


def _folded(text: str) -> str:
    return " ".join(normalize("NFC", text).casefold().split())
