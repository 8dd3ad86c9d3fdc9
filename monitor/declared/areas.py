"""Where the units lie: a local GeoJSON file, read once. No map service is ever asked.

Source: RFC 7946 (GeoJSON), polygons and multipolygons in degrees of longitude and latitude.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.declared.models import Unit
from monitor.declared.problems import Problem

Point = tuple[float, float]
Ring = list[Point]
CODES = ("unit", "gso_code", "code")
"""Properties a unit's code, or the statistics office's, is looked for in; then the feature's own id."""


@dataclass(frozen=True, slots=True)
class Areas:
    """The outer rings of each unit by code, in degrees. ``unknown``: features of no declared unit."""

    of: Mapping[str, list[Ring]]
    unknown: int


def read_areas(path: Path, units: Iterable[Unit], problems: list[Problem]) -> Areas | None:
    """The areas of the declared units; None where there is no file, or with a problem where it cannot be used."""
    if not path.exists():
        return None
    try:
        features = json.loads(path.read_bytes())["features"]
        found = [(_codes(feature), _rings(feature["geometry"])) for feature in features]
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        problems.append(Problem(path.as_posix(), "", "", message, "Check that it is a file you may read."))
        return None
    except (ValueError, LookupError, TypeError, AttributeError):
        remedy = "Export the units' areas as a FeatureCollection of polygons, or take the file away."
        problems.append(Problem(path.as_posix(), "", "", "is no GeoJSON file of polygons", remedy))
        return None
    known = {code: unit.code for unit in units for code in (unit.gso_code, unit.code) if code}
    placed = [(next((known[code] for code in codes if code in known), None), rings) for codes, rings in found]
    mine = {unit: rings for unit, rings in placed if unit is not None and all(rings)}
    if not mine:
        remedy = "Give each feature the unit's code or the statistics office's as a property unit, code or gso_code."
        problems.append(Problem(path.as_posix(), "", "", "holds no area of a declared unit", remedy))
        return None
    return Areas(mine, sum(unit is None for unit, _ in placed))


def _codes(feature: Mapping[str, Any]) -> list[str]:
    own = feature.get("properties") or {}
    return [str(code) for code in (*(own.get(name) for name in CODES), feature.get("id")) if code is not None]


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """The outer rings of a polygon or of several."""
    if geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(geometry["type"])
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[(float(point[0]), float(point[1])) for point in polygon[0]] for polygon in polygons]
