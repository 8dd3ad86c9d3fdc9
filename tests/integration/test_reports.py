"""The monthly report as staff make it: one command, then the finished files are opened and read back."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import docx
import openpyxl
import pypdf
import pytest
import requests
import yaml
from docx.shared import Length, Pt

from tests.running import PATIENCE, Home

# openpyxl tells of the bars behind the rates, which it does not read; the cells are all these tests look at.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

PERIOD = "2026-10"
HEADER = 5
"""Row of the column titles in every annex, as a person counts."""
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def home(small_demo: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(small_demo.data, folder / "var")
    return replace(small_demo, data=folder / "var")


@pytest.fixture(scope="module")
def files(home: Home, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents of one edition by their ending."""
    folder = tmp_path_factory.mktemp("documents")
    told = home.ok("report", "build", "--period", PERIOD, "--out", str(folder))
    return {Path(line).suffix[1:]: Path(line) for line in told.splitlines()[1:]}


@pytest.fixture(scope="module")
def chosen(home: Home) -> dict[tuple[str, str], dict[str, Any]]:
    """What `sohoa rates` says, by indicator and unit, from the source that speaks for the indicator."""
    every = home.figures("--period", PERIOD)
    province = {row["indicator"]: row["source"] for row in every if row["level"] == "province"}
    heads = headline_sources(home)
    return {
        (row["indicator"], row["unit"]): row
        for row in every
        if row["source"] == heads.get(row["indicator"], province.get(row["indicator"]))
    }


def headline_sources(home: Home) -> dict[str, str]:
    declared = yaml.safe_load((home.config / "indicators.yaml").read_text(encoding="utf-8"))
    return {one["code"]: one["headline_source"] for one in declared if one.get("headline_source")}


def vietnamese(number: str) -> str:
    """1234.56 as 1.234,56."""
    whole, _, decimals = number.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


def percent(row: dict[str, Any]) -> str:
    """The rate of a figure, divided and rounded here from its counts."""
    exact = Fraction(100 * row["numerator"], row["denominator"])
    rounded = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{vietnamese(str(rounded))}%"


