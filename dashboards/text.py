"""Every text the pages show, Vietnamese and English side by side: key → (vi, en).

``**bold**`` marks what a sentence stresses; ``{name}`` is filled by ``dashboards.words``.
"""

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
    "title": ("{page} · sohoa", "{page} · sohoa"),
    # periods and calendars
    "period.month": ("Tháng {number:02d}/{year}", "{month} {year}"),
    "period.quarter": ("Quý {roman}/{year}", "Q{number} {year}"),
    "period.half": ("Sáu tháng {half} năm {year}", "H{number} {year}"),
    "period.half.1": ("đầu", "first"),
    "period.half.2": ("cuối", "second"),
    "period.nine-months": ("Chín tháng năm {year}", "First nine months of {year}"),
    "period.year": ("Năm {year}", "{year}"),
    "period.running": ("{period}, tạm tính", "{period}, open"),
    "calendar.calendar": ("Lịch: 1 – cuối tháng", "Calendar: 1st – month end"),
    "calendar.nd09": ("Lịch NĐ 09: 15 – 14", "Decree 09: 15th – 14th"),
    "calendar.name.calendar": ("tháng dương lịch", "calendar month"),
    "calendar.name.nd09": ("kỳ báo cáo NĐ 09/2019/NĐ-CP", "reporting month of Decree 09/2019"),
    "source.picker": ("Nguồn: {title}", "Source: {title}"),
    "source.none": ("chưa có nguồn số liệu", "no source yet"),
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
    # headline cards
    "cards.title": ("Các chỉ tiêu chính", "Headline indicators"),
    "card.divides": ("{numerator} ÷ {denominator}", "{numerator} ÷ {denominator}"),
    "card.milestone": ("Mốc {year}: {milestone}", "{year} milestone: {milestone}"),
    "card.target": ("Mục tiêu {target}", "Target {target}"),
    "card.shortfall": ("thiếu **{shortfall}** {noun}", "**{shortfall}** {noun} short"),
    "card.excess": ("vượt mức cho phép", "above the allowed level"),
    "card.met": ("đã đạt mục tiêu", "target met"),
    "card.units": ("**{met}**/{all} đơn vị đạt", "**{met}**/{all} units met"),
    "card.units.open": ("**{met}**/{all} đơn vị tạm đạt", "**{met}**/{all} units there so far"),
    "card.no_units": ("chỉ có số toàn tỉnh", "province total only"),
    "card.reported": ("{reported}/{expected} đã báo cáo", "{reported}/{expected} reported"),
    "card.reports": ("{reported}/{expected} lượt báo cáo", "{reported}/{expected} reports"),
    "card.no_figure": ("Chưa có số liệu", "No figure yet"),
    "card.trend": ("Diễn biến {months} tháng", "{months} months"),
    "bar.label": ("{rate}, mục tiêu {target}", "{rate}, target {target}"),
    # change
    "change.up": ("▲ {points}", "▲ {points}"),
    "change.down": ("▼ {points}", "▼ {points}"),
    "change.same": ("không đổi", "unchanged"),
    "change.none": ("chưa so sánh được với kỳ trước", "not comparable with the period before"),
    "change.since": ("{change} điểm so với kỳ trước", "{change} points since the period before"),
    # ranking
    "rank.title": ("Đơn vị dưới mục tiêu {target}", "Units below the {target} target"),
    "rank.title.status": ("Đơn vị: {status}", "Units: {status}"),
    "rank.title.all": ("Tất cả đơn vị", "All units"),
    "rank.legend.now": ("kỳ này", "this period"),
    "rank.legend.before": ("kỳ trước", "period before"),
    "rank.legend.interval": ("khoảng tin cậy 95%", "95% interval"),
    "rank.legend.milestone": ("mốc {year}", "{year} milestone"),
    "rank.legend.target": ("mục tiêu", "target"),
    "rank.sort": ("Sắp xếp", "Order"),
    "rank.sort.shortfall": ("Theo phần thiếu", "By shortfall"),
    "rank.sort.rate": ("Theo tỷ lệ", "By rate"),
    "rank.sort.change": ("Theo thay đổi", "By change"),
    "rank.kind": ("Loại đơn vị", "Kind of unit"),
    "rank.status": ("Trạng thái", "Status"),
    "rank.status.short": ("Dưới mục tiêu", "Short of target"),
    "rank.status.all": ("Tất cả", "All"),
    "rank.more": ("Xem tất cả {count} đơn vị", "Show all {count} units"),
    "rank.less": ("Chỉ xem {count} đơn vị đầu", "Show the first {count} only"),
    "rank.shown": ("Đang hiện {shown}/{count} đơn vị", "Showing {shown} of {count} units"),
    "rank.empty": ("Không có đơn vị nào khớp với bộ lọc này.", "No unit matches this filter."),
    "rank.empty.good": (
        "Không có đơn vị nào dưới mục tiêu trong phạm vi này.",
        "No unit in this selection is below target.",
    ),
    "rank.own": (
        "Nguồn này chỉ công bố số của toàn tỉnh nên không xếp được từng đơn vị. Chọn nguồn khác nếu có.",
        "This source publishes the province's total only, so units cannot be listed. Choose another if there is one.",
    ),
    "rank.whole": ("Xem diễn biến của toàn tỉnh", "Show the whole province over time"),
    "rank.clear": ("Bỏ mọi bộ lọc", "Clear every filter"),
    "what_if": (
        "Nếu {count} đơn vị thiếu nhiều nhất đạt {target}, toàn tỉnh sẽ ở mức **{rate}**.",
        "If the {count} units with the largest shortfall reached {target}, the province would stand at **{rate}**.",
    ),
    "col.unit": ("Đơn vị", "Unit"),
    "col.plot": ("Vị trí so với mục tiêu", "Distance to target"),
    "col.rate": ("Tỷ lệ", "Rate"),
    "col.gap": ("Còn cách (điểm)", "Gap (points)"),
    "col.shortfall": ("Còn thiếu ({noun})", "Shortfall ({noun})"),
    "col.shortfall.plain": ("Còn thiếu", "Shortfall"),
    "short.gap": ("Còn cách", "Gap"),
    "short.shortfall": ("Còn thiếu", "Shortfall"),
    "short.change": ("Thay đổi", "Change"),
    "col.share": ("Phần trong khoảng thiếu", "Share of the shortfall"),
    "col.change": ("So với kỳ trước (điểm)", "Change (points)"),
    "col.status": ("Trạng thái", "Status"),
    "col.indicator": ("Chỉ tiêu", "Indicator"),
    "col.numerator": ("Tử số", "Numerator"),
    "col.denominator": ("Mẫu số", "Denominator"),
    "col.target": ("Mục tiêu", "Target"),
    "col.milestone": ("Mốc {year}", "{year} milestone"),
    "col.interval": ("Khoảng tin cậy 95%", "95% interval"),
    "col.source": ("Nguồn", "Source"),
    "col.units_met": ("Đơn vị đạt", "Units meeting it"),
    "col.period": ("Kỳ", "Period"),
    "col.measure": ("Số liệu", "Measure"),
    "col.value": ("Giá trị", "Value"),
    "col.captured": ("Thời điểm lấy", "Captured"),
    "kind.department": ("Sở, ngành", "Departments"),
    "kind.ward": ("Phường", "Wards"),
    "kind.commune": ("Xã", "Communes"),
    "kind.special_zone": ("Đặc khu", "Special zones"),
    "kind.province": ("Tỉnh", "Province"),
    "kind.other": ("Khác", "Other"),
    "kind.all": ("Tất cả", "All"),
    "level.department": ("Chỉ cấp sở", "Departments only"),
    "level.commune": ("Chỉ cấp xã", "Communes only"),
    "level.leave": ("{level} · bỏ lọc", "{level} · clear"),
    "certainty.surely": ("chắc chắn", "surely"),
    "certainty.probably": ("nhiều khả năng", "probably"),
    # movers
    "movers.title": ("Tăng, giảm rõ rệt", "Clear moves"),
    "movers.note": (
        "Chỉ nêu thay đổi vượt khoảng tin cậy, ở đơn vị đủ số lượng.",
        "Only changes beyond the interval, in units with enough cases.",
    ),
    "movers.none": ("Không có thay đổi nào vượt dao động thường.", "No change beyond ordinary fluctuation."),
    # other indicators
    "others.title": ("Các chỉ tiêu khác", "Other indicators"),
    "others.note": ("Bấm vào tên để xem danh sách đơn vị.", "Choose a name to list its units."),
    "absent.source": ("Chưa có nguồn số liệu", "No source yet"),
    "absent.calendar": ("Nguồn không báo cáo theo lịch này", "Not reported on this calendar"),
    "absent.unit": ("Nguồn không chia theo đơn vị", "Not broken down by unit"),
    # trust
    "trust.title": ("Số liệu có tin được không?", "Can the figures be trusted?"),
    "trust.note": (
        "Lỗi của nguồn là tình trạng của nguồn, không phải khuyết điểm của đơn vị.",
        "A source's trouble is the source's state, never a unit's failure.",
    ),
    "trust.reported": ("Đơn vị đã báo cáo kỳ này", "Units that reported this period"),
    "trust.reports": ("Lượt báo cáo của đơn vị theo tháng", "Monthly reports of units"),
    "trust.check": ("Đơn vị cần kiểm tra số liệu", "Units whose counts need checking"),
    "trouble.unavailable": (
        "Nguồn không trả lời; không mất số liệu, lần lấy sau sẽ hỏi lại đúng các kỳ này.",
        "The source did not answer; nothing is lost, the next pull asks for the same periods again.",
    ),
    "trouble.credentials": (
        "Nguồn từ chối tài khoản; đề nghị người vận hành cấp lại mật khẩu hoặc khóa truy cập.",
        "The source refused the account; ask the operator to renew the password or key.",
    ),
    "trouble.contract": (
        "Nguồn trả lời khác định dạng đã thỏa thuận; câu trả lời được giữ làm bằng chứng để kiểm tra.",
        "The source answered in another form than agreed; the answer is kept as evidence to be checked.",
    ),
    "trouble.configuration": (
        "Cấu hình của nguồn chưa đúng; đề nghị người vận hành chạy lệnh sohoa check.",
        "The source is not configured correctly; ask the operator to run sohoa check.",
    ),
    "trust.never": ("chưa lấy lần nào", "never pulled"),
    "outcome.complete": ("đủ", "complete"),
    "outcome.partial": ("chưa đủ", "partial"),
    "outcome.failed": ("không lấy được", "failed"),
    "outcome.interrupted": ("bị ngắt giữa chừng", "interrupted"),
    "outcome.running": ("đang lấy", "running"),
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

LANGUAGES: tuple[str, str] = ("vi", "en")
