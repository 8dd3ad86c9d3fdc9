"""Vietnamese and English words and number formats that every room shows alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    "petitions": {"vi": "phản ánh kiến nghị", "en": "petitions"},
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

_LISTED: dict[str, dict[str, str]] = {
    "id": {"vi": "số", "en": "number"},
    "source": {"vi": "nguồn", "en": "source"},
    "started_at": {"vi": "bắt đầu", "en": "started"},
    "outcome": {"vi": "kết quả", "en": "outcome"},
    "stored": {"vi": "đã lưu", "en": "stored"},
    "unchanged": {"vi": "không đổi", "en": "unchanged"},
    "restated": {"vi": "sửa lại", "en": "restated"},
    "quarantined": {"vi": "giữ lại", "en": "held back"},
    "message": {"vi": "thông báo", "en": "message"},
    "unit_code": {"vi": "mã đơn vị", "en": "unit code"},
    "unit_name": {"vi": "đơn vị", "en": "unit"},
    "measure": {"vi": "số liệu", "en": "measure"},
    "procedure": {"vi": "thủ tục", "en": "procedure"},
    "period_start": {"vi": "kỳ từ", "en": "period from"},
    "value": {"vi": "giá trị", "en": "value"},
    "reason": {"vi": "lý do", "en": "reason"},
    "detail": {"vi": "chi tiết", "en": "detail"},
    "name": {"vi": "nguồn", "en": "source"},
    "connector": {"vi": "bộ kết nối", "en": "connector"},
    "enabled": {"vi": "đang bật", "en": "enabled"},
    "simulated": {"vi": "mô phỏng", "en": "simulated"},
    "calendars": {"vi": "lịch", "en": "calendars"},
    "schedule": {"vi": "lịch chạy", "en": "schedule"},
    "last_pull_at": {"vi": "lần lấy số gần nhất", "en": "last pull"},
    "last_outcome": {"vi": "kết quả", "en": "last outcome"},
    "pull_id": {"vi": "lần", "en": "pull"},
    "captured_at": {"vi": "ghi nhận lúc", "en": "captured"},
    "unit": {"vi": "mã", "en": "code"},
    "indicator": {"vi": "chỉ tiêu", "en": "indicator"},
    "before": {"vi": "trước", "en": "from"},
    "by_source": {"vi": "do nguồn", "en": "by source"},
    "shown_before": {"vi": "tỷ lệ trước %", "en": "rate before %"},
    "shown": {"vi": "tỷ lệ %", "en": "rate %"},
    "change": {"vi": "điểm", "en": "points"},
}
_OUTCOMES: dict[str, dict[str, str]] = {
    "running": {"vi": "đang lấy", "en": "running"},
    "complete": {"vi": "đủ", "en": "complete"},
    "partial": {"vi": "chưa đủ", "en": "partial"},
    "failed": {"vi": "không lấy được", "en": "failed"},
    "interrupted": {"vi": "bị ngắt giữa chừng", "en": "interrupted"},
}
_LEVELS: dict[str, dict[str, str]] = {
    "department": {"vi": "các sở, ngành", "en": "departments"},
    "commune": {"vi": "các xã, phường, đặc khu", "en": "communes, wards, special zones"},
    "other": {"vi": "các đơn vị khác", "en": "other units"},
}


FINDING_COLUMNS = ("severity", "check", "source", "indicator", "unit", "unit_name", "period", "title", "words")
SKIPPED_COLUMNS = ("check", "source", "indicator", "units", "why")
COMPLETENESS_COLUMNS = (
    "source",
    "period",
    "deadline",
    "expected",
    "reported",
    "unexpected",
    "on_time",
    "late",
    "unknown",
    "missing",
)
COMPLETENESS_UNIT_COLUMNS = (
    "source",
    "period",
    "unit",
    "unit_name",
    "expected",
    "reported",
    "measures_reported",
    "measures_expected",
    "first_reported",
    "on_time",
)
MAP_COLUMNS = ("code", "name", "how", "unit", "unit_name", "valid_from", "valid_to", "held", "candidates")
_TRUST: dict[str, dict[str, str]] = {
    "severity": {"vi": "mức", "en": "severity"},
    "check": {"vi": "kiểm tra", "en": "check"},
    "source": {"vi": "nguồn", "en": "source"},
    "indicator": {"vi": "chỉ tiêu", "en": "indicator"},
    "unit": {"vi": "mã", "en": "code"},
    "unit_name": {"vi": "đơn vị", "en": "unit"},
    "period": {"vi": "kỳ", "en": "period"},
    "title": {"vi": "cần kiểm tra", "en": "to be checked"},
    "words": {"vi": "bằng chứng", "en": "evidence"},
    "units": {"vi": "số đơn vị", "en": "units"},
    "why": {"vi": "vì sao không xét", "en": "why not judged"},
    "deadline": {"vi": "hạn", "en": "due"},
    "expected": {"vi": "phải báo cáo", "en": "expected"},
    "reported": {"vi": "đã báo cáo", "en": "reported"},
    "unexpected": {"vi": "ngoài danh sách", "en": "unexpected"},
    "on_time": {"vi": "đúng hạn", "en": "on time"},
    "late": {"vi": "sau hạn", "en": "late"},
    "unknown": {"vi": "không rõ hạn", "en": "time unknown"},
    "missing": {"vi": "chưa có", "en": "missing"},
    "measures_reported": {"vi": "số liệu có", "en": "measures"},
    "measures_expected": {"vi": "số liệu cần", "en": "measures expected"},
    "first_reported": {"vi": "có số từ", "en": "first known"},
    "code": {"vi": "mã hoặc tên ở nguồn", "en": "code or name"},
    "name": {"vi": "tên ở nguồn", "en": "name"},
    "how": {"vi": "cách khớp", "en": "matched by"},
    "valid_from": {"vi": "từ ngày", "en": "from"},
    "valid_to": {"vi": "đến ngày", "en": "to"},
    "held": {"vi": "giữ lại", "en": "held back"},
    "candidates": {"vi": "đơn vị gần nhất", "en": "nearest units"},
}
_SEVERITIES: dict[str, dict[str, str]] = {
    "error": {"vi": "lỗi số liệu", "en": "error"},
    "warning": {"vi": "cần kiểm tra", "en": "warning"},
    "notice": {"vi": "lưu ý", "en": "notice"},
}
CAUSES: dict[str, dict[str, str]] = {
    "timing": {"vi": "thời điểm lấy số", "en": "timing"},
    "units": {"vi": "đơn vị chỉ có ở một nguồn", "en": "units at one source only"},
    "procedures": {"vi": "thủ tục chỉ có ở một nguồn", "en": "procedures at one source only"},
    "cancelled": {"vi": "hồ sơ rút, trả", "en": "withdrawn cases"},
    "basis": {"vi": "cách đếm khác nhau", "en": "counting basis"},
    "unexplained": {"vi": "chưa rõ nguyên nhân", "en": "unexplained"},
}
"""Why two sources differ (``monitor.trust.reconciliation``)."""
_MATCHES: dict[str, dict[str, str]] = {
    "own": {"vi": "mã đơn vị", "en": "own code"},
    "alias": {"vi": "bảng mã", "en": "unit_codes.csv"},
    "name": {"vi": "tên", "en": "name"},
    "not_valid": {"vi": "chưa/hết hiệu lực", "en": "not valid then"},
    "unknown": {"vi": "chưa biết", "en": "unknown"},
}


def local_number(text: str, lang: str) -> str:
    """Turn 1234567.89 (plain digits, point) into 1.234.567,89 for vi, 1,234,567.89 for en; no rounding."""
    whole, point, decimals = text.partition(".")
    grouped = f"{int(whole):,}"
    if lang == "vi":
        return grouped.replace(",", ".") + ("," + decimals if point else "")
    return grouped + point + decimals


def listing(frame: pl.DataFrame, columns: Sequence[str], lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Pulls, sources or quarantined counts as a table for people, with the heading of each column in ``lang``."""
    yes_no = {True: {"vi": "có", "en": "yes"}[lang], False: {"vi": "không", "en": "no"}[lang]}
    table = frame.select(columns).with_columns(
        pl.col(pl.Boolean).replace_strict(yes_no, return_dtype=pl.String),
        pl.col("^(last_)?outcome$").replace({code: words[lang] for code, words in _OUTCOMES.items()}),
    )
    return table, {column: _LISTED[column][lang] for column in columns}