def document_tables(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def sheet_rows(path: Path, number: int, *, values: bool = False) -> list[dict[str, Any]]:
    sheet = openpyxl.load_workbook(path, data_only=values).worksheets[number]
    header, *rows = sheet.iter_rows(min_row=HEADER, values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def millimetres(length: Length | None) -> int:
    """Word keeps lengths in twentieths of a point."""
    assert length is not None
    return cast("int", round(length.mm))


def pdf_text(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_every_cell_of_the_annexes_is_what_rates_says(
    files: dict[str, Path], chosen: dict[tuple[str, str], dict[str, Any]]
) -> None:
    names = {row["unit"]: row["unit_name"] for row in chosen.values()}
    seen = 0
    for number in (1, 2):
        values = sheet_rows(files["xlsx"], number, values=True)
        formulas = sheet_rows(files["xlsx"], number)
        for place, (row, formula) in enumerate(zip(values, formulas, strict=True), start=HEADER + 1):
            if row["Mã"] is None:
                continue
            figure = next(f for (_, unit), f in chosen.items() if unit == row["Mã"] and matches(f, row))
            assert row["Đơn vị"] == names[row["Mã"]]
            assert (row["Tử số"], row["Mẫu số"]) == (figure["numerator"], figure["denominator"])
            assert row["Còn thiếu"] == figure["shortfall"]
            assert row["Mục tiêu"] == figure["target"]
            assert formula["Tỷ lệ"] == f'=IF(N(E{place})=0,"",100*D{place}/E{place})'
            if figure["denominator"]:
                assert row["Tỷ lệ"] == figure["rate"]
            seen += 1
    single = [f for (_, unit), f in chosen.items() if unit != "H01" and "/" not in unit]
    assert seen == len(single) > 500


def matches(figure: dict[str, Any], row: dict[str, Any]) -> bool:
    """Whether the row is about the figure's indicator: its name is all the annex gives."""
    return bool(NAMES[figure["indicator"]] == row["Chỉ tiêu"])


NAMES = {
    one["code"]: one["name"]["vi"]
    for one in yaml.safe_load((Path(__file__).parents[2] / "config" / "indicators.yaml").read_text(encoding="utf-8"))
}


HEADINGS = {"numerator": "Tử số", "denominator": "Mẫu số", "shortfall": "Còn thiếu", "rate": "Tỷ lệ (%)"}
"""Columns of the dashboard's own list, as it is taken away."""


def test_the_dashboard_shows_what_rates_says(home: Home, chosen: dict[tuple[str, str], dict[str, Any]]) -> None:
    """With the tests around it: documents, dashboard and command line agree cell by cell."""
    served = home.start("serve", "--port", "0")
    assert served.stdout is not None
    address = next(found[0] for line in served.stdout if (found := re.search(r"http://[^/\s]+", line)))
    try:
        for indicator in ("K1", "K2", "K3", "K4"):
            answer = requests.get(f"{address}/units.csv?indicator={indicator}&period={PERIOD}&status=all", timeout=120)
            listed = csv.DictReader(answer.content.decode("utf-8-sig").splitlines())
            rows = {row["Mã đơn vị"]: row for row in listed}
            units = [f for (code, unit), f in chosen.items() if code == indicator and unit != "H01" and "/" not in unit]
            assert len(rows) == len(units) > 100
            for figure in units:
                row = rows[figure["unit"]]
                for name, heading in HEADINGS.items():
                    assert row[heading] == ("" if figure[name] is None else str(figure[name])), (figure, row)
    finally:
        served.terminate()
        served.communicate(timeout=60)


def test_the_word_file_and_the_pdf_print_the_same_numbers(
    files: dict[str, Path], chosen: dict[tuple[str, str], dict[str, Any]]
) -> None:
    overall = document_tables(files["docx"])[1]
    printed = pdf_text(files["pdf"])
    rows = {row[0]: row for row in overall[1:]}
    province = [figure for (_, unit), figure in chosen.items() if unit == "H01" and figure["denominator"]]
    assert len(province) >= 8
    for figure in province:
        row = rows[NAMES[figure["indicator"]]]
        expected = [vietnamese(str(figure["numerator"])), vietnamese(str(figure["denominator"])), percent(figure)]
        assert row[1:4] == expected
        assert row[8] == vietnamese(str(figure["shortfall"]))
        for text in expected:
            assert text in printed


CAUSES = {
    "timing": "Thời điểm lấy số",
    "units": "Đơn vị chỉ có ở một nguồn",
    "procedures": "Thủ tục chỉ có ở một nguồn",
    "cancelled": "Hồ sơ rút, trả",
    "basis": "Cách đếm khác nhau",
    "unexplained": "Chưa rõ nguyên nhân",
}


def test_the_difference_of_two_sources_is_the_sum_of_its_causes(home: Home, files: dict[str, Path]) -> None:
    """Against `sohoa reconcile`: every unit's counts, their difference and its causes; the formulas a reader checks."""
    values = sheet_rows(files["xlsx"], 4, values=True)
    formulas = sheet_rows(files["xlsx"], 4)
    words = ["reconcile", "--source", "cong-dvcqg", "--source", "mot-cua", "--period", PERIOD, "--format", "json"]
    seen = 0
    for code in ("K3", "K4"):
        told = json.loads(home.ok(*words, "--indicator", code))["reconciliation"]
        pair = [row for row in values if str(row["Nguồn đối chiếu (B)"]).startswith("Hệ thống một cửa")]
        mine = {(row["Mã"], row["Phần"]): row for row in pair if row["Chỉ tiêu"] == NAMES[code]}
        for unit in told:
            for side, part in (("numerator", "Tử số"), ("denominator", "Mẫu số")):
                if unit[side] is None:
                    continue
                row = mine.pop((unit["unit"], part))
                assert (row["A"], row["B"]) == (unit[f"first_{side}"], unit[f"second_{side}"])
                assert row["Chênh lệch A − B"] == row["A"] - row["B"] == sum(row[name] for name in CAUSES.values())
                assert {one["cause"]: one[side] for one in unit["causes"]} == {c: row[n] for c, n in CAUSES.items()}
                seen += 1
        assert not mine
    assert seen > 300
    for place, row in enumerate(formulas, start=HEADER + 1):
        assert row["Chênh lệch A − B"] == f"=G{place}-H{place}"
        assert row["Tổng nguyên nhân trừ chênh lệch (phải bằng 0)"] == f"=SUM(J{place}:O{place})-I{place}"


def test_the_report_tells_why_two_sources_differ(home: Home, files: dict[str, Path]) -> None:
    words = ["--source", "cong-dvcqg", "--source", "mot-cua", "--period", PERIOD, "--unit", "H01", "--format", "json"]
    (whole,) = json.loads(home.ok("reconcile", "--indicator", "K3", *words))["reconciliation"]
    printed = " ".join(pdf_text(files["pdf"]).split())
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(files["docx"])).paragraphs)
    points = {one["cause"]: str(one["points"]).replace("-", "−").replace(".", ",") for one in whole["causes"]}
    counts = f"{vietnamese(str(whole['first_numerator']))}/{vietnamese(str(whole['first_denominator']))}"
    for told in (printed, text):
        assert f"ghi nhận {whole['first_shown'].replace('.', ',')}% ({counts})" in told
        assert f"chưa rõ nguyên nhân {points['unexplained']}" in told


def below_target(code: str, unit: str, figure: dict[str, Any]) -> bool:
    """Whether the figure is one of K1 of a single unit that is short."""
    return code == "K1" and figure["status"] in {"below", "near"} and "/" not in unit and unit != "H01"


def test_units_below_target_are_named_with_their_counts(
    files: dict[str, Path], chosen: dict[tuple[str, str], dict[str, Any]]
) -> None:
    below = document_tables(files["docx"])[2]
    short = sorted(
        (f for (code, unit), f in chosen.items() if below_target(code, unit, f)),
        key=lambda f: (-f["shortfall"], f["unit"]),
    )
    assert [row[1] for row in below[1:]] == [f["unit_name"] for f in short[:20]]
    for row, figure in zip(below[1:], short, strict=False):
        assert row[2:5] == [
            vietnamese(str(figure["numerator"])),
            vietnamese(str(figure["denominator"])),
            percent(figure),
        ]
        assert row[6] == vietnamese(str(figure["shortfall"]))


def test_the_same_edition_gives_the_same_bytes(home: Home, files: dict[str, Path], tmp_path: Path) -> None:
    told = home.ok("report", "build", "--period", PERIOD, "--out", str(tmp_path))
    assert "number 1" in told
    for path in files.values():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.suffix


def test_simulated_and_incomplete_counts_are_told_on_the_first_page(files: dict[str, Path]) -> None:
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(files["docx"])).paragraphs)
    first_page = pypdf.PdfReader(files["pdf"]).pages[0].extract_text()
    for told in (text, first_page):
        assert "SỐ LIỆU MÔ PHỎNG" in told
        assert "SỐ LIỆU CHƯA ĐẦY ĐỦ" in told
    sheet = openpyxl.load_workbook(files["xlsx"]).worksheets[0]
    assert "SỐ LIỆU MÔ PHỎNG" in str(sheet["A3"].value)


