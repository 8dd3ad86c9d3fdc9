"""Forms of the simulated province as a one-stop system exports them: web pages saved as .xls, with all their quirks.

The digitization table of Decision 766 (calendar months, with unit codes) and form II.06a/VPCP (months of Decree 09,
unit names only, with UBND and the province behind them). Title table above, headers over several rows, section rows,
dotted thousands, a total row, a signature below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Final

from connectors.sandbox import troubles
from connectors.sandbox.chance import some_of
from connectors.sandbox.province import Province
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import NOTICE
from connectors.sandbox.units import SimulatedUnit

NOT_REPORTED: Final = "N/A"
_REUSED, _REUSED_FROM_PORTAL = 0.3, 0.2
_ONLINE, _EARLY, _LATE, _PENDING_LATE = 0.62, 0.55, 0.03, 0.08
_CLOSING: Final = 14
_PAGE: Final = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><body>
<table><tr><td colspan="{width}"><b>{notice}</b></td></tr><tr><td colspan="2"><b>{form}</b></td>
<td colspan="{rest}"><b>{title}</b><br><span>(Từ ngày {first} đến ngày {last})</span></td></tr></table>
<table border="1"><thead>{head}</thead><tbody>{body}</tbody></table><p>NGƯỜI LẬP BIỂU</p></body></html>
"""
_SO_HOA_HEAD: Final = (
    '<tr><td rowspan="2">STT</td><td rowspan="2">Mã định danh</td><td rowspan="2">Đơn vị</td>'
    '<td rowspan="2">Tiếp nhận</td><td colspan="4">Số hóa hồ sơ TTHC khi tiếp nhận</td>'
    '<td rowspan="2">Đã giải quyết</td><td colspan="2">Số hóa kết quả giải quyết</td></tr>'
    "<tr><td>Chưa số hóa TPHS</td><td>Có số hóa TPHS</td><td>Có tái sử dụng thành phần</td>"
    "<td>Có tái sử dụng thành phần từ cổng DVC quốc gia</td><td>KQ chưa số hóa</td><td>KQ đã số hóa</td></tr>"
)
_II06A_HEAD: Final = (
    '<tr><td rowspan="3">STT</td><td rowspan="3">Đơn vị</td><td colspan="4">Số lượng hồ sơ tiếp nhận</td>'
    '<td colspan="4">Số lượng hồ sơ đã giải quyết</td><td colspan="3">Số lượng hồ sơ đang giải quyết</td></tr>'
    '<tr><td rowspan="2">Tổng số</td><td colspan="2">Trong kỳ</td><td rowspan="2">Từ kỳ trước</td>'
    '<td rowspan="2">Tổng số</td><td rowspan="2">Trước hạn</td><td rowspan="2">Đúng hạn</td>'
    '<td rowspan="2">Quá hạn</td>'
    '<td rowspan="2">Tổng số</td><td rowspan="2">Trong hạn</td><td rowspan="2">Quá hạn</td></tr>'
    "<tr><td>Trực tuyến</td><td>Trực tiếp, dịch vụ bưu chính</td></tr>"
    "<tr>" + "".join(f"<td>({number})</td>" for number in range(1, 14)) + "</tr>"
)

Counts = tuple[int, ...]


