"""The pages of reports over a real store: built, read, compared, reviewed and issued there, in both languages."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from docx import Document as WordFile
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from dashboards.app import create_app
from dashboards.callbacks import render
from dashboards.question import Workshop
from dashboards.reviewing import stepped
from dashboards.words import Words
from dashboards.work import Work
from monitor.figures import FigureService
from monitor.periods import parse
from monitor.reports.content import SCHEMAS
from monitor.reports.service import ReportService
from monitor.viewer import Viewer
from tests.dashboards.axe import THEMES, faults
from tests.dashboards.browsing import LAPTOP, MARKS, PHONE, PICTURES, Visit, served
from tests.dashboards.reading import hrefs, nodes, text, tree
from tests.dashboards.real import NOON, OCTOBER, PHU_QUOC, one_stop, pulled, service
from tests.running import ROOT

pytestmark = [*MARKS, pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")]
OCTOBER_CODE = parse("2026-10", "calendar")
WALL = 2560
NUMBER = re.compile(r"\d[\d.,/]*\d|\d")


def workshop(figures: FigureService) -> Workshop:
    work = Work(figures.store.engine, lambda: NOON, figures.store.evidence_dir.parent / "work")
    return Workshop(work, ReportService(figures, lambda: NOON, ROOT / "config" / "reports"))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> FigureService:
    """Two editions of October: Phú Quốc's numerator was 50 of 100 at first, and 55 later; the first is reviewed."""
    figures = service(tmp_path_factory.mktemp("reports"))
    reports = workshop(figures).reports
    reports.freeze(OCTOBER_CODE, "Phòng Tổng hợp")
    rows = one_stop(PHU_QUOC, 55, 100, OCTOBER)
    pulled(figures.store, figures.declared, "mot-cua", rows, NOON - timedelta(hours=1))
    reports.freeze(OCTOBER_CODE, "Phòng Tổng hợp")
    reports.step(1, "review", "Chánh Văn phòng", "đã đối chiếu")
    return figures


@pytest.fixture(scope="module")
def client(real: FigureService) -> FlaskClient:
    made: FlaskClient = create_app(real, workshop=workshop(real)).server.test_client()
    return made


@pytest.fixture(scope="module")
def base(real: FigureService) -> Iterator[str]:
    with served(real, workshop=workshop(real)) as address:
        yield address


def shown(real: FigureService, path: str, search: str = "") -> object:
    return render(real, path, search, workshop=workshop(real))[0]


def cells(component: object) -> list[list[str]]:
    rows = [node for node in nodes(tree(component)) if node["type"] == "Tr"]
    return [[text_of(cell) for cell in row["props"]["children"]] for row in rows]


def text_of(part: object) -> str:
    if isinstance(part, dict):
        return text_of(part["props"].get("children"))
    return "".join(map(text_of, part)) if isinstance(part, list) else str(part or "")


def test_editions_are_listed_with_state_and_documents_and_the_old_address_leads_there(real: FigureService) -> None:
    for path in ("/reports", "/data/reports"):
        page = shown(real, path)
        for words in ("Tháng 10/2026", "Dự thảo", "Đã rà soát", "Phòng Tổng hợp"):
            assert words in text(page)
        wanted = {"/reports/1/vi.pdf", "/reports/1/vi.docx", "/reports/1/vi.xlsx", "/reports/1", "/reports/2"}
        assert wanted <= set(hrefs(page))


def test_documents_are_rendered_in_each_layout_and_what_is_none_is_not_found(client: FlaskClient) -> None:
    pdf = client.get("/reports/1/vi.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert pdf.headers["Content-Disposition"] == 'inline; filename="bao-cao-2026-10-calendar-1.vi.pdf"'
    annexes = client.get("/reports/1/en.xlsx")
    assert "attachment" in annexes.headers["Content-Disposition"]
    assert "Overall" in openpyxl.load_workbook(io.BytesIO(annexes.data)).sheetnames
    party = client.get("/reports/1/vi.docx?layout=party")
    assert "calendar-1-party.vi.docx" in party.headers["Content-Disposition"]
    tables = WordFile(io.BytesIO(party.data)).tables
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in "".join(cell.text for cell in tables[0]._cells)
    assert client.get("/reports/1/vi-1.png").data.startswith(b"\x89PNG")
    wrong = ("9/vi.pdf", "1/fr.pdf", "1/vi.exe", "1/vi.docx?layout=mine", "1/vi-0.png", "1/vi-99.png", "9/vi-1.png")
    for path in wrong:
        assert client.get(f"/reports/{path}").status_code == 404, path


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/reports/9", 404, "Không có bản báo cáo số 9"),
        ("/reports/1?tab=all", 400, "preview, pages, difference, steps"),
        ("/reports/1?other=x", 400, "Hãy viết một số nguyên"),
        ("/reports?work=99999999999", 400, "Hãy viết một số nguyên"),
        ("/reports/x", 404, "Không có trang"),
    ],
)
def test_a_wrong_address_is_told(
    client: FlaskClient, real: FigureService, path: str, status: int, sentence: str
) -> None:
    assert client.get(path).status_code == status
    path, _, search = path.partition("?")
    assert sentence in text(shown(real, path, search))


