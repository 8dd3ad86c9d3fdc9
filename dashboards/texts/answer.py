"""The page that a signed link opens: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "answer.title": ("Trả lời cảnh báo", "Answer to an alert"),
    "answer.for": ("Đơn vị: **{name}**", "For: **{name}**"),
    "answer.until": (
        "Đường dẫn này chỉ mở các nội dung dưới đây và dùng được đến hết ngày {day}.",
        "This link opens the matters below and nothing else; it can be used until {day}.",
    ),
    "answer.done.acknowledge": (
        "Đã ghi nhận tiếp nhận và giải trình. Cảm ơn đơn vị. Có thể nêu tiếp biện pháp ở dưới.",
        "Noted: heard and explained. Thank you. You may go on to set an action below.",
    ),
    "answer.done.explain": ("Đã ghi nhận giải trình mới.", "The new explanation is noted."),
    "answer.done.plan": ("Đã ghi nhận biện pháp và thời hạn.", "The action and its day are noted."),
    "answer.done.claim": (
        "Đã ghi nhận việc đã làm xong. Kỳ số liệu tới sẽ xác nhận.",
        "Noted as done. The next counts will verify it.",
    ),
    "answer.act.acknowledge": ("Tiếp nhận và giải trình", "Acknowledge and explain"),
    "answer.act.plan": ("Nêu biện pháp", "Set an action"),
    "answer.act.claim": ("Báo đã xong", "Report as done"),
    "answer.act.explain": ("Sửa giải trình", "Correct the explanation"),
    "answer.send.acknowledge": ("Gửi giải trình", "Send the explanation"),
    "answer.send.plan": ("Lưu biện pháp", "Save the action"),
    "answer.send.claim": ("Báo đã xong", "Report as done"),
    "answer.send.explain": ("Lưu giải trình", "Save the explanation"),
    "answer.cause": ("Nguyên nhân chính", "Main cause"),
    "answer.cause.choose": ("Chọn nguyên nhân", "Choose a cause"),
    "answer.explanation": ("Giải trình", "Explanation"),
    "answer.owner": ("Chức vụ người chịu trách nhiệm", "Position of who is responsible"),
    "answer.product": ("Việc sẽ làm, sản phẩm kiểm tra được", "What will be done, in a form that can be checked"),
    "answer.due": ("Hoàn thành trước hết ngày", "To be done by the end of"),
    "answer.remark": ("Đã làm gì", "What was done"),
    "answer.names": (
        "Ghi chức vụ, phòng, ban; không ghi họ tên, số điện thoại, thông tin hồ sơ của công dân.",
        "Write positions and offices; no names of people, no telephone numbers, nothing of anybody's dossier.",
    ),
    "answer.nothing": ("Nội dung này không cần trả lời thêm.", "Nothing more needs to be answered here."),
    "answer.history": ("Các bước đã qua ({count})", "Steps so far ({count})"),
    "answer.given": ("Đã giải trình: {cause} – {explanation}", "Explained: {cause} – {explanation}"),
    "answer.planned": (
        "Biện pháp: {product} – {owner}, trước hết ngày {day}",
        "Action: {product} – {owner}, by {day}",
    ),
    "answer.problem.version": (
        (
            "Nội dung này vừa có thay đổi, nên chưa ghi lần gửi này. Hãy xem lại trạng thái bên dưới; những gì đã nhập "
            "vẫn còn, gửi lại nếu cần."
        ),
        (
            "This matter has just been changed, so this was not saved. Look at its state below; what you wrote is "
            "still there, send it again if need be."
        ),
    ),
    "answer.problem.state": (
        "Bước này không còn áp dụng: nội dung đang ở trạng thái “{state}”. Chưa ghi gì thêm.",
        "This step is not possible any more: the matter is “{state}”. Nothing was saved.",
    ),
    "answer.problem.form": (
        "Chưa gửi được: biểu mẫu thiếu nội dung cần trả lời. Hãy mở lại đường dẫn trong tin nhắn rồi gửi lại.",
        "Not sent: the form does not say what it answers. Open the link of the message again and send once more.",
    ),
    "answer.problem.cause": ("Hãy chọn nguyên nhân chính.", "Choose the main cause."),
    "answer.problem.missing": ("Hãy ghi mục “{field}”.", "Fill in “{field}”."),
    "answer.problem.long": (
        "Mục “{field}” dài quá {most} ký tự. Hãy viết ngắn hơn.",
        "“{field}” is longer than {most} characters. Make it shorter.",
    ),
    "answer.problem.day": (
        "Ngày hoàn thành chưa đúng. Hãy chọn một ngày từ hôm nay trở đi.",
        "The day is not valid. Choose a day from today on.",
    ),
    "answer.refused.ended": (
        (
            "Đường dẫn này đã hết hạn vào ngày {day}. Hãy mở tin nhắn mới nhất, hoặc đề nghị bộ phận cải cách hành "
            "chính của tỉnh gửi lại."
        ),
        ("This link ended on {day}. Open the newest message, or ask the province's reform staff to send another one."),
    ),
    "answer.refused.damaged": (
        "Đường dẫn này không đúng hoặc bị cắt mất một phần. Hãy mở lại từ tin nhắn, hoặc chép đủ địa chỉ.",
        "This link is not right, or a part of it is missing. Open it from the message, or copy all of the address.",
    ),
}