class Forms:
    """Writes the forms of one province; a file that still says the same is left as it is."""

    def __init__(self, province: Province) -> None:
        self._province = province

    def write(self, folder: Path, months: Sequence[Month], today: date) -> list[Path]:
        """Bring ``so-hoa-766-YYYY-MM.xls`` and ``bieu-06a-YYYY-MM.xls`` up to date for every month that has ended.

        A file appears whole or not at all.
        """
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for month in months:
            name = f"{month.year}-{month.number:02d}.xls"
            if month.closed(today):
                written.append(_put(folder / f"so-hoa-766-{name}", self._so_hoa(month, today)))
            if _reporting(month)[1] < today:
                written.append(_put(folder / f"bieu-06a-{name}", self._ii06a(month, today)))
        return written

    def digitization(self, code: str, month: Month) -> Counts:
        """The eight counts of a unit in the digitization table of a calendar month, as its columns stand."""
        cells = self._province.one_stop(code, month.start, month.end)
        rng = Random(f"{self._province.seed}/reused/{code}/{month.year}-{month.number}")
        reused = some_of(rng, cells.with_components, _REUSED)
        received, digitized, resolved = cells.received, cells.with_components, cells.resolved
        portal = some_of(rng, reused, _REUSED_FROM_PORTAL)
        head = (received, received - digitized, digitized, reused, portal)
        return (*head, resolved, resolved - cells.with_result, cells.with_result)

    def resolution(self, code: str, month: Month) -> Counts:
        """The eleven counts of a unit in form II.06a of a reporting month: what is left is carried into the next."""
        cells = self._province.one_stop(code, *_reporting(month))
        before = self._province.one_stop(code, *_reporting(month.later(-1)))
        left, carried = cells.received - cells.resolved, before.received - before.resolved
        resolved = cells.resolved + carried
        rng = Random(f"{self._province.seed}/ii06a/{code}/{month.year}-{month.number}")
        online, late = some_of(rng, cells.received, _ONLINE), some_of(rng, resolved, _LATE)
        early, overdue = some_of(rng, resolved - late, _EARLY), some_of(rng, left, _PENDING_LATE)
        handled = (cells.received + carried, online, cells.received - online, carried)
        return (*handled, resolved, early, resolved - late - early, late, left, left - overdue, overdue)

    def _so_hoa(self, month: Month, today: date) -> str:
        rows = [
            (unit, f"<td>{unit.code}</td><td>{escape(unit.name)}</td>", self._known(unit, month.end, today, month))
            for unit in self._province.units
        ]
        return _page("SỐ HÓA HỒ SƠ TTHC", "Bảng theo QĐ 766/QĐ-TTg", (month.start, month.end), _SO_HOA_HEAD, rows, 8)

    def _known(self, unit: SimulatedUnit, end: date, today: date, month: Month) -> Counts | None:
        return None if troubles.silent(unit.code, end, today) else self.digitization(unit.code, month)

    def _ii06a(self, month: Month, today: date) -> str:
        days = _reporting(month)
        rows = [
            (
                unit,
                f"<td>{escape(_as_reported(unit))}</td>",
                None if troubles.silent(unit.code, days[1], today) else self.resolution(unit.code, month),
            )
            for unit in self._province.units
        ]
        title = "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"
        return _page(title, "Biểu số II.06a/VPCP/KSTT", days, _II06A_HEAD, rows, 11)


Row = tuple[SimulatedUnit, str, Counts | None]


def _reporting(month: Month) -> tuple[date, date]:
    """First and last day of a month of Decree 09/2019."""
    last = date(month.year, month.number, _CLOSING)
    return month.later(-1).start + timedelta(days=_CLOSING), last


def _as_reported(unit: SimulatedUnit) -> str:
    """A name as offices write it in this form."""
    return f"{unit.name} - tỉnh An Giang" if unit.is_department else f"UBND {unit.name}"


def _page(  # noqa: PLR0913, PLR0917 - what a page is made of
    title: str, form: str, days: tuple[date, date], head: str, rows: Sequence[Row], columns: int
) -> str:
    first, last = (f"{day:%d/%m/%Y}" for day in days)
    before = rows[0][1].count("<td>")
    width = 1 + before + columns
    body = "".join(_body(rows, before))
    return _PAGE.format(
        notice=NOTICE, form=form, title=title, first=first, last=last, head=head, body=body, width=width, rest=width - 2
    )


def _body(rows: Sequence[Row], before: int) -> Iterator[str]:
    number = 0
    for letter, section, departments in (("A", "Cấp tỉnh", True), ("B", "Cấp xã", False)):
        own = [row for row in rows if row[0].is_department == departments]
        yield f"<tr><td>{letter}</td>{_blank(before - 1)}<td><b>{section}</b></td>{_numbers(_sums(own))}</tr>"
        for _, names, counts in own:
            number += 1
            cells = _numbers(counts) if counts is not None else f"<td>{NOT_REPORTED}</td>" * len(_sums(own))
            yield f"<tr><td>{number}</td>{names}{cells}</tr>"
    yield f"<tr><td></td>{_blank(before - 1)}<td><b>Tổng cộng</b></td>{_numbers(_sums(rows))}</tr>"


def _blank(cells: int) -> str:
    return "<td></td>" * cells


def _sums(rows: Sequence[Row]) -> Counts:
    return tuple(map(sum, zip(*(counts for _, _, counts in rows if counts is not None), strict=True)))


def _numbers(counts: Counts) -> str:
    """Counts with dots between thousands, as text."""
    texts = (f"{count:,}".replace(",", ".") for count in counts)
    return "".join(f"<td style=\"mso-number-format:'\\@'\">{text}</td>" for text in texts)


def _put(path: Path, page: str) -> Path:
    body = page.encode("utf-8")
    if not path.exists() or path.read_bytes() != body:
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(body)
        unfinished.replace(path)
    return path
