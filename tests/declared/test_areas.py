"""The optional map: read from a local file by hand-made squares, and every way the file can be wrong."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboards.figures.area_map import area_map
from dashboards.figures.outlines import picture
from dashboards.words import Words
from monitor.declared.areas import Areas, read_areas
from monitor.declared.models import Unit
from monitor.declared.problems import Problem
from tests.dashboards.fake_figures import figure, frame
from tests.dashboards.reading import hrefs, text, with_class

BEGAN = date(2025, 7, 1)
UNITS = [
    Unit(code="P", name="Tỉnh", kind="province", parent=None, valid_from=BEGAN, gso_code="91"),
    Unit(code="A", name="Xã A", kind="commune", parent="P", valid_from=BEGAN, gso_code="30001"),
    Unit(code="B", name="Xã B", kind="commune", parent="P", valid_from=BEGAN),
]


def square(west: float, south: float, side: float = 1.0) -> list[list[list[float]]]:
    ring = [[west, south], [west + side, south], [west + side, south + side], [west, south + side], [west, south]]
    return [ring]


def feature(properties: dict[str, Any], kind: str, coordinates: object, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


def written(folder: Path, features: list[dict[str, Any]]) -> Path:
    path = folder / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def read(path: Path) -> Areas:
    problems: list[Problem] = []
    found = read_areas(path, UNITS, problems)
    assert problems == []
    assert found is not None
    return found


def test_areas_lie_where_they_are_north_at_the_top(tmp_path: Path) -> None:
    """Two unit squares at the equator's side by side corners: A south-west, B north-east; a stranger beside them."""
    path = written(
        tmp_path,
        [
            feature({"gso_code": "30001"}, "Polygon", square(100, -1)),
            feature({}, "MultiPolygon", [square(101, 0), square(101.5, 0.5, 0.25)], id="B"),
            feature({"code": "X"}, "Polygon", square(100, 0)),
        ],
    )
    areas = read(path)
    assert areas.unknown == 1
    found = picture(areas.of)
    assert found.ratio == pytest.approx(1.0)
    south_west, north_east = found.of["A"], found.of["B"]
    assert (south_west.left, south_west.top, south_west.width, south_west.height) == pytest.approx((0, 50, 50, 50))
    assert (north_east.left, north_east.top) == pytest.approx((50, 0))
    assert south_west.outline[0] == pytest.approx((0, 100))
    assert len(north_east.outline) > len(south_west.outline)
    assert north_east.outline[-1] == north_east.outline[0], "the way back to the first ring"


def test_the_map_leads_to_each_unit_and_says_how_far_it_is(tmp_path: Path) -> None:
    areas = read(written(tmp_path, [feature({"unit": "A"}, "Polygon", square(105, 10))]))
    rows = frame(figure(50, 100, unit="A", unit_name="Xã A"), figure(96, 100, unit="B", unit_name="Xã B"))
    found = area_map(Words("vi"), rows, areas, lambda unit: f"/unit/{unit}")
    assert hrefs(found) == ["/unit/A"]
    (area,) = with_class(found, "area")
    assert area["props"]["title"] == "Xã A: 50,00%, còn cách mục tiêu 45,00 điểm · Chưa đạt"
    assert area["props"]["style"]["clipPath"].startswith("polygon(0.0% 100.0%,")
    assert text(found).strip() == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no GeoJSON file of polygons"),
        ("[]", "is no GeoJSON file of polygons"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "is no GeoJSON file of polygons"),
        ('{"features": [{"geometry": null, "id": "A"}]}', "is no GeoJSON file of polygons"),
        ('{"features": []}', "holds no area of a declared unit"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_what_to_do(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(content, encoding="utf-8")
    problems: list[Problem] = []
    assert read_areas(path, UNITS, problems) is None
    (problem,) = problems
    assert said in str(problem)
    assert problem.remedy


def test_without_the_file_there_is_no_map(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_areas(tmp_path / "areas.geojson", UNITS, problems) is None
    assert problems == []
