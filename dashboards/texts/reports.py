"""The pages about reports: building an edition, the list, one edition: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav.reports": ("Báo cáo", "Reports"),
    "reports": ("Báo cáo", "Reports"),
    "reports.say": (
        "Báo cáo định kỳ đã chốt: xem trước, tải văn bản Word, PDF, phụ lục Excel, theo dõi từ dự thảo đến ban hành.",
        (
            "Periodic reports as they were frozen: read them here, save the Word, PDF and Excel documents, follow them "
            "from draft to issued."
        ),
    ),
    "reports.list": ("Các bản báo cáo", "Editions"),
    "reports.nd09": ("lịch từ ngày 15", "calendar from the 15th"),
    "reports.draft": ("Dự thảo", "Draft"),
    "reports.reviewed": ("Đã rà soát", "Reviewed"),
    "reports.issued": ("Đã ban hành", "Issued"),
    "reports.complete": ("số liệu đầy đủ", "counts complete"),
    "reports.incomplete": ("số liệu chưa đầy đủ", "counts not complete"),
    "reports.none": (
        "Chưa có bản báo cáo nào. Chọn kỳ ở đầu trang rồi bấm “Lập báo cáo”.",
        "No report has been made yet. Choose the period at the top of the page, then press “Build the report”.",
    ),
    "reports.hidden": (
        "Báo cáo nói về toàn tỉnh, nên chỉ người được xem mọi đơn vị mới mở được. Số liệu của đơn vị ở trang Đơn vị.",
        (
            "A report is about the whole province, so only people who may see every unit can open it. The figures of "
            "your units are on the page Units."
        ),
    ),
    # building
    "reports.build": ("Lập báo cáo", "Build a report"),
    "reports.build.say": (
        (
            "Chốt số liệu đang có của kỳ **{period}** ({calendar}) thành một bản báo cáo. Đổi kỳ và lịch ở đầu trang. "
            "Nếu số liệu không đổi kể từ bản trước thì không có bản mới."
        ),
        (
            "Freezes what is known of **{period}** ({calendar}) as an edition. Period and calendar are chosen at the "
            "top of the page. Where nothing has changed since the edition before, there is no new one."
        ),
    ),
    "reports.build.running": (
        "Kỳ này chưa kết thúc: báo cáo sẽ ghi rõ số liệu tạm tính.",
        "This period has not ended: the report will say that its figures are provisional.",
    ),
    "reports.build.do": ("Lập báo cáo {period}", "Build the report of {period}"),
    "reports.build.other": ("Đang lập: {period}.", "Being built: {period}."),
    "reports.build.watch": ("Xem tiến độ", "See how far it is"),
    "reports.who": ("Người lập (chức vụ hoặc bộ phận)", "Who builds it (position or department)"),
    "reports.problem.who": (
        "Hãy ghi người lập báo cáo (chức vụ hoặc bộ phận).",
        "Write who builds the report (position or department).",
    ),
    "reports.problem.long": (
        "Mục “{field}” dài quá {most} ký tự. Hãy viết ngắn hơn.",
        "“{field}” is longer than {most} characters. Make it shorter.",
    ),
    "reports.problem.moving": (
        "Đang có số liệu mới được lấy về nên chưa chốt được báo cáo. Hãy đợi lấy xong rồi bấm lại.",
        "New counts are being stored, so the report cannot be frozen yet. Wait until that ends, then try again.",
    ),
    "reports.problem.plan": (
        "Chưa khai báo báo cáo định kỳ. Hãy báo người vận hành bổ sung tệp reports.yaml trong thư mục cấu hình.",
        "No periodic report is declared. Ask the operator to add reports.yaml to the config folder.",
    ),
    "reports.step.figures": ("{period}: đang đọc số liệu kỳ này và các kỳ so sánh", "{period}: reading the figures"),
    "reports.step.trend": ("{period}: đang đọc diễn biến 12 tháng", "{period}: reading the last twelve months"),
    "reports.step.findings": ("{period}: đang kiểm tra số liệu", "{period}: checking the counts"),
    "reports.step.restatements": ("{period}: đang tìm số liệu đã điều chỉnh", "{period}: looking for restatements"),
    "reports.step.alerts": ("{period}: đang đọc đôn đốc và giải trình", "{period}: reading alerts and explanations"),
    "reports.step.procedures": ("{period}: đang cộng theo thủ tục", "{period}: adding up procedures"),
    "reports.step.reconciled": ("{period}: đang đối chiếu các nguồn", "{period}: comparing the sources"),
    "reports.step.freeze": ("{period}: đang chốt số liệu", "{period}: freezing the figures"),
    "reports.built": (
        "Đã lập xong báo cáo {period}, bản {number}.",
        "The report of {period} is built: edition {number}.",
    ),
    "reports.same": (
        "Số liệu {period} không đổi kể từ bản {number}, nên không có bản mới.",
        "Nothing about {period} has changed since edition {number}, so there is no new one.",
    ),
}
