"""Whether a document may be classified (mật). Always on the safe side: a doubt is a yes. Pure.

Law on Protection of State Secrets (29/2018/QH14) Art. 8: tuyệt mật, tối mật, mật. Such documents may not travel as
ordinary documents at all; where one does, nothing of it may be read further, counted or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

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
_SYMBOL_FIELDS = frozenset({"code", "codenumber", "codenotation", "documentid", "notation"})
_SYMBOLS = frozenset({"m", "tm", "mat", "mật"})
"""Parts of a document's symbol that mark it: 12/BC-UBND-M."""


def may_be_classified(fields: Iterable[tuple[str, str]]) -> bool:
    """Whether any field (name in lower case, text) names, or could name, a level of secrecy."""
    return any(_marks(name, _folded(text)) for name, text in fields)


def _marks(name: str, text: str) -> bool:
    if _MARK_NAME.search(name):
        return text not in _OPEN
    if _WORD.search(text):
        return True
    return name in _SYMBOL_FIELDS and not _SYMBOLS.isdisjoint(re.split(r"[^\w]+|_", text))


def _folded(text: str) -> str:
    return " ".join(normalize("NFC", text).casefold().split())
