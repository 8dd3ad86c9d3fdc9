"""The pages about procedures: what they list, that it adds up, and that the file holds exactly that."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import plotly
import pytest

from dashboards.app import create_app
from dashboards.callbacks import moved, render
from monitor.figures import FigureService
from monitor.figures.procedures import Asked
from tests.dashboards.fake import FakeService
from tests.dashboards.procedural import AGRICULTURE, BIRTH, LAND, PHU_QUOC, RENEWAL, UNKNOWN, service
from tests.dashboards.reading import hrefs, text

OCTOBER = "?period=2026-10"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return service(tmp_path_factory.mktemp("procedural"))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    return service(tmp_path_factory.mktemp("long"), many=3000)


def shown(real: FigureService, search: str = OCTOBER, path: str = "/procedures") -> str:
    return text(render(real, path, search)[0])


def listed(real: FigureService, search: str) -> list[str]:
    """Codes of the procedures of a page in its order."""
    links = [link.partition("?")[0] for link in hrefs(render(real, "/procedures", search)[0])]
    return [link.removeprefix("/procedure/") for link in links if link.startswith("/procedure/")]


def test_the_sentence_names_field_procedure_and_a_sum_that_adds_up(real: FigureService) -> None:
    page = shown(real)
    # Missing of 95 %: land 76 - 36 = 40 and 47.5 - 10 = 37.5, so the field 77.5; birth 104.5 - 104 = 0.5;
    # fishing boats 47.5 - 50 = -2.5; unknown -0.5; the rest 28.5 - 15 = 13.5. Together 313.5 - 225 = 88.5, so 89:
    # the three cases beyond the whole ones go to the halves of birth, boats and renewal, first by code.
    assert "lĩnh vực Đất đai giữ 84,70% khoảng thiếu của toàn tỉnh" in page
    assert "40 hồ sơ, 2/2 đơn vị dưới mục tiêu" in page
    assert "Tổng khoảng thiếu 89 hồ sơ = 76 theo thủ tục + 13 không gắn với thủ tục nào" in page
    assert "68,18% (225/330)" in page


def test_procedures_come_by_what_they_lack_or_by_rate(real: FigureService) -> None:
    assert listed(real, OCTOBER) == [LAND, RENEWAL, BIRTH, UNKNOWN, "1.003650"]
    # Rates: renewal 20 %, land 45 %, birth 94.55 %, then the two at 100 %.
    assert listed(real, f"{OCTOBER}&sort=rate") == [RENEWAL, LAND, BIRTH, "1.003650", UNKNOWN]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("&find=dang ky KHAI sinh", [BIRTH]),
        ("&find=1.0139", [LAND]),
        ("&field=dat-dai", [LAND, RENEWAL]),
        ("&field=none", [UNKNOWN]),
        ("&authority=province", [RENEWAL, "1.003650"]),
        ("&kind=department", [RENEWAL, "1.003650"]),
        ("&find=khong co", []),
    ],
)
def test_the_list_is_narrowed_by_the_address(real: FigureService, search: str, found: list[str]) -> None:
    assert listed(real, OCTOBER + search) == found


def test_the_share_stays_that_of_the_whole_when_the_list_is_narrowed(real: FigureService) -> None:
    # 0.5 of 40 + 37.5 + 0.5 + 13.5 = 91.5
    assert "0,55%" in shown(real, f"{OCTOBER}&find=khai sinh")


def test_the_remainder_is_shown_where_nothing_is_filtered(real: FigureService) -> None:
    rest = "Không theo thủ tục"
    assert shown(real).count(rest) == 2
    assert shown(real, f"{OCTOBER}&field=dat-dai").count(rest) == 1


def test_one_procedure_says_what_is_needed_who_is_short_and_where_it_came_from(real: FigureService) -> None:
    page = shown(real, path=f"/procedure/{LAND}")
    assert "đạt 45,00% (36/80); cần thêm 40 hồ sơ để đạt 95%. 2/2 đơn vị" in page
    assert "Chiếm 43,72% khoảng thiếu" in page
    assert page.index("Đặc khu Phú Quốc") < page.index("Phường Long Xuyên")
    assert "sha256" in page
    assert f"/unit/{PHU_QUOC}" in str(hrefs(render(real, f"/procedure/{LAND}", OCTOBER)[0]))
    english = shown(real, f"{OCTOBER}&lang=en", f"/procedure/{RENEWAL}")
    assert "38 more dossiers needed to reach 95%" in english


def test_the_passport_of_a_procedure_holds_its_own_counts(real: FigureService) -> None:
    assert real.procedures is not None
    period = real.period("2026-10")
    whole = real.procedures.explain(Asked("K1"), period, LAND)
    unit = real.procedures.explain(Asked("K1", unit=PHU_QUOC), period, LAND)
    assert whole is not None
    assert unit is not None
    assert [value for _, _, value in (*whole.numerator_measures, *whole.denominator_measures)] == [36, 80]
    assert [value for _, _, value in (*unit.numerator_measures, *unit.denominator_measures)] == [6, 40]
    assert [version[1:] for version in unit.versions] == [(6, 40)]
    assert all(len(real.store.evidence(digest)) == size for digest, _, size in whole.evidence)
    assert real.procedures.explain(Asked("K1", unit=AGRICULTURE), period, LAND) is None


def test_an_indicator_nobody_counts_by_procedure_says_so(real: FigureService, fake: FakeService) -> None:
    assert "Chưa có nguồn nào đếm" in shown(real, f"{OCTOBER}&indicator=K2")
    assert "/procedures" not in str(hrefs(render(fake, "/", "")[0]))


def test_a_source_that_tells_totals_only_gives_way(real: FigureService) -> None:
    assert "“Thống kê một cửa theo thủ tục" in shown(real, f"{OCTOBER}&source=mot-cua")


def test_wrong_addresses_are_answered_with_a_sentence(real: FigureService) -> None:
    client = create_app(real).server.test_client()
    assert client.get(f"/procedure/{LAND}{OCTOBER}").status_code == 200
    assert client.get(f"/procedure/8.888888{OCTOBER}").status_code == 404
    assert "8.888888" in shown(real, path="/procedure/8.888888")
    assert client.get(f"/procedures{OCTOBER}&field=no-such").status_code == 400
    assert client.get(f"/procedures.csv{OCTOBER}&authority=king").status_code == 400


def test_the_file_holds_the_rows_of_the_page_in_its_order(real: FigureService) -> None:
    client = create_app(real).server.test_client()
    body = client.get(f"/procedures.csv{OCTOBER}&field=dat-dai&sort=rate").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [row["Mã thủ tục"] for row in rows] == [RENEWAL, LAND]
    assert [(row["Tử số"], row["Mẫu số"], row["Cần thêm để đạt mục tiêu"]) for row in rows] == [
        ("10", "50", "38"),
        ("36", "80", "40"),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/procedures.xlsx{OCTOBER}").data)).worksheets[0]
    told = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=5)]
    assert [line[0] for line in told] == [LAND, RENEWAL, BIRTH, UNKNOWN, "1.003650", ""]
    assert told[-1][1] == "Không theo thủ tục"
    place = [cell.value for cell in sheet[4]].index("Còn thiếu")
    assert sum(int(str(line[place])) for line in told) == 89


def test_thousands_of_procedures_come_page_by_page_and_stay_light(long: FigureService) -> None:
    first, last = listed(long, OCTOBER), listed(long, f"{OCTOBER}&page=61")
    assert (len(first), len(last)) == (50, 5)
    assert first[0] == LAND
    answer = json.dumps(render(long, "/procedures", OCTOBER), cls=plotly.utils.PlotlyJSONEncoder)
    assert len(answer.encode()) < 300_000
    again = [{"prop_id": '{"pick":"find"}.value', "value": "khai sinh"}]
    _, query = moved(long, again, "/procedures", f"{OCTOBER}&page=61")
    assert "page" not in query
    assert "find=khai%20sinh" in query


@pytest.fixture(name="fake")
def _fake() -> FakeService:
    return FakeService()
