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
    "reports.step.pdf": ("{period}: số liệu đã chốt, đang làm văn bản PDF", "{period}: figures frozen, making the PDF"),
    "reports.step.docx": ("{period}: đang làm văn bản Word", "{period}: making the Word document"),
    "reports.step.xlsx": ("{period}: đang làm phụ lục Excel", "{period}: making the Excel annexes"),
    "reports.built": (
        "Đã lập xong báo cáo {period}, bản {number}.",
        "The report of {period} is built: edition {number}.",
    ),
    "reports.same": (
        "Số liệu {period} không đổi kể từ bản {number}, nên không có bản mới.",
        "Nothing about {period} has changed since edition {number}, so there is no new one.",
    ),
    "reports.problem.document": (
        "Số liệu đã chốt nhưng chưa làm được văn bản {kind}. Hãy báo người vận hành: {reason}",
        "The figures are frozen, but the {kind} document cannot be made. Tell the operator: {reason}",
    ),
    "reports.problem.none": (
        "Không có bản báo cáo số {value}. Hãy chọn một bản trong danh sách ở trang Báo cáo.",
        "There is no edition {value}. Choose one from the list on the page Reports.",
    ),
    "reports.problem.other": (
        "Không so sánh được với bản số {value}: chỉ so sánh các bản của cùng một kỳ. Hãy chọn trong danh sách.",
        "Edition {value} cannot be compared with: only editions of one period are. Choose one from the list.",
    ),
    "reports.problem.step": (
        "Bản này vừa được người khác chuyển trạng thái. Hãy tải lại trang để xem tình trạng mới.",
        "Somebody else has just taken this edition further. Reload the page to see where it stands.",
    ),
    # one edition
    "reports.title": ("Báo cáo {period}, bản {number}", "Report of {period}, edition {number}"),
    "reports.number": ("Bản {number}", "Edition {number}"),
    "reports.back": ("← Mọi bản báo cáo", "← All editions"),
    "reports.made": ("Chốt lúc {moment}, {who}", "Frozen {moment}, {who}"),
    "reports.newer": (
        "Đã có bản mới hơn của kỳ này: mở bản {number}.",
        "There is a newer edition of this period: open edition {number}.",
    ),
    "reports.documents": ("Văn bản", "Documents"),
    "reports.documents.say": (
        "Word để sửa và ký, PDF để gửi, Excel là phụ lục; cùng một bản số liệu đã chốt.",
        "Word to edit and sign, PDF to send, Excel for the annexes; all from the same frozen figures.",
    ),
    "reports.layouts": ("Thể thức văn bản", "Layout of the documents"),
    "reports.layout.state": ("Thể thức Nhà nước", "State layout"),
    "reports.layout.party": ("Thể thức Đảng", "Party layout"),
    "reports.file.pdf": ("Mở PDF", "Open the PDF"),
    "reports.file.docx": ("Tải Word", "Save Word"),
    "reports.file.xlsx": ("Tải Excel", "Save Excel"),
    "reports.tabs": ("Phần của bản báo cáo", "Parts of the edition"),
    "reports.tab.preview": ("Xem trước", "Preview"),
    "reports.tab.pages": ("Trang in", "Printed pages"),
    "reports.tab.difference": ("Khác bản trước", "Differences"),
    "reports.tab.steps": ("Rà soát, ban hành", "Review and issue"),
    "reports.preview.say": (
        "Đúng lời văn và số liệu của văn bản Word; biểu đồ có ở phần “Trang in” và trong phụ lục Excel.",
        "The very words and numbers of the Word document; its charts are among the printed pages and in the annexes.",
    ),
    "reports.pages.say": (
        "{count} trang của văn bản PDF, gồm cả biểu đồ. Mở PDF để đọc bằng trình đọc màn hình.",
        "The {count} pages of the PDF with their charts. Open the PDF to read it with a screen reader.",
    ),
    "reports.page": ("Trang {number}/{count} của văn bản PDF", "Page {number} of {count} of the PDF"),
    # difference
    "reports.difference.only": (
        "Kỳ này mới có một bản báo cáo nên chưa có gì để so sánh.",
        "There is one edition of this period only, so there is nothing to compare.",
    ),
    "reports.difference.other": ("So sánh với", "Compared with"),
    "reports.difference": ("Từ bản {first} đến bản {second}", "From edition {first} to edition {second}"),
    "reports.difference.say": (
        "{count} số liệu của {units} đơn vị thay đổi từ bản {first} đến bản {second}.",
        "{count} figures of {units} units changed from edition {first} to edition {second}.",
    ),
    "reports.difference.none": (
        "Không có số liệu nào của chỉ tiêu thay đổi.",
        "No figure of any indicator changed.",
    ),
    "reports.difference.parts": ("Phần có thay đổi: {parts}.", "Parts that changed: {parts}."),
    "reports.absent": ("không có", "none"),
    "reports.delta": ("tử số {numerator}, mẫu số {denominator}", "numerator {numerator}, denominator {denominator}"),
    "reports.part.figures": ("số liệu chỉ tiêu", "figures"),
    "reports.part.trend": ("diễn biến 12 tháng", "the last twelve months"),
    "reports.part.definitions": ("định nghĩa chỉ tiêu", "definitions"),
    "reports.part.units": ("danh sách đơn vị", "the list of units"),
    "reports.part.sources": ("nguồn và thời điểm lấy số liệu", "sources and when they were pulled"),
    "reports.part.findings": ("kết quả kiểm tra số liệu", "findings"),
    "reports.part.reconciled": ("đối chiếu giữa các nguồn", "sources against each other"),
    "reports.part.restatements": ("số liệu đã điều chỉnh", "restatements"),
    "reports.part.alerts": ("đôn đốc và giải trình", "alerts and explanations"),
    "reports.part.procedures": ("số liệu theo thủ tục", "sums by procedure"),
    "reports.part.titles": ("tên các nguồn", "names of sources"),
    # steps
    "reports.content": ("Mã nội dung đã chốt:", "Frozen content:"),
    "reports.event.freeze": ("Chốt số liệu", "Frozen"),
    "reports.event.review": ("Rà soát xong", "Reviewed"),
    "reports.event.issue": ("Ban hành", "Issued"),
    "reports.event.send": ("Gửi báo cáo", "Sent"),
    "reports.final": (
        "Bản này đã ban hành nên không thay đổi nữa. Số liệu mới sẽ thành một bản khác.",
        "This edition is issued and never changes. New figures become another edition.",
    ),
    "reports.step.review": ("Bước tiếp theo: rà soát", "Next step: review"),
    "reports.step.review.say": (
        "Khi đã đọc và đối chiếu số liệu, ghi lại ở đây. Bản báo cáo chuyển sang “{state}”.",
        "When the edition has been read and its numbers checked, note it here. It becomes “{state}”.",
    ),
    "reports.step.issue": ("Bước tiếp theo: ban hành", "Next step: issue"),
    "reports.step.issue.say": (
        "Khi văn bản đã ký và gửi, ghi số, ngày ban hành ở đây. Bản báo cáo chuyển sang “{state}” và không đổi nữa.",
        "When the paper is signed and sent, note its number and day. It becomes “{state}” and never changes again.",
    ),
    "reports.field.who.review": ("Người rà soát (chức vụ hoặc bộ phận)", "Who reviewed it (position or department)"),
    "reports.field.note.review": ("Ghi chú khi rà soát (không bắt buộc)", "Note of the review (optional)"),
    "reports.field.who.issue": ("Người ban hành (chức vụ)", "Who issued it (position)"),
    "reports.field.note.issue": ("Số, ngày của văn bản (không bắt buộc)", "Number and day of the paper (optional)"),
    "reports.do.review": ("Ghi nhận đã rà soát", "Note the review"),
    "reports.do.issue": ("Ghi nhận đã ban hành", "Note the issue"),
    "reports.done.review": ("Đã ghi nhận rà soát.", "The review is noted."),
    "reports.done.issue": (
        "Đã ghi nhận ban hành. Từ nay bản này không thay đổi.",
        "The issue is noted. This edition never changes from now on.",
    ),
    "data.col.at": ("Lúc", "When"),
    "data.col.delta": ("Thay đổi", "Change"),
    "data.col.did": ("Việc đã làm", "What was done"),
    "data.col.who": ("Người thực hiện", "By"),
    "data.col.note": ("Ghi chú", "Note"),
}
