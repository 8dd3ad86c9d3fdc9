from __future__ import annotations

from datetime import date
from typing import Literal

import polars as pl

from connectors.base import Span, count_frame
from monitor.collect.mapping import Places, placed
from monitor.declared.models import UnitCode
from tests.collect.world import RECEIVED, TODAY, declared, month, row, unit

MERGER = date(2026, 10, 20)


def places(as_of: Literal["period", "today"] = "period") -> Places:
    """U1 was merged into U2 on 2026-10-20; the code X passed from one to the other that day."""
    world = declared(
        units=[unit("U1", valid_to=date(2026, 10, 19)), unit("U2", valid_from=MERGER)],
        unit_codes=[
            UnitCode(scheme="their", code="X", unit="U1", valid_from=date(2025, 7, 1), valid_to=date(2026, 10, 19)),
            UnitCode(scheme="their", code="X", unit="U2", valid_from=MERGER),
            UnitCode(scheme="their", code="Xã Một", unit="U1", valid_from=date(2025, 7, 1), valid_to=None),
        ],
    )
    return Places(world.unit_code_frame("their"), world.unit_frame(), as_of, TODAY, ("calendar", "nd09"))


def units(rows: list[dict[str, object]], where: Places) -> list[str | None]:
    frame = placed(count_frame(rows), where)
    assert frame["row"].to_list() == list(range(len(rows)))
    return frame["unit"].to_list()


def test_a_code_means_the_unit_that_had_it_in_the_period() -> None:
    rows = [row(RECEIVED, 1, "X", month(code)) for code in ("2026-09", "2026-10", "2026-11")]
    assert units(rows, places()) == ["U1", "U2", "U2"]


def test_a_source_on_todays_map_means_todays_unit_in_every_period() -> None:
    rows = [row(RECEIVED, 1, "X", month(code)) for code in ("2024-01", "2026-09", "2026-11")]
    assert units(rows, places("today")) == ["U2", "U2", "U2"]


def test_before_and_after_its_validity_a_unit_has_no_counts() -> None:
    assert units([row(RECEIVED, 1, "X", month("2025-06"))], places()) == [None]
    # The code would still be valid, the unit is not.
    name_only = {"unit_code": "", "unit_name": "Xã Một"}
    assert units([row(RECEIVED, 1, span=month("2026-11"), **name_only)], places()) == [None]


def test_a_source_without_codes_is_read_by_its_names() -> None:
    rows = [row(RECEIVED, 1, unit_code="", unit_name="Xã Một"), row(RECEIVED, 1, unit_code="", unit_name=None)]
    frame = placed(count_frame(rows), places())
    assert frame.select("unit", "unit_known").rows() == [("U1", True), (None, False)]


def test_days_get_their_calendar_and_grain_or_none() -> None:
    odd = Span(date(2026, 10, 2), date(2026, 10, 9))
    rows = [row(RECEIVED, 1, span=span) for span in (month("2026-10"), month("2026-10", "nd09"), odd)]
    frame = placed(count_frame(rows), places())
    assert frame.select("calendar", "grain").rows() == [("calendar", "month"), ("nd09", "month"), (None, None)]


def test_no_rows_give_no_rows_with_all_columns() -> None:
    frame = placed(count_frame([]), places())
    assert frame.is_empty()
    assert frame.select("unit", "calendar", "grain", "code").schema == dict.fromkeys(
        ("unit", "calendar", "grain", "code"), pl.String()
    )
