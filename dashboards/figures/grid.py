"""The grid of units: AG Grid Community, its columns, rows, texts and colours. Rows keep the order given.

A province's rows are in the page; a nation's come block by block as the reader scrolls, in the address's own order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash_ag_grid as dag
import polars as pl
from dash.development.base_component import Component

from dashboards.figures.parts import Row, change
from dashboards.service import IndicatorInfo
from dashboards.words import Words

GRID = "units-grid"
"""Type of the grid's id; the query of its page is its name, so that an answer meant for an earlier list never lands."""
BLOCK = 100
"""Rows that a grid in a frame asks for at once."""
_THEME = (
    "themeQuartz.withParams({fontFamily: 'inherit', fontSize: 13, headerFontSize: 12, backgroundColor: 'var(--paper)',"
    " foregroundColor: 'var(--ink)', headerBackgroundColor: 'var(--paper)', headerTextColor: 'var(--ink-3)',"
    " borderColor: 'var(--line)', rowHoverColor: 'var(--ground)', accentColor: 'var(--blue)',"
    " selectedRowBackgroundColor: 'var(--blue-wash)', wrapperBorderRadius: 8,"
    " cellHorizontalPadding: 9, browserColorScheme: 'inherit'})"
)
_TEXTS = {
    "vi": {
        "noRowsToShow": "Không có đơn vị nào khớp",
        "loadingOoo": "Đang tải…",
        "ariaSortableColumn": "Nhấn Enter để sắp xếp",
        "ariaColumn": "Cột",
        "ariaRowSelect": "Nhấn phím cách để chọn dòng này",
        "sortAscending": "Tăng dần",
        "sortDescending": "Giảm dần",
    },
    "en": {},
}
"""The few of the grid's own texts that these columns can show; everything else it can do is switched off."""
_COLUMNS: tuple[tuple[str, int, bool, Mapping[str, Any]], ...] = (
    ("place", 62, True, {"cellClass": "num", "headerClass": "num"}),
    ("unit", 150, True, {"cellRenderer": "SohoaUnit", "pinned": "left", "flex": None, "width": 196}),
    ("rate", 76, True, {"cellClass": "num strong", "headerClass": "num"}),
    ("interval", 116, False, {"cellClass": "num", "headerClass": "num"}),
    ("change", 98, True, {"cellRenderer": "SohoaChange", "cellClass": "num", "headerClass": "num"}),
    ("shortfall", 98, True, {"cellClass": "num strong", "headerClass": "num"}),
    ("share", 92, False, {"cellClass": "num", "headerClass": "num"}),
    ("cases", 112, True, {"cellClass": "num", "headerClass": "num"}),
    ("spark", 114, False, {"cellRenderer": "SohoaSpark"}),
    ("status", 128, False, {"cellRenderer": "SohoaStatus"}),
    ("kind", 92, True, {}),
)
"""Column, least width in pixels, whether its heading sorts, and the rest of its definition."""


def whole(words: Words, query: str, order: str | None, rows: Sequence[Mapping[str, object]]) -> Component:
    """The grid with all its ``rows`` (of ``rows``), as tall as they are; they come in their order.

    ``query``: that of the page; ``order`` such as rate-desc marks the heading they are sorted by.
    """
    # The server sorts, so that the exported file has the same order.
    columns = {**_PLAIN_COLUMN, "comparator": {"function": "sohoaAsGiven"}}
    made: Component = dag.AgGrid(
        id=grid_id(query),
        columnDefs=_columns(words, order),
        rowData=list(rows),
        defaultColDef=columns,
        getRowId="params.data.code",
        dashGridOptions={**_options(words), "domLayout": "autoHeight"},
        className="units-grid",
        style={"height": None},
    )
    return made


def framed(words: Words, query: str, order: str | None, count: int) -> Component:
    """The grid in a frame of its own that asks for its ``count`` rows block by block as they come into sight.

    A row is known by its place, not by its unit's code: its cell keeps the focus when its data arrives.
    """
    made: Component = dag.AgGrid(
        id=grid_id(query),
        columnDefs=_columns(words, order),
        rowModelType="infinite",
        defaultColDef=_PLAIN_COLUMN,
        dashGridOptions={
            **_options(words),
            "infiniteInitialRowCount": count,
            "cacheBlockSize": BLOCK,
            "cacheOverflowSize": 1,
            "maxConcurrentDatasourceRequests": 1,
            "blockLoadDebounceMillis": 60,
        },
        className="units-grid tall",
        style={"height": "75vh"},
    )
    return made


def grid_id(query: str) -> dict[str, str]:
    """Id of the grid on the page with this query."""
    return {"type": GRID, "query": query}


def _columns(words: Words, order: str | None) -> list[dict[str, Any]]:
    column, _, direction = (order or "").rpartition("-")
    return [
        {
            "colId": name,
            "field": name,
            "headerName": words(f"units.col.{name}"),
            "minWidth": width,
            "flex": 1,
            "sortable": sortable,
            "sort": direction if name == column else None,
            **more,
        }
        for name, width, sortable, more in _COLUMNS
    ]


_PLAIN_COLUMN: Mapping[str, Any] = {
    "resizable": True,
    "cellDataType": False,
    "suppressMovable": True,
    "suppressHeaderMenuButton": True,
    "wrapHeaderText": True,
    "autoHeaderHeight": True,
    "sortingOrder": ["desc", "asc", None],
}


def _options(words: Words) -> dict[str, Any]:
    return {
        "theme": {"function": _THEME},
        "localeText": _TEXTS[words.lang],
        "suppressMultiSort": True,
        "suppressCellFocus": False,
        "ensureDomOrder": True,
        "rowHeight": 38,
        "animateRows": False,
        "enableCellTextSelection": True,
    }


def rows(
    words: Words,
    frame: pl.DataFrame,
    info: IndicatorInfo,
    rates: Mapping[str, Sequence[float | None]],
    href: Callable[[str], str],
) -> list[dict[str, object]]:
    """What each cell shows. ``frame``: FIGURES plus change, share, place; ``rates``: each unit's last months."""
    return [_row(words, row, info, rates.get(row["unit"], ()), href) for row in frame.iter_rows(named=True)]


def _row(
    words: Words, row: Row, info: IndicatorInfo, rates: Sequence[float | None], href: Callable[[str], str]
) -> dict[str, object]:
    blank = words("blank")
    low, high = row["interval_low"], row["interval_high"]
    moved: Any = change(words, row["change"], info.direction)
    return {
        "code": row["unit"],
        "unit": row["unit_name"],
        "href": href(row["unit"]),
        "place": blank if row["place"] is None else words.count(row["place"]),
        "kind": words(f"kind.{row['kind']}"),
        "rate": words.percent(row["shown"]),
        "interval": blank if low is None else f"{words.points(low)}–{words.points(high)}%",
        "change": moved.children,
        "tone": moved.className,
        "shortfall": blank if row["shortfall"] is None else words.count(row["shortfall"]),
        "share": words.percent(row["share"]),
        "cases": f"{words.count(row['numerator'])} / {words.count(row['denominator'])}",
        "spark": [None if rate is None else round(rate, 1) for rate in rates],
        "status": row["status"],
        "word": words.status(row["status"]),
    }


def order_of(state: Sequence[Mapping[str, Any]] | None) -> str | None:
    """The grid's sorting as an address has it: rate-desc; None if no heading sorts."""
    sorted_by = [f"{column['colId']}-{column['sort']}" for column in state or () if column.get("sort")]
    return sorted_by[0] if sorted_by else None
