"""Builds small config folders for tests: the province's own, with some files replaced."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.running import ROOT


def copy_config(target: Path) -> Path:
    """A private copy of the province's config folder."""
    shutil.copytree(ROOT / "config", target)
    return target


class _Plain(yaml.SafeDumper):
    """Writes every value out where it is used: config/ allows no & and *."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def write_yaml(path: Path, document: object) -> None:
    path.write_text(yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")


def write_units(path: Path, rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Rows of (code, name, kind, parent), valid since 2000."""
    lines = ["code,name,kind,parent,valid_from,valid_to,gso_code,head,contact"]
    lines += [f'{code},"{name}",{kind},{parent},2000-01-01,,,,' for code, name, kind, parent in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measure(code: str) -> dict[str, str]:
    return {"code": code, "kind": "flow", "noun": "dossiers", "vi": code, "en": code}


def indicator(code: str, numerator: str, denominator: str, lead_agency: str) -> dict[str, Any]:
    """A definition with one reading; words do not matter to the arithmetic."""
    words = {"vi": code, "en": code}
    return {
        "code": code,
        "slug": code,
        "version": 1,
        "effective_from": date(2000, 1, 1),
        "name": words,
        "numerator": words,
        "denominator": words,
        "exclusions": words,
        "readings": [{"numerator": [numerator], "denominator": [denominator], "basis": words}],
        "direction": "high",
        "noun": "dossiers",
        "standing": "official_source",
        "legal_basis": words,
        "lead_agency": lead_agency,
        "remedy": words,
    }


def whole_config(
    target: Path,
    units: Sequence[tuple[str, str, str, str]],
    pairs: Sequence[tuple[str, str, str]],
    source: dict[str, Any],
) -> Path:
    """A config folder with these units, one indicator per (code, numerator, denominator), one source."""
    target.mkdir(parents=True)
    shutil.copy(ROOT / "config" / "calendar.yaml", target)
    (target / "unit_codes.csv").write_text("scheme,code,unit,valid_from,valid_to\n", encoding="utf-8")
    write_units(target / "units.csv", units)
    measures = dict.fromkeys(name for _, *sides in pairs for name in sides)
    write_yaml(target / "measures.yaml", [measure(name) for name in measures])
    lead = units[0][0]
    write_yaml(target / "indicators.yaml", [indicator(code, num, den, lead) for code, num, den in pairs])
    write_yaml(target / "targets.yaml", {code: {"final": 95} for code, _, _ in pairs})
    write_yaml(target / "sources.yaml", [source])
    write_yaml(target / "checks.yaml", [])
    return target
