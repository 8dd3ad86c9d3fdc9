"""The rest of the portal's evaluation API: transparency, satisfaction, payment, ranking, catalogue of procedures.

Quirks kept on purpose: satisfaction is asked by days; communes have no part in publishing procedures; the sync metric
of the newest month rests on a temporary denominator and says so (``troubles``); the ranking knows all provinces and
gives scores, and filing channels of the whole nation only; the catalogue is the nation's, in pages of ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import Blueprint, Response

from connectors.sandbox import troubles, wire_dvcqg
from connectors.sandbox.portal_extras import (
    PROCEDURES,
    Flows,
    Stocks,
    flows,
    flows_of_procedure,
    has_fee,
    stocks,
    total_flows,
    total_stocks,
)
from connectors.sandbox.rhythm import Month
from connectors.sandbox.state import State, percent
from connectors.sandbox.wire_dvcqg import (
    Json,
    Published,
    Question,
    Refusal,
    about,
    answered,
    asked,
    department,
    evaluated,
    metric,
    number,
    page_of,
    pagination,
    procedure_id,
    published_units,
    question,
    root,
    scores,
)

_PROVINCES: Final = 34
_PAYMENT_POINTS: Final = 10
_PAIRS_OF_TRANSPARENCY: Final = {
    "PUBLISH_ON_TIME": ("Tỷ lệ TTHC công bố đúng hạn", 6),
    "PUBLIC_UPDATE_ON_TIME": ("Tỷ lệ TTHC được cập nhật, công khai đúng hạn", 4),
    "PUBLIC_CONTENT_FULL": ("Tỷ lệ TTHC công khai có đầy đủ nội dung", 2),
}
_SYNC: Final = ("DOSSIER_SYNC", "Tỷ lệ đồng bộ hồ sơ", 6)


def blueprint(state: State) -> Blueprint:
    """Further routes of the portal."""
    routes = Blueprint("dvcqg_more", __name__, url_prefix=wire_dvcqg.BASE)
    routes.register_error_handler(Refusal, wire_dvcqg.refused)

    @routes.post("/evaluation/transparency")
    def transparency() -> tuple[Response, int]:
        return answered(_transparency(state, question(state, "formalityId")))

    @routes.post("/evaluation/handling-satisfaction")
    def satisfaction() -> tuple[Response, int]:
        body = asked()
        return answered(_satisfaction(state, about(state, body, _whole_months(body))))

    @routes.post("/evaluation/formality-online-payment-tree")
    def payment() -> tuple[Response, int]:
        return answered(_payment(state, question(state, "formalityId")))

    @routes.post("/evaluation/service-results")
    def results() -> tuple[Response, int]:
        return answered(_results(state, question(state, "formalityId")._replace(known=True)))

    @routes.post("/formalities")
    def formalities() -> tuple[Response, int]:
        return answered(_catalogue(asked()))

    return routes


def _whole_months(body: Json) -> tuple[Month, ...]:
    try:
        start, end = date.fromisoformat(str(body.get("fromDate"))), date.fromisoformat(str(body.get("toDate")))
    except ValueError:
        raise Refusal("BAD_REQUEST", "fromDate, toDate phải có dạng YYYY-MM-DD.") from None
    first, last = Month(start.year, start.month), Month(end.year, end.month)
    if first.start != start or last.end != end or start > end:
        raise Refusal("BAD_REQUEST", "fromDate, toDate phải là các tháng trọn vẹn.")
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first.later(place) for place in range(count))


def _flows(state: State, row: Published, question: Question) -> Flows | None:
    """A unit's further counts; None where the portal has none of it at all."""
    if row.counts is None:
        return None
    whole = flows(state.province, row.unit.code, question.months)
    return whole if question.procedure is None else flows_of_procedure(whole, question.procedure)


def _counted(state: State, question: Question) -> list[tuple[Published, Flows | None]]:
    return [(row, _flows(state, row, question)) for row in published_units(state, question)]


def _sum(counted: Sequence[tuple[Published, Flows | None]]) -> Flows | None:
    reported = [found for _, found in counted if found is not None]
    return total_flows(reported) if reported else None


