"""Alerts, on every page that shows them: key → (vi, en)."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    # facts of one alert
    "alert.fact.result": ("Kết quả", "Result"),
    "alert.fact.goal": ("Mức phải đạt", "To reach"),
    "alert.fact.missing": ("Còn thiếu", "Missing"),
    "alert.fact.over": ("Vượt mức", "Above it by"),
    "alert.fact.period": ("Kỳ số liệu", "Period"),
    "alert.fact.since": ("Mở từ", "Open since"),
    "alert.fact.source": ("Nguồn và thời điểm lấy số", "Source and when it was read"),
    "alert.fact.deadline": ("Hạn hiện tại", "Deadline now"),
    "alert.fact.responsible": ("Người chịu trách nhiệm", "Responsible"),
    "alert.fact.remedy": ("Việc cần làm", "What to do"),
    "alert.value.result": ("{numerator}/{denominator} {noun} = {rate}", "{numerator}/{denominator} {noun} = {rate}"),
    "alert.value.none": ("chưa có số liệu", "no counts"),
    "alert.value.most": ("không quá {goal}", "at most {goal}"),
    "alert.value.since": ("{day} (từ kỳ {period})", "{day} (from {period} on)"),
    "alert.value.source": ("{title}, lúc {moment}", "{title}, at {moment}"),
    "alert.value.overdue": ("{day} (quá hạn)", "{day} (overdue)"),
    "alert.value.head": ("Thủ trưởng đơn vị", "the head of the unit"),
    # steps
    "alert.act.see": ("phát hiện", "seen"),
    "alert.act.open": ("mở", "opened"),
    "alert.act.drop": ("bỏ trước khi mở", "dropped before it was opened"),
    "alert.act.acknowledge": ("tiếp nhận, giải trình", "acknowledged"),
    "alert.act.explain": ("sửa giải trình", "explanation corrected"),
    "alert.act.plan": ("nêu biện pháp", "action set"),
    "alert.act.claim": ("báo đã xong", "claimed done"),
    "alert.act.update": ("cập nhật số liệu", "figure updated"),
    "alert.act.remind": ("nhắc lại", "reminded"),
    "alert.act.escalate": ("chuyển cấp trên", "passed on"),
    "alert.act.refute": ("số liệu chưa xác nhận", "not confirmed by the counts"),
    "alert.act.verify": ("số liệu xác nhận", "verified by the counts"),
    "alert.act.settle": ("kết thúc", "settled"),
    "alert.act.reopen": ("mở lại", "reopened"),
    "alert.act.restate": ("đóng do nguồn sửa số", "closed: restated"),
    "alert.act.withdraw": ("thu hồi", "withdrawn"),
    "alert.step": ("{moment} · **{act}** · {who}", "{moment} · **{act}** · {who}"),
    "alert.program": ("hệ thống", "the program"),
}
