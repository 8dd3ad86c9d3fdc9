"""Why a message was not delivered, in Vietnamese: channels tell it in English, and the outbox keeps that."""

from __future__ import annotations

import re
from typing import Final

from monitor.alerts.deliver import NO_ADDRESS as LOST
from monitor.alerts.run import NO_ADDRESS

_VIETNAMESE: Final = (
    (re.escape(NO_ADDRESS), "Chưa có địa chỉ của người nhận này. Thêm một dòng vào tệp người nhận rồi gửi lại."),
    (re.escape(LOST), "Không còn địa chỉ của người nhận này. Sửa tệp người nhận rồi gửi lại."),
    (r"(\d+) of (\d+) addresses failed: ", r"\1 trong \2 địa chỉ không nhận được: "),
    (r"\(attempt (\d+)\)", r"(lần gửi thứ \1)"),
    (r"answered something that is no JSON( object)?", "dịch vụ trả lời sai định dạng (không phải JSON)"),
    (r"Zalo answered error (-?\d+)", r"Zalo báo lỗi \1"),
    (r"\banswered (\d+)", r"máy nhận trả lời mã \1"),
    (r"no answer \((\w+)\)", r"không kết nối được (\1)"),
    (r"no delivery", "không gửi được"),
    (r"SMPP status (0x[0-9A-F]+)", r"tổng đài SMS trả lời mã \1"),
    (r"failed unexpectedly \((\w+)\)", r"lỗi ngoài dự kiến (\1); đề nghị người vận hành xem nhật ký"),
    (r"the address is no mail address", "địa chỉ không phải địa chỉ thư điện tử"),
    (r"the address is no apprise URL", "địa chỉ không phải URL của apprise"),
    (r"the address is no Vietnamese telephone number", "địa chỉ không phải số điện thoại Việt Nam"),
    (r"\((\d+) or (\d+)\)", r"(\1 hoặc \2)"),
    (
        r"Zalo did not renew the token: check the application's id, secret and refresh token",
        "Zalo không cấp lại token: kiểm tra mã ứng dụng, khóa bí mật và refresh token",
    ),
    (r"(\S+) is damaged: delete it and set (\w+) anew", r"tệp \1 hỏng: xóa tệp và đặt lại \2"),
)


def told(problem: str, lang: str) -> str:
    """A problem of the outbox in a language; a sentence nobody translated stays as it is."""
    if lang != "vi":
        return problem
    for english, vietnamese in _VIETNAMESE:
        problem = re.sub(english, vietnamese, problem)
    return problem
