"""Layouts of the forms provinces send: one YAML file a form, so that a circular's change needs no code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Annotated, Literal, Self
from unicodedata import combining, normalize

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, model_validator

from connectors.errors import ConfigurationError
from connectors.spans import CalendarName

PACKAGED = Path(__file__).parent / "forms"
Text = Annotated[str, Field(min_length=1)]
Words = tuple[Text, ...]
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_NUMBERING = re.compile(r"\(\s*\d{1,2}\s*\)(\s*=[\s()\d+\-=]*)?")
_BETWEEN = re.compile(r"[\s.,:;/\\\-–_]+")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(_Part):
    """A text for people in both languages."""

    vi: Text
    en: Text


class FormColumn(_Part):
    """One count of a form.

    ``header`` lists the ways its header is written, from the top row down: "Tiếp nhận > Trong kỳ > Trực tuyến"; "|"
    separates other wordings of one row. ``number`` is the number the form prints under it, ``needed`` whether the
    form is recognised without it.
    """

    measure: Text
    header: Words
    number: PositiveInt | None = None
    needed: bool = True

    @property
    def title(self) -> str:
        """The header for people, in its first wording."""
        return " › ".join(row.split("|")[0].strip() for row in self.header[0].split(">"))

    @cached_property
    def paths(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Each way as rows of alternative wordings."""
        return tuple(
            tuple(tuple(word.strip() for word in row.split("|")) for row in way.split(">")) for way in self.header
        )


class Form(_Part):
    """A form's layout.

    ``standing``: published = as its circular prints it, seen = as systems print it, proposed = to be compared with
    the form you receive. ``left_out`` are words of headers that tell no column from another. ``calendar`` is used
    where the form names a month without its days.
    """

    code: Text
    name: Name
    basis: Text
    standing: Literal["published", "seen", "proposed"]
    series: Text
    calendar: CalendarName
    unit_name: Words
    unit_code: Words = ()
    number: Words = ("STT", "TT", "Số TT", "Số thứ tự")
    left_out: Words = ()
    totals: Words = ("Tổng cộng", "Tổng số", "Tổng", "Cộng", "Toàn tỉnh", "Tổng toàn tỉnh", "Tổng cộng toàn tỉnh")
    not_reported: Words | tuple[str, ...] = ("ND", "NA", "N/A", "N/P", "-", "–", "—", "")
    thousands: Literal[".", ",", " "] = "."
    columns: tuple[FormColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        measures = [column.measure for column in self.columns]
        twice = sorted({measure for measure in measures if measures.count(measure) > 1})
        if twice:
            raise ValueError(f"a measure has one column: {', '.join(twice)}")
        return self

    @cached_property
    def paths(self) -> dict[tuple[str, ...], FormColumn]:
        """Every way a column's header may be written, as keys from the top row down → the column."""
        return {
            path: column for column in self.columns for rows in column.paths for path in product(*map(self.keys, rows))
        }

    def keys(self, words: Iterable[str]) -> frozenset[str]:
        """The keys of some wordings, and the same typed in plain ASCII."""
        keyed = frozenset(map(self.key, words))
        return keyed | frozenset(map(unaccented, keyed))

    def key(self, text: str) -> str:
        """A header for comparing: letter case, blanks, tone placement, numbering and the words left out folded."""
        words = f" {folded_key(text)} "
        for left_out in map(folded_key, self.left_out):
            words = words.replace(f" {left_out} ", " ")
        return words.strip()


@lru_cache(maxsize=8192)
def folded_key(text: str) -> str:
    """Words in small letters, each with its tone moved to its end (Hòa and Hoà are one), marks between them gone."""
    plain = _BETWEEN.sub(" ", _NUMBERING.sub(" ", normalize("NFC", text).casefold()))
    return " ".join(_tone_last(word) for word in plain.split())


def unaccented(key: str) -> str:
    """A key without any mark: headers that were typed in plain ASCII are compared so."""
    letters = normalize("NFD", key).replace("đ", "d")
    return "".join(letter for letter in letters if not combining(letter))


def _tone_last(word: str) -> str:
    letters = normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return normalize("NFC", "".join(letter for letter in letters if letter not in _TONES)) + tones


def read_forms(folder: Path | None) -> tuple[Form, ...]:
    """The packaged forms; those of ``folder`` beside them, in the place of packaged ones of the same code.

    Raises ``ConfigurationError`` naming file and key.
    """
    return _packaged() if folder is None else _merged(_packaged(), _read_all(folder))


@cache
def _packaged() -> tuple[Form, ...]:
    return tuple(_read_all(PACKAGED))


def _merged(packaged: Iterable[Form], own: Iterable[Form]) -> tuple[Form, ...]:
    return tuple({form.code: form for form in (*packaged, *own)}.values())


def _read_all(folder: Path) -> Iterator[Form]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise ConfigurationError(f"The folder {folder.name!r} holds no form (*.yaml).", "Correct options.forms.")
    for path in paths:
        yield _read(path)


def _read(path: Path) -> Form:
    remedy = f"Correct {path.name}; docs/connectors.md tells the keys of a form."
    try:
        return Form.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeError, yaml.YAMLError) as error:
        raise ConfigurationError(f"The form {path.name} cannot be read ({type(error).__name__}).", remedy) from error
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, d['loc']))}: {d['msg']}" for d in error.errors(include_input=False))
        raise ConfigurationError(f"The form {path.name} is not complete: {wrong}.", remedy) from error


PERSONAL: tuple[str, ...] = (
    *("Chủ hồ sơ", "ChuHoSo", "Địa chỉ", "DiaChi", "DiaChiChuHoSo", "Địa chỉ chủ hồ sơ", "Số điện thoại", "SĐT"),
    *("SoDienThoai", "SoDienThoaiChuHoSo", "Số điện thoại chủ hồ sơ", "Điện thoại", "Họ tên", "Họ và tên", "Email"),
    *("Người nộp", "Tên người nộp", "Người nộp hồ sơ", "Người nhận", "TenNguoiNhanHoSo", "Tên người nhận hồ sơ"),
    *("Người ký", "CCCD", "CMND", "Số định danh cá nhân", "Số CCCD", "Ngày sinh", "Trích yếu", "TrichYeuHoSo"),
    *("Trích yếu hồ sơ", "Cán bộ tiếp nhận", "Cán bộ xử lý", "Người xử lý", "Số tài khoản", "Tên tổ chức cá nhân"),
    *("Tổ chức, cá nhân nộp hồ sơ", "Người yêu cầu", "Tên công dân", "Thư điện tử"),
)
"""Headers of columns that hold personal data or titles of documents: never read, whatever is declared."""
_PERSONAL_KEYS = frozenset(key for header in PERSONAL for key in (folded_key(header), unaccented(folded_key(header))))


def is_personal(header: str) -> bool:
    """Whether a column with this header may hold personal data."""
    return folded_key(header) in _PERSONAL_KEYS
