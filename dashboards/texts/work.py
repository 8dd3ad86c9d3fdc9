"""Long work in the background: progress, cancelling, what came of it: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "work.title": ("Việc đang làm", "Work under way"),
    "work.beginning": ("Đang chuẩn bị…", "Preparing…"),
    "work.steps": ("Bước {step}/{steps}", "Step {step} of {steps}"),
    "work.cancel": ("Hủy", "Cancel"),
    "work.cancelling": ("Đang dừng lại…", "Stopping…"),
    "work.open": ("Mở kết quả", "Open the result"),
    "work.save": ("Tải tệp về", "Save the file"),
    "work.gone": (
        "Không còn việc số {number}: có thể đã làm xong từ lâu. Hãy làm lại nếu cần.",
        "There is no work number {number} any more: it may have ended long ago. Start it again if you need it.",
    ),
    "work.cancelled": (
        "Đã hủy. Không có gì dở dang được lưu lại.",
        "Cancelled. Nothing half-done was kept.",
    ),
    "work.interrupted": (
        "Máy chủ đã dừng khi việc này chưa xong. Không có gì dở dang được lưu lại; hãy bấm làm lại.",
        "The server stopped before this was done. Nothing half-done was kept; start it again.",
    ),
    "work.failed": (
        "Không làm được vì lỗi của máy chủ; lỗi đã được ghi nhật ký. Hãy báo người vận hành kèm thời điểm {moment}.",
        (
            "This could not be done because of an error of the server, which is in its log. Tell the operator the "
            "time: {moment}."
        ),
    ),
    "work.full": (
        "Máy chủ đang làm {count} việc khác. Hãy đợi một việc xong hoặc hủy bớt, rồi bấm lại.",
        "The server is busy with {count} other pieces of work. Wait until one ends or cancel one, then try again.",
    ),
    "work.again": (
        "Việc này vừa được làm xong ở nơi khác. Hãy tải lại trang để xem kết quả.",
        "This has just been done elsewhere. Reload the page to see what came of it.",
    ),
}
