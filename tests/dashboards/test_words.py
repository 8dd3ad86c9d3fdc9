from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards.words import Words, stressed
from monitor.periods import CalendarName, parse

EN, VI = Words("en"), Words("vi")


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [(1_234_567, "1.234.567", "1,234,567"), (0, "0", "0"), (-12, "−12", "−12"), (None, "chưa báo cáo", "not reported")],
)
def test_counts(value: int | None, vietnamese: str, english: str) -> None:
    assert (VI.count(value), EN.count(value)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [("77.56", "77,56%", "77.56%"), ("0.00", "0,00%", "0.00%"), ("100.00", "100,00%", "100.00%"), (None, "–", "–")],
)
def test_rates_keep_the_rounding_of_the_core(value: str | None, vietnamese: str, english: str) -> None:
    assert (VI.percent(value), EN.percent(value)) == (vietnamese, english)


def test_levels_drop_needless_decimals() -> None:
    assert [VI.level(value) for value in (95.0, 92.5, None)] == ["95%", "92,5%", "–"]


@pytest.mark.parametrize(
    ("value", "text"), [(1.005, "1,01"), (-0.125, "0,13"), (Decimal("17.44"), "17,44"), (0, "0,00")]
)
def test_points_are_rounded_half_up_without_sign(value: Decimal | float, text: str) -> None:
    assert VI.points(value) == text


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        ("2026-10", "Tháng 10/2026", "October 2026"),
        ("2026-03", "Tháng 03/2026", "March 2026"),
        ("2026-Q3", "Quý III/2026", "Q3 2026"),
        ("2026-H1", "Sáu tháng đầu năm 2026", "H1 2026"),
        ("2026-9M", "Chín tháng năm 2026", "First nine months of 2026"),
        ("2026", "Năm 2026", "2026"),
    ],
)
@pytest.mark.parametrize("calendar", ["calendar", "nd09"])
def test_periods(code: str, vietnamese: str, english: str, calendar: CalendarName) -> None:
    period = parse(code, calendar)
    assert (VI.period(period), EN.period(period)) == (vietnamese, english)


def test_days_and_moments_are_vietnams() -> None:
    assert VI.day(date(2026, 11, 2)) == "02/11/2026"
    assert VI.moment(datetime(2026, 11, 1, 21, 0, tzinfo=UTC)) == "04:00 02/11/2026"


def test_stressed_text_becomes_strong() -> None:
    parts = stressed("còn **9.092** hồ sơ")
    assert [part if isinstance(part, str) else f"<{part.children}>" for part in parts] == ["còn ", "<9.092>", " hồ sơ"]
