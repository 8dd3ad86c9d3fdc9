"""What tables of alerts say on the command line, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import polars as pl

from monitor.alerts.frames import DECIDED, REASONS
from monitor.alerts.problems import told
from monitor.alerts.states import CAUSES, OUTCOMES, STATE_WORDS
from monitor.store import NO_CHANNEL
from monitor.words import ZONE, local_number

HEADINGS: Final[dict[str, dict[str, str]]] = {
    "id": {"vi": "số", "en": "id"},
    "rule": {"vi": "quy tắc", "en": "rule"},
    "subject": {"vi": "mã", "en": "code"},
    "unit_name": {"vi": "đơn vị", "en": "unit"},
    "period": {"vi": "kỳ", "en": "period"},
    "numerator": {"vi": "tử số", "en": "numerator"},
    "denominator": {"vi": "mẫu số", "en": "denominator"},
    "shown": {"vi": "tỷ lệ %", "en": "rate %"},
    "goal": {"vi": "phải đạt", "en": "goal"},
    "shortfall": {"vi": "còn thiếu", "en": "shortfall"},
    "decision": {"vi": "sẽ làm", "en": "would do"},
    "reason": {"vi": "vì", "en": "because"},
    "state": {"vi": "trạng thái", "en": "state"},
    "severity": {"vi": "mức", "en": "severity"},
    "step": {"vi": "bậc", "en": "step"},
    "answer_by": {"vi": "hạn trả lời", "en": "answer by"},
    "cause": {"vi": "nguyên nhân", "en": "cause"},
    "outcome": {"vi": "kết thúc", "en": "outcome"},
    "author": {"vi": "người đặt", "en": "author"},
    "unit": {"vi": "đơn vị", "en": "unit"},
    "until": {"vi": "đến hết ngày", "en": "until"},
    "lifted_at": {"vi": "đã bỏ lúc", "en": "lifted"},
    "recipient": {"vi": "người nhận", "en": "recipient"},
    "channel": {"vi": "kênh", "en": "channel"},
    "attempts": {"vi": "số lần gửi", "en": "attempts"},
    "not_before": {"vi": "gửi từ lúc", "en": "not before"},
    "sent_at": {"vi": "gửi lúc", "en": "sent"},
    "problem": {"vi": "vướng mắc", "en": "problem"},
    "at": {"vi": "lúc", "en": "at"},
    "who": {"vi": "ai", "en": "who"},
    "act": {"vi": "bước", "en": "step taken"},
    "to_state": {"vi": "thành", "en": "to"},
    "why": {"vi": "vì", "en": "why"},
    "opened": {"vi": "mở", "en": "opened"},
    "alerts": {"vi": "cảnh báo", "en": "alerts"},
    "acknowledged": {"vi": "đã tiếp nhận", "en": "acknowledged"},
    "claimed": {"vi": "báo đã xong", "en": "claimed"},
    "verified": {"vi": "đã xác nhận", "en": "verified"},
    "share_verified": {"vi": "tỷ lệ xác nhận %", "en": "share verified %"},
    "refuted": {"vi": "chưa xác nhận được", "en": "refuted"},
    "restated": {"vi": "nguồn sửa số", "en": "restated"},
    "withdrawn": {"vi": "thu hồi", "en": "withdrawn"},
    "still": {"vi": "còn theo dõi", "en": "still open"},
    "days_to_answer": {"vi": "ngày đến trả lời", "en": "days to answer"},
    "days_to_recover": {"vi": "ngày đến khắc phục", "en": "days to recover"},
}
SEVERITIES: Final = {
    "high": {"vi": "cao", "en": "high"},
    "medium": {"vi": "vừa", "en": "medium"},
    "low": {"vi": "thấp", "en": "low"},
}
CHANNEL_WORDS: Final = {
    "mail": {"vi": "thư điện tử", "en": "mail"},
    "apprise": {"vi": "dịch vụ nhắn tin", "en": "messaging service"},
    "sms": {"vi": "tin nhắn SMS", "en": "SMS"},
    "zalo_oa": {"vi": "Zalo OA", "en": "Zalo OA"},
    "zns": {"vi": "Zalo ZNS", "en": "Zalo ZNS"},
    NO_CHANNEL: {"vi": "chưa có", "en": "none"},
}
"""Ways of delivery."""
MESSAGE_STATES: Final = {
    "waiting": {"vi": "chờ gửi", "en": "waiting"},
    "sent": {"vi": "đã gửi", "en": "sent"},
    "dead": {"vi": "không gửi được", "en": "dead"},
}
WHYS: Final = {
    **REASONS,
    "overdue": {"vi": "quá hạn trả lời", "en": "the deadline has passed"},
    "rule_ended": {"vi": "quy tắc đã tắt hoặc bỏ", "en": "the rule was switched off or deleted"},
    "unit_ended": {"vi": "đơn vị không còn hoạt động", "en": "the unit is no more"},
}
"""Why the program took a step; people's reasons are their own words."""
_WORDS: Final[Mapping[str, Mapping[str, Mapping[str, str]]]] = {
    "decision": DECIDED,
    "reason": REASONS,
    "why": WHYS,
    "state": {**STATE_WORDS, **MESSAGE_STATES},
    "to_state": STATE_WORDS,
    "severity": SEVERITIES,
    "cause": CAUSES,
    "outcome": OUTCOMES,
    "channel": CHANNEL_WORDS,
}
_NUMBERS: Final = ("numerator", "denominator", "shortfall", "shown", "share_verified")


def table(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Rows as a table of text for people, with each column's heading."""
    cells = [{column: _cell(column, row.get(column), lang) for column in columns} for row in rows]
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String()))
    return frame, {column: HEADINGS[column][lang] for column in columns}


def _cell(column: str, value: Any, lang: str) -> str | None:  # noqa: ANN401 - any column's value
    if value is None:
        return None
    if column == "problem":
        return told(value, lang)
    if column in _WORDS:
        return _WORDS[column].get(value, {}).get(lang, str(value))
    if column in _NUMBERS:
        return local_number(str(value), lang)
    return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
