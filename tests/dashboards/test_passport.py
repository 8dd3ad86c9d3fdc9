from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboards.figures.passport import passport
from dashboards.words import Words
from tests.dashboards.fake import FakePassport, FakeService
from tests.dashboards.fake_figures import CAPTURED, HASH
from tests.dashboards.reading import text, with_class


@pytest.fixture
def found(service: FakeService) -> FakePassport:
    found = service.explain("K1", "H01.201", period="2026-10")
    assert found is not None
    return found


def test_a_figure_can_be_walked_back_to_its_bytes(vi: Words, service: FakeService, found: FakePassport) -> None:
    shown = text(passport(vi, found, service.indicators("vi")[0], "H01.201"))
    numerator, denominator = found.numerator_measures[0][2], found.denominator_measures[0][2]
    for part in (
        vi.count(numerator),
        vi.count(denominator),
        "dossiers_input_result_digitized",
        "Hệ thống một cửa của tỉnh",
        "digitization-by-agency",
        HASH,
        "18.204 byte",
        "từ 01/10/2026 đến 31/10/2026 (tháng dương lịch)",
        "04:00 02/11/2026",
        "số 41",
        "chưa có người thẩm định",
        "sohoa explain K1 H01.201 2026-10",
        "số liệu mô phỏng",
    ):
        assert part in shown


def test_the_definition_is_the_one_in_force_then(vi: Words, service: FakeService, found: FakePassport) -> None:
    older = replace(found, version=7, numerator_text="Tử số cũ", checked_by="Ban Chỉ đạo")
    shown = text(passport(vi, older, service.indicators("vi")[0], "H01.201"))
    assert "Tử số cũ ÷" in shown
    assert "K1 · 7" in shown
    assert "Ban Chỉ đạo" in shown


def test_restated_values_are_listed_only_if_there_were_any(
    vi: Words, service: FakeService, found: FakePassport
) -> None:
    info = service.indicators("vi")[0]
    versions = ((CAPTURED, 298, 402), (CAPTURED + timedelta(days=1), 301, 402))
    assert "04:00 03/11/2026: 301/402" in text(passport(vi, replace(found, versions=versions), info, "H01.201"))
    assert "Các lần điều chỉnh" not in text(passport(vi, replace(found, versions=versions[:1]), info, "H01.201"))


def test_many_answers_are_folded_and_counted(vi: Words, service: FakeService, found: FakePassport) -> None:
    many = replace(found, evidence=[*found.evidence] * 5, evidence_count=60)
    assert "và 58 câu trả lời khác" in text(passport(vi, many, service.indicators("vi")[0], "H01.201"))


def test_a_missing_measure_is_not_zero(vi: Words, service: FakeService, found: FakePassport) -> None:
    silent = replace(found, numerator_measures=(("dossiers_x", "Hồ sơ x", None),))
    side = with_class(passport(vi, silent, service.indicators("vi")[0], "H01.201"), "numerator")[0]
    assert "chưa báo cáo" in text(side)
    assert "0" not in text(side)


def test_checks_are_findings_not_blame(vi: Words, service: FakeService, found: FakePassport) -> None:
    held = replace(found, checks=(("numerator_over_denominator", "Tử số 12 lớn hơn mẫu số 10"),))
    shown = text(passport(vi, held, service.indicators("vi")[0], "H01.201"))
    assert "Cần kiểm tra" in shown
    assert "Tử số 12 lớn hơn mẫu số 10" in shown


def test_without_counts_the_definition_remains(words: Words, service: FakeService) -> None:
    info = next(info for info in service.indicators(words.lang) if info.code == "G1")
    shown = text(passport(words, None, info, "H01.201"))
    assert words("pass.none") in shown
    assert info.numerator_text in shown
