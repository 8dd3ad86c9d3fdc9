"""Sentences and small pieces several pages use: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # the sentence
    "say.short": (
        (
            "{period}, chỉ tiêu “{name}” của {scope} đạt **{rate}**, còn cách mục tiêu {target} là **{gap} điểm**: "
            "cần thêm **{shortfall} {noun}**."
        ),
        (
            "{period}: “{name}” stands at **{rate}** for {scope}, **{gap} points** short of the {target} target: "
            "**{shortfall} more {noun}** needed."
        ),
    ),
    "say.hair": (
        (
            "{period}, chỉ tiêu “{name}” của {scope} đạt **{rate}** sau làm tròn nhưng **chưa đủ** mục tiêu {target}: "
            "cần thêm **{shortfall} {noun}**."
        ),
        (
            "{period}: “{name}” rounds to **{rate}** for {scope} but is **not yet** at the {target} target: "
            "**{shortfall} more {noun}** needed."
        ),
    ),
    "say.met": (
        "{period}, chỉ tiêu “{name}” của {scope} đạt **{rate}**: **đã đạt** mục tiêu {target}.",
        "{period}: “{name}” stands at **{rate}** for {scope}: the {target} target **is met**.",
    ),
    "say.over": (
        "{period}, chỉ tiêu “{name}” của {scope} ở mức **{rate}**, cao hơn mức cho phép {target} là **{gap} điểm**.",
        "{period}: “{name}” stands at **{rate}** for {scope}, **{gap} points** above the allowed {target}.",
    ),
    "say.few": (
        (
            "{period}, chỉ tiêu “{name}” của {scope}: **{numerator}/{denominator} {noun}** ({rate}). Số lượng quá nhỏ "
            "để đánh giá theo mục tiêu {target}."
        ),
        (
            "{period}: “{name}” of {scope}: **{numerator}/{denominator} {noun}** ({rate}). Too few cases to judge "
            "against the {target} target."
        ),
    ),
    "say.no_cases": (
        "{period}, {scope} **không phát sinh** {noun} thuộc chỉ tiêu “{name}”.",
        "{period}: {scope} had **no {noun}** that “{name}” counts.",
    ),
    "say.not_reported": (
        "{period}, **chưa có số liệu** về chỉ tiêu “{name}” của {scope}. Chưa báo cáo không có nghĩa là 0%.",
        "{period}: **not reported** yet for “{name}” of {scope}. Not reported does not mean 0%.",
    ),
    "say.needs_check": (
        "{period}, số liệu chỉ tiêu “{name}” của {scope} **cần kiểm tra** trước khi dùng.",
        "{period}: the counts behind “{name}” of {scope} **need checking** before use.",
    ),
    "say.absent.source": (
        "Chỉ tiêu “{name}” **chưa có nguồn số liệu**: chưa hệ thống nào được khai báo cung cấp số đếm cần thiết.",
        "“{name}” **has no source yet**: no declared system supplies the counts it needs.",
    ),
    "say.absent.unit": (
        "Nguồn của chỉ tiêu “{name}” chỉ công bố số của toàn tỉnh, không có số riêng của {scope}.",
        "The source of “{name}” publishes the province's total only; it has no figure for {scope}.",
    ),
    "say.absent.calendar": (
        "Nguồn của chỉ tiêu “{name}” không báo cáo theo lịch đang chọn. Hãy chọn lịch khác ở phía trên.",
        "The source of “{name}” does not report on the chosen calendar. Choose the other one above.",
    ),
    "say.share": (
        "{count} đơn vị thiếu nhiều nhất chiếm **{share}** khoảng thiếu của {units} đơn vị dưới mục tiêu.",
        "The {count} units with the largest shortfall make up **{share}** of what the {units} units short of it lack.",
    ),
    "say.share.one": ("Một đơn vị dưới mục tiêu.", "One unit is below target."),
    "say.milestone.met": (
        "Đã vượt mốc {year} ({milestone}).",
        "This year's milestone ({milestone} for {year}) is passed.",
    ),
    "say.milestone.short": (
        "Để đạt mốc {year} ({milestone}) cần thêm {shortfall} {noun}.",
        "The {year} milestone ({milestone}) needs {shortfall} more {noun}.",
    ),
    "say.own": (
        "Nguồn này chỉ công bố số của toàn tỉnh, không chia theo đơn vị.",
        "This source publishes the province's total only, not each unit.",
    ),
    "say.running": (
        "Kỳ chưa kết thúc, số liệu còn tạm tính.",
        "The period is still running; figures are provisional.",
    ),
    "scope.province": ("toàn tỉnh", "the whole province"),
    # the line under the sentence
    "meta.closed": ("Kỳ đã kết thúc", "Period closed"),
    "meta.open": ("Tạm tính, kỳ chưa kết thúc", "Provisional, period still open"),
    "meta.restated": ("có điều chỉnh số liệu", "restated"),
    "meta.reported": ("{reported}/{expected} đơn vị đã báo cáo", "{reported}/{expected} units reported"),
    "meta.parts": (
        "{reported}/{expected} lượt báo cáo của đơn vị theo tháng",
        "{reported}/{expected} monthly reports of units",
    ),
    "meta.captured": ("cập nhật {moment}", "captured {moment}"),
    "meta.version": ("định nghĩa {code} phiên bản {version}", "definition {code}, version {version}"),
    "meta.own": ("số do nguồn công bố cho toàn tỉnh", "total as published by the source"),
    "standing.proposed": ("công thức đề xuất, chờ thẩm định", "proposed formula, awaiting review"),
    "standing.official_source": ("công thức theo văn bản đã ban hành", "formula of a published text"),
    "standing.reviewed": ("công thức đã thẩm định", "reviewed formula"),
    # change
    "change.up": ("▲ {points}", "▲ {points}"),
    "change.down": ("▼ {points}", "▼ {points}"),
    "change.same": ("không đổi", "unchanged"),
    "change.none": ("chưa so sánh được với kỳ trước", "not comparable with the period before"),
    "change.since": ("{change} điểm so với kỳ trước", "{change} points since the period before"),
    "change.none.year_ago": ("chưa so sánh được với cùng kỳ năm trước", "not comparable with a year ago"),
    "change.since.year_ago": ("{change} điểm so với cùng kỳ năm trước", "{change} points since a year ago"),
}
