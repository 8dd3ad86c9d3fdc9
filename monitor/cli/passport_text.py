"""A figure's passport as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from monitor.words import STATUSES, local_number, moment

if TYPE_CHECKING:
    from monitor.figures import Passport


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
    for name, weight, whole in passport.gathered:
        yield {"vi": "  Gồm số của", "en": "  With counts of"}, f"{name} ({weight}/{whole})"
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
