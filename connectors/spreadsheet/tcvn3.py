"""TCVN3 (ABC), the one-byte code many Vietnamese office files before Unicode are written in. Python has no such codec.

Standard: TCVN 5712:1993, VN3. Only the byte values are needed; capital letters with a tone do not exist in it (the
fonts named .VnTimeH draw small letters as capitals).
"""

from __future__ import annotations

_LETTERS = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
"""First byte of a run → the letters from there on."""
_CHARACTERS = {first + place: letter for first, run in _LETTERS.items() for place, letter in enumerate(run)}
_CHARACTERS[0xA0] = "\u00a0"


def decoded(body: bytes) -> str:
    """The text of a TCVN3 file. Raises ``UnicodeDecodeError`` at a byte that is no letter of it."""
    for place, byte in enumerate(body):
        if byte > 0x7F and byte not in _CHARACTERS:  # noqa: PLR2004 - the end of ASCII
            raise UnicodeDecodeError("tcvn3", body, place, place + 1, "no letter of TCVN3")
    return body.decode("latin-1").translate(_CHARACTERS)
