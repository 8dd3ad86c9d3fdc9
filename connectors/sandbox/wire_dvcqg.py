"""The portal's evaluation API (2026), as its public page calls it: POST JSON, answers 201, no authentication.

Digitization, progress and online service; ``wire_dvcqg_more`` has the rest.

Quirks kept on purpose: the answer never repeats the question, an unknown department gets an answer about another
province, a procedure under the wrong key is ignored without a word, a zero denominator gives ``ratio: null`` in one
endpoint and 0 in the next, each endpoint counts on its own basis, the running month is refused, and a month is restated
after its first publication (``troubles``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple, TypeVar

from flask import Blueprint, Response, jsonify, request

from connectors.sandbox import troubles
from connectors.sandbox.counts import PortalCounts
from connectors.sandbox.portal_extras import PROCEDURES, share
from connectors.sandbox.rhythm import OPENED, Month
from connectors.sandbox.state import State, percent
from connectors.sandbox.units import SimulatedUnit, department_id, portal_name

ROOT_ID: Final = "019d2be3-6a84-779d-b3e7-e214bdb86482"
ROOT_CODE: Final = "H01"
ROOT_NAME: Final = "Tỉnh An Giang"
BASE: Final = "/dvcqg/api/v1/reporting"
MOST_ON_A_PAGE: Final = 200

Json = dict[str, object]
T = TypeVar("T")

_METRICS: Final[dict[str, tuple[str, int]]] = {
    "ORIGINAL_RESULT_AVAILABLE": ("Tỷ lệ hồ sơ có kết quả bản điện tử", 6),
    "SO_HOA_GIAY_TO_GIAI_QUYET": ("Tỷ lệ số hóa hồ sơ, kết quả giải quyết", 4),
    "REUSED_DIGITIZED_DATA": ("Tỷ lệ khai thác, sử dụng lại dữ liệu số hóa", 2),
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": ("Tỷ lệ đồng bộ với kho dữ liệu cá nhân", 4),
    "CITIZEN_DATA_CONNECTED_FORMALITY": ("Tỷ lệ thủ tục khai thác dữ liệu dân cư", 2),
    "CITIZEN_DATA_CONNECTED_DOSSIER": ("Tỷ lệ hồ sơ khai thác dữ liệu dân cư", 2),
    "ELECTRONIC_CERTIFIED_COPY": ("Chứng thực bản sao điện tử", 2),
}
_PROGRESS_POINTS: Final = 20
_ONLINE_POINTS: Final = 12
_PROCEDURES_OF_PROVINCE: Final = (287, 1254)


class Refusal(Exception):
    """A question the portal does not answer, with its code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Question(NamedTuple):
    """A checked request: closed months, whether it is about our province, the page, and the procedure if any."""

    months: tuple[Month, ...]
    known: bool
    page: int
    size: int
    procedure: int | None = None


class Published(NamedTuple):
    """What the portal shows of one unit; ``counts`` is None when the unit did not report."""

    unit: SimulatedUnit
    counts: PortalCounts | None
    procedures: tuple[int, int]


def blueprint(state: State) -> Blueprint:
    """Routes of the portal."""
    routes = Blueprint("dvcqg", __name__, url_prefix=BASE)

    routes.register_error_handler(Refusal, refused)

    @routes.post("/evaluation/dossier-digitized")
    def dossier_digitized() -> tuple[Response, int]:
        return answered(_digitized(state, question(state, "formalityID")))

    @routes.post("/evaluation/dvc-progress-tree")
    def progress_tree() -> tuple[Response, int]:
        return answered(_progress(state, question(state, "formalityId")))

    @routes.post("/evaluation/provide-online-tree")
    def online_tree() -> tuple[Response, int]:
        return answered(_online(state, question(state, "formalityId")))

    return routes


def refused(refusal: Refusal) -> tuple[Response, int]:
    """How the portal says no."""
    return jsonify({"code": refusal.code, "message": refusal.message, "data": None}), 400


def answered(data: Json) -> tuple[Response, int]:
    """How the portal says yes."""
    return jsonify({"code": "OK", "data": data, "message": "OK"}), 201


