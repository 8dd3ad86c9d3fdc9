from __future__ import annotations

from typing import Any

import pytest

from dashboards.figures.sentence import completeness, facts, headline, milestone_sentence, sentence
from dashboards.words import Words
from monitor.periods import parse
from tests.dashboards.fake import FakeIndicator, FakeService
from tests.dashboards.fake_figures import figure, frame
from tests.dashboards.reading import text

OCTOBER = parse("2026-10", "calendar")


@pytest.fixture
def k1(service: FakeService) -> FakeIndicator:
    return service.indicators("vi")[0]


def said(vi: Words, k1: FakeIndicator, row: dict[str, object] | None) -> str:
    return sentence(vi, row, k1, OCTOBER, "toàn tỉnh", absence="source").replace("**", "")


def test_short_of_the_target_the_numbers_on_the_screen_add_up(vi: Words, k1: FakeIndicator) -> None:
    assert said(vi, k1, figure(40_417, 52_110)) == (
        "Tháng 10/2026, chỉ tiêu “Xử lý TTHC trên môi trường số” của toàn tỉnh đạt 77,56%, còn cách mục tiêu 95% là "
        "17,44 điểm: cần thêm 9.088 hồ sơ."
    )


def test_a_rate_that_rounds_to_the_target_is_not_called_met(vi: Words, k1: FakeIndicator) -> None:
    row = figure(94_999, 100_000)
    assert row["shown"] == "95.00"
    assert "sau làm tròn nhưng chưa đủ mục tiêu 95%: cần thêm 1 hồ sơ" in said(vi, k1, row)


def test_met_exactly(vi: Words, k1: FakeIndicator) -> None:
    assert said(vi, k1, figure(95, 100)).endswith("đạt 95,00%: đã đạt mục tiêu 95%.")


@pytest.mark.parametrize(
    ("row", "words_in_it"),
    [
        (figure(0, 0), "không phát sinh hồ sơ"),
        (figure(None, None), "chưa có số liệu"),
        (figure(None, None, status="needs_check"), "cần kiểm tra"),
        (figure(70, 100, status="needs_check"), "cần kiểm tra"),
        (figure(3, 12), "3/12 hồ sơ (25,00%). Số lượng quá nhỏ"),
        (None, "chưa có nguồn số liệu"),
    ],
)
def test_what_is_no_rate_is_said_in_words(
    vi: Words, k1: FakeIndicator, row: dict[str, object] | None, words_in_it: str
) -> None:
    assert words_in_it in said(vi, k1, row)


@pytest.mark.parametrize(
    ("absence", "said_so"),
    [("source", "chưa có nguồn số liệu"), ("unit", "chỉ công bố số của toàn tỉnh"), ("calendar", "Hãy chọn lịch khác")],
)
def test_why_there_is_no_figure(vi: Words, k1: FakeIndicator, absence: str, said_so: str) -> None:
    assert said_so in sentence(vi, None, k1, OCTOBER, "Xã A", absence=absence)


def test_null_is_never_shown_as_zero_per_cent(vi: Words, k1: FakeIndicator) -> None:
    assert "0,00%" not in said(vi, k1, figure(None, None))
    assert "0,00%" not in said(vi, k1, figure(0, 0))
    assert "đạt 0,00%" in said(vi, k1, figure(0, 40))


def test_above_what_is_allowed(vi: Words, service: FakeService) -> None:
    late = next(info for info in service.indicators("vi") if info.direction == "low")
    row = figure(15, 100, target=10.0, shortfall=5)
    assert "cao hơn mức cho phép 10% là 5,00 điểm" in sentence(
        vi, row, late, OCTOBER, "toàn tỉnh", absence="unit"
    ).replace("**", "")


def test_the_milestone_is_said_unless_the_target_is_met(vi: Words, k1: FakeIndicator) -> None:
    assert milestone_sentence(vi, figure(70, 100), k1, 2026) == "Để đạt mốc 2026 (80%) cần thêm 10 hồ sơ."
    assert milestone_sentence(vi, figure(85, 100), k1, 2026) == "Đã vượt mốc 2026 (80%)."
    assert milestone_sentence(vi, figure(96, 100), k1, 2026) is None
    assert milestone_sentence(vi, figure(85, 100, milestone=None), k1, 2026) is None


def province(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    return figure(700, 1_000, unit="H01", kind="province", basis="children", reported=116, expected=117, **more)


def test_the_headline_tells_where_the_gap_lies(vi: Words, k1: FakeIndicator) -> None:
    row = province()
    units = [figure(100 - lack, 100, unit=f"H01.{lack}", kind="commune") for lack in (40, 30, 20, 15, 10, 8, 6)]
    shown = text(headline(vi, row, k1, OCTOBER, frame(row, *units), absence="unit"))
    # shortfalls are lack − 5: 35, 25, 15, 10, 5, 3, 1 = 94; the five largest 90/94 = 95.74 %
    assert "5 đơn vị thiếu nhiều nhất chiếm 95,74% khoảng thiếu của 7 đơn vị dưới mục tiêu" in shown
    assert "116/117 đơn vị đã báo cáo" in shown
    assert "04:00 02/11/2026" in shown
    assert "công thức đề xuất, chờ thẩm định" in shown


def test_a_total_of_the_source_itself_is_called_so(vi: Words, k1: FakeIndicator) -> None:
    row = province() | {"basis": "own"}
    shown = text(headline(vi, row, k1, OCTOBER, frame(row), absence="unit"))
    assert "chỉ công bố số của toàn tỉnh" in shown
    assert "116/117" not in shown


def test_an_open_period_is_called_provisional(vi: Words, k1: FakeIndicator) -> None:
    row = province(provisional=True, status="provisional")
    assert "còn tạm tính" in text(headline(vi, row, k1, OCTOBER, frame(row), absence="unit"))
    assert "Tạm tính, kỳ chưa kết thúc" in text(facts(vi, row, k1))


def test_completeness_counts_units_in_a_month_and_reports_in_longer_periods(vi: Words) -> None:
    assert completeness(vi, province()) == "116/117 đơn vị đã báo cáo"
    assert completeness(vi, province(period="2026-Q3") | {"reported": 350, "expected": 351}) == (
        "350/351 lượt báo cáo của đơn vị theo tháng"
    )
    assert completeness(vi, figure(1, 2)) is None


def test_many_reports_are_written_with_the_thousands_mark(vi: Words) -> None:
    row = {**figure(95, 100), "period": "2026-10M", "reported": 1167, "expected": 1170}
    assert completeness(vi, row) == "1.167/1.170 lượt báo cáo của đơn vị theo tháng"
