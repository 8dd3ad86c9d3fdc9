"""The units of the simulated province and how each system writes their names and codes."""

from __future__ import annotations

import csv
import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

_TONES_AS_ON_THE_PORTAL = (("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oạ", "ọa"), ("uỷ", "ủy"), ("uý", "úy"))
_DECOMPOSED_EVERY = 17
_WITH_PROVINCE_EVERY = 5


@dataclass(frozen=True, slots=True)
class SimulatedUnit:
    """One unit: its code on the portal, official name, kind, and its codes on the other two systems.

    ``began``, ``ended``: first and last day of a unit of a merger; None for a unit that was there from the beginning,
    or still is.
    """

    code: str
    name: str
    kind: str
    one_stop_code: str
    exchange_code: str
    began: date | None = None
    ended: date | None = None

    @property
    def is_department(self) -> bool:
        """Provincial agency, as opposed to ward, commune or special zone."""
        return self.kind == "department"

    def in_being(self, start: date, end: date) -> bool:
        """Whether the unit existed on any day from ``start`` to ``end``, both included."""
        return (self.began is None or self.began <= end) and (self.ended is None or start <= self.ended)


def read_units(units: Path, unit_codes: Path) -> tuple[SimulatedUnit, ...]:
    """Units below the province, in file order.

    ``units``: CSV with columns code, name, kind, valid_from, valid_to; a unit younger than its province came out of a
    merger. ``unit_codes``: CSV with columns scheme (igate, edxml), code, unit.
    Raises ``ValueError`` naming the unit that lacks a code in one of the schemes.
    """
    with unit_codes.open(encoding="utf-8-sig", newline="") as lines:
        codes = {(row["scheme"], row["unit"]): row["code"] for row in csv.DictReader(lines)}
    with units.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    born = min((_day(row, "valid_from") or date.max for row in rows if row["kind"] == "province"), default=date.max)
    return tuple(_unit(row, codes, unit_codes, born) for row in rows if row["kind"] != "province")


def _day(row: dict[str, str], column: str) -> date | None:
    return date.fromisoformat(row[column]) if row.get(column) else None


def _unit(row: dict[str, str], codes: dict[tuple[str, str], str], unit_codes: Path, born: date) -> SimulatedUnit:
    try:
        one_stop, exchange = codes["igate", row["code"]], codes["edxml", row["code"]]
    except KeyError as missing:
        scheme = missing.args[0][0]
        raise ValueError(
            f"{unit_codes.name} has no {scheme} code for unit {row['code']}. Add a line {scheme},<code>,{row['code']}."
        ) from missing
    began = _day(row, "valid_from")
    younger = began if began is not None and began > born else None
    return SimulatedUnit(row["code"], row["name"], row["kind"], one_stop, exchange, younger, _day(row, "valid_to"))


@cache
def portal_name(unit: SimulatedUnit) -> str:
    """The name as the portal writes it: "UBND xã …", the other tone placement, some in decomposed Unicode.

    Nobody can match such names by equality, which is the point: the code is the key.
    """
    number = int(unit.code.rpartition(".")[2])
    name = unit.name
    for ours, theirs in _TONES_AS_ON_THE_PORTAL:
        name = name.replace(ours, theirs)
    if not unit.is_department:
        name = f"UBND {name[0].lower()}{name[1:]}"
    if number % _WITH_PROVINCE_EVERY == 0:
        name = f"{name} - tỉnh An Giang"
    return unicodedata.normalize("NFD", name) if number % _DECOMPOSED_EVERY == 0 else name


@cache
def department_id(code: str) -> str:
    """Made-up uuid of a department on the portal, the same for a code."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sohoa-sandbox/{code}"))


@cache
def object_id(code: str) -> str:
    """Made-up 24-digit id of an agency on the one-stop system, the same for a code."""
    return sha256(code.encode()).hexdigest()[:24]


def by_code(units: Iterable[SimulatedUnit]) -> dict[str, SimulatedUnit]:
    """Units by their portal code."""
    return {unit.code: unit for unit in units}
