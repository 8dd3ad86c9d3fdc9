"""The quick way reads what the careful way reads, or leaves it to the careful way."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from connectors.base import Span
from connectors.errors import ContractBroken
from connectors.rest.columns import plain_counts
from connectors.rest.counting import Asked, counting, read_counts
from connectors.rest.options import Table
from connectors.spans import months
from connectors.transport import Answer

MONTHS = (months(2026, 8, 1), months(2026, 9, 1))
ASKED = Asked(Span(date(2026, 8, 1), date(2026, 9, 30)), MONTHS)
ANSWER = Answer("GET", "http://source.test/rows", 200, {}, b"[]", datetime(2026, 11, 23, tzinfo=UTC))
TABLE: dict[str, Any] = {
    "series": "thu-tuc",
    "path": "rows",
    "unit": {"code": "don_vi", "name": "ten"},
    "procedure": "ma",
    "period": {"field": "thang", "format": "YYYY-MM"},
    "measures": {"dossiers_received": "tiep_nhan", "dossiers_resolved": "giai_quyet"},
}
NAMES = st.sampled_from(["Xã A", " Xã A ", "Xa\u0303 A", "", "Đặc khu"])
COUNTS = st.one_of(st.none(), st.integers(0, 10**6), st.integers(-5, 2**63 - 1))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "don_vi": st.sampled_from(["H99.01", "H99.02 "]),
            "ten": NAMES,
            "ma": st.sampled_from(["1.000001", ""]),
            "thang": st.sampled_from(["2026-08", "2026-09", "2026-10", " 2026-08"]),
            "tiep_nhan": COUNTS,
            "giai_quyet": COUNTS,
            "khac": st.text(max_size=3),
        }
    ),
    max_size=8,
)
ODD = [
    {"tiep_nhan": "12"},
    {"tiep_nhan": 12.5},
    {"tiep_nhan": True},
    {"tiep_nhan": 2**63},
    {"tiep_nhan": [1]},
    {"thang": "08/2026"},
    {"don_vi": 7},
    {"don_vi": "", "ten": ""},
]


def careful(rows: list[Any], table: Table) -> Any:  # noqa: ANN401 - a frame and rejects
    read, undated = counting(ANSWER, rows, table, ASKED)
    counts, rejects = read_counts(ANSWER, read, table)
    return counts, (*undated, *rejects)


@given(ROWS)
def test_both_ways_read_the_same(rows: list[dict[str, object]]) -> None:
    table = Table.model_validate(TABLE)
    quick = plain_counts(rows, table, ASKED)
    counts, rejects = careful(rows, table)
    assert quick is not None
    assert rejects == ()
    assert_frame_equal(quick, counts)


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_an_odd_row_among_plain_ones_is_left_to_the_careful_way(odd: dict[str, object]) -> None:
    plain = {"don_vi": "H99.01", "ten": "", "ma": "", "thang": "2026-08", "tiep_nhan": 1, "giai_quyet": 1}
    assert plain_counts([plain, {**plain, **odd}, plain], Table.model_validate(TABLE), ASKED) is None


@pytest.mark.parametrize("rows", [[{"don_vi": "H99.01"}], [[1, 2]], ["text"], [None]], ids=str)
def test_rows_of_another_shape_end_in_the_careful_ways_sentence(rows: list[Any]) -> None:
    table = Table.model_validate(TABLE)
    assert plain_counts(rows, table, ASKED) is None
    with pytest.raises(ContractBroken):
        careful(rows, table)


@pytest.mark.parametrize(
    "change",
    [
        {"children": "con"},
        {"where": {"khac": "x"}},
        {"numbers": "text"},
        {"measures": {"dossiers_received": "so.tiep_nhan"}},
        {"measures": {"dossiers_received": {"sum": "tiep_nhan"}}},
    ],
    ids=str,
)
def test_a_table_that_is_not_plain_is_left_to_the_careful_way(change: dict[str, object]) -> None:
    assert plain_counts([], Table.model_validate({**TABLE, **change}), ASKED) is None
