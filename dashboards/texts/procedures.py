"""The pages about procedures and their export: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "nav.procedures": ("Thủ tục", "Procedures"),
    "procs.title": ("Thủ tục và lĩnh vực · {name}", "Procedures and fields · {name}"),
    "procs.say": (
        (
            "{period}, chỉ tiêu “{name}”: lĩnh vực **{field}** giữ **{share}** khoảng thiếu của {scope}. Thủ tục thiếu "
            "nhiều nhất là **{procedure}**: {shortfall} {noun}, {short}/{units} đơn vị dưới mục tiêu."
        ),
        (
            "{period}, “{name}”: the field **{field}** holds **{share}** of what {scope} lacks. The procedure that "
            "lacks most is **{procedure}**: {shortfall} {noun}, {short} of {units} units below target."
        ),
    ),
    "procs.say.none": (
        "{period}, chỉ tiêu “{name}”: không thủ tục nào kéo {scope} xuống dưới mục tiêu.",
        "{period}, “{name}”: no procedure holds {scope} below target.",
    ),
    "procs.empty": (
        "Chưa có nguồn nào đếm chỉ tiêu “{name}” theo từng thủ tục trong kỳ và theo lịch này.",
        "No source counts “{name}” by procedure in this period and calendar.",
    ),
    "procs.sum": (
        "Tổng khoảng thiếu {total} {noun} = {told} theo thủ tục + {rest} không gắn với thủ tục nào.",
        "Total shortfall of {total} {noun} = {told} by procedure + {rest} told by no procedure.",
    ),
    "procs.source": (
        "Số theo thủ tục lấy từ nguồn “{source}”; toàn bộ của nguồn này: {rate} ({numerator}/{denominator}).",
        "Figures by procedure come from “{source}”; that source's total is {rate} ({numerator}/{denominator}).",
    ),
    "procs.remedy": ("Việc cần làm", "What has to be done"),
    "procs.scope": ("nhóm “{units}”", "the group “{units}”"),
    "procs.fields": ("Lĩnh vực nào kéo xuống", "Which fields hold back"),
    "procs.fields.note": (
        "Phần trong khoảng thiếu cộng lại thành 100%. Số âm là vượt mục tiêu.",
        "Shares of the shortfall add up to 100%. A negative number is above target.",
    ),
    "procs.fields.more": ("Xem tất cả {count} lĩnh vực", "All {count} fields"),
    "procs.list": ("Thủ tục", "Procedures"),
    "procs.note": ("{shown}/{all} thủ tục", "{shown} of {all} procedures"),
    "procs.find": ("Tìm tên hoặc mã thủ tục, không cần dấu", "Find a name or code, accents optional"),
    "procs.none": ("Không có thủ tục nào khớp.", "No procedure matches."),
    "procs.order": ("Sắp xếp", "Order"),
    "procs.order.shortfall": ("Thiếu nhiều nhất", "Largest shortfall"),
    "procs.order.rate": ("Tỷ lệ thấp nhất", "Lowest rate"),
    "procs.authority": ("Cấp thực hiện", "Level of authority"),
    "procs.authority.all": ("Mọi cấp", "Every level"),
    "procs.authority.ministry": ("Cấp bộ", "Ministry"),
    "procs.authority.province": ("Cấp tỉnh", "Province"),
    "procs.authority.commune": ("Cấp xã", "Commune"),
    "procs.authority.other": ("Cơ quan khác", "Other bodies"),
    "procs.chosen": ("Lĩnh vực: {field}", "Field: {field}"),
    "procs.chosen.clear": ("Bỏ chọn lĩnh vực", "All fields"),
    "procs.field.none": ("Ngoài danh mục", "Not in the catalogue"),
    "procs.rest": ("Không theo thủ tục", "By no procedure"),
    "procs.pages": ("Trang", "Pages"),
    "procs.previous": ("Trang trước", "Previous page"),
    "procs.next": ("Trang sau", "Next page"),
    "procs.page": ("Trang {page}/{pages}", "Page {page} of {pages}"),
    "procs.file": ("thu-tuc", "procedures"),
    "procs.sheet": ("Thủ tục", "Procedures"),
    "procs.col.procedure": ("Thủ tục", "Procedure"),
    "procs.col.field": ("Lĩnh vực", "Field"),
    "procs.col.rate": ("Tỷ lệ", "Rate"),
    "procs.col.cases": ("Tử số / mẫu số", "Numerator / denominator"),
    "procs.col.shortfall": ("Còn thiếu", "Shortfall"),
    "procs.col.share": ("Phần trong khoảng thiếu", "Share of shortfall"),
    "procs.col.units": ("Đơn vị dưới mục tiêu / có phát sinh", "Units below target / with cases"),
    "procs.col.handling": ("Đơn vị có phát sinh", "Units with cases"),
    "procs.col.status": ("Trạng thái", "Status"),
    "procs.col.unit": ("Đơn vị", "Unit"),
    # one procedure
    "proc.back": ("Các thủ tục", "Procedures"),
    "proc.about": ("Mã {code} · {field} · {authority}", "Code {code} · {field} · {authority}"),
    "proc.say": (
        (
            "{period}, “{name}” của thủ tục này đạt **{rate}** ({numerator}/{denominator}); cần thêm **{needed} "
            "{noun}** để đạt {target}. {short}/{units} đơn vị có phát sinh còn dưới mục tiêu."
        ),
        (
            "{period}: “{name}” of this procedure stands at **{rate}** ({numerator}/{denominator}); **{needed} more "
            "{noun}** needed to reach {target}. {short} of {units} units with cases are below target."
        ),
    ),
    "proc.say.none": (
        "{period}: chưa có số liệu về thủ tục này cho chỉ tiêu “{name}”.",
        "{period}: no counts of this procedure for “{name}”.",
    ),
    "proc.share": (
        "Chiếm **{share}** khoảng thiếu của {scope}.",
        "It makes up **{share}** of what {scope} lacks.",
    ),
    "proc.trend": ("{months} tháng gần nhất", "Last {months} months"),
    "proc.units": ("Đơn vị nào còn thiếu", "Which units fall short"),
    "proc.units.note": (
        "{count} đơn vị có báo cáo thủ tục này. Số ít hồ sơ không đủ để kết luận về một đơn vị.",
        "{count} units report this procedure. Few cases do not judge a unit.",
    ),
    "proc.unknown": (
        "Không có thủ tục mang mã “{value}” trong danh mục hoặc trong số liệu của kỳ này.",
        "No procedure has code “{value}”, neither in the catalogue nor in this period's counts.",
    ),
    # headings of the exported file
    "export.procedure": ("Mã thủ tục", "Procedure code"),
    "export.procedure_name": ("Tên thủ tục", "Procedure name"),
    "export.field": ("Mã lĩnh vực", "Field code"),
    "export.field_name": ("Lĩnh vực", "Field"),
    "export.authority": ("Cấp thực hiện", "Level of authority"),
    "export.needed": ("Cần thêm để đạt mục tiêu", "Needed to reach the target"),
    "export.units": ("Đơn vị có phát sinh", "Units with cases"),
    "export.units_short": ("Đơn vị dưới mục tiêu", "Units below target"),
    "export.scope": ("Phạm vi", "Scope"),
}