def test_an_edition_of_another_period_is_not_compared_with(real: FigureService) -> None:
    page = text(shown(real, "/reports/1", "?tab=difference&other=7"))
    assert "Không so sánh được với bản số 7" in page


def test_a_job_that_is_no_more_is_told(real: FigureService) -> None:
    assert "Không còn việc số 12" in text(shown(real, "/reports", "?work=12"))


def test_who_sees_some_units_gets_no_report_about_all(real: FigureService) -> None:
    few = FigureService(real.store, real.declared, lambda: NOON, viewer=Viewer(subtree=PHU_QUOC))
    page = shown(few, "/reports")
    assert "Dự thảo" not in text(page)
    assert "chỉ người được xem mọi đơn vị" in text(page)
    assert not [link for link in hrefs(page) if link.endswith((".pdf", ".docx", ".xlsx"))]
    assert "chỉ người được xem mọi đơn vị" in text(shown(few, "/reports/1"))
    limited = create_app(few, workshop=workshop(few)).server.test_client()
    for path in ("/reports/1", "/reports/1/vi.pdf", "/reports/1/vi-1.png"):
        assert limited.get(path).status_code == 404
    told, problem = stepped(workshop(few), Words("vi"), "/reports/2", ("review", {"who": "x"}))
    assert told is None
    assert problem is not None
    assert "chỉ người được xem mọi đơn vị" in problem


@pytest.mark.parametrize(
    ("lang", "unit", "said"),
    [
        ("vi", "Đặc khu Phú Quốc", ("50,00% 50/100", "55,00% 55/100", "tử số +5, mẫu số 0")),
        ("en", "Đặc khu Phú Quốc", ("50.00% 50/100", "55.00% 55/100", "numerator +5, denominator 0")),
    ],
)
def test_what_changed_between_two_editions_can_be_read(
    real: FigureService, lang: str, unit: str, said: tuple[str, ...]
) -> None:
    # 50 → 55 of 100; the whole province 139 → 144 of 210 (Long Xuyên 80/100, Tiên Hải 9/10).
    later, earlier = (shown(real, f"/reports/{n}", f"?tab=difference&lang={lang}") for n in (2, 1))
    assert cells(later) == cells(earlier)
    rows = [row for row in cells(later) if row[1:3] == [unit, said[0]]]
    assert [tuple(row[2:]) for row in rows] == [said] * len(rows)
    assert rows
    province = [row for row in cells(later) if "139/210" in row[2]]
    assert [row[3].rpartition(" ")[2] for row in province] == ["144/210"] * len(province)
    assert province


def test_of_two_who_review_at_once_the_second_is_told(real: FigureService) -> None:
    told, problem = stepped(workshop(real), Words("vi"), "/reports/1", ("review", {"who": "x", "note": ""}))
    assert (told, problem) == (
        None,
        "Bản này vừa được người khác chuyển trạng thái. Hãy tải lại trang để xem tình trạng mới.",
    )


def numbers(texts: list[str]) -> Counter[str]:
    return Counter(number for one in texts for number in NUMBER.findall(one))


def compared(page: Page, file: Path) -> None:
    """Table cells and numbers of the preview are those of the Word file, one by one."""
    word = WordFile(str(file))
    # Tables of two columns are the heads of the paper: issuer and motto, recipients and signature.
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in word.tables if len(one.columns) > 2]
    script = "all => all.map(t => [...t.rows].map(r => [...r.cells].map(c => c.textContent)))"
    assert page.locator(".paper table").evaluate_all(script) == tables
    assert len(tables) >= 2
    body = [paragraph.text for paragraph in word.paragraphs]
    read = page.locator(".paper > p, .paper > ul > li, .paper-title p, .paper-notes p, .paper h3, .paper h4, caption")
    boxes = [cell.text for one in word.tables if len(one.columns) == 1 for cell in one._cells]
    assert numbers(read.all_text_contents()) == numbers([*body, *boxes])


