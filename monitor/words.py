"""Vietnamese and English words and number formats that every room shows alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import polars as pl

if TYPE_CHECKING:
    from monitor.figures import Passport

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
}
"""What an indicator counts."""

_HEADINGS: dict[str, dict[str, str]] = {
    "indicator": {"vi": "chỉ tiêu", "en": "indicator"},
    "unit": {"vi": "mã", "en": "code"},
    "unit_name": {"vi": "đơn vị", "en": "unit"},
    "period": {"vi": "kỳ", "en": "period"},
    "source": {"vi": "nguồn", "en": "source"},
    "numerator": {"vi": "tử số", "en": "numerator"},
    "denominator": {"vi": "mẫu số", "en": "denominator"},
    "shown": {"vi": "tỷ lệ %", "en": "rate %"},
    "target": {"vi": "mục tiêu", "en": "target"},
    "shortfall": {"vi": "còn thiếu", "en": "shortfall"},
    "status": {"vi": "trạng thái", "en": "status"},
    "reported": {"vi": "đã báo cáo", "en": "reported"},
}


def local_number(text: str, lang: str) -> str:
    """Turn 1234567.89 (plain digits, point) into 1.234.567,89 for vi, 1,234,567.89 for en; no rounding."""
    whole, point, decimals = text.partition(".")
    grouped = f"{int(whole):,}"
    if lang == "vi":
        return grouped.replace(",", ".") + ("," + decimals if point else "")
    return grouped + point + decimals


def readable(frame: pl.DataFrame, lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Figures as a table of text for people, with the heading of each column in ``lang``."""
    headings = {column: words[lang] for column, words in _HEADINGS.items()}
    local = pl.col("shown", "numerator", "denominator", "shortfall").cast(pl.String)
    table = frame.with_columns(
        local.map_elements(lambda text: local_number(text, lang), return_dtype=pl.String),
        pl.col("target").map_elements(lambda value: local_number(f"{value:g}", lang), return_dtype=pl.String),
        pl.col("status").replace({code: words[lang] for code, words in STATUSES.items()}),
        pl.concat_str(pl.col("reported"), pl.lit("/"), pl.col("expected")).alias("reported"),
    )
    return table.select(headings.keys()), headings


def passport_text(passport: Passport, lang: str) -> str:
    """A figure's passport as lines of text, one fact a line."""
    return "\n".join(f"{heading[lang]}: {fact}" for heading, fact in _facts(passport, lang))


def _facts(passport: Passport, lang: str) -> Iterator[tuple[dict[str, str], str]]:
    def number(value: object) -> str:
        return "–" if value is None else local_number(f"{value}", lang)

    if passport.simulated:
        yield {"vi": "SỐ LIỆU MÔ PHỎNG", "en": "SIMULATED DATA"}, passport.source_title
    yield {"vi": "Chỉ tiêu", "en": "Indicator"}, f"{passport.indicator} v{passport.version} · {passport.name}"
    yield {"vi": "Đơn vị", "en": "Unit"}, f"{passport.unit} · {passport.unit_name}"
    yield {"vi": "Kỳ", "en": "Period"}, f"{passport.period} ({passport.start:%d/%m/%Y} – {passport.end:%d/%m/%Y})"
    yield {"vi": "Tỷ lệ", "en": "Rate"}, f"{number(passport.shown)} % · {STATUSES[passport.status][lang]}"
    yield {"vi": "Tử số", "en": "Numerator"}, f"{number(passport.numerator)} · {passport.numerator_text}"
    yield {"vi": "Mẫu số", "en": "Denominator"}, f"{number(passport.denominator)} · {passport.denominator_text}"
    for code, name, value in (*passport.numerator_measures, *passport.denominator_measures):
        yield {"vi": "  Số liệu", "en": "  Measure"}, f"{code} = {number(value)} · {name}"
    goals = f"{number(passport.target)} % / {number(passport.milestone)} %"
    yield {"vi": "Mục tiêu / mốc năm", "en": "Target / milestone"}, goals
    yield {"vi": "Còn thiếu", "en": "Shortfall"}, number(passport.shortfall)
    yield {"vi": "Đã báo cáo", "en": "Reported"}, f"{passport.reported}/{passport.expected}"
    yield {"vi": "Nguồn", "en": "Source"}, f"{passport.source} · {passport.source_title} · {passport.series}"
    yield {"vi": "Cách đọc", "en": "Basis"}, passport.basis
    yield {"vi": "Căn cứ", "en": "Legal basis"}, passport.legal_basis
    unchecked = {"vi": "chưa thẩm định", "en": "not reviewed yet"}[lang]
    yield {"vi": "Thẩm định định nghĩa", "en": "Definition reviewed by"}, passport.checked_by or unchecked
    yield {"vi": "Cơ quan chủ trì", "en": "Lead agency"}, passport.lead_agency
    yield {"vi": "Lần lấy số", "en": "Pull"}, f"{number(passport.pull_id)} · {_moment(passport.captured_at)}"
    for sha256, url, size in passport.evidence:
        yield {"vi": "  Bằng chứng", "en": "  Evidence"}, f"{sha256} · {number(size)} B · {url}"
    for moment, numerator, denominator in passport.versions:
        yield {"vi": "  Đã biết", "en": "  Known"}, f"{_moment(moment)}: {number(numerator)} / {number(denominator)}"
    for rule, detail in passport.checks:
        yield {"vi": "  Cần kiểm tra", "en": "  Needs check"}, f"{rule} · {detail}"
    yield {"vi": "Việc cần làm", "en": "What to do"}, passport.remedy


def _moment(moment: datetime | None) -> str:
    return "–" if moment is None else f"{moment.astimezone(ZONE):%d/%m/%Y %H:%M}"