@pytest.mark.parametrize(
    ("layout", "margins", "left", "right", "number"),
    [
        (
            "state",
            (20, 20, 30, 20),
            "ỦY BAN NHÂN DÂN TỈNH AN GIANG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            r"^Số: …+/BC-VP$",
        ),
        ("party", (20, 20, 30, 15), "TỈNH ỦY AN GIANG", "ĐẢNG CỘNG SẢN VIỆT NAM", r"^Số …+-BC/VPTU$"),
    ],
)
def test_the_layout_is_the_one_of_the_rules(  # noqa: PLR0913, PLR0917 - the rules of one layout
    home: Home, tmp_path: Path, layout: str, margins: tuple[int, ...], left: str, right: str, number: str
) -> None:
    config = shutil.copytree(home.config, tmp_path / "config")
    plan = (config / "reports.yaml").read_text(encoding="utf-8")
    (config / "reports.yaml").write_text(plan.replace("layout: state", f"layout: {layout}"), encoding="utf-8")
    other = replace(home, config=config)
    told = other.ok("report", "build", "--period", PERIOD, "--out", str(tmp_path))
    path = next(Path(line) for line in told.splitlines() if line.endswith(".docx"))
    made = docx.Document(str(path))
    section = made.sections[0]
    assert (millimetres(section.page_width), millimetres(section.page_height)) == (210, 297)
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert tuple(millimetres(side) for side in sides) == margins
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml
    assert made.styles["Normal"].font.name == "Times New Roman"
    assert made.styles["Normal"].font.size == Pt(14 if layout == "party" else 13)
    head = made.tables[0].rows[0].cells
    lines = head[0].text.split("\n")
    assert lines[0].replace("\N{NO-BREAK SPACE}", " ") == left
    assert any(re.match(number, line) for line in lines)
    assert head[1].text.startswith(right)
    assert any("K/T" in cell.text for cell in made.tables[-1].rows[0].cells) == (layout == "party")
    subject = next(p.text for p in made.paragraphs if p.text.endswith("10/2026"))
    assert subject.startswith("Kết quả")
    printed = pdf_text(path.with_suffix(".pdf"))
    assert right in printed
    assert ("./." in printed) == (layout == "state")
    closing = next(p.text for p in made.paragraphs if p.text.startswith("Trên đây"))
    assert closing.endswith("./.") == (layout == "state")
    first = next(p.text for p in made.paragraphs if p.style is not None and p.style.name == "Heading 1")
    assert first.startswith("I. " if layout == "state" else "I- ")


