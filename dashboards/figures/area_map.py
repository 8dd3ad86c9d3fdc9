"""The units where they lie, in the tones of distance. Drawn with outlines alone: no tiles of a map are fetched."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from dash import html
from dash.development.base_component import Component

from dashboards.figures.distance import said, toned
from dashboards.figures.outlines import Area, picture
from dashboards.figures.parts import inside
from dashboards.words import Words
from monitor.declared.areas import Areas


def area_map(words: Words, units: pl.DataFrame, areas: Areas, href: Callable[[str], str]) -> Component:
    """Each unit that has an area, leading to its page. ``units``: FIGURES of one period.

    The keyboard and who cannot see the picture have the same units as tiles below it.
    """
    drawn = picture(areas.of)
    told = toned(units.filter(pl.col("unit").is_in(list(areas.of)))).sort("unit")
    parts = [
        inside(
            None,
            href(row["unit"]),
            f"{row['unit_name']}: {said(words, row)}",
            f"area far {row['tone']}",
            style=_place(drawn.of[row["unit"]]),
        )
        for row in told.iter_rows(named=True)
    ]
    return html.Div(parts, className="area-map", style={"aspectRatio": f"{drawn.ratio:.4f}"})


def _place(area: Area) -> dict[str, str]:
    outline = ",".join(f"{x:.1f}% {y:.1f}%" for x, y in area.outline)
    return {
        "left": f"{area.left:.2f}%",
        "top": f"{area.top:.2f}%",
        "width": f"{area.width:.2f}%",
        "height": f"{area.height:.2f}%",
        "clipPath": f"polygon({outline})",
    }
