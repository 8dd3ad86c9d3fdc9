"""Degrees to a picture: each unit's outline in per cent, true to shape at the middle, north at the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians

from monitor.declared.areas import Point, Ring

FINE = 0.004
"""Points nearer to the one before than this part of their area's size are left out: nobody can see them."""


@dataclass(frozen=True, slots=True)
class Area:
    """One unit's place in the picture, in per cent of it; ``outline``: points in per cent of the area's own box."""

    left: float
    top: float
    width: float
    height: float
    outline: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture: width over height, and each unit's area by code."""

    ratio: float
    of: Mapping[str, Area]


def picture(rings: Mapping[str, list[Ring]]) -> Picture:
    """``rings``: the outer rings of each unit, in degrees of longitude and latitude; at least one."""
    points = [point for parts in rings.values() for ring in parts for point in ring]
    (west, east), (south, north) = _ends(points, 0), _ends(points, 1)
    narrow = cos(radians(south + (north - south) / 2))
    wide, high = max((east - west) * narrow, 1e-9), max(north - south, 1e-9)

    def place(point: Point) -> Point:
        return 100 * (point[0] - west) * narrow / wide, 100 * (north - point[1]) / high

    areas = {unit: _area([[place(point) for point in ring] for ring in parts]) for unit, parts in rings.items()}
    return Picture(wide / high, areas)


def _area(rings: Sequence[Ring]) -> Area:
    points = [point for ring in rings for point in ring]
    (left, right), (top, bottom) = _ends(points, 0), _ends(points, 1)
    width, height = max(right - left, 1e-6), max(bottom - top, 1e-6)
    boxed = [[(100 * (x - left) / width, 100 * (y - top) / height) for x, y in ring] for ring in rings]
    return Area(left, top, width, height, tuple(_joined([_thinned(ring) for ring in boxed])))


def _joined(rings: Sequence[Ring]) -> list[Point]:
    """Several rings as one line: out to each island and back the same way, which encloses nothing more."""
    line: list[Point] = []
    for ring in rings:
        line += [*ring, ring[0]]
        if ring is not rings[0]:
            line.append(rings[0][0])
    return line


def _thinned(ring: Ring) -> Ring:
    kept = [ring[0]]
    for point in ring[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > 100 * FINE:
            kept.append(point)
    return kept


def _ends(points: Sequence[Point], axis: int) -> tuple[float, float]:
    values = [point[axis] for point in points]
    return min(values), max(values)