def _name_of(question: Question) -> str:
    return wire_dvcqg.ROOT_NAME if question.known else "Tỉnh khác"


def _transparency(state: State, question: Question) -> Json:
    counted = _counted(state, question)
    open_ = [_stocks(state, row, question) for row, found in counted if found is not None]
    temporary = any(troubles.sync_is_temporary(month, state.today()) for month in question.months)
    overview = _transparent(_sum(counted), total_stocks(open_), question, temporary=temporary)
    rows = [
        evaluated(row, _of_unit(state, row, found, question, temporary=temporary))
        for row, found in page_of(counted, question)
    ]
    return {
        "overview": {"departmentName": _name_of(question), "metrics": overview},
        "monthlyChart": [],
        "evaluation": rows,
        "pagination": pagination(len(counted), question),
        "source": "reporting_transparency",
    }


def _stocks(state: State, row: Published, question: Question) -> Stocks:
    return stocks(state.province, row.unit.code, question.months[-1])


def _of_unit(state: State, row: Published, found: Flows | None, question: Question, *, temporary: bool) -> list[Json]:
    metrics = _transparent(found, _stocks(state, row, question), question, temporary=temporary)
    shown = metrics if row.unit.is_department else metrics[-1:]
    if row.unit.code == troubles.NO_NATIONAL_REPORT:
        numerator = shown[-1]["numerator"]
        shown[-1] |= {"numerator": numerator, "denominator": None, "ratio": None, "score": None}
        shown[-1] |= {"dataQualityStatus": "NO_NATIONAL_REPORT_DATA"}
        shown[-1] |= {"dataQualityMessage": "Chưa có số liệu trên Hệ thống thông tin báo cáo quốc gia"}
    return shown


def _transparent(counts: Flows | None, open_: Stocks, question: Question, *, temporary: bool) -> list[Json]:
    """The metrics of publishing, unless the question is about one procedure, and last the one of syncing."""
    pairs: dict[str, tuple[int | None, int | None]] = dict.fromkeys(_PAIRS_OF_TRANSPARENCY, (None, None))
    synced: tuple[int | None, int | None] = (None, None)
    if counts is not None:
        synced = (counts.synced, counts.sync_due)
        pairs = {
            "PUBLISH_ON_TIME": (counts.published_on_time, counts.published),
            "PUBLIC_UPDATE_ON_TIME": (counts.updated_on_time, counts.update_due),
            "PUBLIC_CONTENT_FULL": (open_.public_full, open_.public),
        }
    listed = _PAIRS_OF_TRANSPARENCY.items() if question.procedure is None else ()
    metrics = [metric(code, name, points, *pairs[code]) for code, (name, points) in listed]
    sync = metric(*_SYNC, *synced)
    if temporary:
        sync |= {"dataQualityStatus": "TEMP_NATIONAL_REPORT_DENOMINATOR"}
        sync |= {"dataQualityMessage": "Mẫu số tạm tính theo báo cáo quốc gia của năm trước"}
    return [*metrics, sync]


def _satisfaction(state: State, question: Question) -> Json:
    counted = _counted(state, question)
    return {
        "overview": {"departmentName": _name_of(question), "metrics": _satisfied(_sum(counted))},
        "evaluation": [evaluated(row, _satisfied(found)) for row, found in page_of(counted, question)],
        "pagination": pagination(len(counted), question),
        "source": "reporting_satisfaction",
    }


