"""A unit's page and the passport: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # unit page
    "unit.overview": ("Tổng quan", "Overview"),
    "unit.path": ("Đường dẫn", "Breadcrumb"),
    "unit.trend": ("Diễn biến {months} tháng", "The last {months} months"),
    "unit.trend.note": (
        (
            "Đường liền: tỷ lệ; dải nhạt: khoảng tin cậy 95%; chấm rỗng: kỳ chưa kết thúc; khoảng đứt: chưa báo cáo "
            "hoặc đổi cách tính."
        ),
        (
            "Line: rate; pale band: 95% interval; hollow dot: period still open; break: not reported or a change "
            "of definition."
        ),
    ),
    "unit.trend.table": ("Xem số liệu của biểu đồ", "Show the chart's figures"),
    "unit.trend.none": ("Chưa có số liệu theo tháng để vẽ.", "No monthly figures to draw yet."),
    "trend.milestone": ("Mốc từng năm", "Milestones"),
    "unit.todo": ("Việc cần làm", "What to do"),
    "unit.todo.need": (
        "Cần thêm **{shortfall} {noun}** để đạt {target}.",
        "**{shortfall} more {noun}** needed to reach {target}.",
    ),
    "unit.todo.late": (
        "Kỳ này không còn kịp, kể cả khi mọi hồ sơ còn lại đều đạt yêu cầu; làm ngay để kỳ sau không lặp lại.",
        "This period cannot be saved even if every remaining case succeeds; act now so the next one can.",
    ),
    "unit.todo.met": ("Đã đạt mục tiêu; giữ mức này.", "Target met; keep it there."),
    "unit.todo.excess": (
        "Cần giảm xuống mức {target} trở xuống.",
        "Must come down to {target} or less.",
    ),
    "unit.todo.wait": (
        "Chưa đủ số liệu để nêu việc cần làm cho kỳ này.",
        "Not enough figures to say what to do for this period.",
    ),
    "unit.todo.lead": ("Cơ quan chủ trì: {agency}", "Lead agency: {agency}"),
    "unit.sources": ("Các nguồn đặt cạnh nhau", "Sources side by side"),
    "unit.sources.note": (
        "Các nguồn không bao giờ được gộp; khác nhau vì cách đếm khác nhau.",
        "Sources are never merged; they differ because they count differently.",
    ),
    "unit.indicators": ("Tất cả chỉ tiêu của đơn vị", "All indicators of the unit"),
    "unit.indicators.province": ("Tất cả chỉ tiêu của tỉnh", "All indicators of the province"),
    "unit.counts": ("Số liệu từ các hệ thống", "Counts from the systems"),
    "unit.counts.show": ("Xem {count} số liệu", "Show {count} counts"),
    "unit.counts.none": (
        "Chưa hệ thống nào báo số liệu của đơn vị trong kỳ này.",
        "No system has reported counts for this unit in this period.",
    ),
    # passport
    "pass.title": ("Con số này từ đâu ra?", "Where does this figure come from?"),
    "pass.none": (
        "Chưa có số đếm nào cho chỉ tiêu này trong kỳ, nên chưa có nguồn gốc để hiển thị.",
        "There are no counts for this indicator in the period, so there is no origin to show.",
    ),
    "pass.numerator": ("Tử số", "Numerator"),
    "pass.denominator": ("Mẫu số", "Denominator"),
    "pass.definition": ("Định nghĩa", "Definition"),
    "pass.excluded": ("Không tính", "Left out"),
    "pass.basis": ("Cách đếm của nguồn", "How the source counts"),
    "pass.legal": ("Căn cứ", "Legal basis"),
    "pass.version": ("Phiên bản định nghĩa", "Definition version"),
    "pass.checked": ("Người thẩm định", "Checked by"),
    "pass.unchecked": ("chưa có người thẩm định", "not yet reviewed"),
    "pass.source": ("Nguồn", "Source"),
    "pass.series": ("Chuỗi số liệu", "Series"),
    "pass.period": ("Kỳ", "Period"),
    "pass.period.value": ("{period}, từ {start} đến {end} ({calendar})", "{period}, {start} to {end} ({calendar})"),
    "pass.state": ("Tình trạng kỳ", "State of the period"),
    "pass.captured": ("Lấy về lúc", "Captured at"),
    "pass.pull": ("Lần lấy số liệu", "Pull"),
    "pass.pull.value": ("số {number}", "number {number}"),
    "pass.completeness": ("Mức đầy đủ", "Completeness"),
    "pass.completeness.value": ("{reported}/{expected} phần đã báo cáo", "{reported} of {expected} parts reported"),
    "pass.gathered": ("Gồm số của đơn vị đã sáp nhập", "With counts of units that ended"),
    "pass.gathered.part": ("{name} ({weight}/{whole} số)", "{name} ({weight}/{whole} of its counts)"),
    "pass.evidence": ("Bằng chứng (câu trả lời gốc)", "Evidence (raw answers)"),
    "pass.evidence.value": ("sha256 {hash}", "sha256 {hash}"),
    "pass.evidence.none": ("chưa có câu trả lời nào nêu số liệu này", "no answer has given this figure yet"),
    "pass.evidence.more": ("và {count} câu trả lời khác", "and {count} other answers"),
    "pass.bytes": ("{bytes} byte", "{bytes} bytes"),
    "pass.versions": ("Các giá trị đã ghi nhận", "Values recorded"),
    "pass.versions.value": ("{moment}: {numerator}/{denominator}", "{moment}: {numerator}/{denominator}"),
    "pass.checks": ("Cần kiểm tra", "Needs check"),
    "pass.simulated": ("số liệu mô phỏng", "simulated counts"),
    "pass.command": ("Xem bằng lệnh", "On the command line"),
    "missing": ("chưa báo cáo", "not reported"),
    "blank": ("–", "–"),
}