def asked() -> Json:
    """The question's JSON. Raises ``Refusal``."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise Refusal("BAD_REQUEST", "Nội dung yêu cầu không phải JSON.")
    return body


def question(state: State, procedure_key: str) -> Question:
    """A question by the name of a period. Raises ``Refusal``."""
    body = asked()
    return about(state, body, tuple(_months(body)))._replace(procedure=procedure_number(body.get(procedure_key)))


def about(state: State, body: Json, months: tuple[Month, ...]) -> Question:
    """The closed ones of ``months``, of the province the question names. Raises ``Refusal`` if none is closed."""
    if not months[0].closed(state.today()):
        raise Refusal("PERIOD_NOT_CLOSED", "Kỳ báo cáo chưa kết thúc, chưa có số liệu.")
    return Question(
        months=tuple(month for month in months if month.closed(state.today())),
        known=body.get("rootDepartmentId") == ROOT_ID,
        page=number(body, "currentPage", 1, 1_000_000, default=1),
        size=min(MOST_ON_A_PAGE, number(body, "pageSize", 1, 1_000_000, default=MOST_ON_A_PAGE)),
    )


@cache
def procedure_id(place: int) -> str:
    """Made-up id of a procedure of the catalogue."""
    return department_id(f"procedure-{place}")


def procedure_number(key: object) -> int | None:
    """Which procedure an id means; None = no id. Raises ``Refusal`` for an id the catalogue does not have."""
    if key is None:
        return None
    place = next((place for place in range(PROCEDURES) if procedure_id(place) == key), None)
    if place is None:
        raise Refusal("NOT_FOUND", "Không có thủ tục hành chính này.")
    return place


def _months(body: Json) -> list[Month]:
    year = number(body, "year", 2000, 2100)
    match body.get("timeType"):
        case "month":
            return [Month(year, number(body, "month", 1, 12))]
        case "quarter":
            first = 3 * number(body, "quarter", 1, 4) - 2
            return [Month(year, first + i) for i in range(3)]
        case "year":
            return [Month(year, number) for number in range(1, 13)]
    raise Refusal("BAD_REQUEST", "timeType phải là month, quarter hoặc year.")


def number(body: Json, key: str, low: int, high: int, default: int | None = None) -> int:
    """A whole number of the question within bounds. Raises ``Refusal``."""
    value = body.get(key, default)
    if not isinstance(value, int) or not low <= value <= high:
        raise Refusal("BAD_REQUEST", f"{key} phải là số nguyên từ {low} đến {high}.")
    return value


def published_units(state: State, question: Question) -> list[Published]:
    """Every unit of the province that exists on the server's day, as published then; no unit for another province."""
    if not question.known:
        return []
    return [
        Published(unit, _counts_of(state, unit.code, question), _procedures(state, unit.code, question.months))
        for unit in state.province.units
        if unit.in_being(state.today(), state.today())
    ]


def _counts_of(state: State, code: str, question: Question) -> PortalCounts | None:
    counts = _counts(state, code, question.months)
    return counts if counts is None or question.procedure is None else share(counts, question.procedure)


def _counts(state: State, code: str, months: Sequence[Month]) -> PortalCounts | None:
    if months[0].start < OPENED or troubles.silent(code, months[-1].end, state.today()):
        return None
    return PortalCounts.total(_month(state, code, month) for month in months)


