"""The simulated province has the real one's shape, for any seed: levels, spread, seasons, big and tiny units."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from connectors.sandbox import troubles
from connectors.sandbox.counts import DocumentCounts, OneStopCells, PortalCounts
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month

OCTOBER = Month(2026, 10)


@pytest.fixture(params=[1, 2026, "an-giang"])
def any_province(request: pytest.FixtureRequest, new_province: Callable[[int | str], Province]) -> Province:
    seed: int | str = request.param
    return new_province(seed)


def one_stop(province: Province, month: Month) -> dict[str, OneStopCells]:
    return {unit.code: province.one_stop(unit.code, month.start, month.end) for unit in province.units}


def portal(province: Province, months: Iterable[Month]) -> dict[str, PortalCounts]:
    asked = list(months)
    return {unit.code: province.portal(unit.code, asked) for unit in province.units}


def documents(province: Province, month: Month) -> dict[str, DocumentCounts]:
    return {unit.code: province.documents(unit.code, month.start, month.end) for unit in province.units}


def meeting(pairs: Iterable[tuple[int, int]], low: int = 95, high: int = 101) -> int:
    return sum(low * whole <= 100 * part < high * whole for part, whole in pairs if whole >= 30)


def test_volume(any_province: Province) -> None:
    received = {month: OneStopCells.total(one_stop(any_province, month).values()).received for month in year(2026, 10)}
    assert 37_000 < sum(received.values()) / 10 < 44_000
    assert received[Month(2026, 2)] < 0.75 * received[Month(2026, 3)]
    december = OneStopCells.total(one_stop(any_province, Month(2025, 12)).values()).received
    assert december > 1.1 * received[Month(2026, 6)]


def test_units_from_thousands_to_none(any_province: Province) -> None:
    months = [Month(2023, 11).later(i) for i in range(36)]
    received = {
        month: {code: cells.received for code, cells in one_stop(any_province, month).items()} for month in months
    }
    october = received[OCTOBER]
    assert min(october[code] for code in ("H01.12", "H01.155", "H01.201")) > 1500
    assert october["H01.200"] < 30
    for tiny in ("H01.07", "H01.202"):
        assert max(received[month][tiny] for month in months) < 30
        assert any(received[month][tiny] == 0 for month in months)
    rural = [
        october[unit.code] for unit in any_province.units if unit.kind == "commune" and unit.code != troubles.SHRINKS
    ]
    assert sum(80 <= count <= 520 for count in rural) == len(rural)


def test_k1_is_in_its_band_and_rises(any_province: Province) -> None:
    def rate(month: Month) -> float:
        total = OneStopCells.total(one_stop(any_province, month).values())
        return 100 * total.both / total.resolved

    assert 70 < rate(OCTOBER) < 78
    assert 57 < rate(Month(2023, 11)) < 66
    assert rate(Month(2023, 11)) < rate(Month(2024, 11)) < rate(Month(2025, 11)) < rate(OCTOBER)


def test_k1_spreads_and_few_units_meet_it(any_province: Province) -> None:
    pairs = {code: (cells.both, cells.resolved) for code, cells in one_stop(any_province, OCTOBER).items()}
    assert 5 <= meeting(pairs.values()) <= 14
    assert 5 <= meeting(pairs.values(), 90, 95) <= 18
    part, whole = pairs["H01.201"]
    assert 48 < 100 * part / whole < 56


def test_components_and_results_on_the_one_stop_system(any_province: Province) -> None:
    total = OneStopCells.total(one_stop(any_province, OCTOBER).values())
    assert 77 < 100 * total.with_components / total.received < 84
    assert 79 < 100 * total.with_result / total.resolved < 86


def test_the_portal_shows_far_less(any_province: Province) -> None:
    so_far = portal(any_province, year(2026, 10))
    total = PortalCounts.total(so_far.values())
    assert 19 < 100 * total.both / total.competence < 24
    assert 70 < 100 * total.results / total.competence < 75
    assert 17 < 100 * total.reused / total.competence < 25
    assert 1.3 < 100 * total.stored / total.competence < 2
    assert 48 < 100 * total.population / total.competence < 59
    assert 89 < 100 * total.on_time / total.handled < 93
    assert 64 < 100 * total.online / total.channels < 74
    assert 1 <= meeting((counts.both, counts.competence) for counts in so_far.values()) <= 4


def test_portal_endpoints_count_on_different_bases(any_province: Province) -> None:
    total = PortalCounts.total(portal(any_province, year(2026, 10)).values())
    assert len({total.competence, total.handled, total.channels}) == 3
    assert total.channels - total.competence < total.competence // 100


def test_documents(any_province: Province) -> None:
    counts = documents(any_province, OCTOBER)
    total = DocumentCounts.total(counts.values())
    assert 89 < 100 * (total.signed + total.electronic) / (total.outgoing + total.incoming) < 93
    pairs = [(unit.signed + unit.electronic, unit.outgoing + unit.incoming) for unit in counts.values()]
    assert 30 <= meeting(pairs) <= 44
    assert 60 < 100 * total.casefiles_online / total.casefiles < 75


def year(number: int, months: int) -> list[Month]:
    return [Month(number, month) for month in range(1, months + 1)]