def converted(path: Path, kind: str, folder: Path) -> Path:
    """What LibreOffice makes of a file."""
    assert OFFICE, "LibreOffice is missing; `make test` installs it on Debian"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [OFFICE, "--headless", profile, "--convert-to", kind, "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE)
    return folder / f"{path.stem}.{kind}"


def word_texts(path: Path) -> list[str]:
    """Every paragraph, then every cell of every table."""
    made = docx.Document(str(path))
    cells = [cell for table in document_tables(path) for row in table for cell in row]
    return [paragraph.text for paragraph in made.paragraphs] + cells


def test_the_word_file_goes_through_an_office_program_without_loss(files: dict[str, Path], tmp_path: Path) -> None:
    """As a Word file again every paragraph and cell is the same; as a PDF every one of them is printed."""
    texts = word_texts(files["docx"])
    assert word_texts(converted(files["docx"], "docx", tmp_path)) == texts
    printed = re.sub(r"\s|(?<=\n)\d+(?=\n)", "", pdf_text(converted(files["docx"], "pdf", tmp_path)))
    for text in texts:
        assert len(text) > 100 or "".join(text.split()) in printed, text


def test_the_english_edition_is_english_throughout(home: Home, tmp_path: Path) -> None:
    told = home.ok("report", "build", "--period", PERIOD, "--out", str(tmp_path), "--lang", "en")
    path = next(Path(line) for line in told.splitlines() if line.endswith(".docx"))
    texts = word_texts(path)
    whole = "\n".join(texts)
    head = [re.split(r"\n+", cell.replace("\N{NO-BREAK SPACE}", " ")) for cell in document_tables(path)[0][0]]
    assert head[0][:2] == ["PEOPLE'S COMMITTEE OF AN GIANG PROVINCE", "OFFICE"]
    assert head[1][:2] == ["SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"]
    assert "Office reports on procedures handled digitally" in whole
    assert "In accordance with the Provincial Party Committee's plan" in whole
    assert "in October 2026.\n" in whole
    assert "Translation for information" in whole
    for vietnamese_word in ("đơn vị", "hồ sơ", "chỉ tiêu", "Văn phòng", "Nơi nhận", "báo cáo"):
        assert vietnamese_word not in whole
    lines = pdf_text(converted(path, "pdf", tmp_path)).split("\n")
    words = {word for line in lines for word in line.split()}
    assert {"Numerator", "Denominator", "Shortfall", "Target", "Before", "Indicator"} <= words
    assert not words & {"Numerat", "Denomin", "Shortf", "Targe", "ator", "nator"}
    printed = {word for line in pdf_text(path.with_suffix(".pdf")).split("\n") for word in line.split()}
    assert {"Numerator", "Denominator", "Shortfall", "Target", "Before"} <= printed


def test_the_pdf_is_kept_for_years(files: dict[str, Path]) -> None:
    reader = pypdf.PdfReader(files["pdf"])
    metadata = reader.xmp_metadata
    assert metadata is not None
    raw = files["pdf"].read_bytes()
    assert b"pdfaid:part>2<" in raw
    assert b"pdfaid:conformance>A<" in raw
    assert b"/MarkInfo" in raw
    headings = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert any("KẾT QUẢ THỰC HIỆN" in str(title) for title in headings)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    assert all("LiberationSerif" in name for name in fonts)
    assert "Đặc khu Phú Quốc" in pdf_text(files["pdf"])


def test_a_broken_template_is_told_with_its_tag(home: Home, tmp_path: Path) -> None:
    config = shutil.copytree(home.config, tmp_path / "config")
    template = config / "reports" / "state.docx"
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(
                name, body.replace(b"{{ subject }}", b"{{ chu_de }}") if name == "word/document.xml" else body
            )
    shutil.move(broken, template)
    told = replace(home, config=config).refused("report", "build", "--period", PERIOD, "--out", str(tmp_path))
    assert "state.docx" in told
    assert "chu_de" in told


def test_review_and_issue_leave_their_names(home: Home, files: dict[str, Path]) -> None:
    assert files
    assert "reviewed" in home.refused("report", "issue", "1")
    home.ok("report", "review", "1", "--by", "Trưởng phòng", "--note", "đã đối chiếu")
    home.ok("report", "issue", "1", "--by", "Chánh Văn phòng", "--note", "12/BC-VP")
    shown = home.ok("report", "show", "1", "--format", "csv")
    assert "Trưởng phòng,review,đã đối chiếu" in shown
    assert "Chánh Văn phòng,issue,12/BC-VP" in shown