def _month(state: State, code: str, month: Month) -> PortalCounts:
    counts = state.province.portal(code, [month])
    if troubles.restated(month, state.today()):
        return counts
    if code == troubles.WRONG_FIRST_COUNT:
        return counts._replace(both=counts.competence + counts.competence // 8 + 1)
    missed = round(counts.both * state.province.uncounted_at_first(month).get(code, 0.0))
    return counts._replace(both=counts.both - missed)


def _procedures(state: State, code: str, months: Sequence[Month]) -> tuple[int, int]:
    return state.province.procedures(code, months[-1])


def _total(published: Sequence[Published]) -> PortalCounts | None:
    reported = [row.counts for row in published if row.counts is not None]
    return PortalCounts.total(reported) if reported else None


def _digitized(state: State, question: Question) -> Json:
    published = published_units(state, question)
    overview = _metrics(_total(published), None if question.procedure is not None else _PROCEDURES_OF_PROVINCE)
    return {
        "overview": {"departmentName": ROOT_NAME if question.known else "Tỉnh khác", "metrics": overview},
        "evaluation": [evaluated(row, _metrics_of(row, question)) for row in page_of(published, question)],
        "pagination": pagination(len(published), question),
        "source": "reporting_digitized_dossiers_daily Mongo collection",
    }


def pagination(rows: int, question: Question) -> Json:
    """Where in the answer this page stands."""
    return {
        "total": rows,
        "currentPage": question.page,
        "pageSize": question.size,
        "totalPages": -(-rows // question.size),
    }


def evaluated(row: Published, metrics: list[Json]) -> Json:
    """A unit with its metrics."""
    return {
        "departmentId": department_id(row.unit.code),
        "departmentCode": row.unit.code,
        "departmentName": portal_name(row.unit),
        "departmentLevel": "PROVINCE" if row.unit.is_department else "COMMUNE",
        "metrics": metrics,
    }


def _metrics_of(row: Published, question: Question) -> list[Json]:
    return _metrics(row.counts, None if question.procedure is not None else row.procedures)


def _metrics(counts: PortalCounts | None, procedures: tuple[int, int] | None) -> list[Json]:
    """Without ``procedures`` the answer is about a single one, and the metric that counts them is left out."""
    pairs = _pairs(counts, procedures or (0, 0))
    left_out = "CITIZEN_DATA_CONNECTED_FORMALITY" if procedures is None else ""
    return [metric(code, name, points, *pairs[code]) for code, (name, points) in _METRICS.items() if code != left_out]


def _pairs(counts: PortalCounts | None, procedures: tuple[int, int]) -> dict[str, tuple[int | None, int | None]]:
    if counts is None:
        return dict.fromkeys(_METRICS, (None, None))
    return {
        "ORIGINAL_RESULT_AVAILABLE": (counts.results, counts.competence),
        "SO_HOA_GIAY_TO_GIAI_QUYET": (counts.both, counts.competence),
        "REUSED_DIGITIZED_DATA": (counts.reused, counts.competence),
        "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": (counts.stored, counts.competence),
        "CITIZEN_DATA_CONNECTED_FORMALITY": procedures,
        "CITIZEN_DATA_CONNECTED_DOSSIER": (counts.population, counts.competence),
        "ELECTRONIC_CERTIFIED_COPY": (None, None),
    }


def metric(code: str, name: str, points: int, numerator: int | None, denominator: int | None) -> Json:
    """One metric; nothing to divide by gives no ratio and no score."""
    ratio = None if numerator is None or denominator is None else percent(numerator, denominator)
    if code == "ELECTRONIC_CERTIFIED_COPY":
        ratio = 100
    return {
        "code": code,
        "name": name,
        "numerator": numerator,
        "denominator": denominator,
        "ratio": ratio,
        "score": None if ratio is None else round(points * ratio / 100, 2),
        "maxScore": points,
    }


def department(row: Published) -> Json:
    """A unit in a tree."""
    kind = "PROVINCIAL_DEPARTMENT" if row.unit.is_department else "COMMUNE_PEOPLE_COMMITTEE"
    return {
        "departmentId": department_id(row.unit.code),
        "departmentCode": row.unit.code,
        "departmentName": portal_name(row.unit),
        "departmentType": kind,
    }


def root(question: Question) -> Json:
    """The province in a tree."""
    return {
        "departmentId": ROOT_ID if question.known else department_id("H99"),
        "departmentCode": ROOT_CODE if question.known else "H99",
        "departmentName": ROOT_NAME if question.known else "Tỉnh khác",
        "departmentType": "PROVINCE",
    }


def scores(part: int | None, whole: int | None, points: int) -> Json:
    """A zero denominator shows as 0 here, unlike in ``dossier-digitized``."""
    ratio = None if part is None or whole is None else percent(part, whole) or 0
    score = None if ratio is None else round(points * ratio / 100, 2)
    return {"totalScore": score, "totalMaxScore": points, "ratio": ratio}


def page_of(rows: Sequence[T], question: Question) -> Sequence[T]:
    """The rows of the page asked for."""
    first = (question.page - 1) * question.size
    return rows[first : first + question.size]


def _progress(state: State, question: Question) -> Json:
    published = published_units(state, question)
    children = [department(row) | _level(row) | _progress_of(row.counts) for row in page_of(published, question)]
    total = _progress_of(_total(published))
    del total["totalOverdue"]
    return {"parent": root(question) | total, "children": children, "monthlyChart": []}


def _level(row: Published) -> Json:
    return {"level": "PROVINCE" if row.unit.is_department else "COMMUNE"}


def _progress_of(counts: PortalCounts | None) -> Json:
    handled, on_time = (counts.handled, counts.on_time) if counts else (None, None)
    return {
        "totalReceived": handled,
        "totalOnTime": on_time,
        "totalOverdue": counts.handled - counts.on_time if counts else None,
        "totalCompleted": counts.completed if counts else None,
        "avgProcessingDays": 3.4 if counts else None,
        **scores(on_time, handled, _PROGRESS_POINTS),
    }


def _online(state: State, question: Question) -> Json:
    published = published_units(state, question)
    total = _total(published)
    children = [department(row) | _online_scores(row.counts) for row in page_of(published, question)]
    parent = root(question) | _channels(total) | _online_scores(total)
    return {"parent": parent, "children": children, "monthlyChart": []}


def _online_scores(counts: PortalCounts | None) -> Json:
    return scores(counts.online, counts.channels, _ONLINE_POINTS) if counts else scores(None, None, _ONLINE_POINTS)


def _channels(counts: PortalCounts | None) -> Json:
    if counts is None:
        names = ("onlineDossierCount", "channelOnlineSum", "channelDirectSum", "channelPostalSum", "channelTotalSum")
        return dict.fromkeys((*names, "onlineOnTimeSum", "onlineOverdueSum"))
    late = counts.online * (counts.handled - counts.on_time) // max(1, counts.handled)
    return {
        "onlineDossierCount": counts.online,
        "channelOnlineSum": counts.online,
        "channelDirectSum": counts.channels - counts.online - counts.postal,
        "channelPostalSum": counts.postal,
        "channelTotalSum": counts.channels,
        "onlineOnTimeSum": counts.online - late,
        "onlineOverdueSum": late,
    }