def _satisfied(counts: Flows | None) -> list[Json]:
    found = counts or Flows()
    pairs: list[tuple[str, str, int, int, int]] = [
        ("PETITION_CLASSIFICATION_TTHC", "PAKN về thủ tục", 0, found.petitions // 2, found.petitions),
        ("DOSSIER_RECEIVING_SATISFACTION", "Hài lòng trong tiếp nhận", 6, found.satisfied, found.assessed),
        ("PETITION_PROCESSING_ON_TIME", "PAKN xử lý đúng hạn", 6, found.petitions_on_time, found.petitions),
        ("PETITION_HANDLING_SATISFACTION", "Hài lòng PAKN", 6, found.petitions_satisfied, found.petitions_new),
    ]
    if counts is None:
        return [metric(code, name, points, None, None) for code, name, points, *_ in pairs]
    return [_generous(metric(*pair)) for pair in pairs]


def _generous(shown: Json) -> Json:
    """No petition at all counts as everything done."""
    if shown["denominator"] == 0 and str(shown["code"]).startswith("PETITION_"):
        return shown | {"ratio": 100, "score": shown["maxScore"]}
    return shown


def _payment(state: State, question: Question) -> Json:
    counted = _counted(state, question)
    open_ = [_stocks(state, row, question) for row, found in counted if found is not None]
    children = [
        department(row) | _paid(found, _stocks(state, row, question), question)
        for row, found in page_of(counted, question)
    ]
    return {
        "parent": root(question) | _paid(_sum(counted), total_stocks(open_), question),
        "children": children,
        "monthlyChart": [],
    }


def _paid(counts: Flows | None, open_: Stocks, question: Question) -> Json:
    names = (
        "totalDossierOnlinePaymentSuccess",
        "totalDossierFinancialObligation",
        "totalDossierOnlineFormalityPaymentSuccess",
        "totalFeeDossierFormality",
        "totalFeeDossierFormalityDistinct",
        "totalFeeFormality",
    )
    if counts is None:
        return {**dict.fromkeys(names), **scores(None, None, _PAYMENT_POINTS)}
    procedures = (open_.fee_paid, open_.fee_active, open_.fee_active, open_.with_fee)
    if question.procedure is not None:
        single = int(has_fee(question.procedure))
        procedures = (min(single, counts.paid), min(single, counts.with_fee), min(single, counts.with_fee), single)
    values = (counts.paid, counts.with_fee, *procedures)
    return {**dict(zip(names, values, strict=True)), **scores(counts.paid, counts.with_fee, _PAYMENT_POINTS)}


def _results(state: State, question: Question) -> Json:
    """Every province ranked; the ring shows the nation, here as thirty-four times the simulated province."""
    counts = [row.counts for row in published_units(state, question) if row.counts is not None]
    online = _PROVINCES * sum(one.online for one in counts)
    other = _PROVINCES * sum(one.channels - one.online for one in counts)
    ring = [
        {"code": code, "value": value, "percent": percent(value, online + other)}
        for code, value in (("ONLINE", online), ("OTHER", other))
    ]
    provinces = [f"H{number:02d}" for number in range(1, _PROVINCES + 1)]
    return {
        "overview": {"totalScore": 62.59},
        "radar": [],
        "donuts": {"onlineDossier": ring},
        "evaluation": [
            {
                "departmentId": wire_dvcqg.ROOT_ID if code == wire_dvcqg.ROOT_CODE else code,
                "departmentCode": code,
                "departmentName": wire_dvcqg.ROOT_NAME if code == wire_dvcqg.ROOT_CODE else f"Tỉnh mô phỏng {code}",
                "totalScore": 80 - place / 2,
                "ratio": 80 - place / 2,
                "scoreDelta": 0,
                "groupScores": {"CKMB": 8, "TDGQ": 18, "CLGQ": 7, "TTTT": 6.5, "MDHL": 10, "MDSH": 9},
            }
            for place, code in enumerate(provinces)
        ],
    }


def _catalogue(body: Json) -> Json:
    query = str(body.get("q") or "").casefold()
    found = [
        item for item in map(_procedure, range(PROCEDURES)) if query in f"{item['code']} {item['name']}".casefold()
    ]
    page = number(body, "currentPage", 1, 1_000_000, default=1)
    asked_for = Question((), known=True, page=page, size=min(200, number(body, "pageSize", 1, 1_000_000, default=10)))
    return {"items": page_of(found, asked_for), "pagination": pagination(len(found), asked_for)}


def _procedure(place: int) -> Json:
    applied = [wire_dvcqg.ROOT_ID] if place % 3 else []
    return {
        "id": procedure_id(place),
        "code": f"{1 + place % 3}.{place + 815:06d}",
        "name": f"Thủ tục mô phỏng số {place + 1}",
        "state": "PUBLISHED",
        "departmentId": wire_dvcqg.ROOT_ID,
        "publishingDepartmentIds": [],
        "appliedDepartmentIds": applied,
    }
