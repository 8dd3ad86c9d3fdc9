"""What may happen to an alert: one table of permitted steps. Pure.

::

    pending → open → acknowledged → action → claimed → verified → closed
                ↑___________________________|     (a later pull still shows it: refuted)
                ↑_______________________________________|_________|     (it came back: reopened)

A restatement of the counts, or the end of a rule or unit, closes an alert from any state.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

PENDING: Final = "pending"
OPEN: Final = "open"
ACKNOWLEDGED: Final = "acknowledged"
ACTION: Final = "action"
CLAIMED: Final = "claimed"
VERIFIED: Final = "verified"
CLOSED: Final = "closed"
STATES: Final = (PENDING, OPEN, ACKNOWLEDGED, ACTION, CLAIMED, VERIFIED, CLOSED)
FOLLOWED: Final = (OPEN, ACKNOWLEDGED, ACTION, CLAIMED)
"""States in which the unit still owes something."""
LIVE: Final = (PENDING, *FOLLOWED, VERIFIED)
SAME: Final = "same"
"""The step leaves the state as it is."""

STATE_WORDS: Final[dict[str, dict[str, str]]] = {
    PENDING: {"vi": "chờ xác nhận", "en": "pending"},
    OPEN: {"vi": "đang mở", "en": "open"},
    ACKNOWLEDGED: {"vi": "đã tiếp nhận", "en": "acknowledged"},
    ACTION: {"vi": "đang xử lý", "en": "action under way"},
    CLAIMED: {"vi": "báo đã xong", "en": "claimed done"},
    VERIFIED: {"vi": "đã xác nhận", "en": "verified"},
    CLOSED: {"vi": "đã đóng", "en": "closed"},
}

CAUSES: Final[dict[str, dict[str, str]]] = {
    "staff": {"vi": "thiếu nhân lực hoặc chưa được tập huấn", "en": "too few people, or not trained yet"},
    "equipment": {
        "vi": "thiếu thiết bị, chữ ký số, đường truyền",
        "en": "equipment, signing accounts or network missing",
    },
    "software": {"vi": "lỗi phần mềm", "en": "a fault of the software"},
    "connection": {"vi": "lỗi kết nối, đồng bộ giữa các hệ thống", "en": "systems not connected or not in step"},
    "process": {"vi": "quy trình nội bộ chưa phù hợp", "en": "the internal process"},
    "people_paper": {"vi": "tổ chức, cá nhân nộp hồ sơ giấy", "en": "people and organisations file on paper"},
    "procedure": {"vi": "thủ tục đặc thù, chưa đủ điều kiện số hóa", "en": "a procedure that cannot be digitized yet"},
    "data": {"vi": "số liệu của nguồn chưa đúng", "en": "the source's number is not right"},
    "other": {"vi": "nguyên nhân khác", "en": "another cause"},
}
"""Typed causes of an explanation, so that they can be counted over the year."""

OUTCOMES: Final[dict[str, dict[str, str]]] = {
    "verified": {"vi": "đã khắc phục, số liệu xác nhận", "en": "recovered, verified by the counts"},
    "restated": {"vi": "nguồn sửa số liệu, không còn căn cứ", "en": "the source restated, no cause any more"},
    "dropped": {"vi": "hết trước khi mở", "en": "gone before it was opened"},
    "withdrawn": {"vi": "thu hồi", "en": "withdrawn"},
}


class NotPermitted(ValueError):
    """A step that the alert's state does not allow; the text says which are allowed."""


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of step: from which states, to which, and whether people take it (else the program does)."""

    before: tuple[str | None, ...]
    after: str
    by_people: bool = False


ACTS: Final[dict[str, Act]] = {
    "see": Act((None,), PENDING),
    "open": Act((PENDING,), OPEN),
    "drop": Act((PENDING,), CLOSED),
    "acknowledge": Act((OPEN,), ACKNOWLEDGED, by_people=True),
    "explain": Act((ACKNOWLEDGED, ACTION, CLAIMED), SAME, by_people=True),
    "plan": Act((ACKNOWLEDGED, ACTION), ACTION, by_people=True),
    "claim": Act((ACKNOWLEDGED, ACTION), CLAIMED, by_people=True),
    "update": Act(LIVE, SAME),
    "remind": Act(FOLLOWED, SAME),
    "escalate": Act(FOLLOWED, SAME),
    "refute": Act((CLAIMED,), OPEN),
    "verify": Act(FOLLOWED, VERIFIED),
    "settle": Act((VERIFIED,), CLOSED),
    "reopen": Act((VERIFIED, CLOSED), OPEN),
    "restate": Act(LIVE, CLOSED),
    "withdraw": Act(LIVE, CLOSED, by_people=True),
}
"""Every step there is."""


def after(act: str, state: str | None) -> str:
    """The state after a step; None = there is no alert yet. Raises ``NotPermitted`` or ``KeyError`` (no such step)."""
    step = ACTS[act]
    if state not in step.before:
        allowed = ", ".join(name for name, one in ACTS.items() if one.by_people and state in one.before) or "nothing"
        raise NotPermitted(f"{act} is not possible while the alert is {state}. Possible now: {allowed}.")
    return step.after if step.after != SAME or state is None else state
