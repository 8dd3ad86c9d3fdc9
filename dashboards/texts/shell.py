"""What is around every page: top bar, names of periods, problems: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # shell
    "brand": ("sohoa · {province}", "sohoa · {province}"),
    "skip": ("Đến nội dung chính", "Skip to the content"),
    "nav": ("Điều hướng chính", "Main navigation"),
    "nav.overview": ("Tổng quan", "Overview"),
    "nav.province": ("Toàn tỉnh", "Whole province"),
    "picker.unit": ("Tìm đơn vị, không cần dấu", "Find a unit, accents optional"),
    "picker.period": ("Kỳ báo cáo", "Reporting period"),
    "picker.calendar": ("Lịch kỳ báo cáo", "Reporting calendar"),
    "picker.source": ("Nguồn số liệu", "Source"),
    "picker.search": ("Tìm", "Search"),
    "picker.clear": ("Xóa nội dung tìm", "Clear search"),
    "picker.none": ("Không có mục nào khớp", "Nothing matches"),
    "language": ("EN", "VI"),
    "language.label": ("Switch to English", "Chuyển sang tiếng Việt"),
    "theme": ("Đổi nền sáng / tối", "Switch between light and dark"),
    "loading": ("Đang tải số liệu…", "Loading figures…"),
    "noscript": (
        "Trang này cần JavaScript. Hãy bật JavaScript hoặc dùng lệnh “sohoa rates”.",
        "This page needs JavaScript. Turn it on, or use the command “sohoa rates”.",
    ),
    "simulated": (
        "**SỐ LIỆU MÔ PHỎNG:** trang này dùng hệ thống mô phỏng, không phải số liệu thật của tỉnh.",
        "**SIMULATED DATA:** this page uses a simulated province, not the province's real figures.",
    ),
    "banner": ("Lưu ý về số liệu", "About these figures"),
    "known_at": (
        "Đang xem số liệu như đã biết đến {moment}; các điều chỉnh sau đó không được tính.",
        "Showing what was known on {moment}; later corrections are left out.",
    ),
    "known_at.leave": ("Xem số liệu mới nhất", "Show the newest figures"),
    "map.today": (
        "Đang xem theo địa giới hiện nay: số của đơn vị đã sáp nhập được tính cho đơn vị tiếp nhận.",
        "Showing today's map: counts of units that ended are with the units that took them over.",
    ),
    "map.leave": ("Xem như đã công bố", "Show as published"),
    # comparisons
    "ways": ("Cách xem: {summary}", "View: {summary}"),
    "ways.previous": ("so với kỳ trước", "against the period before"),
    "ways.year_ago": ("so với cùng kỳ năm trước", "against a year ago"),
    "ways.compare": ("So sánh với", "Compare with"),
    "ways.compare.none": (
        "Không có số liệu của cùng kỳ năm trước ({period}).",
        "There are no counts of {period} a year earlier.",
    ),
    "ways.map": ("Địa giới", "Map"),
    "ways.map.published": ("Như đã công bố", "As published"),
    "ways.map.today": ("Địa giới hiện nay", "Today's map"),
    "ways.map.same": (
        "Chưa có đơn vị nào được khai báo sáp nhập, nên hai cách như nhau.",
        "No unit is declared to have merged, so both ways are the same.",
    ),
    "ways.known": ("Số liệu như đã biết đến hết ngày", "Figures as known at the end of"),
    "ways.known.newest": ("Hôm nay (mới nhất)", "Today (newest)"),
    "ways.known.since": (
        "Từ {first}, ngày lấy số đầu tiên.",
        "From {first}, the day of the first pull.",
    ),
    "title": ("{page} · sohoa", "{page} · sohoa"),
    # periods and calendars
    "period.month": ("Tháng {number:02d}/{year}", "{month} {year}"),
    "period.quarter": ("Quý {roman}/{year}", "Q{number} {year}"),
    "period.half": ("Sáu tháng {half} năm {year}", "H{number} {year}"),
    "period.half.1": ("đầu", "first"),
    "period.half.2": ("cuối", "second"),
    "period.nine-months": ("Chín tháng năm {year}", "First nine months of {year}"),
    "period.year": ("Năm {year}", "{year}"),
    "period.to-date": ("Lũy kế {number} tháng đầu năm {year}", "Year to date, {number} months of {year}"),
    "period.running": ("{period}, tạm tính", "{period}, open"),
    "calendar.calendar": ("Lịch: 1 – cuối tháng", "Calendar: 1st – month end"),
    "calendar.nd09": ("Lịch NĐ 09: 15 – 14", "Decree 09: 15th – 14th"),
    "calendar.name.calendar": ("tháng dương lịch", "calendar month"),
    "calendar.name.nd09": ("kỳ báo cáo NĐ 09/2019/NĐ-CP", "reporting month of Decree 09/2019"),
    "source.picker": ("Nguồn: {title}", "Source: {title}"),
    "source.none": ("chưa có nguồn số liệu", "no source yet"),
    # problems
    "problem.title": ("Không mở được trang này", "This page cannot be opened"),
    "problem.back": ("Về trang tổng quan", "Back to the overview"),
    "problem.parameter": (
        "Tham số “{name}={value}” trên địa chỉ không hợp lệ. {remedy}",
        "The address parameter “{name}={value}” is not valid. {remedy}",
    ),
    "remedy.choose": ("Hãy dùng một trong: {choices}.", "Use one of: {choices}."),
    "remedy.period": (
        "Hãy viết kỳ theo mẫu 2026-10 (tháng), 2026-Q3, 2026-H1, 2026-9M hoặc 2026.",
        "Write a period as 2026-10 (month), 2026-Q3, 2026-H1, 2026-9M or 2026.",
    ),
    "remedy.begun": (
        "Kỳ này chưa bắt đầu; hãy chọn một kỳ có trong danh sách.",
        "This period has not begun; choose one from the list.",
    ),
    "remedy.number": ("Hãy viết một số nguyên, ví dụ 3.", "Write a whole number, such as 3."),
    "remedy.moment": (
        "Hãy viết ngày theo mẫu 2026-11-02 hoặc 2026-11-02T15:30.",
        "Write a day as 2026-11-02 or 2026-11-02T15:30.",
    ),
    "remedy.source": (
        "Nguồn này không có số liệu của chỉ tiêu {indicator}. Hãy dùng: {choices}.",
        "This source has no counts for indicator {indicator}. Use: {choices}.",
    ),
    "problem.unit": (
        "Không có đơn vị mang mã “{value}”. Hãy tìm đơn vị theo tên ở ô tìm kiếm, hoặc chọn trong danh sách.",
        "There is no unit with code “{value}”. Find it by name in the search box, or choose it from the list.",
    ),
    "problem.page": (
        "Không có trang “{value}”. Hãy kiểm tra địa chỉ hoặc về trang tổng quan.",
        "There is no page “{value}”. Check the address or go back to the overview.",
    ),
    "problem.inside": (
        (
            "Máy chủ không trả lời được yêu cầu này; lỗi đã được ghi nhật ký. Hãy tải lại trang; nếu còn lỗi, báo "
            "người vận hành kèm thời điểm {moment}."
        ),
        (
            "The server could not answer this request; the error is in its log. Reload the page; if it happens again, "
            "tell the operator the time: {moment}."
        ),
    ),
    "problem.empty": (
        "Chưa có số liệu nào trong kho. Chạy “sohoa pull” (hoặc “sohoa demo” để xem số liệu mô phỏng), rồi tải lại.",
        "There are no counts yet. Run “sohoa pull” (or “sohoa demo” for simulated counts), then reload.",
    ),
    "footer": (
        "Tỷ lệ = tổng tử số ÷ tổng mẫu số, không lấy trung bình các tỷ lệ. Giờ Việt Nam.",
        "Rate = sum of numerators ÷ sum of denominators; rates are never averaged. Vietnam time.",
    ),
}
