"""A draft of an official urging letter (công văn đôn đốc) about one unit, for a person to check, number and sign.

It carries the seven things such letters carry: source and cut date; the overall standing; the unit's counts and shares;
the cause asked for; the deadline; who is responsible; where to report back. It urges; it never criticizes: that word is
for a person to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.alerts import letter_page as page
from monitor.alerts import states
from monitor.alerts.messages import month_words, per_cent
from monitor.alerts.notices import standing_of
from monitor.alerts.service import AlertError, AlertService
from monitor.figures import local_day
from monitor.words import NOUNS, local_number

if TYPE_CHECKING:
    from monitor.declared import AlertRule
    from monitor.declared.models import Unit

Row = Mapping[str, Any]
Docx = Any
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SUBJECT = "đôn đốc thực hiện chỉ tiêu số hóa"
HEADINGS = ("TT", "Nội dung", "Kỳ", "Kết quả", "Tỷ lệ (%)", "Phải đạt (%)", "Còn thiếu")


def draft(alerts: AlertService, number: int, out: Path, layout: str | None = None) -> None:
    """Write the draft about the unit of an alert: every alert of the unit that has reached a step with a letter.

    Raises ``AlertError`` where there is no letterhead, the alert is about a source, or has not reached such a step.
    """
    head = alerts.declared.alerts.letter
    if head is None:
        raise AlertError("There is no letterhead. Add the group letter: to alerts.yaml; docs/config.md describes it.")
    chosen = layout or head.layout
    if chosen not in page.STYLES:
        raise AlertError(f"{chosen!r} is no layout. Use state or party.")
    alert = alerts.detail(number).alert
    if alert["unit"] is None:
        raise AlertError(f"Alert {number} is about a source; letters go to units.")
    urged = [one for one in alerts.board(unit=alert["unit"]) if letter_due(one, alerts)]
    if alert["id"] not in {one["id"] for one in urged}:
        raise AlertError(
            f"Alert {number} is {alert['state']} at step {alert['step'] + 1} of its ladder; a letter is drafted from "
            "the first step with letter: true (alerts.yaml) on, while the unit still owes an answer."
        )
    style = page.STYLES[chosen]
    today = local_day(alerts.figures.clock())
    document = page.sheet(style)
    _marks(document, simulated=alerts.figures.simulated)
    page.heading(document, head, style, SUBJECT, today)
    _body(document, alerts, urged, _Facts(alerts, alert["unit"], today, chosen, style.ending))
    page.ending(document, head, style)
    document.save(out)


class _Facts:
    """What the letter is about."""

    def __init__(self, alerts: AlertService, unit: str, today: date, layout: str, ending: str) -> None:
        self.unit = alerts.declared.unit(unit)
        self.today = today
        self.layout = layout
        self.ending = ending
        self.rules = {rule.code: rule for rule in alerts.declared.alerts.rules}
        self.standing = standing_of(alerts.decisions())


def letter_due(alert: Row, alerts: AlertService) -> bool:
    """Whether an alert still waits for its unit and has reached a step with a letter."""
    rule = next((rule for rule in alerts.declared.alerts.rules if rule.code == alert["rule"]), None)
    if rule is None or alert["state"] not in states.FOLLOWED:
        return False
    ladder = alerts.declared.alerts.ladder_of(rule)
    reached: int = min(alert["step"], len(ladder) - 1)
    return ladder[reached].letter


def _marks(document: Docx, *, simulated: bool) -> None:
    mark = "DỰ THẢO" + (" – SỐ LIỆU MÔ PHỎNG, không phải số liệu thật" if simulated else "")
    page.say(document, mark, bold=True, align=page.RIGHT)


def _body(document: Docx, alerts: AlertService, urged: Sequence[Row], facts: _Facts) -> None:
    page.say(document, f"Kính gửi: {addressee(facts.unit, facts.layout)}", bold=True, align=page.CENTER)
    page.say(document, _source_and_cut(alerts, urged))
    page.say(document, _overall(urged, facts))
    page.say(document, f"Kết quả của {facts.unit.name}:")
    rows = [_row(number, one, facts.rules[one["rule"]], alerts) for number, one in enumerate(urged, start=1)]
    page.grid(document, HEADINGS, rows)
    page.say(document, _reminded(alerts, urged))
    for text in _asked(alerts, urged, facts):
        page.say(document, text)


def _asked(alerts: AlertService, urged: Sequence[Row], facts: _Facts) -> Iterator[str]:
    """What the unit is asked for, by when, of whom, and where to report."""
    deadline = max(alerts.workdays.after(facts.today, facts.rules[one["rule"]].answer_within) for one in urged)
    causes = "nhân lực, thiết bị, phần mềm, kết nối, quy trình hoặc nguyên nhân khác"
    measures = "biện pháp khắc phục, sản phẩm, thời hạn hoàn thành"
    where = f"bằng văn bản hoặc trên hệ thống theo dõi số hóa ({alerts.links.public_url})"
    head = facts.unit.head or "Người đứng đầu"
    yield f"Để hoàn thành chỉ tiêu được giao, đề nghị {facts.unit.name}:"
    yield f"1. Làm rõ nguyên nhân của từng nội dung nêu trên ({causes}) và {measures}."
    yield f"2. {_remedies(urged, facts, alerts)}"
    yield f"3. Báo cáo {where} về {_issuer(alerts)} trước ngày {deadline:%d/%m/%Y}."
    yield f"4. {head} của đơn vị chịu trách nhiệm về kết quả thực hiện và tính chính xác của nội dung báo cáo."
    yield f"Đề nghị đơn vị quan tâm, triển khai thực hiện{facts.ending}"


def addressee(unit: Unit, layout: str) -> str:
    """How a letter addresses a unit: a commune's People's Committee or Party Committee, an agency by its name."""
    if unit.level != "commune":
        return unit.name
    body = "Ủy ban nhân dân" if layout == "state" else "Đảng ủy"
    return f"{body} {unit.name[0].lower()}{unit.name[1:]}"


def _issuer(alerts: AlertService) -> str:
    head = alerts.declared.alerts.letter
    return "" if head is None else f"{head.issuer} ({head.above})"


def _source_and_cut(alerts: AlertService, urged: Sequence[Row]) -> str:
    named: dict[str, datetime] = {}
    for one in urged:
        if one["source"] is not None and one["captured_at"] is not None:
            title = alerts.declared.source(one["source"]).title.vi
            named[title] = max(one["captured_at"], named.get(title, one["captured_at"]))
    cuts = "; ".join(
        f"{title}, số liệu lấy lúc {at.astimezone(ZONE):%H:%M ngày %d/%m/%Y}" for title, at in named.items()
    )
    return f"Qua theo dõi kết quả thực hiện các chỉ tiêu số hóa (nguồn: {cuts or 'hệ thống theo dõi số hóa'}):"


def _overall(urged: Sequence[Row], facts: _Facts) -> str:
    parts = []
    for one in urged:
        judged, fine = facts.standing.get(one["rule"], (0, 0))
        parts.append(f"{facts.rules[one['rule']].name.vi}: {fine}/{judged} đơn vị có đủ số liệu không thuộc diện này")
    return f"Toàn tỉnh – {'; '.join(dict.fromkeys(parts))}."


def _row(number: int, alert: Row, rule: AlertRule, alerts: AlertService) -> tuple[str, ...]:
    noun = "" if rule.indicator is None else NOUNS[alerts.declared.indicator(rule.indicator).noun]["vi"]
    counted = alert["denominator"] is not None
    return (
        str(number),
        rule.name.vi,
        month_words(alert["period"], "vi"),
        f"{_number(alert['numerator'])}/{_number(alert['denominator'])} {noun}" if counted else "chưa có số liệu",
        _number(alert["shown"]),
        per_cent(alert["goal"], "vi") if counted else "–",
        f"{_number(alert['shortfall'])} {noun}" if alert["shortfall"] is not None else "–",
    )


def _reminded(alerts: AlertService, urged: Sequence[Row]) -> str:
    events = alerts.rows.events([one["id"] for one in urged])
    days = sorted(
        {one["at"].astimezone(ZONE).date() for one in events if one["act"] in {"open", "remind", "escalate", "reopen"}}
    )
    listed = ", ".join(f"{day:%d/%m/%Y}" for day in days)
    return f"Các nội dung trên đã được hệ thống thông báo, nhắc các ngày {listed}; đến nay chưa ghi nhận đã khắc phục."


def _remedies(urged: Sequence[Row], facts: _Facts, alerts: AlertService) -> str:
    codes = dict.fromkeys(code for one in urged if (code := facts.rules[one["rule"]].indicator) is not None)
    return "; ".join(alerts.declared.indicator(code).remedy.vi for code in codes) + "."


def _number(value: object) -> str:
    return "–" if value is None else local_number(str(value), "vi")
