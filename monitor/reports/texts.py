"""Every sentence and heading of a report, (Vietnamese, English). Values are filled in; no sentence holds a number."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("BÁO CÁO", "REPORT"),
    "subject": (
        "kết quả xử lý thủ tục hành chính trên môi trường số và số hóa văn bản {period}",
        "on procedures handled digitally and documents digitized in {period}",
    ),
    "note.simulated": (
        "SỐ LIỆU MÔ PHỎNG: báo cáo này lập từ hệ thống mô phỏng, không phải số liệu thật của tỉnh.",
        "SIMULATED DATA: this report is made from a simulated system; it is not the province's real data.",
    ),
    "note.translation": (
        "",
        "Translation for information; the Vietnamese edition is the one that is signed.",
    ),
    "note.open": (
        "SỐ LIỆU TẠM TÍNH: kỳ báo cáo chưa kết thúc (ngày cuối {end}).",
        "PROVISIONAL: the period has not ended yet (last day {end}).",
    ),
    "note.incomplete": ("SỐ LIỆU CHƯA ĐẦY ĐỦ: {what}.", "INCOMPLETE: {what}."),
    "note.missing": (
        "{source} mới có {reported}/{expected} phần số liệu (mỗi phần là một tháng của một đơn vị)",
        "{source} has delivered {reported} of {expected} parts (one month of one unit each)",
    ),
    "note.missing.month": (
        "{source} mới có số liệu của {reported}/{expected} đơn vị",
        "{source} has counts of {reported} of {expected} units",
    ),
    "note.outcome": (
        "lần lấy số gần nhất từ {source} không trọn vẹn",
        "the newest pull from {source} was not complete",
    ),
    "opening.basis": ("Căn cứ {basis};", "In accordance with {basis};"),
    "opening.report": (
        "{issuer} báo cáo {subject} (từ ngày {start} đến ngày {end}) như sau:",
        "{issuer} reports {subject} ({start} to {end}):",
    ),
    "opening.cut": (
        "Số liệu lấy từ: {sources}; cập nhật đến {moment}. Lịch báo cáo: {calendar}.",
        "Counts come from: {sources}; as known at {moment}. Reporting calendar: {calendar}.",
    ),
    "calendar.calendar": ("từ ngày 1 đến ngày cuối tháng", "1st to the month's end"),
    "calendar.nd09": (
        "từ ngày 15 tháng trước đến ngày 14 (Nghị định 09/2019/NĐ-CP)",
        "15th to 14th (Decree 09/2019/NĐ-CP)",
    ),
    "part.result": ("KẾT QUẢ THỰC HIỆN", "RESULTS"),
    "part.short": ("TỒN TẠI, HẠN CHẾ", "WHAT FALLS SHORT"),
    "part.tasks": ("KIẾN NGHỊ, NHIỆM VỤ THỜI GIAN TỚI", "RECOMMENDATIONS AND TASKS"),
    "head.overall": ("Kết quả chung", "Overall standing"),
    "head.indicators": ("Kết quả từng chỉ tiêu", "Indicator by indicator"),
    "head.improved": ("Đơn vị có chuyển biến rõ", "Units that improved clearly"),
    "head.below": ("Đơn vị chưa đạt mục tiêu – {name}", "Units below target: {name}"),
    "head.alerts": ("Cảnh báo, đôn đốc và giải trình", "Alerts, answers and follow-up"),
    "head.findings": ("Số liệu cần kiểm tra", "Numbers to be checked"),
    "head.reconciled": ("Đối chiếu giữa các nguồn số liệu", "What other sources say"),
    "head.restated": ("Điều chỉnh số liệu kỳ trước", "Restatements of earlier periods"),
    "head.grades": ("Đề xuất phân loại đơn vị", "Proposed grading of units"),
    "head.changes": ("Thay đổi so với bản trước", "Changes since the earlier edition"),
    "say.rate": (
        "{name}: {numerator}/{denominator} {noun}, đạt {rate}",
        "{name}: {numerator} of {denominator} {noun}, {rate}",
    ),
    "say.none": ("{name}: {status}.", "{name}: {status}."),
    "say.previous": (
        "{direction} {points} điểm phần trăm so với kỳ trước ({before})",
        "{direction} {points} points since the period before ({before})",
    ),
    "say.year": (
        "{direction} {points} điểm phần trăm so với cùng kỳ năm trước ({before})",
        "{direction} {points} points since the same period last year ({before})",
    ),
    "say.up": ("tăng", "up"),
    "say.down": ("giảm", "down"),
    "say.same": ("không thay đổi so với kỳ trước ({before})", "unchanged since the period before ({before})"),
    "say.year.same": (
        "không thay đổi so với cùng kỳ năm trước ({before})",
        "unchanged since the same period last year ({before})",
    ),
    "say.met": ("đã đạt mục tiêu {target}", "the target of {target} is met"),
    "say.short": (
        "thấp hơn mục tiêu ({target}) {gap} điểm phần trăm, còn thiếu {shortfall} {noun}",
        "{gap} points short of the target ({target}), {shortfall} {noun} missing",
    ),
    "say.over": ("vượt ngưỡng {target}", "over the limit of {target}"),
    "say.within": ("trong ngưỡng {target}", "within the limit of {target}"),
    "say.milestone.met": ("đã đạt mốc năm {year} ({milestone})", "the milestone of {year} ({milestone}) is reached"),
    "say.milestone.short": (
        "so với mốc năm {year} ({milestone}) còn thiếu {shortfall} {noun}",
        "{shortfall} {noun} short of the milestone of {year} ({milestone})",
    ),
    "say.units": (
        "Có {met}/{asked} đơn vị đạt mục tiêu, {short} đơn vị chưa đạt",
        "Of {asked} units, {met} meet the target and {short} do not",
    ),
    "say.too_few": ("{count} đơn vị có quá ít {noun} để đánh giá", "too few {noun} to be judged: {count}"),
    "say.no_cases": ("{count} đơn vị không phát sinh", "no cases: {count}"),
    "say.not_reported": ("{count} đơn vị chưa báo cáo", "not reported: {count}"),
    "say.needs_check": ("{count} đơn vị có số liệu cần kiểm tra", "to be checked: {count}"),
    "say.proposed": (
        "Công thức tính chỉ tiêu này là đề xuất, chưa được cơ quan có thẩm quyền xác nhận.",
        "The formula of this indicator is a proposal; no authority has confirmed it yet.",
    ),
    "say.definition": (
        "Tử số: {numerator}. Mẫu số: {denominator}.",
        "Numerator: {numerator}. Denominator: {denominator}.",
    ),
    "say.improved.all": ("{name}: {units}.", "{name}: {units}."),
    "say.improved.none": (
        "Không có đơn vị nào có mức tăng vượt dao động thông thường so với kỳ trước.",
        "No unit improved beyond what chance explains since the period before.",
    ),
    "say.improved": (
        "{unit} (từ {before} lên {rate}, tăng {points} điểm phần trăm)",
        "{unit} (from {before} to {rate}, up {points} points)",
    ),
    "say.below.none": ("Không có đơn vị nào dưới mục tiêu.", "No unit is below target."),
    "say.below.all": (
        "Có {short} đơn vị chưa đạt mục tiêu, xếp theo số {noun} còn thiếu; danh sách đầy đủ tại phụ lục.",
        "Units below target: {short}, in order of the {noun} missing; the whole list is in the annex.",
    ),
    "say.alerts.none": (
        "Trong kỳ không có cảnh báo nào được theo dõi.",
        "No alert was being followed in the period.",
    ),
    "say.alerts": (
        (
            "Theo dõi {total} cảnh báo: {answered} đã có trả lời của đơn vị, {verified} đã được số liệu kỳ sau "
            "xác nhận, {overdue} quá hạn trả lời."
        ),
        (
            "{total} alerts were followed: {answered} answered by the unit, {verified} verified by later numbers, "
            "{overdue} overdue."
        ),
    ),
    "say.findings.none": ("Không có số liệu nào cần kiểm tra thêm.", "No number needs further checking."),
    "say.findings": (
        (
            "Có {count} nội dung cần kiểm tra; đây là đề nghị rà soát, không phải kết luận. Chi tiết và việc "
            "cần làm tại phụ lục."
        ),
        (
            "Points to be checked: {count}. They are requests to look, not conclusions; details and what to "
            "do are in the annex."
        ),
    ),
    "say.finding": (
        "{title}: {who}.",
        "{title}: {who}.",
    ),
    "say.more": ("và {count} đơn vị khác", "and {count} more"),
    "say.tasks.more": (
        "Còn {count} đơn vị chưa đạt mục tiêu được giao nhiệm vụ tương tự, theo số còn thiếu tại phụ lục.",
        "The same is asked of the other units below target ({count}), by the shortfalls in the annex.",
    ),
    "say.sources": (
        (
            "Một số chỉ tiêu có số liệu từ hai nguồn. Báo cáo dùng số liệu của nguồn đã khai báo cho chỉ tiêu, không "
            "trộn hai nguồn; chênh lệch được tách theo nguyên nhân tính được từ số liệu, phần còn lại ghi là chưa rõ "
            "nguyên nhân. Số liệu từng đơn vị tại phụ lục."
        ),
        (
            "Some indicators are counted by two sources. The report uses the source declared for each and never "
            "mixes them; their difference is split into causes that can be counted, and what remains is called "
            "unexplained. Every unit is in the annex."
        ),
    ),
    "say.reconciled": (
        (
            "{name}: {source} ghi nhận {first_rate} ({first_numerator}/{first_denominator}), {other} ghi nhận "
            "{second_rate} ({second_numerator}/{second_denominator}); chênh lệch {points} điểm phần trăm, trong đó: "
            "{causes}."
        ),
        (
            "{name}: {first_rate} ({first_numerator} of {first_denominator}) by {source}, {second_rate} "
            "({second_numerator} of {second_denominator}) by {other}; a difference of {points} points: {causes}."
        ),
    ),
    "say.cause": ("{cause} {points}", "{cause} {points}"),
    "say.pair": ("{name}: {source} so với {other}", "{name}: {source} against {other}"),
    "say.difference": ("Chênh lệch", "Difference"),
    "say.restated.none": (
        "Không có số liệu kỳ trước nào được điều chỉnh sau khi khóa kỳ.",
        "No count of an earlier period has changed since that period closed.",
    ),
    "say.restated": (
        (
            "Nguồn đã điều chỉnh {count} số liệu của {periods} kỳ đã khóa ({units}); trước và sau điều chỉnh "
            "tại phụ lục."
        ),
        (
            "Counts of closed periods changed by their source: {count}, of {periods} periods ({units}); "
            "before and after are in the annex."
        ),
    ),
    "say.tasks": (
        (
            "Đề nghị các đơn vị dưới đây triển khai ngay các biện pháp sau và báo cáo kết quả trước ngày {due}. Số "
            "liệu của kỳ đã kết thúc không thay đổi; kết quả thực hiện được đối chiếu bằng số liệu các kỳ tới."
        ),
        (
            "The units below are asked to take the following measures at once and to report by {due}. Figures of a "
            "period that has ended do not change; the coming periods' figures will verify the result."
        ),
    ),
    "say.remedy": ("Chỉ tiêu “{name}”: {remedy}.", "“{name}”: {remedy}."),
    "say.tasks.none": ("Không có nhiệm vụ mới.", "No new task."),
    "say.grades": (
        "Đề xuất theo quy tắc đã khai báo, để cấp có thẩm quyền xem xét, quyết định. Số liệu làm căn cứ ở phụ lục.",
        "Proposed by the declared rule, for those competent to decide. The data are in the annex.",
    ),
    "say.grade": ("{grade}: {count} đơn vị", "{grade}: {count} units"),
    "say.ungraded": (
        "Chưa đủ số liệu để phân loại: {count} đơn vị",
        "Not enough numbers to grade: {count} units",
    ),
    "say.changes": (
        "Bản số {number}: {count} số liệu khác với bản số {before}; chi tiết ở phụ lục.",
        "Edition {number}: {count} figures differ from edition {before}; details are in the annex.",
    ),
    "say.changes.none": (
        (
            "Bản số {number}: không có số liệu nào khác với bản số {before}; phần thay đổi nằm ở các nội dung đi kèm "
            "(kiểm tra, giải trình, điều chỉnh, đối chiếu)."
        ),
        (
            "Edition {number}: no figure differs from edition {before}; what changed is told beside the figures "
            "(checks, explanations, restatements, reconciliation)."
        ),
    ),
    "task.product": (
        (
            "Chỉ tiêu {indicator}: để đạt mục tiêu {target}, mỗi kỳ tới có thêm ít nhất {shortfall} {noun} đạt yêu "
            "cầu so với kỳ này (tính trên {denominator} {noun})."
        ),
        (
            "{indicator}: to reach {target}, at least {shortfall} {noun} more must qualify in each coming period "
            "(with {denominator} {noun} as now)."
        ),
    ),
    "col.number": ("TT", "No."),
    "col.indicator": ("Chỉ tiêu", "Indicator"),
    "col.unit": ("Đơn vị", "Unit"),
    "col.numerator": ("Tử số", "Numerator"),
    "col.denominator": ("Mẫu số", "Denominator"),
    "col.rate": ("Tỷ lệ", "Rate"),
    "col.previous": ("Kỳ trước", "Before"),
    "col.change": ("Tăng, giảm (điểm %)", "Change (points)"),
    "col.year": ("Cùng kỳ năm trước", "A year ago"),
    "col.target": ("Mục tiêu", "Target"),
    "col.milestone": ("Mốc năm", "Milestone"),
    "col.shortfall": ("Còn thiếu", "Shortfall"),
    "col.status": ("Trạng thái", "Status"),
    "col.head": ("Người đứng đầu", "Head"),
    "col.explanation": ("Giải trình của đơn vị", "The unit's explanation"),
    "col.task": ("Nhiệm vụ, sản phẩm", "Task, product"),
    "col.due": ("Thời hạn", "Due"),
    "table.overall": ("Kết quả các chỉ tiêu toàn tỉnh", "The province's indicators"),
    "table.below": ("Đơn vị chưa đạt mục tiêu", "Units below target"),
    "table.causes": (
        "Nguyên nhân chênh lệch giữa hai nguồn, toàn tỉnh",
        "What makes up the difference between two sources, whole province",
    ),
    "table.tasks": ("Nhiệm vụ của từng đơn vị", "Tasks by unit"),
    "chart.trend": ("Diễn biến 12 tháng: {name}", "Twelve months: {name}"),
    "chart.ranking": ("Đơn vị cần thêm nhiều nhất: {name}", "Units that need most: {name}"),
    "chart.heatmap": ("12 tháng theo đơn vị: {name}", "Twelve months by unit: {name}"),
    "chart.key": ("Điểm phần trăm còn cách mục tiêu", "Points short of the target"),
    "chart.met": ("đạt mục tiêu", "target met"),
    "chart.missing": ("không có số liệu", "no figure"),
    "col.points": ("Điểm %", "Points"),
    "col.code": ("Mã", "Code"),
    "col.kind": ("Loại", "Kind"),
    "col.source": ("Nguồn", "Source"),
    "col.version": ("Phiên bản", "Version"),
    "col.field": ("Lĩnh vực", "Field"),
    "basis.own": ("nguồn báo cáo trực tiếp", "counted by the source"),
    "basis.children": ("cộng từ các đơn vị", "sum of its units"),
    "severity.error": ("Lỗi số liệu", "Error"),
    "severity.warning": ("Cần kiểm tra", "Warning"),
    "col.procedure": ("Thủ tục", "Procedure"),
    "col.measure": ("Số liệu", "Measure"),
    "col.start": ("Từ ngày", "From"),
    "col.end": ("Đến ngày", "To"),
    "col.before": ("Trước", "Before"),
    "col.after": ("Sau", "After"),
    "col.when": ("Thời điểm", "When"),
    "col.pull": ("Lần lấy số", "Pull"),
    "col.evidence": ("Bằng chứng (SHA-256)", "Evidence (SHA-256)"),
    "col.reported": ("Đã báo cáo", "Reported"),
    "col.expected": ("Phải báo cáo", "Expected"),
    "col.low": ("Khoảng tin cậy từ (%)", "Interval from (%)"),
    "col.high": ("đến (%)", "to (%)"),
    "col.basis": ("Cách tính", "Basis"),
    "col.severity": ("Mức", "Severity"),
    "col.words": ("Nội dung", "What was found"),
    "col.remedy": ("Việc cần làm", "What to do"),
    "col.state": ("Tình trạng", "State"),
    "col.opened": ("Mở ngày", "Opened"),
    "col.cause": ("Nguyên nhân", "Cause"),
    "col.judged": ("Chỉ tiêu được xét", "Indicators judged"),
    "col.at_target": ("Đạt mục tiêu", "At target"),
    "col.at_milestone": ("Đạt mốc năm", "At milestone"),
    "col.grade": ("Đề xuất", "Proposal"),
    "col.definition": ("Định nghĩa", "Definition"),
    "col.legal": ("Căn cứ pháp lý", "Legal basis"),
    "col.agency": ("Cơ quan chủ trì", "Lead agency"),
    "col.checked": ("Người thẩm định", "Reviewed by"),
    "col.side": ("Phần", "Side"),
    "col.source.a": ("Nguồn báo cáo (A)", "Source of the report (A)"),
    "col.source.b": ("Nguồn đối chiếu (B)", "Other source (B)"),
    "col.a": ("A", "A"),
    "col.b": ("B", "B"),
    "col.a-b": ("Chênh lệch A − B", "Difference A − B"),
    "col.a-b.points": ("Chênh lệch tỷ lệ (điểm %)", "Difference of rates (points)"),
    "col.check": ("Tổng nguyên nhân trừ chênh lệch (phải bằng 0)", "Causes minus difference (must be 0)"),
    "sheet.overall": ("Tổng hợp", "Overall"),
    "sheet.departments": ("Sở, ban, ngành", "Departments"),
    "sheet.communes": ("Xã, phường, đặc khu", "Communes"),
    "sheet.procedures": ("Thủ tục", "Procedures"),
    "procedures.rest": ("(không theo thủ tục)", "(by no procedure)"),
    "sheet.reconciliation": ("Đối chiếu nguồn", "Reconciliation"),
    "sheet.restatements": ("Điều chỉnh", "Restatements"),
    "sheet.findings": ("Cần kiểm tra", "To be checked"),
    "sheet.alerts": ("Cảnh báo", "Alerts"),
    "sheet.grades": ("Đề xuất phân loại", "Proposed grades"),
    "sheet.changes": ("Thay đổi", "Changes"),
    "sheet.passport": ("Hộ chiếu số liệu", "Passport"),
    "sheet.definitions": ("Định nghĩa", "Definitions"),
    "sheet.empty": ("Không có dòng nào.", "No rows."),
    "sheet.about": (
        "{period}, từ ngày {start} đến ngày {end}; bản số {number}. Nguồn: {sources}.",
        "{period}, {start} to {end}; edition {number}. Sources: {sources}.",
    ),
    "letter.mark": ("MÔ PHỎNG", "SIMULATED"),
    "letter.subject": (
        "Báo cáo số hóa {period} (bản số {number})",
        "Digitization report of {period} (edition {number})",
    ),
    "letter.simulated": (
        "SỐ LIỆU MÔ PHỎNG – không phải số liệu thật.",
        "SIMULATED DATA: not the province's real data.",
    ),
    "letter.incomplete": (
        "SỐ LIỆU CHƯA ĐẦY ĐỦ: phần còn thiếu được nêu ở trang đầu của báo cáo.",
        "INCOMPLETE: what is missing is named on the first page of the report.",
    ),
    "letter.to": ("Kính gửi: {name}", "To: {name}"),
    "letter.body": (
        "{subject} đã được lập, ở trạng thái dự thảo, gồm văn bản Word, tệp PDF và phụ lục Excel.",
        "{subject} has been drawn up as a draft: a Word document, a PDF and the annexes in Excel.",
    ),
    "letter.check": (
        "Đề nghị kiểm tra, hoàn thiện và trình ký theo quy định.",
        "Please check and complete it, and have it signed.",
    ),
    "letter.link": ("Xem, đối chiếu và tải báo cáo: {link}", "Read, check and save the report: {link}"),
    "letter.key": (
        "Mã tin: {code}. Tin nhắn tự động của hệ thống theo dõi số hóa.",
        "Message {code}, sent automatically by the digitization monitor.",
    ),
    "paper.country.state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
    "paper.country.party": ("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIET NAM"),
    "paper.motto": ("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
    "paper.number.state": ("Số: ……/{symbol}", "No.: ……/{symbol}"),
    "paper.number.party": ("Số ……-{symbol}", "No. ……-{symbol}"),
    "paper.dated": ("{place}, ngày …… tháng …… năm ……", "{place}, …… / …… / ……"),
    "paper.copies": ("Nơi nhận:", "Recipients:"),
    "closing": (
        "Trên đây là báo cáo {subject}",
        "This is the report {subject}",
    ),
}
"""By key. A key that ends in ``none`` is said where there is nothing to say."""
