"""Forms as provinces send them: recognised by their headers, read back exactly, or refused with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import Batch
from connectors.errors import ContractBroken, SourceError
from connectors.registry import build
from connectors.spans import months
from connectors.spreadsheet import Spreadsheet
from tests.connectors.conftest import Clock
from tests.connectors.filled import (
    BTP07A,
    II06A,
    II06A_MEASURES,
    II07B,
    SO_HOA,
    SO_HOA_MEASURES,
    TRUC_TUYEN,
    WRITE,
    Cell,
    Filled,
    Node,
    as_csv,
    as_html,
    as_xlsx,
    written,
)

every_way = pytest.mark.parametrize("way", WRITE)
GOOD = (1234, 600, 34, 600, 1000, 900, 50, 50, 234, 200, 34)
OTHER = (20, 10, 5, 5, 15, 10, 3, 2, 5, 4, 1)


def forms(**options: object) -> Spreadsheet:
    return cast("Spreadsheet", build("spreadsheet", options, clock=Clock()))


def told(batch: Batch) -> dict[tuple[str, str], int | None]:
    return {
        (unit, measure): value for unit, measure, value in batch.counts.select("unit_name", "measure", "value").rows()
    }


def two_units(*last: Sequence[Cell]) -> Filled:
    rows: list[Sequence[Cell]] = [
        ["A", "Cấp xã"],
        [1, "UBND phường Long Xuyên", "1.234", *GOOD[1:]],
        [2, "Sở Y tế - tỉnh An Giang", *OTHER],
    ]
    return Filled(II06A, [*rows, *last])


@every_way
def test_ii06a_in_every_kind_of_file(way: str, tmp_path: Path) -> None:
    total: list[Cell] = ["", "Tổng cộng", *(a + b for a, b in zip(GOOD, OTHER, strict=True))]
    batch = forms().file_batch(written(way, tmp_path, two_units(total)))
    assert batch.rejects == ()
    assert told(batch) == {
        **{("UBND phường Long Xuyên", m): v for m, v in zip(II06A_MEASURES, GOOD, strict=True)},
        **{("Sở Y tế - tỉnh An Giang", m): v for m, v in zip(II06A_MEASURES, OTHER, strict=True)},
    }
    assert set(batch.counts["series"]) == {"II.06a"}
    assert set(batch.counts.select("period_start", "period_end").rows()) == {(date(2026, 9, 15), date(2026, 10, 14))}
    kept = batch.evidence.body.decode()
    assert "Long Xuyên" in kept
    assert "Nguyễn" not in kept, "who signed is nobody's business"
    assert batch.evidence.provenance["form"] == "II.06a/VPCP"


@every_way
@pytest.mark.parametrize(
    ("header", "code", "counts"),
    [
        (SO_HOA, "766/SoHoa", 8),
        (II07B, "II.07b/VPCP", 12),
        (BTP07A, "07a/BTP", 16),
        (TRUC_TUYEN, "766/TrucTuyen", 9),
    ],
    ids=["766", "07b", "07a", "online"],
)
def test_each_form_is_known_by_its_headers(
    way: str, header: list[object], code: str, counts: int, tmp_path: Path
) -> None:
    coded = "Mã định danh" in header
    numbers = range(100, 100 + counts)
    form = Filled(header, [[1, *(["H01.101"] if coded else []), "Phường Long Xuyên", *numbers]])  # type: ignore[arg-type]
    path = written(way, tmp_path, form)
    (seen,) = forms().preview(path).sheets
    assert seen.form == code, seen.why
    batch = forms().file_batch(path)
    assert sorted(batch.counts["value"]) == list(numbers)
    assert set(batch.counts["unit_code"]) == {"H01.101" if coded else ""}


@every_way
def test_a_total_that_differs_is_told_with_both_values_and_counted_nowhere(way: str, tmp_path: Path) -> None:
    total: list[Cell] = ["", "TỔNG CỘNG", 1255, *(a + b for a, b in zip(GOOD[1:], OTHER[1:], strict=True))]
    batch = forms().file_batch(written(way, tmp_path, two_units(total)))
    assert len(told(batch)) == 22
    (reject,) = batch.rejects
    assert (reject.measure, reject.value) == ("dossiers_to_handle", "1255")
    assert reject.rule == "contradiction"
    assert reject.reason == "the row 'TỔNG CỘNG' says 1255, the rows it sums up add to 1254"


@every_way
@pytest.mark.parametrize("text", ["", "-", "N/A", "N/P", "ND", "NA", "n/a", None])
def test_not_reported_is_never_nought(way: str, text: str | None, tmp_path: Path) -> None:
    form = Filled(SO_HOA, [[1, "Xã A", 10, text, 6, 0, text, 4, 1, 3]], left=0, formula=False)
    found = told(forms().file_batch(written(way, tmp_path, form)))
    assert found["Xã A", "dossiers_components_not_digitized"] is None
    assert found["Xã A", "dossiers_reused_data"] == 0


@every_way
@pytest.mark.parametrize(
    "value", ["12.5", "1.23", "1,234", "khoảng 10", "1e3", "12.3456", "1.234.5", "#REF!", "--", "0.123"]
)
def test_what_is_no_count_is_held_back(way: str, value: str, tmp_path: Path) -> None:
    form = Filled(SO_HOA, [[1, "Xã A", value, 4, 6, 0, 0, 4, 1, 3]])
    batch = forms().file_batch(written(way, tmp_path, form))
    (reject,) = batch.rejects
    assert (reject.measure, reject.value) == ("dossiers_received", value)
    assert ("Xã A", "dossiers_received") not in told(batch)


@pytest.mark.parametrize("way", ["xlsx", "xls"])
@pytest.mark.parametrize("value", [1.234, 12.5, 1234.5])
def test_a_number_that_is_not_whole_is_no_thousand(way: str, value: float, tmp_path: Path) -> None:
    form = Filled(SO_HOA, [[1, "Xã A", value, 4, 6, 0, 0, 4, 1, 3]])
    (reject,) = forms().file_batch(written(way, tmp_path, form)).rejects
    assert (reject.measure, reject.value) == ("dossiers_received", str(value))


def test_numbers_of_a_page_mean_what_their_format_says(tmp_path: Path) -> None:
    path = as_html(tmp_path / "a.xls", Filled(SO_HOA, [[1, "Xã A", "G", "E", "F", 0, 0, 4, 1, 3]]))
    page = path.read_text(encoding="utf-8")
    plain = '<td rowspan="1" colspan="1" style="mso-number-format:\'\\@\'"><b>{}</b></td>'
    for mark, cell in {
        "G": "<td style='mso-number-format:\"\\#\\,\\#\\#0\"'>1,234</td>",
        "E": '<td x:num="1200">1.200,00</td>',
        "F": "<td style='mso-number-format:\"0\\.000\"'>1.234</td>",
    }.items():
        assert plain.format(mark) in page
        page = page.replace(plain.format(mark), cell)
    path.write_text(page, encoding="utf-8")
    batch = forms().file_batch(path)
    assert told(batch)["Xã A", "dossiers_received"] == 1234
    assert told(batch)["Xã A", "dossiers_components_not_digitized"] == 1200
    assert [reject.measure for reject in batch.rejects] == ["dossiers_components_digitized"]


def test_sections_are_compared_and_rows_that_are_no_units_are_told(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["I", "Cấp tỉnh", 30, 10, 20, 0, 0, 9, 4, 5],
        [1, "Sở A", 10, 4, 6, 0, 0, 4, 1, 3],
        ["1.1", "Lĩnh vực đất đai", 10, 4, 6, 0, 0, 4, 1, 3],
        [2, "Sở B", 20, 6, 14, 0, 0, 5, 3, 2],
        ["II", "Cấp xã", 5, 1, 4, 0, 0, 1, 0, 1],
        [3, "Xã C", 6, 2, 4, 0, 0, 1, 0, 1],
        [None, "Trung tâm D", 1, 1, 0, 0, 0, 0, 0, 0],
        [4, None, 7, 7, 0, 0, 0, 0, 0, 0],
    ]
    path = as_xlsx(tmp_path / "a.xlsx", Filled(SO_HOA, rows))
    batch = forms().file_batch(path)
    assert set(batch.counts["unit_name"]) == {"Sở A", "Sở B", "Xã C"}
    reasons = [(r.where.partition(",")[0], r.value, r.reason) for r in batch.rejects]
    assert ("row 11", "5", "the row 'Cấp xã' says 5, the rows it sums up add to 6") in reasons
    unnumbered = "the row has counts, but no number in the first column: not known to be a unit"
    assert next(r for r in reasons if r[2] == unnumbered)[:2] == ("row 13", "1")
    assert next(r for r in reasons if "no unit is named" in r[2])[:2] == ("row 14", "7")
    (sheet,) = forms().preview(path).sheets
    assert [total.agrees for total in sheet.totals if total.row == 7] == [True] * 8
    assert {skipped.kind: skipped.rows for skipped in sheet.skipped}["part"] == (9,)


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("Từ ngày 01/10/2026 đến ngày 31/10/2026", months(2026, 10, 1)),
        ("(Từ 15/12/2025 đến hết ngày 14/01/2026)", months(2026, 1, 1, "nd09")),
        ("Từ ngày 15 tháng 6 năm 2026 đến ngày 14 tháng 9 năm 2026", months(2026, 7, 3, "nd09")),
        ("Từ ngày 15/12 đến ngày 14/01/2026", months(2026, 1, 1, "nd09")),
        ("KỲ BÁO CÁO: QUÝ III/2026 (từ ngày 15/6/2026 đến ngày 14/9/2026)", months(2026, 7, 3, "nd09")),
        ("Tháng 10/2026", months(2026, 10, 1)),
        ("Tháng 10 năm 2026", months(2026, 10, 1)),
        ("Quý IV năm 2026", months(2026, 10, 3)),
        ("6 tháng đầu năm 2026", months(2026, 1, 6)),
        ("Báo cáo 9 tháng năm 2026", months(2026, 1, 9)),
        ("Năm 2026", months(2026, 1, 12)),
    ],
)
def test_the_period_stands_above_the_table(title: str, span: object, tmp_path: Path) -> None:
    for text in (title, normalize("NFD", title)):
        form = Filled(SO_HOA, [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1, 3]], titles=("Bảng số hóa", text))
        batch = forms().file_batch(as_xlsx(tmp_path / "a.xlsx", form))
        assert set(batch.counts.select("period_start", "period_end").rows()) == {(span.start, span.end)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        (("Bảng số hóa",), "names no period"),
        (("An Giang, ngày 15 tháng 10 năm 2026",), "names no period"),
        (("Tháng 9/2026", "Tháng 10/2026"), "names more than one period"),
        (("Tháng 9/2026 (từ ngày 01/10/2026 đến ngày 31/10/2026)",), "names 'thang 9/2026', but gives the days"),
        (("Từ ngày 31/02/2026 đến ngày 14/10/2026",), "days that do not exist"),
        (("Từ ngày 15/10/2026 đến ngày 14/10/2026",), "run backwards"),
    ],
)
def test_a_period_that_cannot_be_told_takes_nothing(titles: tuple[str, ...], says: str, tmp_path: Path) -> None:
    path = as_xlsx(tmp_path / "a.xlsx", Filled(SO_HOA, [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1, 3]], titles=titles))
    with pytest.raises(ContractBroken) as caught:
        forms().file_batch(path)
    assert says in caught.value.message
    assert "Từ ngày … đến ngày …" in caught.value.remedy
    assert forms().preview(path).sheets[0].problem is not None


def test_a_period_given_by_hand_and_one_that_contradicts_it(tmp_path: Path) -> None:
    bare = as_html(tmp_path / "a.xls", Filled(SO_HOA, [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1, 3]], titles=("Bảng",)))
    by_hand = {"period": {"fixed": "2026-10", "calendar": "nd09"}}
    assert set(forms(**by_hand).file_batch(bare).counts["period_end"]) == {date(2026, 10, 14)}
    titled = as_html(tmp_path / "b.xls", Filled(SO_HOA, [], titles=("Tháng 9/2026",)))
    with pytest.raises(ContractBroken, match="but 2026-10 was given for it"):
        forms(**by_hand).file_batch(titled)


def test_a_header_with_a_column_less_is_not_guessed(tmp_path: Path) -> None:
    short = [*SO_HOA[:-1], ("Số hóa kết quả giải quyết", ["KQ chưa số hóa"])]
    path = as_xlsx(tmp_path / "a.xlsx", Filled(short, [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1]]))  # type: ignore[arg-type]
    with pytest.raises(ContractBroken, match=r"nearest is 766/SoHoa, but it lacks .*Số hóa kết quả giải quyết"):
        forms().file_batch(path)


def test_column_numbers_that_contradict_the_headers_are_refused(tmp_path: Path) -> None:
    swapped = [*II06A[:3], ("Số lượng hồ sơ đã giải quyết", ["Tổng số", "Đúng hạn", "Trước hạn", "Quá hạn"]), II06A[4]]
    path = as_xlsx(tmp_path / "a.xlsx", Filled(swapped, [[1, "Xã A", *GOOD]]))  # type: ignore[arg-type]
    with pytest.raises(ContractBroken, match=r"is headed .* but numbered"):
        forms().file_batch(path)


def test_headers_in_other_words_and_letters(tmp_path: Path) -> None:
    loud: list[Node] = [n.upper() if isinstance(n, str) else (f"{n[0].upper()} (hồ sơ)", n[1]) for n in SO_HOA]
    loud[0], loud[1] = "TT", normalize("NFD", "ĐƠN VỊ")
    row: list[Cell] = [1, "Xã Mỹ Hoà Hưng", 10, 4, 6, 0, 0, 4, 1, 3]
    with pytest.raises(ContractBroken, match="nearest is 766/SoHoa"):
        forms().file_batch(as_xlsx(tmp_path / "a.xlsx", Filled(loud, [row])))
    loud[3] = ("SỐ HÓA HỒ SƠ  TTHC KHI TIẾP NHẬN", list(SO_HOA[3][1]))
    loud[5] = ("Số hoá kết quả giải quyết", list(SO_HOA[5][1]))
    assert len(told(forms().file_batch(as_xlsx(tmp_path / "b.xlsx", Filled(loud, [row]))))) == 8


def test_a_layout_of_ones_own_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "moi.yaml").write_text(
        "code: 09/BTP\nname: {vi: Biểu mới, en: New form}\nbasis: thông tư mới\nstanding: published\nseries: '09'\n"
        "calendar: nd09\nunit_name: [Cơ quan]\ncolumns:\n"
        "- {measure: dossiers_received, header: [Nhận > Mới|Trong kỳ]}\n",
        encoding="utf-8",
    )
    path = as_xlsx(tmp_path / "a.xlsx", Filled(["STT", "Cơ quan", ("Nhận", ["Mới"])], [[1, "Sở A", 7]]))
    batch = forms(forms=str(tmp_path / "forms")).file_batch(path)
    assert told(batch) == {("Sở A", "dossiers_received"): 7}


LOG = ["STT", "MaHoSo", "TrichYeuHoSo", "ChuHoSo", "DiaChiChuHoSo", "SoDienThoaiChuHoSo", "NgayTiepNhan", "NgayTra"]


def test_a_log_of_dossiers_is_refused_and_leaves_no_trace_of_a_person(tmp_path: Path) -> None:
    row: list[Cell] = [1, "H01-1", "Cấp đổi", "Nguyễn Văn A", "Ấp 1", "0912345678", "01/10/2026 08:00:00", ""]
    path = as_xlsx(tmp_path / "a.xlsx", Filled(list(LOG), [row], formula=False, footers=()))
    with pytest.raises(ContractBroken, match="lists single dossiers with personal data") as caught:
        forms().file_batch(path)
    evidence = caught.value.evidence
    assert evidence is not None
    assert "Nguyễn" not in f"{evidence.body.decode()} {forms().preview(path)}"


def test_a_personal_column_beside_the_counts_is_never_read(tmp_path: Path) -> None:
    form = Filled([*SO_HOA, "Họ và tên", "Ghi chú"], [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1, 3, "Nguyễn Văn A", "gọi lại"]])
    path = as_xlsx(tmp_path / "a.xlsx", form)
    batch = forms().file_batch(path)
    seen = forms().preview(path)
    assert {c.header: c.role for c in seen.sheets[0].columns if c.role in {"personal", "unknown"}} == {
        "Họ và tên": "personal",
        "Ghi chú": "unknown",
    }
    assert "Nguyễn" not in f"{batch.evidence.body.decode()} {batch.counts} {seen}"
    assert "gọi lại" not in f"{batch.evidence.body.decode()} {seen}"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_every_way_to_save_a_csv(delimiter: str, encoding: str, tmp_path: Path) -> None:
    form = Filled(SO_HOA, [[1, "UBND Phuong Long Xuyen", "1.234", 4, 6, 0, 0, 4, 1, 3]], titles=("Tháng 10/2026",))
    path = tmp_path / "a.csv"
    as_csv(path, form, delimiter=delimiter)
    text = path.read_text(encoding="utf-8-sig")
    path.write_bytes(_cp1258(text) if encoding == "cp1258" else text.encode(encoding))
    seen = forms().preview(path)
    assert (seen.delimiter, seen.sheets[0].form) == (delimiter, "766/SoHoa")
    assert told(forms().file_batch(path))["UBND Phuong Long Xuyen", "dossiers_received"] == 1234


def _cp1258(text: str) -> bytes:
    """As Windows writes it: base letters with their hats, the tone behind them."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            apart = normalize("NFD", letter)
            tones = "".join(mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323")
            bare = normalize("NFC", "".join(mark for mark in apart if mark not in tones))
            written += (bare + tones).encode("cp1258")
    return written


def test_tcvn3_is_told_and_an_unknown_code_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    # Made with iconv from glibc, TCVN-5712, not with the table under test.
    path.write_bytes(
        b"Th\xb8ng 10/2026\nSTT;\xa7\xacn v\xde;tiepNhan;chuaSoHoaTPHS;coSoHoaTPHS;\xa7\xb7 gi\xb6i quy\xd5t;"
        b"KQ ch\xada s\xe8 h\xe3a;KQ \xae\xb7 s\xe8 h\xe3a\n1;X\xb7 M\xfc \xa7\xf8c;10;4;6;4;1;3\n"
    )
    seen = forms().preview(path)
    assert (seen.encoding, seen.sheets[0].form) == ("TCVN3", "766/SoHoa"), seen
    assert set(forms().file_batch(path).counts["unit_name"]) == {"Xã Mỹ Đức"}
    path.write_bytes(b"\x80\x81\xfe\xff;".join([b"1"] * 9))
    with pytest.raises(ContractBroken, match="neither in UTF-8 nor in UTF-16, cp1258 or TCVN3"):
        forms().file_batch(path)


patiently = settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
COUNTS = st.one_of(st.none(), st.integers(0, 10**9))
TABLES = {"766": (SO_HOA, SO_HOA_MEASURES), "II.06a": (II06A, II06A_MEASURES)}


def _dotted(value: int | None) -> str | None:
    return None if value is None else f"{value:,}".replace(",", ".")


@patiently
@given(data=st.data())
@every_way
@pytest.mark.parametrize("table", TABLES)
def test_counts_written_are_the_counts_read(tmp_path: Path, way: str, table: str, data: st.DataObject) -> None:
    header, measures = TABLES[table]
    counts = data.draw(
        st.lists(st.lists(COUNTS, min_size=len(measures), max_size=len(measures)), min_size=1, max_size=5)
    )
    dotted = data.draw(st.booleans())
    shown: list[list[Cell]] = [[_dotted(v) if dotted else v for v in row] for row in counts]
    rows = [[number, f"Xã {number}", *row] for number, row in enumerate(shown, 1)]
    sums = [sum(v or 0 for v in column) for column in zip(*counts, strict=True)]
    total = [["", "Tổng cộng", *(_dotted(s) if dotted else s for s in sums)]] if data.draw(st.booleans()) else []
    form = Filled(header, [*rows, *total], left=data.draw(st.integers(0, 2)), formula=data.draw(st.booleans()))
    batch = forms().file_batch(written(way, tmp_path, form))
    assert batch.rejects == ()
    assert told(batch) == {
        (f"Xã {number}", measure): value
        for number, row in enumerate(counts, 1)
        for measure, value in zip(measures, row, strict=True)
    }


@patiently
@given(data=st.data())
@every_way
def test_a_damaged_file_ends_in_a_sentence_or_in_counts_that_stood_in_it(
    tmp_path: Path, way: str, data: st.DataObject
) -> None:
    path = written(way, tmp_path, two_units())
    body = path.read_bytes()
    at = data.draw(st.integers(0, len(body) - 1))
    path.write_bytes(body[:at] + data.draw(st.binary(max_size=4)) + body[at + data.draw(st.integers(0, 40)) :])
    try:
        forms().preview(path)
        batch = forms().file_batch(path)
    except SourceError:
        return
    assert batch.counts.height + len(batch.rejects) <= 40
    assert batch.counts["value"].drop_nulls().is_between(-(10**18), 10**18).all()


@patiently
@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=8), st.integers(), st.sampled_from(["STT", "Tiếp nhận", "Tổng cộng", "(1)"])),
            max_size=9,
        ),
        max_size=9,
    )
)
def test_any_cells_under_a_form_end_in_counts_or_rejects(tmp_path: Path, rows: list[list[Cell]]) -> None:
    form = Filled(SO_HOA, [[1, "Xã A", 10, 4, 6, 0, 0, 4, 1, 3], *rows])
    try:
        batch = forms().file_batch(as_csv(tmp_path / "a.csv", form, encoding="utf-8-sig"))
    except (SourceError, UnicodeEncodeError):
        return
    assert batch.counts.schema["value"].is_integer()