@pytest.mark.parametrize(
    ("where", "named", "texts"),
    [
        (
            "/?period=2026-09&lang=vi",
            "Tháng 09/2026",
            {
                "nav": "Báo cáo",
                "build": "Lập báo cáo",
                "who": "Người lập",
                "built": "Đã lập xong",
                "open": "Mở kết quả",
                "word": "Tải Word",
                "steps": "Rà soát, ban hành",
                "by": "Người",
                "review": "Ghi nhận đã rà soát",
                "reviewed": "Đã ghi nhận rà soát.",
                "issue": "Ghi nhận đã ban hành",
                "issued": "Đã ghi nhận ban hành.",
                "final": "không thay đổi nữa",
                "same": "không đổi kể từ bản 1",
            },
        ),
        (
            "/?period=2026-Q3&lang=en",
            "Q3 2026",
            {
                "nav": "Reports",
                "build": "Build the report",
                "who": "Who builds it",
                "built": "is built",
                "open": "Open the result",
                "word": "Save Word",
                "steps": "Review and issue",
                "by": "Who",
                "review": "Note the review",
                "reviewed": "The review is noted.",
                "issue": "Note the issue",
                "issued": "The issue is noted.",
                "final": "never changes",
                "same": "Nothing about Q3 2026 has changed",
            },
        ),
    ],
)
def test_a_person_builds_reads_saves_reviews_and_issues_a_report(
    visit: Visit, tmp_path: Path, where: str, named: str, texts: dict[str, str]
) -> None:
    page = visit.page
    visit.open(where)
    page.get_by_role("link", name=texts["nav"], exact=True).click()
    build = page.get_by_role("button", name=texts["build"])
    build.click()
    expect(page.locator("#work-refused")).not_to_be_empty()
    page.get_by_label(texts["who"]).fill("Phòng Tổng hợp")
    build.click()
    told = page.get_by_role("status").filter(has_text=texts["built"])
    expect(told).to_contain_text(named)
    page.reload()
    expect(told).to_be_visible()
    expect(page.get_by_label(texts["who"])).to_have_value("Phòng Tổng hợp")
    build.click()
    expect(page.get_by_role("status").filter(has_text=texts["same"])).to_be_visible()
    page.get_by_role("link", name=texts["open"]).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(named)
    with page.expect_download() as saved:
        page.get_by_role("link", name=texts["word"]).click()
    saved.value.save_as(tmp_path / "report.docx")
    compared(page, tmp_path / "report.docx")
    page.get_by_role("link", name=texts["steps"]).click()
    for act, done in (("review", "reviewed"), ("issue", "issued")):
        button = page.get_by_role("button", name=texts[act])
        button.click()
        expect(page.locator("#step-refused")).not_to_be_empty()
        page.get_by_label(texts["by"]).fill("Chánh Văn phòng")
        button.click()
        expect(page.get_by_role("status").filter(has_text=texts[done])).to_be_visible()
    expect(page.locator("main")).to_contain_text(texts["final"])
    expect(page.locator("table.listed tbody tr")).to_have_count(3)


PARTS = ("", "?tab=pages", "?tab=difference", "?tab=steps")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_no_fault_in_light_and_dark(visit: Visit, lang: str) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for path in ("/reports", *(f"/reports/2{part}" for part in PARTS)):
        visit.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        found |= {(path, theme): faults(visit, theme) for theme in THEMES}
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [PHONE, LAPTOP, WALL])
def test_every_part_fits_every_width_and_the_paper_prints_alone(visit: Visit, width: int) -> None:
    PICTURES.mkdir(exist_ok=True)
    page = visit.page
    page.set_viewport_size({"width": width, "height": 900})
    for number, path in enumerate(("/reports", *(f"/reports/2{part}" for part in PARTS))):
        visit.open(path)
        page.screenshot(path=PICTURES / f"reports-{number}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.emulate_media(media="print")
    visit.open("/reports/2")
    expect(page.locator(".paper")).to_be_visible()
    for hidden in (".documents", ".pickers", ".segments"):
        expect(page.locator(hidden).first).to_be_hidden()


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_every_part_of_an_edition_that_may_change_has_a_name(words: Words, name: str) -> None:
    assert words(f"reports.part.{name}")
