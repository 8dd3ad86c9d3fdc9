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
    "unit.todo.too_few": (
        "Kỳ này quá ít hồ sơ để đánh giá; chưa phải làm gì thêm chỉ vì con số này.",
        "Too few cases in this period to judge; this figure alone asks for nothing.",
    ),
    "unit.todo.no_cases": (
        "Kỳ này không phát sinh hồ sơ; không có việc phải làm.",
        "No cases arose in this period; nothing is asked for.",
    ),
    "unit.todo.not_reported": (
        "Chưa có số liệu của kỳ này. Đơn vị rà soát việc nhập và gửi số liệu lên hệ thống nguồn.",
        "No counts for this period yet. The unit should see that its counts reach the source system.",
    ),
    "unit.todo.needs_check": (
        "Số liệu của kỳ này cần kiểm tra trước khi đánh giá; xem mục “Cần kiểm tra”.",
        "The counts of this period are to be checked before they are judged; see “To be checked”.",
    ),
    "unit.todo.begin": (
        "Bắt đầu từ: {names}. Làm xong {count} thủ tục này bù được **{missing} hồ sơ**.",
        "Begin with: {names}. Making good these {count} procedures brings **{missing} dossiers**.",
    ),
    "unit.todo.part": ("{name} (thiếu {missing})", "{name} (lacks {missing})"),
    "unit.todo.answer": ("Giải trình cảnh báo", "Answer the alert"),
    "unit.todo.mend": ("Thực hiện biện pháp đã nêu cho cảnh báo", "Carry out the action stated for the alert"),
    "unit.todo.more": (
        "Và {count} cảnh báo khác ở mục “Cảnh báo của đơn vị”.",
        "And {count} other alerts under “Alerts of the unit”.",
    ),
    "unit.todo.due": ("hạn: {day}", "deadline: {day}"),
    "unit.todo.check": (
        "Kiểm tra {count} vấn đề về số liệu nêu ở mục “Cần kiểm tra”.",
        "Check the {count} findings listed under “To be checked”.",
    ),
    "unit.todo.lead": ("Cơ quan chủ trì: {agency}", "Lead agency: {agency}"),
    "unit.sources": ("Các nguồn đặt cạnh nhau", "Sources side by side"),
    "unit.sources.note": (
        "Các nguồn không bao giờ được gộp; khác nhau vì cách đếm khác nhau.",
        "Sources are never merged; they differ because they count differently.",
    ),
    "causes.title": ("Vì sao hai nguồn khác nhau", "Why the two sources differ"),
    "causes.say": (
        "{first} trừ {second}. Mỗi nguyên nhân được đếm từ số liệu, không ước lượng; cộng lại đúng bằng chênh lệch.",
        "{first} minus {second}. Every cause is counted, never estimated; together they are the difference.",
    ),
    "causes.cause": ("Nguyên nhân", "Cause"),
    "causes.numerator": ("Tử số", "Numerator"),
    "causes.denominator": ("Mẫu số", "Denominator"),
    "causes.points": ("Điểm", "Points"),
    "causes.sum": ("Chênh lệch", "Difference"),
    "causes.same": ("Hai nguồn cho cùng một số.", "Both sources give the same counts."),
    "causes.all": ("Đối chiếu mọi đơn vị", "Compare all units"),
    "unit.findings": ("Cần kiểm tra: {count} vấn đề", "To be checked: {count} findings"),
    "unit.findings.none": (
        "Không có vấn đề nào về số liệu của đơn vị trong kỳ này.",
        "Nothing to check about the unit's counts in this period.",
    ),
    "unit.findings.note": (
        "Những điểm số liệu chưa khớp hoặc khác thường, kèm bằng chứng; không phải kết luận về sai phạm.",
        "Where counts do not fit or are unusual, with the evidence; not a verdict on anybody.",
    ),
    "unit.findings.remedy": ("Cách xử lý:", "What to do:"),
    "unit.findings.all": ("Xem tất cả vấn đề cần kiểm tra", "See everything to be checked"),
    "standing.title": ("So với các đơn vị khác", "Beside other units"),
    "standing.note": (
        (
            "Hạng xếp theo tỷ lệ chính xác trong mọi đơn vị. Đơn vị tương đương: cùng loại, mẫu số gần nhất và không "
            "lệch quá 3 lần. Trung vị là số của chính một đơn vị, không lấy trung bình các tỷ lệ."
        ),
        (
            "Places follow the exact rates of all units. Peers: the same kind, the nearest denominators, at most "
            "three times more or fewer. The median is one unit's own figure, never a mean of percentages."
        ),
    ),
    "standing.place": ("Hạng **{place}/{count}** theo tỷ lệ.", "Place **{place} of {count}** by rate."),
    "standing.col.place": ("Hạng", "Rank"),
    "standing.col.unit": ("Đơn vị", "Unit"),
    "standing.col.cases": ("Tử số / mẫu số", "Numerator / denominator"),
    "standing.col.rate": ("Tỷ lệ", "Rate"),
    "standing.col.missing": ("Còn thiếu", "Shortfall"),
    "standing.col.status": ("Trạng thái", "Status"),
    "neighbours.title": ("Liền kề trong bảng xếp hạng", "Next to it in the ranking"),
    "neighbours.all": ("Xem cả bảng xếp hạng", "See the whole ranking"),
    "peers.title": ("{count} đơn vị tương đương về số lượng hồ sơ", "{count} peers of similar volume"),
    "peers.title.none": ("Đơn vị tương đương về số lượng hồ sơ", "Peers of similar volume"),
    "peers.none": (
        "Không có đơn vị cùng loại nào có số lượng hồ sơ tương đương.",
        "No unit of the same kind has a similar number of cases.",
    ),
    "peers.better": (
        "Cao hơn trung vị của {count} đơn vị tương đương **{points} điểm** ({middle}, {name}); cả nhóm: {pooled}.",
        "**{points} points** better than the median of its {count} peers ({middle}, {name}); all together: {pooled}.",
    ),
    "peers.worse": (
        "Kém trung vị của {count} đơn vị tương đương **{points} điểm** ({middle}, {name}); cả nhóm: {pooled}.",
        "**{points} points** behind the median of its {count} peers ({middle}, {name}); all together: {pooled}.",
    ),
    "peers.same": (
        "Bằng trung vị của {count} đơn vị tương đương ({middle}, {name}); cả nhóm: {pooled}.",
        "The same as the median of its {count} peers ({middle}, {name}); all together: {pooled}.",
    ),
    "pareto.title.procedure": ("Thủ tục nào giữ lại tỷ lệ", "Which procedures hold it back"),
    "pareto.title.field": ("Theo lĩnh vực", "By field"),
    "pareto.note": (
        (
            "Số hồ sơ mỗi thủ tục còn thiếu so với mục tiêu, cộng lại đúng bằng phần còn thiếu của đơn vị. "
            "Thủ tục vượt mục tiêu mang dấu trừ và bù cho thủ tục khác."
        ),
        (
            "Whole cases each procedure lacks to the target; together they are exactly the unit's shortfall. "
            "Procedures above the target count negative and make up for others."
        ),
    ),
    "pareto.none": (
        "Chưa có nguồn nào đếm theo thủ tục cho chỉ tiêu này, nên chưa biết thủ tục nào giữ lại tỷ lệ.",
        "No source counts this indicator by procedure yet, so it is not known which procedures hold the rate back.",
    ),
    "pareto.by": (
        "Theo nguồn {title}, nguồn này đếm theo thủ tục: cộng {missing}.",
        "By {title}, which counts by procedure: {missing} in total.",
    ),
    "pareto.see": ("Xem đơn vị theo nguồn đó", "See the unit by that source"),
    "pareto.over": (
        "Đơn vị vượt mục tiêu {count} hồ sơ; các dòng dưới đây cộng lại bằng số đó, mang dấu trừ.",
        "The unit is {count} cases above the target; the lines below add up to that, with a minus sign.",
    ),
    "pareto.col.procedure": ("Thủ tục", "Procedure"),
    "pareto.col.field": ("Lĩnh vực", "Field"),
    "pareto.col.cases": ("Tử số / mẫu số", "Numerator / denominator"),
    "pareto.col.rate": ("Tỷ lệ", "Rate"),
    "pareto.col.missing": ("Còn thiếu", "Shortfall"),
    "pareto.col.running": ("Lũy kế", "Running share"),
    "pareto.others.procedure": ("{count} thủ tục khác còn thiếu", "{count} further procedures that lack cases"),
    "pareto.others.field": ("{count} lĩnh vực khác còn thiếu", "{count} further fields that lack cases"),
    "pareto.above.procedure": (
        "{count} thủ tục đạt hoặc vượt mục tiêu",
        "{count} procedures at or above the target",
    ),
    "pareto.above.field": ("{count} lĩnh vực đạt hoặc vượt mục tiêu", "{count} fields at or above the target"),
    "pareto.rest.procedure": ("Không chia theo thủ tục", "Not divided by procedure"),
    "pareto.rest.field": ("Không chia theo thủ tục", "Not divided by procedure"),
    "pareto.field.none": ("Chưa khai báo lĩnh vực", "Field not declared"),
    "pareto.total": ("Cộng", "Total"),
    "print.do": ("In một trang", "Print one page"),
    "print.months": ("{count} tháng gần nhất", "The last {count} months"),
    "print.source": ("Nguồn: {title}", "Source: {title}"),
    "print.cut": ("số liệu đến {moment}", "data as of {moment}"),
    "print.cut.none": ("chưa có số liệu", "no data yet"),
    "print.path": ("trang {path}", "page {path}"),
    "print.day": ("in ngày", "printed on"),
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
