"""Writes forms as offices and systems send them: merged headers, titles, a formula row, totals, dotted numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import xlsxwriter
import xlwt

Leaf = str
Node = tuple[str, list["Node | Leaf"]] | Leaf
Cell = str | int | float | None
Merged = tuple[int, int, int, int, Cell]
"""Top, left, bottom, right (from 0), what stands in it."""

II06A: list[Node] = [
    "STT",
    "Đơn vị",
    (
        "Số lượng hồ sơ tiếp nhận",
        ["Tổng số", ("Trong kỳ", ["Trực tuyến", "Trực tiếp, dịch vụ bưu chính"]), "Từ kỳ trước"],
    ),
    ("Số lượng hồ sơ đã giải quyết", ["Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"]),
    ("Số lượng hồ sơ đang giải quyết", ["Tổng số", "Trong hạn", "Quá hạn"]),
]
II06A_MEASURES = (
    *("dossiers_to_handle", "dossiers_online", "dossiers_direct_or_postal", "dossiers_carried_over"),
    *("dossiers_resolved", "dossiers_resolved_early", "dossiers_resolved_on_time", "dossiers_resolved_overdue"),
    *("dossiers_in_process", "dossiers_in_process_not_due", "dossiers_in_process_overdue"),
)
SO_HOA: list[Node] = [
    "STT",
    "Đơn vị",
    "Tiếp nhận",
    (
        "Số hóa hồ sơ TTHC khi tiếp nhận",
        [
            "Chưa số hóa TPHS",
            "Có số hóa TPHS",
            "Có tái sử dụng thành phần",
            "Có tái sử dụng thành phần từ cổng DVC quốc gia",
        ],
    ),
    "Đã giải quyết",
    ("Số hóa kết quả giải quyết", ["KQ chưa số hóa", "KQ đã số hóa"]),
]
SO_HOA_MEASURES = (
    *("dossiers_received", "dossiers_components_not_digitized", "dossiers_components_digitized"),
    *("dossiers_reused_data", "dossiers_reused_data_portal", "dossiers_resolved"),
    *("results_not_electronic", "results_electronic"),
)
TRUC_TUYEN: list[Node] = [
    *("STT", "Mã định danh", "Đơn vị", "tongTiepNhan", "tiepNhanQuaMang", "tiepNhanTrucTiep", "tiepNhanBCCI"),
    *("trucTuyenDangXuLyTrongHan", "trucTuyenDangXuLyQuaHan", "tongDaDongBoVeDvcqg", "tongCoNghiaVuTaiChinh"),
    *("daTTTTQuaDvcqg", "Tỷ lệ"),
]
II07B: list[Node] = [
    "STT",
    "Đơn vị",
    (
        "Tổng số TTHC thuộc thẩm quyền giải quyết của địa phương",
        ["Tổng số TTHC", "Cấp tỉnh", "Cấp huyện", "Cấp xã"],
    ),
    (
        "TTHC được thực hiện theo CCMC, MCLT",
        ["Tổng số TTHC", "Tại BPMC cấp tỉnh", "Tại BPMC cấp huyện", "Tại BPMC cấp xã"],
    ),
    (
        "Quy trình nội bộ giải quyết TTHC theo CCMC, MCLT được ban hành",
        ["Tổng số quy trình", "Cấp tỉnh", "Cấp huyện", "Cấp xã"],
    ),
]
BTP07A: list[Node] = [
    "STT",
    "Đơn vị thực hiện",
    (
        "Số hồ sơ nhận giải quyết",
        [
            "Tổng số",
            ("Trong kỳ", ["Trực tiếp", ("Trực tuyến", ["Toàn trình", "Một phần"]), "Bưu chính công ích"]),
            "Từ kỳ trước",
        ],
    ),
    (
        "Số hồ sơ đã giải quyết",
        ["Tổng số", "Trước hạn", "Đúng hạn", ("Quá hạn", ["Đã có thư xin lỗi", "Chưa có thư xin lỗi"])],
    ),
    (
        "Số hồ sơ đang giải quyết",
        ["Tổng số", "Trong hạn", ("Quá hạn", ["Đã có thư xin lỗi", "Chưa có thư xin lỗi"])],
    ),
    "Kết thúc nhưng KQ điện tử ≠ bản giấy",
]


@dataclass(frozen=True)
class Filled:
    """A form with its rows. ``left`` blank columns stand before it, ``titles`` above it."""

    header: list[Node]
    rows: Sequence[Sequence[Cell]]
    titles: Sequence[str] = ("Biểu số II.06a/VPCP/KSTT", "(Từ ngày 15/9/2026 đến ngày 14/10/2026)")
    left: int = 1
    formula: bool = True
    footers: Sequence[str] = ("Người lập biểu", "Nguyễn Văn A")
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", sum(map(leaves, self.header)))

    def cells(self) -> Iterator[Merged]:
        """Every cell of the sheet, merged ones once."""
        for row, title in enumerate(self.titles):
            yield row, self.left, row, self.left + self.width - 1, title
        top = len(self.titles) + 1
        depth = max(map(height, self.header))
        yield from self._header(self.header, top, self.left, depth)
        row = top + depth
        if self.formula:
            yield from ((row, self.left + n, row, self.left + n, f"({n + 1})") for n in range(self.width))
            row += 1
        for number, values in enumerate(self.rows, row):
            for column, value in enumerate(values, self.left):
                yield number, column, number, column, value
        for number, footer in enumerate(self.footers, row + len(self.rows) + 1):
            yield number, self.left + self.width - 2, number, self.left + self.width - 2, footer

    def _header(self, nodes: Sequence[Node], top: int, left: int, depth: int) -> Iterator[Merged]:
        for node in nodes:
            if isinstance(node, str):
                yield top, left, top + depth - 1, left, node
            else:
                yield top, left, top, left + leaves(node) - 1, node[0]
                yield from self._header(node[1], top + 1, left, depth - 1)
            left += leaves(node)


def leaves(node: Node) -> int:
    return 1 if isinstance(node, str) else sum(map(leaves, node[1]))


def height(node: Node) -> int:
    return 1 if isinstance(node, str) else 1 + max(map(height, node[1]))


def as_xlsx(path: Path, form: Filled) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2026, 11, 23, tzinfo=UTC)})
        sheet = book.add_worksheet("Biểu")
        for top, left, bottom, right, value in form.cells():
            if (top, left) != (bottom, right):
                sheet.merge_range(top, left, bottom, right, value)
            elif isinstance(value, str):
                sheet.write_string(top, left, value)
            elif value is not None:
                sheet.write_number(top, left, value)
    return path


def as_xls(path: Path, form: Filled) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Biểu")
    for top, left, bottom, right, value in form.cells():
        if (top, left) != (bottom, right):
            sheet.write_merge(top, bottom, left, right, value)
        elif value is not None:
            sheet.write(top, left, value)
    book.save(str(path))
    return path


def as_html(path: Path, form: Filled) -> Path:
    """As a browser exports a table: title table above, cells spanning, everything text."""
    lines: dict[int, list[str]] = {}
    for top, left, bottom, right, value in sorted(form.cells(), key=lambda cell: cell[:2]):
        spans = f' rowspan="{bottom - top + 1}" colspan="{right - left + 1}"'
        text = "" if value is None else escape(str(value))
        lines.setdefault(top, []).append(f"<td{spans} style=\"mso-number-format:'\\@'\"><b>{text}</b></td>")
    titles, top = len(form.titles), len(form.titles) + 1
    head = "".join(f"<tr>{''.join(lines[row])}</tr>" for row in range(titles))
    body = "".join(f"<tr>{''.join(lines.get(row, []))}</tr>" for row in range(top, max(lines) + 1))
    page = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><title>x</title></head>'
    path.write_text(f"{page}<body><table>{head}</table><br><table>{body}</table></body></html>", encoding="utf-8")
    return path


def as_csv(path: Path, form: Filled, *, delimiter: str = ";", encoding: str = "utf-8-sig") -> Path:
    """As a spreadsheet program saves it: merged cells leave blanks behind."""
    cells = {(top, left): value for top, left, _, _, value in form.cells()}
    rows = max(row for row, _ in cells) + 1
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    for row in range(rows):
        writer.writerow([cells.get((row, column), "") for column in range(form.left + form.width)])
    path.write_bytes(written.getvalue().encode(encoding))
    return path


WRITE: dict[str, Callable[[Path, Filled], Path]] = {"xlsx": as_xlsx, "xls": as_xls, "html": as_html, "csv": as_csv}


def written(way: str, folder: Path, form: Filled) -> Path:
    """The form in one of ``WRITE``'s ways; a page is named .xls, as systems name it."""
    return WRITE[way](folder / f"bieu.{'xls' if way == 'html' else way}", form)
