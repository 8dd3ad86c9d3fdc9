"""The one-stop system's dossiers by procedure: the same dossiers as everywhere else, dealt over procedures.

=====================  ====================================================================================
what                   how it shows
=====================  ====================================================================================
a field that holds     land procedures of the communes (``dat-dai``) are about a tenth of their dossiers and nearly
many communes back     half of what is not digitized
one procedure alone    the Department of Agriculture and Environment (H01.03) falls short by the renewal of land-use
                       certificates (1.012783) alone; its other procedures together meet the target
dossiers without a     three in a hundred dossiers carry no national code: they are in the unit's total and under
code                   no procedure
units without          a department of whose procedures none is in the catalogue tells its total only
procedures
=====================  ====================================================================================

Each cell of ``OneStopCells`` is dealt by itself, so parts and rest of a unit always add up to its total, cell by cell,
and no numerator grows beyond its denominator.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from typing import Final, TypeVar

from connectors.sandbox.counts import OneStopCells
from connectors.sandbox.province import Province
from connectors.sandbox.units import SimulatedUnit

T = TypeVar("T")

WITHOUT_CODE: Final = 0.03
HOLDS_BACK: Final = "dat-dai"
HOLDS_BACK_BY: Final = 7.0
GAP_UNIT, GAP_PROCEDURE = "H01.03", "1.012783"
GAP_SHARE: Final = 0.3
GAP_BY: Final = 90.0
_PARTS: Final = 1_000_000
_IS_DIGITIZED: Final = OneStopCells._fields.index("both")

_COMMUNES_DO: Final[Mapping[str, float]] = {
    "ho-tich": 0.34,
    "chung-thuc": 0.36,
    "dat-dai": 0.11,
    "ho-kinh-doanh": 0.09,
    "hoat-dong-xay-dung": 0.06,
    "giam-ngheo": 0.03,
    "nuoi-con-nuoi": 0.01,
}
"""Fields the communes handle and how large a part of their dossiers each is."""
_DEPARTMENTS_DO: Final[Mapping[str, Sequence[str]]] = {
    "H01.02": ("doanh-nghiep", "dau-tu"),
    "H01.03": ("dat-dai", "thuy-san", "thu-y", "tai-nguyen-nuoc", "bao-ve-thuc-vat"),
    "H01.09": ("duong-bo", "hoat-dong-xay-dung", "bat-dong-san", "nha-o"),
    "H01.12": ("quoc-tich", "luat-su", "cong-chung", "giam-dinh"),
}


@dataclass(frozen=True, slots=True)
class SimulatedProcedure:
    """One procedure of the catalogue."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """How much of a unit's digitized and of its other dossiers a procedure (None = without a code) takes."""

    procedure: SimulatedProcedure | None
    digitized: int
    other: int


def read_procedures(path: Path) -> tuple[SimulatedProcedure, ...]:
    """The catalogue: CSV with columns code, name, field, levels (words with blanks between)."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(
            SimulatedProcedure(row["code"], row["name"], row["field"], tuple(row["levels"].split()))
            for row in csv.DictReader(lines)
        )


class ByProcedure:
    """Counts of every unit by procedure."""

    def __init__(self, province: Province, catalogue: Sequence[SimulatedProcedure]) -> None:
        self._province = province
        self._catalogue = tuple(catalogue)
        self._parts = cache(self._draw)

    def counts(self, unit: SimulatedUnit, start: date, end: date) -> Iterator[tuple[SimulatedProcedure, OneStopCells]]:
        """The procedures of a unit with dossiers from ``start`` to ``end``; what carries no code is not among them."""
        whole, parts = self._province.one_stop(unit.code, start, end), self._parts(unit.code)
        columns = [
            _dealt(count, [part.digitized if place == _IS_DIGITIZED else part.other for part in parts])
            for place, count in enumerate(whole)
        ]
        for part, cells in zip(parts, zip(*columns, strict=True), strict=True):
            if part.procedure is not None and any(cells):
                yield part.procedure, OneStopCells(*cells)

    def _draw(self, code: str) -> list[_Part]:
        """A unit's parts in an order of its own: dealing favours whoever comes late in it."""
        unit = self._province.by_code[code]
        fields = _shares(_DEPARTMENTS_DO.get(code, ())) if unit.is_department else dict(_COMMUNES_DO)
        level = "province" if unit.is_department else "commune"
        rng = Random(f"{self._province.seed}/procedures-of/{code}")
        parts = [part for field, share in fields.items() for part in self._of_field(rng, code, field, share, level)]
        rest = WITHOUT_CODE if parts else 1.0
        parts.append(_Part(None, round(rest * _PARTS), round(rest * _PARTS)))
        return rng.sample(parts, len(parts))

    def _of_field(self, rng: Random, code: str, field: str, share: float, level: str) -> Iterator[_Part]:
        handled = [one for one in self._catalogue if one.field == field and level in one.levels]
        for procedure, part in zip(handled, _shares(handled).values(), strict=True):
            size, badness = share * part * rng.lognormvariate(0, 0.25), rng.lognormvariate(0, 0.3)
            if field == HOLDS_BACK and level == "commune":
                badness *= HOLDS_BACK_BY
            if code == GAP_UNIT:
                ours = procedure.code == GAP_PROCEDURE
                size, badness = (GAP_SHARE, GAP_BY) if ours else (size * (1 - GAP_SHARE), badness)
            yield _Part(procedure, round(size * _PARTS), round(size * badness * _PARTS))


def _shares(things: Sequence[T]) -> dict[T, float]:
    """Shares of one, in the ratio 1 to 1/2 to 1/3 and so on."""
    whole = sum(1 / (place + 1) for place in range(len(things)))
    return {thing: 1 / (place + 1) / whole for place, thing in enumerate(things)}


def _dealt(count: int, weights: Sequence[int]) -> list[int]:
    """``count`` in whole parts by weight; the parts add up to it."""
    whole, before, parts = sum(weights), 0, list[int]()
    for weight in weights:
        until = before + weight
        parts.append(count * until // whole - count * before // whole)
        before = until
    return parts
