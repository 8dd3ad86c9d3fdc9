"""Unit names as systems write them, brought to one form so that they can be compared. Pure.

Only spelling is folded away, never meaning: letters in another Unicode form or case, the place of the tone mark (Hòa,
Hoà), i for y at the end of a syllable (Mĩ, Mỹ), "UBND" before the name and the province after it, punctuation. Words
and tones stay: Tân An and Tân Ấn are two places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook above, dot below: the tones. Circumflex, breve and horn make other letters."""
_COMMITTEES = ("ủy ban nhân dân", "ubnd")
_KINDS = frozenset({"tỉnh", "thành phố", "xã", "phường", "đặc khu", "sở", "ban"})
_NOT_A_LETTER = re.compile(r"[^\w\u0300-\u036f]+|_")
_FINAL_Y = re.compile(r"^((?:[bcdđghklmnprstvx]|ch|gh|kh|ng|ngh|nh|ph|qu|th|tr)?)y$")
_ALIKE = 0.72


def folded(name: str, province: str = "") -> str:
    """One form of a unit's name; two names of one form are spelled differently at most.

    ``province``: the province's own name, with or without its kind ("Tỉnh An Giang"); it is dropped where it follows
    the name of a unit. Folding what is folded changes nothing.
    """
    words = _words(name)
    place = _words(province)
    bare = place[1:] if len(place) > 1 and place[0] == _word("tỉnh") else place
    return " ".join(_without_province(_without_committee(words), place, bare))


def unique_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Folded name → unit, for the (folded name, unit) pairs whose name means one unit only."""
    found: dict[str, set[str]] = {}
    for name, unit in names:
        found.setdefault(name, set()).add(unit)
    return {name: min(units) for name, units in found.items() if len(units) == 1 and name}


def candidates(name: str, known: Mapping[str, str], count: int = 3) -> Sequence[str]:
    """The units whose folded names are most like a folded name, the likeliest first; for people to choose from."""
    scored = sorted(((SequenceMatcher(None, name, other).ratio(), other) for other in known), reverse=True)
    near = dict.fromkeys(known[other] for score, other in scored if score >= _ALIKE)
    return tuple(near)[:count]


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFC", name).casefold().replace("ð", "đ")
    return [_word(part) for part in _NOT_A_LETTER.split(plain) if part]


def _word(word: str) -> str:
    """The word with its tone mark moved to the end, where it has one place only, and a final y written i."""
    letters = unicodedata.normalize("NFD", word)
    tones = [letter for letter in letters if letter in TONES]
    bare = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    return unicodedata.normalize("NFC", _FINAL_Y.sub(r"\1i", bare) + "".join(tones))


def _without_committee(words: list[str]) -> list[str]:
    for committee in _COMMITTEES:
        start = _words(committee)
        while len(words) > len(start) and words[: len(start)] == start:
            words = words[len(start) :]
    return words


def _without_province(words: list[str], place: list[str], bare: list[str]) -> list[str]:
    kinds = {tuple(_words(kind)) for kind in _KINDS}
    for ending in (place, bare):
        rest = words[: -len(ending)] if ending and words[-len(ending) :] == ending else []
        if rest and tuple(rest) not in kinds:
            return _without_province(rest, place, bare)
    return words
