"""Who receives what, where: addresses live outside config/, in a file or in the environment, never in the database.

The file (CSV, UTF-8) has the columns ``who`` (a unit's code or a role of alerts.yaml), ``channel``, ``address`` and
``lang`` (vi or en; may be absent). ``${NAME}`` in an address is replaced by a variable of the environment. A unit
without a line gets mail at its ``contact`` of units.csv, if that is a mail address.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from monitor.alerts.channels import CHANNELS
from monitor.declared import Declared
from monitor.declared.alert_models import PARENT, UNIT

COLUMNS = {"who", "channel", "address"}
LANGS = ("vi", "en")


class RecipientError(ValueError):
    """The recipients file cannot be used; the text names line and remedy."""


@dataclass(frozen=True, slots=True)
class Address:
    """One place a recipient is reached at. ``address`` is a secret of the recipient: never logged, never stored."""

    channel: str
    address: str
    lang: str


class Recipients:
    """The recipients of one province."""

    def __init__(self, declared: Declared, lines: Mapping[str, tuple[Address, ...]]) -> None:
        self._declared = declared
        self._lines = lines
        self._contacts = {unit.code: unit.contact for unit in declared.units}
        self._parents = {unit.code: unit.parent for unit in declared.units}

    def keys_of(self, names: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
        """Recipients of an alert as ``unit:CODE`` and ``role:NAME``; ``unit`` null = the alert is about a source."""
        return tuple(dict.fromkeys(key for name in names if (key := self._key(name, unit)) is not None))

    def addresses(self, key: str) -> tuple[Address, ...]:
        """Where a recipient is reached; empty = no address is known."""
        kind, _, name = key.partition(":")
        found = self._lines.get(name, ())
        contact = self._contacts.get(name) if kind == UNIT else None
        if not found and contact and "@" in contact and " " not in contact:
            return (Address("mail", contact, "vi"),)
        return found

    def name(self, key: str, lang: str) -> str:
        """What a recipient is called."""
        kind, _, name = key.partition(":")
        if kind == UNIT:
            return self._declared.unit(name).name if name in self._contacts else name
        role = self._declared.alerts.roles.get(name)
        return name if role is None else (role.en if lang == "en" else role.vi)

    def _key(self, name: str, unit: str | None) -> str | None:
        if name not in {UNIT, PARENT}:
            return f"role:{name}"
        code = unit if name == UNIT or unit is None else self._parents.get(unit)
        return None if code is None else f"unit:{code}"


def read_recipients(path: Path | None, declared: Declared, environ: Mapping[str, str]) -> Recipients:
    """The recipients file; absent = contacts of units.csv only. Raises ``RecipientError``."""
    if path is None or not path.exists():
        return Recipients(declared, {})
    known = {unit.code for unit in declared.units} | set(declared.alerts.roles)
    lines: dict[str, tuple[Address, ...]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not set(reader.fieldnames or ()) >= COLUMNS:
                raise RecipientError(f"{path}: the first line must be: who,channel,address,lang")
            for row in reader:
                who, address = _line(f"{path}, line {reader.line_num}", row, known, environ)
                lines[who] = (*lines.get(who, ()), address)
    except UnicodeDecodeError as error:
        raise RecipientError(f"{path} is not UTF-8 text. Save it with the encoding UTF-8.") from error
    return Recipients(declared, lines)


def _line(
    place: str, row: Mapping[str, str | None], known: set[str], environ: Mapping[str, str]
) -> tuple[str, Address]:
    """One line; the messages never repeat the address."""
    who, channel, text = ((row.get(name) or "").strip() for name in ("who", "channel", "address"))
    lang = (row.get("lang") or "vi").strip()
    if who not in known:
        raise RecipientError(f"{place}: {who!r} is neither a unit's code nor a role of alerts.yaml.")
    if channel not in CHANNELS:
        raise RecipientError(f"{place}: {channel!r} is no channel. Use one of: {', '.join(CHANNELS)}.")
    if lang not in LANGS:
        raise RecipientError(f"{place}: {lang!r} is no language. Write vi or en.")
    try:
        address = Template(text).substitute(environ)
    except (KeyError, ValueError) as error:
        raise RecipientError(f"{place}: the address names a variable that is not set ({error}).") from error
    if not address:
        raise RecipientError(f"{place}: the address is empty.")
    return who, Address(channel, address, lang)
