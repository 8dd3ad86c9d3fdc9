"""The rules every count must keep, whatever is declared: what each is called, how grave it is, what to do.

What must hold between counts (the identities of the forms) is declared in config/checks.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from monitor.declared import Declared

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A check. error = the number itself cannot be right; warning = it may be right, but has no place here yet."""

    code: str
    severity: Severity
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str


_DECLARE_VI = "Khai báo trong config/, rồi chạy: sohoa quarantine replay."
_ASK_VI = "Đề nghị đơn vị quản lý hệ thống nguồn kiểm tra và sửa; lần kéo sau sẽ tự nhận số đúng."
_ASK_EN = "Ask the keeper of the source to check and correct it; the next pull takes the corrected number."

RULES: tuple[Rule, ...] = (
    Rule(
        "unreadable",
        "error",
        "Ô hoặc dòng không đọc được thành số nguyên",
        "A cell or row that cannot be read as an integer",
        "Sửa ô đã nêu trong tệp, rồi nhập lại.",
        "Correct the cell named here in the file, then import it again.",
    ),
    Rule(
        "contradiction",
        "error",
        "Nguồn tự mâu thuẫn: số này không khớp với số khác của chính nguồn",
        "The source contradicts itself: the number does not agree with another one it gives",
        _ASK_VI,
        _ASK_EN,
    ),
    Rule(
        "provisional",
        "warning",
        "Nguồn ghi rõ số liệu là tạm tính",
        "The source itself marks the number as provisional",
        "Chưa dùng số này; lần kéo sau sẽ tự nhận số chính thức khi nguồn công bố.",
        "Do not use this number yet; a later pull takes the final one once the source publishes it.",
    ),
    Rule(
        "unknown_unit",
        "warning",
        "Mã đơn vị chưa khai báo",
        "A unit code that is not declared",
        "Xem và gán mã: sohoa sources map NGUỒN --set MÃ=ĐƠN_VỊ; rồi chạy: sohoa quarantine replay --source NGUỒN.",
        "See and assign the code: sohoa sources map SOURCE --set CODE=UNIT; then run: sohoa quarantine replay "
        "--source SOURCE.",
    ),
    Rule(
        "unit_not_valid",
        "warning",
        "Đơn vị không còn hoặc chưa có hiệu lực trong kỳ",
        "The unit was not valid in the period",
        "Kiểm tra ngày hiệu lực trong config/units.csv và unit_codes.csv, hoặc units_as_of của nguồn.",
        "Check the validity dates in config/units.csv and unit_codes.csv, or the source's units_as_of.",
    ),
    Rule(
        "unit_contested",
        "warning",
        "Mã này vừa được gán cho đơn vị đã có số khác từ mã khác của cùng nguồn",
        "The code was assigned to a unit that has other counts under another code of the source",
        "Kiểm tra việc gán mã: sohoa sources map NGUỒN; sửa trong config/unit_codes.csv rồi chạy: sohoa quarantine "
        "replay --source NGUỒN.",
        "Check the assignment: sohoa sources map SOURCE; correct config/unit_codes.csv, then run: sohoa quarantine "
        "replay --source SOURCE.",
    ),
    Rule(
        "unknown_measure",
        "warning",
        "Số liệu chưa khai báo",
        "A measure that is not declared",
        "Thêm vào config/measures.yaml. " + _DECLARE_VI,
        "Add it to config/measures.yaml, then run: sohoa quarantine replay.",
    ),
    Rule(
        "not_a_period",
        "warning",
        "Khoảng ngày không phải kỳ báo cáo của nguồn",
        "The days are no period of the source's calendar",
        "Kiểm tra calendar của nguồn trong config/sources.yaml và cột kỳ trong tệp.",
        "Check the source's calendar in config/sources.yaml and the period column of the file.",
    ),
    Rule(
        "outside_window",
        "warning",
        "Kỳ không nằm trong khoảng đã hỏi",
        "A period that was not asked for",
        "Nguồn trả về kỳ khác kỳ đã hỏi. " + _ASK_VI,
        "The source answered about another period than it was asked for. " + _ASK_EN,
    ),
    Rule(
        "not_begun",
        "error",
        "Kỳ chưa bắt đầu",
        "A period that has not begun",
        "Sửa kỳ đã ghi trong tệp, rồi nhập lại.",
        "Correct the period written in the file, then import it again.",
    ),
    Rule(
        "negative",
        "error",
        "Số âm",
        "A negative number",
        _ASK_VI,
        _ASK_EN,
    ),
    Rule(
        "duplicate_conflict",
        "error",
        "Hai giá trị khác nhau cho cùng một số liệu",
        "Two different values for the same count",
        "Bỏ dòng hoặc tệp sai, rồi kéo lại số liệu.",
        "Remove the wrong row or file, then pull again.",
    ),
    Rule(
        "numerator_over_denominator",
        "error",
        "Tử số lớn hơn mẫu số",
        "The numerator is larger than the denominator",
        _ASK_VI,
        _ASK_EN,
    ),
    Rule(
        "tied_to_held",
        "warning",
        "Số liệu đi cùng một số liệu đang bị giữ lại",
        "Belongs together with a count that is held back",
        "Xử lý số liệu bị giữ lại của cùng đơn vị và kỳ; số này được nhận cùng lúc.",
        "Settle the count held back for the same unit and period; this one is taken with it.",
    ),
)
"""In the order in which a row's first reason is chosen. Every row that breaks one goes to quarantine."""

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}


def rules(declared: Declared) -> dict[str, Rule]:
    """Every check by code, those of this room first, then the declared ones."""
    own = (
        Rule(check.code, check.severity, check.title.vi, check.title.en, check.remedy.vi, check.remedy.en)
        for check in declared.checks
    )
    return BY_CODE | {rule.code: rule for rule in own}