def trust_listing(frame: pl.DataFrame, columns: Sequence[str], lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Findings or completeness as a table for people, with the heading of each column in ``lang``."""
    yes_no = {True: {"vi": "có", "en": "yes"}[lang], False: {"vi": "không", "en": "no"}[lang]}
    table = frame.select(columns).with_columns(
        pl.col(pl.Boolean).replace_strict(yes_no, return_dtype=pl.String),
        pl.col("^severity$").replace({code: words[lang] for code, words in _SEVERITIES.items()}),
        pl.col("^how$").replace({code: words[lang] for code, words in _MATCHES.items()}),
    )
    return table, {column: _TRUST[column][lang] for column in columns}


def signed_points(hundredths: int | None) -> str:
    """Hundredths of a point as points with a sign and two decimals, plain digits: +1.20, -0.05, 0.00."""
    if hundredths is None:
        return "–"
    whole, cents = divmod(abs(hundredths), 100)
    return f"{'+' if hundredths > 0 else '-' if hundredths else ''}{whole}.{cents:02d}"


def reconciliation(rows: pl.DataFrame, parts: pl.DataFrame, lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Two sources side by side as a table of text: each cause as numerator / denominator (points)."""

    def cell(numerator: int | None, denominator: int | None, points: int | None) -> str:
        if numerator is None or denominator is None:
            return "–"
        return f"{numerator:+d} / {denominator:+d} ({signed_points(points)})" if numerator or denominator else "·"

    causes: dict[tuple[str, str], str] = {(unit, cause): cell(*sides) for unit, cause, *sides in parts.iter_rows()}
    shown = [cause for cause in CAUSES if any(causes.get((unit, cause), "·") != "·" for unit in rows["unit"])]
    table = [
        {
            "unit": row["unit"],
            "unit_name": row["unit_name"],
            **{side: _figure(row, side) for side in ("first", "second")},
            "difference": cell(row["numerator"], row["denominator"], row["points"]),
            **{cause: causes.get((row["unit"], cause), "–") for cause in shown},
        }
        for row in rows.iter_rows(named=True)
    ]
    headings = {"unit": _LISTED["unit"][lang], "unit_name": _LISTED["unit_name"][lang], "first": "A", "second": "B"}
    headings |= {"difference": "A − B", **{cause: CAUSES[cause][lang] for cause in shown}}
    return pl.DataFrame(table, schema=dict.fromkeys(headings, pl.String)), headings


def _figure(row: Mapping[str, object], side: str) -> str:
    sides = [row[f"{side}_{name}"] for name in ("numerator", "denominator", "shown")]
    return "–" if sides[1] is None else f"{sides[0]} / {sides[1]} ({sides[2] or '–'})"


def readable(frame: pl.DataFrame, lang: str) -> tuple[pl.DataFrame, dict[str, str]]:
    """Figures as a table of text for people, with the heading of each column in ``lang``."""
    headings = {column: words[lang] for column, words in _HEADINGS.items()}
    local = pl.col("shown", "numerator", "denominator", "shortfall").cast(pl.String)
    group = pl.format("{} · {}", "unit_name", pl.col("level").replace({c: words[lang] for c, words in _LEVELS.items()}))
    table = frame.with_columns(
        pl.when(pl.col("unit").str.contains("/", literal=True)).then(group).otherwise("unit_name").alias("unit_name"),
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
    goals = " / ".join(
        "–" if goal is None else f"{number(f'{goal:g}')} %" for goal in (passport.target, passport.milestone)
    )
    yield {"vi": "Mục tiêu / mốc năm", "en": "Target / milestone"}, goals
    yield {"vi": "Còn thiếu", "en": "Shortfall"}, number(passport.shortfall)
    yield {"vi": "Đã báo cáo", "en": "Reported"}, f"{passport.reported}/{passport.expected}"
    yield {"vi": "Nguồn", "en": "Source"}, f"{passport.source} · {passport.source_title} · {passport.series}"
    yield {"vi": "Cách đọc", "en": "Basis"}, passport.basis
    yield {"vi": "Căn cứ", "en": "Legal basis"}, passport.legal_basis
    unchecked = {"vi": "chưa thẩm định", "en": "not reviewed yet"}[lang]
    yield {"vi": "Thẩm định định nghĩa", "en": "Definition reviewed by"}, passport.checked_by or unchecked
    yield {"vi": "Cơ quan chủ trì", "en": "Lead agency"}, passport.lead_agency
    yield {"vi": "Lần lấy số", "en": "Pull"}, f"{number(passport.pull_id)} · {moment(passport.captured_at)}"
    for sha256, url, size in passport.evidence:
        yield {"vi": "  Bằng chứng", "en": "  Evidence"}, f"{sha256} · {number(size)} B · {url}"
    for at, numerator, denominator in passport.versions:
        yield {"vi": "  Đã biết", "en": "  Known"}, f"{moment(at)}: {number(numerator)} / {number(denominator)}"
    for rule, detail in passport.checks:
        yield {"vi": "  Cần kiểm tra", "en": "  Needs check"}, f"{rule} · {detail}"
    yield {"vi": "Việc cần làm", "en": "What to do"}, passport.remedy


def moment(at: datetime | None) -> str:
    """An instant as people in Vietnam write it."""
    return "–" if at is None else f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"
