"""What is frozen comes back as it was, whatever it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from monitor.periods import parse
from monitor.reports.content import SCHEMAS, Content, from_bytes, to_bytes

_VALUES = {
    pl.String: st.text(st.characters(codec="utf-8"), max_size=8),
    pl.Int64: st.integers(-(2**63), 2**63 - 1),
    pl.Float64: st.floats(allow_nan=False, allow_infinity=False),
    pl.Boolean: st.booleans(),
    pl.Date: st.dates(date(1970, 1, 1), date(2100, 1, 1)),
    pl.Datetime: st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
}


@st.composite
def frames(draw: st.DrawFn, name: str) -> pl.DataFrame:
    schema = SCHEMAS[name]
    height = draw(st.integers(0, 3))
    columns = {
        column: draw(st.lists(st.none() | _VALUES[type(kind)], min_size=height, max_size=height))
        for column, kind in schema.items()
    }
    return pl.DataFrame(columns, schema=schema)


@settings(max_examples=30, deadline=None)
@given(st.fixed_dictionaries({name: frames(name) for name in SCHEMAS}), st.booleans(), st.booleans())
def test_frozen_content_comes_back_and_freezes_alike(
    held: dict[str, pl.DataFrame],
    simulated: bool,
    complete: bool,
) -> None:
    content = Content(parse("2026-Q3", "nd09"), "Tỉnh An Giang", simulated, complete, held)
    body = to_bytes(content)
    back = from_bytes(body)
    assert (back.period, back.simulated, back.complete) == (content.period, simulated, complete)
    for name, frame in held.items():
        assert_frame_equal(back[name], frame)
    assert to_bytes(back) == body
