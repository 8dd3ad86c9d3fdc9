"""The overview: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # headline cards
    "cards.title": ("Các chỉ tiêu chính", "Headline indicators"),
    "card.divides": ("{numerator} ÷ {denominator}", "{numerator} ÷ {denominator}"),
    "card.milestone": ("Mốc {year}: {level}", "{year} milestone: {level}"),
    "card.target": ("Mục tiêu {level}", "Target {level}"),
    "card.away": ("{aim}, còn cách {points} điểm", "{aim}, {points} points away"),
    "card.before": ("So với kỳ trước", "Since the period before"),
    "card.year_ago": ("So với cùng kỳ {year}", "Since the same period of {year}"),
    "card.to_date": ("Từ đầu năm", "Year to date"),
    "card.open": ("tạm tính", "provisional"),
    "card.closed": ("kỳ đã kết thúc", "period closed"),
    "card.origin": ("Nguồn gốc", "Origin"),
    "card.origin.label": ("của con số {name}", "of the figure {name}"),
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
    # ranking
    "rank.title": ("Đơn vị dưới mục tiêu {target}", "Units below the {target} target"),
    "rank.title.status": ("Đơn vị: {status}", "Units: {status}"),
    "rank.title.all": ("Tất cả đơn vị", "All units"),
    "rank.legend.now": ("kỳ này", "this period"),
    "rank.legend.before": ("kỳ trước", "period before"),
    "rank.legend.before.year_ago": ("cùng kỳ năm trước", "a year ago"),
    "rank.legend.interval": ("khoảng tin cậy 95%", "95% interval"),
    "rank.legend.milestone": ("mốc {year}", "{year} milestone"),
    "rank.legend.target": ("mục tiêu", "target"),
    "rank.sort": ("Sắp xếp", "Order"),
    "rank.note": (
        "Ai ảnh hưởng nhiều nhất đến khoảng thiếu của tỉnh. Bấm tên đơn vị để xem nguyên nhân và nguồn gốc số liệu.",
        "Who matters most for the province's shortfall. Choose a unit to see why, and where its figures come from.",
    ),
    "rank.grid": ("Mở trong bảng đơn vị (lọc, tải về)", "Open in the grid of units (filter, download)"),
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
    # what if
    "what_if.title": ("Nếu các khoảng thiếu lớn nhất được bù", "What if the largest shortfalls were made good"),
    "what_if.one": ("1 đơn vị thiếu nhiều nhất: thêm {gained} {noun}", "The 1 largest: {gained} more {noun}"),
    "what_if.some": (
        "{count} đơn vị thiếu nhiều nhất: thêm {gained} {noun}",
        "The {count} largest: {gained} more {noun}",
    ),
    "what_if.all": ("Tất cả {count} đơn vị: thêm {gained} {noun}", "All {count} units: {gained} more {noun}"),
    "what_if.milestone": ("mốc {year} ({level})", "the {year} milestone ({level})"),
    "what_if.target": ("mục tiêu {level}", "the {level} target"),
    "what_if.enough": (
        "Để toàn tỉnh đạt {aim}, chỉ cần **{count} đơn vị** thiếu nhiều nhất đạt mục tiêu của mình.",
        "For the province to reach {aim}, it is enough that the **{count} units** lacking most reach their own target.",
    ),
    "what_if.never": (
        "Để toàn tỉnh đạt {aim}, các đơn vị này bù đủ cũng **chưa đủ**: còn đơn vị quá ít hồ sơ hoặc cần kiểm tra.",
        "For the province to reach {aim} these units are **not enough**: others have too few cases or need a check.",
    ),
    "bridge.listed": (
        "Cộng lại: {units} đơn vị dưới mục tiêu thiếu {count}",
        "Adding up: the {units} units below lack {count}",
    ),
    "bridge.unlisted": (
        "đơn vị quá ít hồ sơ hoặc cần kiểm tra thiếu {count}",
        "units with too few cases or to be checked lack {count}",
    ),
    "bridge.spare": ("trừ {count} dư của các đơn vị đã đạt", "less {count} to spare in units that met it"),
    "bridge.rounding": ("trừ {count} do từng đơn vị làm tròn lên", "less {count} because each unit rounds up"),
    "bridge.end": ("= đúng {count} {noun} toàn tỉnh còn thiếu.", "= exactly the {count} {noun} the province lacks."),
    "col.unit": ("Đơn vị", "Unit"),
    "col.plot": ("Vị trí so với mục tiêu", "Distance to target"),
    "col.rate": ("Tỷ lệ", "Rate"),
    "col.gap": ("Còn cách (điểm)", "Gap (points)"),
    "col.shortfall": ("Còn thiếu ({noun})", "Shortfall ({noun})"),
    "col.shortfall.plain": ("Còn thiếu", "Shortfall"),
    "short.shortfall": ("Còn thiếu", "Shortfall"),
    "short.change": ("Thay đổi", "Change"),
    "col.share": ("Phần trong khoảng thiếu", "Share of the shortfall"),
    "col.so_far": ("Cộng dồn", "Running total"),
    "short.so_far": ("Cộng dồn", "Running total"),
    "col.change": ("So với kỳ trước (điểm)", "Change (points)"),
    "col.change.year_ago": ("So với cùng kỳ năm trước (điểm)", "Change in a year (points)"),
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
    "card.to_date.since": ("thay đổi so với cùng thời gian năm trước", "change since the same stretch of last year"),
    "movers.title": ("Tăng, giảm rõ rệt", "Clear moves"),
    "movers.note": (
        "Chỉ nêu thay đổi vượt khoảng tin cậy, ở đơn vị đủ số lượng.",
        "Only changes beyond the interval, in units with enough cases.",
    ),
    "movers.none": ("Không có thay đổi nào vượt dao động thường.", "No change beyond ordinary fluctuation."),
    # the road to the last milestone
    "road.title": ("Đường tới {year}", "The road to {year}"),
    "road.title.plain": ("Diễn biến", "Trend"),
    "road.note": (
        "Mỗi chấm là một tháng của toàn tỉnh, chấm rỗng là tháng chưa kết thúc; hình thoi là mốc cuối mỗi năm.",
        "Each dot is a month of the province, a hollow one is still running; diamonds are the year-end milestones.",
    ),
    "road.target": ("Mục tiêu {target}", "Target {target}"),
    "road.stone": ("Mốc cuối năm {year}: {level}", "Milestone at the end of {year}: {level}"),
    "road.year": ("Mốc cuối năm {year}", "Milestone at the end of {year}"),
    "road.table": ("Xem bảng số", "Show as a table"),
    # the projection
    "outlook.title": ("Dự báo, không phải số liệu", "A projection, not a figure"),
    "outlook.made": (
        (
            "{period}, tính đến hết ngày {day}: nếu phần còn lại (khoảng {remaining} {noun}) đạt như đến nay, "
            "cuối kỳ là **{end}** (khoảng {low}–{high})."
        ),
        (
            "{period}, counted to the end of {day}: if the rest (about {remaining} {noun}) goes as so far, it ends at "
            "**{end}** (between {low} and {high})."
        ),
    ),
    "outlook.aim.step": ("mốc {year} ({level})", "the {year} milestone ({level})"),
    "outlook.aim.goal": ("mục tiêu {level}", "the {level} target"),
    "outlook.both": ("cả {step} lẫn {goal}", "both {step} and {goal}"),
    "outlook.need": (
        "Để kịp {aim}: **{rate}** phần còn lại phải đạt ({needed} trong khoảng {remaining} {noun}).",
        "For {aim}: **{rate}** of the rest must succeed ({needed} of about {remaining} {noun}).",
    ),
    "outlook.allowed": (
        "Để giữ {aim}: phần còn lại không được quá **{rate}** ({needed} trong khoảng {remaining} {noun}).",
        "To keep {aim}: no more than **{rate}** of the rest ({needed} of about {remaining} {noun}).",
    ),
    "outlook.safe": ("Đã chắc đạt {aim}, dù phần còn lại ra sao.", "{aim} is safe whatever the rest brings."),
    "outlook.pace": (
        "Với nhịp hồ sơ này, dù toàn bộ phần còn lại đạt cũng chỉ lên **{best}**, dưới {aim}.",
        "At this pace of cases even a perfect rest ends at **{best}**, below {aim}.",
    ),
    "outlook.lost": (
        "**Không còn kịp** {aim} trong kỳ này: tốt nhất chỉ lên {best}, hồ sơ về gấp đôi cũng không đủ.",
        "**No longer reachable** in this period: {aim}; at best {best}, and twice the cases would not do either.",
    ),
    "outlook.few": (
        "{period}: chưa dự báo vì mới có dưới {fewest} hồ sơ.",
        "{period}: nothing is projected from fewer than {fewest} cases.",
    ),
    "outlook.early": (
        "{period}: chưa dự báo vì kỳ mới bắt đầu (chưa qua một phần sáu số ngày).",
        "{period}: nothing is projected before a sixth of its days have passed.",
    ),
    "outlook.ended": (
        "{period}: số đếm đã phủ hết kỳ, không còn gì để dự báo.",
        "{period}: its counts cover the whole period, nothing is left to project.",
    ),
    "outlook.none": ("Không có kỳ nào đang chạy để dự báo.", "No running period to project."),
    "outlook.how": ("Dự báo dựa trên giả định nào?", "What is this projection based on?"),
    "outlook.assumptions": (
        (
            "Hồ sơ tiếp tục phát sinh với nhịp mỗi ngày như đến nay. Phần còn lại đạt tỷ lệ như đến nay; khoảng nêu "
            "trên cộng trừ mức dao động lớn nhất giữa các tháng gần đây, hoặc khoảng tin cậy 95% nếu rộng hơn. Không "
            "tính đến đợt cao điểm, thay đổi quy định hay cách đếm. “Không còn kịp” chỉ được nói khi hồ sơ về gấp đôi "
            "và đạt toàn bộ vẫn không đủ. Dưới số hồ sơ tối thiểu hoặc khi kỳ mới bắt đầu thì không dự báo."
        ),
        (
            "Cases keep coming at the daily pace so far. The rest succeeds at the rate so far; the range adds and "
            "takes away the largest swing between recent months, or the 95% interval where that is wider. It knows "
            "nothing of campaigns, new rules or new ways of counting. “No longer reachable” is said only when twice "
            "the cases, all of them successful, would not do. Nothing is projected from too few cases or too early."
        ),
    ),
    # why
    "why.title": (
        "{count} đơn vị làm tỉnh thiếu nhiều nhất, và vì sao",
        "The {count} units that cost the province most, and why",
    ),
    "why.note": (
        "Theo bộ lọc của danh sách ở trên: chọn “Chỉ cấp xã” để xem riêng xã, phường, đặc khu.",
        "Follows the filter of the list above: choose “Communes only” for communes, wards and special zones.",
    ),
    "why.lacks": (
        "Thiếu **{shortfall} {noun}**, {share} phần thiếu",
        "**{shortfall} {noun}** short, {share} of the shortfall",
    ),
    "why.rate": (
        "Tỷ lệ thấp: kém toàn tỉnh **{gap} điểm**, với {part} số hồ sơ của tỉnh.",
        "A low rate: **{gap} points** below the province, with {part} of its cases.",
    ),
    "why.size": (
        "Nhiều hồ sơ: **{part}** của toàn tỉnh; tỷ lệ cao hơn toàn tỉnh {gap} điểm nhưng chưa tới mục tiêu.",
        "Many cases: **{part}** of the province's; {gap} points above its rate but not at the target.",
    ),
    "why.both": (
        "Nhiều hồ sơ: **{part}** của toàn tỉnh; tỷ lệ xấp xỉ toàn tỉnh (chênh {gap} điểm).",
        "Many cases: **{part}** of the province's; about the province's rate ({gap} points apart).",
    ),
    "why.lasting": (
        "Kéo dài: dưới mục tiêu **{months} tháng liền**.",
        "Lasting: **{months} months in a row** below target.",
    ),
    "why.lasting.all": (
        "Kéo dài: dưới mục tiêu suốt **{months} tháng** có số liệu gần đây.",
        "Lasting: below target in all of the last **{months} months** with figures.",
    ),
    "why.new": ("Mới: dưới mục tiêu {months} tháng gần đây.", "New: below target for {months} months."),
    "why.weak": (
        "Yếu ở “{name}”: **{rate}**, kém toàn tỉnh {gap} điểm.",
        "Weak in “{name}”: **{rate}**, {gap} points below the province.",
    ),
    "why.part": ("Thủ tục “{name}”: thiếu **{count} {noun}**.", "Procedure “{name}”: **{count} {noun}** short."),
    "why.more": ("Xem thủ tục, bằng chứng, việc phải làm", "Procedures, evidence, what to do"),
    "why.todo": ("**Việc phải làm:** {remedy}. Chủ trì: {agency}.", "**To be done:** {remedy}. Lead: {agency}."),
    # heat map, tiles
    "heat.title": ("{count} tháng, theo đơn vị", "{count} months, by unit"),
    "heat.note": (
        "Số trong ô: điểm còn cách mục tiêu. Càng đậm càng xa. Bấm ô để mở đơn vị trong tháng đó.",
        "Number in a cell: points to the target. The darker, the farther. Choose a cell for the unit in that month.",
    ),
    "tiles.title": ("Mọi đơn vị, theo loại", "Every unit, by kind"),
    "tiles.note": (
        "Mỗi ô là một đơn vị; số trong ô là điểm còn cách mục tiêu, xếp từ thiếu nhiều nhất.",
        "Each tile is a unit; its number is the points to the target; those that lack most come first.",
    ),
    "tiles.piece": ("{count} đơn vị: {tone}", "{count} units: {tone}"),
    "far.legend": ("Còn cách mục tiêu:", "Away from the target:"),
    "far.step": ("{low}–{high} điểm", "{low}–{high} points"),
    "far.last": ("trên {low} điểm", "over {low} points"),
    "far.far-1": ("còn cách đến 5 điểm", "up to 5 points away"),
    "far.far-2": ("còn cách 5–15 điểm", "5–15 points away"),
    "far.far-3": ("còn cách 15–30 điểm", "15–30 points away"),
    "far.far-4": ("còn cách 30–50 điểm", "30–50 points away"),
    "far.far-5": ("còn cách trên 50 điểm", "over 50 points away"),
    "far.said": ("{rate}, còn cách mục tiêu {gap} điểm · {status}", "{rate}, {gap} points to the target · {status}"),
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
    "trust.state": ("Kỳ báo cáo", "Reporting period"),
    "trust.restated": ("Điều chỉnh số của kỳ đã chốt", "Corrections after the period closed"),
    "trust.restated.yes": ("có, xem chi tiết", "yes, see which"),
    "trust.restated.no": ("không có", "none"),
    "trust.sources": ("Xem mọi nguồn và các lần lấy số liệu", "See every source and its pulls"),
    "trust.findings": ("Phát hiện cần kiểm tra", "Findings to be checked"),
    "trust.findings.none": ("không có", "none"),
    "trust.origin": (
        "Con số của toàn tỉnh từ đâu ra: tử số, mẫu số, nguồn, bằng chứng, định nghĩa",
        "Where the province's figure comes from: numerator, denominator, source, evidence, definition",
    ),
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
}
