"""The frames of this room and their words: what is known, what was decided, and why."""

from __future__ import annotations

from typing import Final

import polars as pl

UTC_TIME: Final = pl.Datetime("us", "UTC")

SOURCES: Final[dict[str, pl.DataType]] = {
    "source": pl.String(),
    "trouble": pl.String(),
    "pull_id": pl.Int64(),
    "complete_at": UTC_TIME,
    "enabled": pl.Boolean(),
}
"""One row per source. ``trouble`` is null when its newest ended pull was complete, else ``source_outage``,
``partial_pull`` or ``never_pulled``; ``complete_at`` is when the newest complete pull began."""

LIVE: Final[dict[str, pl.DataType]] = {
    "rule": pl.String(),
    "subject": pl.String(),
    "alert_id": pl.Int64(),
    "state": pl.String(),
    "opened_period": pl.String(),
}
"""Alerts that are not closed. ``subject`` is a unit's code, or a source's name; ``opened_period`` the period whose
figures opened the alert."""

SILENCES: Final[dict[str, pl.DataType]] = {
    "silence_id": pl.Int64(),
    "rule": pl.String(),
    "subject": pl.String(),
}
"""Silences in force now, one row per subject they cover; null = every rule, every subject."""

BLOCKS: Final[dict[str, pl.DataType]] = {
    "indicator": pl.String(),
    "source": pl.String(),
    "unit": pl.String(),
    "period": pl.String(),
}
"""Figures that a finding holds under check; null = all."""

DECISIONS: Final[dict[str, pl.DataType]] = {
    "rule": pl.String(),
    "subject": pl.String(),
    "unit": pl.String(),
    "unit_name": pl.String(),
    "indicator": pl.String(),
    "source": pl.String(),
    "calendar": pl.String(),
    "period": pl.String(),
    "numerator": pl.Int64(),
    "denominator": pl.Int64(),
    "shown": pl.String(),
    "goal": pl.Float64(),
    "shortfall": pl.Int64(),
    "status": pl.String(),
    "captured_at": UTC_TIME,
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
    "holds": pl.Boolean(),
    "alert_id": pl.Int64(),
    "state": pl.String(),
    "silence_id": pl.Int64(),
    "decision": pl.String(),
    "reason": pl.String(),
}
"""One row per rule × unit (or source) the rule watches.

``goal`` is the number measured against, per cent; ``shortfall`` how many more (fewer, for a low indicator) would meet
it. ``holds``: the condition holds, does not hold, or null = cannot be judged. ``decision``: ``open``, ``keep``,
``recover`` (gone in the counts), ``restate`` (the counts that opened it were changed), ``inhibit`` (nobody is told,
for ``reason``), ``none``.
"""

REASONS: Final[dict[str, dict[str, str]]] = {
    "cause": {"vi": "thiếu so với mức phải đạt", "en": "falls short of what the rule asks"},
    "already_open": {"vi": "đã có cảnh báo đang theo dõi", "en": "an alert is already followed"},
    "gone": {"vi": "số liệu mới cho thấy đã đạt", "en": "newer counts show it is gone"},
    "restated": {"vi": "nguồn đã sửa số liệu, không còn căn cứ", "en": "the source restated: no longer a cause"},
    "fine": {"vi": "không thuộc điều kiện cảnh báo", "en": "the condition does not hold"},
    "not_yet": {"vi": "chưa đủ số kỳ liên tiếp", "en": "not for enough periods in a row yet"},
    "hysteresis": {"vi": "đã đạt nhưng sát ngưỡng, tiếp tục theo dõi", "en": "met, but too close to let go"},
    "silenced": {"vi": "đang tạm dừng nhắc", "en": "silenced"},
    "too_few": {"vi": "quá ít hồ sơ", "en": "too few cases"},
    "no_cases": {"vi": "không phát sinh", "en": "no cases"},
    "not_reported": {"vi": "chưa báo cáo", "en": "not reported"},
    "provisional": {"vi": "số liệu tạm tính", "en": "provisional counts"},
    "under_check": {"vi": "số liệu đang được kiểm tra", "en": "the number is under check"},
    "source_outage": {"vi": "nguồn số liệu đang gián đoạn", "en": "the source is out of service"},
    "partial_pull": {"vi": "lần lấy số gần nhất chưa đủ", "en": "the last pull was partial"},
    "never_pulled": {"vi": "nguồn chưa từng được lấy số đầy đủ", "en": "the source was never pulled in full"},
    "before_deadline": {"vi": "chưa đến hạn báo cáo", "en": "the deadline has not passed"},
    "no_milestone": {"vi": "năm này chưa có mốc", "en": "this year has no milestone"},
    "no_figures": {"vi": "chưa có nguồn số liệu cho chỉ tiêu", "en": "no source has counts for the indicator"},
    "disabled": {"vi": "quy tắc đang tắt", "en": "the rule is switched off"},
}
"""Why an alert is or is not raised, in both languages."""

DECIDED: Final[dict[str, dict[str, str]]] = {
    "open": {"vi": "mở cảnh báo", "en": "open"},
    "keep": {"vi": "tiếp tục theo dõi", "en": "keep"},
    "recover": {"vi": "xác nhận đã khắc phục", "en": "verify"},
    "restate": {"vi": "đóng do số liệu sửa", "en": "close: restated"},
    "inhibit": {"vi": "không cảnh báo", "en": "do not alert"},
    "none": {"vi": "không phải làm gì", "en": "nothing to do"},
}
