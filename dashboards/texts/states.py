"""What is said when there is no figure to show, or an old one: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "state.wrong.title": ("Địa chỉ có chỗ chưa đúng", "Something in this address is not right"),
    "state.wrong.note": (
        "Những lựa chọn khác trên địa chỉ vẫn còn nguyên.",
        "Everything else that the address asks for is kept.",
    ),
    "state.wrong.rest": ("Bỏ chỗ sai, giữ phần còn lại", "Drop that part, keep the rest"),
    "state.missing.title": ("Không tìm thấy trang này", "This page was not found"),
    "state.missing.note": (
        "Đơn vị đã sáp nhập vẫn xem được theo mã cũ.",
        "Units that were merged can still be seen under their old codes.",
    ),
    "state.missing.units": ("Xem danh sách đơn vị", "See the list of units"),
    "state.forbidden.title": ("Ngoài phạm vi được xem", "Outside what you may see"),
    "state.forbidden.note": (
        "Không có số liệu nào của đơn vị khác được hiển thị. Cần xem rộng hơn: đề nghị quản trị hệ thống cấp quyền.",
        "No figure of another unit is shown. To see more, ask the administrator of this system for permission.",
    ),
    "state.forbidden.home": ("Về trang đơn vị của tôi", "To my unit's page"),
    "state.failed.title": ("Máy chủ chưa trả lời được", "The server could not answer"),
    "state.failed.note": (
        "Số liệu trong kho không bị ảnh hưởng; địa chỉ của trang này vẫn dùng được.",
        "The stored counts are not affected, and the address of this page stays valid.",
    ),
    "state.failed.again": ("Tải lại trang này", "Load this page again"),
    "state.empty.title": ("Chưa có số liệu nào", "There are no counts yet"),
    "state.empty.say": (
        "Kho số liệu còn trống: chưa nguồn nào gửi về một con số nào. Việc cần làm, theo thứ tự:",
        "The store is empty: no source has brought a single count. What to do, in order:",
    ),
    "state.empty.declare": (
        "Khai báo nguồn trong **config/sources.yaml** và bật nguồn đã được phép (**enabled: true**).",
        "Declare the sources in **config/sources.yaml** and switch on those you may ask (**enabled: true**).",
    ),
    "state.empty.test": (
        "Thử kết nối từng nguồn: **sohoa sources test TÊN**.",
        "Try the connection of each: **sohoa sources test NAME**.",
    ),
    "state.empty.pull": (
        "Lấy số lần đầu: **sohoa pull**. Muốn xem thử với số liệu mô phỏng: **sohoa demo**.",
        "Pull for the first time: **sohoa pull**. To try it with simulated counts: **sohoa demo**.",
    ),
    "state.empty.note": (
        "Trang này tự có số liệu ngay sau lần lấy số đầu tiên; chỉ cần tải lại.",
        "This page has figures as soon as the first pull is done; just reload it.",
    ),
    "state.empty.sources": ("Xem nguồn và độ mới", "See the sources and how fresh they are"),
    "problem.scope": (
        "Trang này nói về đơn vị ngoài phạm vi được xem. Phạm vi của bạn: {home} và các đơn vị trực thuộc.",
        "This page is about units outside what you may see. You may see {home} and the units below it.",
    ),
    # an old figure
    "stale.label": ("Nguồn số liệu đã cũ", "A source is out of date"),
    "stale": (
        (
            "**Số liệu có thể đã cũ:** {sources}. Mức cho phép là {days} ngày. Kỳ đang chạy và số sửa lại sau lúc đó "
            "chưa được tính; số của kỳ đã khép trước đó không đổi."
        ),
        (
            "**These figures may be out of date:** {sources}. Up to {days} days are allowed. The running period and "
            "corrections made since then are not counted; periods closed before that are as they were."
        ),
    ),
    "stale.source": ("{title} lấy đủ lần cuối lúc {moment}", "{title} was last pulled in full at {moment}"),
    "stale.sources": ("Xem nguồn và độ mới", "Sources and freshness"),
    # told by the browser
    "lost.offline": (
        (
            "**Mất kết nối với máy chủ từ {since}.** Trang vẫn giữ số liệu đã tải và mọi điều đang nhập; thao tác mới "
            "chưa được thực hiện. Trang tự thử kết nối lại."
        ),
        (
            "**No connection to the server since {since}.** What was loaded and what you have typed is still here; "
            "nothing new can be done yet. The page keeps trying by itself."
        ),
    ),
    "lost.failing": (
        (
            "**Máy chủ trả lỗi từ {since}.** Trang vẫn giữ số liệu đã tải và mọi điều đang nhập. Trang tự thử lại; nếu "
            "kéo dài, báo người vận hành."
        ),
        (
            "**The server has been failing since {since}.** What was loaded and what you have typed is still here. "
            "The page keeps trying by itself; if it lasts, tell the operator."
        ),
    ),
    "lost.again": ("Thử ngay", "Try now"),
    "lost.back": ("Đã kết nối lại với máy chủ.", "The server answers again."),
}
