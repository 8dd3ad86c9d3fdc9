from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sandbox.counts import OneStopCells
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month, halves
from connectors.sandbox.units import read_units
from tests.sandbox.conftest import UNIT_CODES, UNITS

FIRST, LAST = date(2023, 11, 1), date(2026, 11, 23)
PROVINCE = Province(1, read_units(UNITS, UNIT_CODES))
CODES = st.sampled_from([unit.code for unit in PROVINCE.units])
DAYS = st.dates(FIRST, LAST)
MONTHS = [Month(2023, 11).later(i) for i in range(36)]


def _everything(province: Province, month: Month) -> list[object]:
    return [
        (
            province.one_stop(unit.code, month.start, month.end),
            province.portal(unit.code, [month]),
            province.documents(unit.code, month.start, month.end),
            province.procedures(unit.code, month),
        )
        for unit in province.units
    ]


def test_same_seed_same_counts_in_whatever_order_they_are_asked(new_province: Callable[[int], Province]) -> None:
    forwards, backwards = new_province(5), new_province(5)
    months = [Month(2026, 8), Month(2026, 9), Month(2026, 10)]
    asked = [_everything(forwards, month) for month in months]
    assert [_everything(backwards, month) for month in reversed(months)][::-1] == asked


def test_another_seed_is_another_province(new_province: Callable[[int], Province]) -> None:
    assert _everything(new_province(5), Month(2026, 9)) != _everything(new_province(6), Month(2026, 9))


@settings(max_examples=200)
@given(CODES, DAYS, DAYS, DAYS)
def test_spans_add_up_wherever_they_are_cut(code: str, one: date, two: date, three: date) -> None:
    start, cut, end = sorted((one, two, three))
    after = cut + timedelta(days=1)
    whole = PROVINCE.one_stop(code, start, end)
    assert OneStopCells.total([PROVINCE.one_stop(code, start, cut), PROVINCE.one_stop(code, after, end)]) == whole
    documents = PROVINCE.documents(code, start, end)
    parts = PROVINCE.documents(code, start, cut), PROVINCE.documents(code, after, end)
    assert tuple(a + b for a, b in zip(*parts, strict=True)) == documents


def test_both_calendars_count_the_same_dossiers() -> None:
    """Reporting months 12/2023 to 11/2026 of Decree 09 run from 15 November 2023 to 14 November 2026."""
    for unit in PROVINCE.units[::7]:
        ends = [month.start + timedelta(days=13) for month in (Month(2023, 12).later(i) for i in range(36))]
        starts = [date(2023, 11, 15), *(end + timedelta(days=1) for end in ends[:-1])]
        nd09 = [PROVINCE.one_stop(unit.code, start, end) for start, end in zip(starts, ends, strict=True)]
        calendar = [PROVINCE.one_stop(unit.code, month.start, month.end) for month in MONTHS[1:]]
        before = PROVINCE.one_stop(unit.code, date(2023, 11, 15), date(2023, 11, 30))
        after = PROVINCE.one_stop(unit.code, date(2026, 11, 1), date(2026, 11, 14))
        assert OneStopCells.total(nd09) == OneStopCells.total([before, *calendar, after])


@settings(max_examples=200)
@given(CODES, DAYS, DAYS)
def test_parts_never_exceed_their_whole_on_the_one_stop_system(code: str, one: date, two: date) -> None:
    cells = PROVINCE.one_stop(code, min(one, two), max(one, two))
    assert min(cells) >= 0
    assert cells.both <= min(cells.with_components, cells.with_result)
    assert cells.with_result <= cells.resolved <= cells.received
    assert cells.with_components <= cells.received


@given(CODES, st.sampled_from(MONTHS), st.integers(1, 12))
def test_parts_never_exceed_their_whole_on_the_portal(code: str, month: Month, length: int) -> None:
    counts = PROVINCE.portal(code, [month.later(i) for i in range(length)])
    assert min(counts) >= 0
    assert counts.both <= counts.results <= counts.competence
    assert max(counts.reused, counts.stored, counts.population) <= counts.competence
    assert max(counts.on_time, counts.completed) <= counts.handled
    assert counts.online + counts.postal <= counts.channels
    connected, used = PROVINCE.procedures(code, month)
    assert 0 <= connected <= used


@given(CODES, st.sampled_from(MONTHS))
def test_parts_never_exceed_their_whole_in_the_register(code: str, month: Month) -> None:
    counts = PROVINCE.documents(code, month.start, month.end)
    assert 0 <= counts.sent <= counts.signed <= counts.outgoing
    assert 0 <= counts.received <= counts.electronic <= counts.incoming
    assert 0 <= counts.casefiles_online <= counts.casefiles


def test_nothing_is_known_of_the_time_before_it_opened() -> None:
    assert PROVINCE.one_stop("H01.101", date(2020, 1, 1), date(2022, 12, 31)).received == 0
    assert not list(halves(date(2023, 1, 2), date(2023, 1, 1)))


def test_twelve_units_are_restated_by_three_to_eight_per_cent() -> None:
    for month in MONTHS:
        missed = PROVINCE.uncounted_at_first(month)
        assert len(missed) == 12
        assert all(0.03 <= share <= 0.08 for share in missed.values())
    assert PROVINCE.uncounted_at_first(MONTHS[-1]).keys() != PROVINCE.uncounted_at_first(MONTHS[-2]).keys()
