"""The pages about the data, rendered over a real store."""

from __future__ import annotations

import pytest

from dashboards.app import create_app
from dashboards.callbacks import render
from dashboards.pages.data.frame import NAMES
from monitor.collect.rules import BY_CODE
from monitor.figures import FigureService
from tests.dashboards.fake import FakeService
from tests.dashboards.reading import hrefs, text
from tests.dashboards.real import LONG_XUYEN, service


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return service(tmp_path_factory.mktemp("real"))


def page(real: FigureService, name: str, search: str = "") -> str:
    return text(render(real, f"/data/{name}", search)[0])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_every_page_answers_in_both_languages_and_leads_to_the_others(
    real: FigureService, name: str, lang: str
) -> None:
    children, heading = render(real, f"/data/{name}", lang)
    shown = text(children)
    assert ("SIMULATED DATA" if lang else "SỐ LIỆU MÔ PHỎNG") in shown
    links = hrefs(children)
    assert {f"/data/{other}{lang}" for other in NAMES} <= set(links)
    assert heading["title"].endswith(" · sohoa")
    client = create_app(real).server.test_client()
    assert client.get(f"/data/{name}{lang}").status_code == 200


def test_sources_tell_how_their_last_pull_ended_and_what_they_serve(real: FigureService) -> None:
    shown = page(real, "sources")
    assert "Không lấy được" in shown
    assert "The axis answered 503." in shown
    links = hrefs(render(real, "/data/sources", "")[0])
    assert "/unit/H01?indicator=K3&source=cong-dvcqg" in links


def test_pulls_tell_counts_and_the_problem_with_its_remedy(real: FigureService) -> None:
    shown = page(real, "pulls")
    assert "Nothing is lost; the next pull asks again." in shown
    assert "503" not in page(real, "pulls", "?only=mot-cua")


def test_quarantine_tells_reason_remedy_and_how_to_pull_again(real: FigureService) -> None:
    shown = page(real, "quarantine")
    assert "3 số liệu bị giữ lại" in shown
    assert BY_CODE["unknown_unit"].vi in shown
    assert BY_CODE["unknown_unit"].remedy_vi in shown
    assert "sohoa pull mot-cua --from 2026-10-01 --to 2026-10-31" in shown
    assert "Thủ tục" in shown
    assert "Không có số liệu nào bị giữ lại" in page(real, "quarantine", "?only=cong-dvcqg")


def test_findings_name_evidence_and_remedy_and_lead_to_the_figure(real: FigureService) -> None:
    children, _ = render(real, "/data/findings", "?period=2026-10")
    shown = text(children)
    assert "Chưa có số liệu" in shown
    assert any(link.startswith("/unit/H01.") for link in hrefs(children))
    grave = page(real, "findings", "?period=2026-10&severity=error")
    assert grave.count("Chưa có số liệu") < shown.count("Chưa có số liệu")


def test_completeness_counts_who_reported_and_names_who_did_not(real: FigureService) -> None:
    shown = page(real, "completeness", "?period=2026-10&only=cong-dvcqg&rows=all")
    assert "Xã Tiên Hải" in shown
    assert "Phường Long Xuyên" not in shown


def test_reconciliation_splits_the_difference_and_every_unit_leads_to_its_passport(real: FigureService) -> None:
    children, _ = render(real, "/data/reconciliation", "?indicator=K3&period=2026-10")
    shown = text(children)
    # Long Xuyên 66/98 against 80/100, Phú Quốc 40/99 against 50/100, Tiên Hải (9/10) at the one-stop system only;
    # five dossiers of a unit nobody mapped are missing at the one-stop system: units = (0, 5) − (9, 10).
    assert "106 / 197" in shown
    assert "139 / 210" in shown
    assert "−33 / −13" in shown
    assert "−9 / −5" in shown
    # the portal found six more after the one-stop system was last looked at
    assert "+6 / 0" in shown
    assert f"/unit/{LONG_XUYEN}?period=2026-10&indicator=K3" in hrefs(children)
    assert "chỉ có một nguồn" in page(real, "reconciliation", "?indicator=K2")
    assert "mot-cua" in page(real, "reconciliation", "?indicator=K3&against=truc-van-ban")


def test_restatements_tell_both_values_and_the_effect(real: FigureService) -> None:
    shown = page(real, "restatements", "?period=2026-10")
    assert "1 số được sửa lại" in shown
    # 60/98 = 61.2245 %, 66/98 = 67.3469 %
    assert "61,22%" in shown
    assert "67,35%" in shown
    assert "+6,12" in shown
    assert "Không có số nào của kỳ này bị sửa lại" in page(real, "restatements", "?period=2026-10&only=mot-cua")


def test_definitions_tell_formula_basis_version_and_review(real: FigureService) -> None:
    shown = page(real, "definitions")
    for words in ("Phiên bản 1, từ 01/01/2023", "Hồ sơ đã giải quyết trong kỳ", "chưa thẩm định", "Căn cứ"):
        assert words in shown


def test_a_wrong_filter_says_what_to_do(real: FigureService) -> None:
    assert "only" in page(real, "pulls", "?only=nobody")
    client = create_app(real).server.test_client()
    assert client.get("/data/pulls?only=nobody").status_code == 400
    assert client.get("/data/nothing").status_code == 404


def test_a_service_without_answers_about_the_data_has_no_such_pages(service: FakeService) -> None:
    assert create_app(service).server.test_client().get("/data").status_code == 404
    assert "/data" not in hrefs(render(service, "/", "")[0])


def test_a_long_list_begins_with_its_first_rows_and_says_how_many_there_are(real: FigureService) -> None:
    address = "?period=2026-10&only=cong-dvcqg"
    children, _ = render(real, "/data/completeness", address)
    # the 102 communes, wards and special zones less Long Xuyên and Phú Quốc
    assert "Xem đủ 100 dòng" in text(children)
    assert f"/data/completeness{address}&rows=all".replace(
        "only=cong-dvcqg&rows=all", "rows=all&only=cong-dvcqg"
    ) in hrefs(children)
    assert "Xem đủ" not in page(real, "completeness", address + "&rows=all")
