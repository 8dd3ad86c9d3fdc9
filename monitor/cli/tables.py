"""Frames as tables that a terminal shows, with headings in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from monitor.words import CAUSES, STATUSES, local_number, signed_points

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
_MATCHES: dict[str, dict[str, str]] = {
    "own": {"vi": "mã đơn vị", "en": "own code"},
    "alias": {"vi": "bảng mã", "en": "unit_codes.csv"},
    "name": {"vi": "tên", "en": "name"},
    "not_valid": {"vi": "chưa/hết hiệu lực", "en": "not valid then"},
    "unknown": {"vi": "chưa biết", "en": "unknown"},
}


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
