"""Vietnamese and English words and number formats that every room shows alike."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

STATUSES: dict[str, dict[str, str]] = {
    "met": {"vi": "đạt", "en": "met"},
    "near": {"vi": "cận đạt", "en": "near"},
    "below": {"vi": "chưa đạt", "en": "below"},
    "unreachable": {"vi": "không thể đạt trong kỳ", "en": "no longer reachable"},
    "too_few": {"vi": "quá ít hồ sơ", "en": "too few cases"},
    "no_cases": {"vi": "không phát sinh", "en": "no cases"},
    "not_reported": {"vi": "chưa báo cáo", "en": "not reported"},
    "needs_check": {"vi": "cần kiểm tra", "en": "needs check"},
    "provisional": {"vi": "tạm tính", "en": "provisional"},
}
"""Every status of a figure (design §4) in the order of attention, with its word in both languages."""

NOUNS: dict[str, dict[str, str]] = {
    "dossiers": {"vi": "hồ sơ", "en": "dossiers"},
    "documents": {"vi": "văn bản", "en": "documents"},
    "casefiles": {"vi": "hồ sơ công việc", "en": "case files"},
    "procedures": {"vi": "thủ tục", "en": "procedures"},
    "petitions": {"vi": "phản ánh kiến nghị", "en": "petitions"},
}
"""What an indicator counts."""

CAUSES: dict[str, dict[str, str]] = {
    "timing": {"vi": "thời điểm lấy số", "en": "timing"},
    "units": {"vi": "đơn vị chỉ có ở một nguồn", "en": "units at one source only"},
    "procedures": {"vi": "thủ tục chỉ có ở một nguồn", "en": "procedures at one source only"},
    "cancelled": {"vi": "hồ sơ rút, trả", "en": "withdrawn cases"},
    "basis": {"vi": "cách đếm khác nhau", "en": "counting basis"},
    "unexplained": {"vi": "chưa rõ nguyên nhân", "en": "unexplained"},
}
"""Why two sources differ (``monitor.trust.reconciliation``)."""


def local_number(text: str, lang: str) -> str:
    """Turn 1234567.89 (plain digits, point) into 1.234.567,89 for vi, 1,234,567.89 for en; no rounding."""
    whole, point, decimals = text.partition(".")
    grouped = f"{int(whole):,}"
    if lang == "vi":
        return grouped.replace(",", ".") + ("," + decimals if point else "")
    return grouped + point + decimals


def signed_points(hundredths: int | None) -> str:
    """Hundredths of a point as points with a sign and two decimals, plain digits: +1.20, -0.05, 0.00."""
    if hundredths is None:
        return "–"
    whole, cents = divmod(abs(hundredths), 100)
    return f"{'+' if hundredths > 0 else '-' if hundredths else ''}{whole}.{cents:02d}"


def moment(at: datetime | None) -> str:
    """An instant as people in Vietnam write it."""
    return "–" if at is None else f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"
