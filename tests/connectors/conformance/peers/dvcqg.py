"""The national portal: six endpoints with pages, and the ranking of the provinces; 201."""

from __future__ import annotations

import json
from typing import Any

from tests.connectors.conformance.peer import Payload, Peer, each
from tests.connectors.loopback import Asked

METRICS = {
    "SO_HOA_GIAY_TO_GIAI_QUYET": (11250, 50000, 22.5),
    "ORIGINAL_RESULT_AVAILABLE": (36000, 50000, 72),
    "ELECTRONIC_CERTIFIED_COPY": (None, None, 100),
    "REUSED_DIGITIZED_DATA": (10001, 50003, 20.0),
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": (0, 0, None),
    "CITIZEN_DATA_CONNECTED_DOSSIER": (None, None, None),
    "CITIZEN_DATA_CONNECTED_FORMALITY": (7, 8, 87.5),
}
UNITS = ("H99.01", "H99.02", "H99.101")


TRANSPARENCY = {
    "PUBLISH_ON_TIME": (9, 10, 90),
    "PUBLIC_UPDATE_ON_TIME": (0, 0, None),
    "PUBLIC_CONTENT_FULL": (70, 75, 93.33),
    "DOSSIER_SYNC": (325676, 325676, 100),
}
SATISFACTION = {
    "PETITION_CLASSIFICATION_TTHC": (3, 12, 25),
    "DOSSIER_RECEIVING_SATISFACTION": (354, 389, 91),
    "PETITION_PROCESSING_ON_TIME": (11, 12, 91.67),
    "PETITION_HANDLING_SATISFACTION": (0, 0, 100),
}
NOT_COUNTED = ("ELECTRONIC_CERTIFIED_COPY", "PETITION_CLASSIFICATION_TTHC")
PAYMENT = {
    "totalDossierOnlinePaymentSuccess": 61,
    "totalDossierFinancialObligation": 100,
    "totalDossierOnlineFormalityPaymentSuccess": 5,
    "totalFeeDossierFormality": 6,
    "totalFeeFormality": 8,
}
MEASURED: dict[str, dict[str, Any]] = {
    "dossier-digitized": METRICS,
    "transparency": TRANSPARENCY,
    "handling-satisfaction": SATISFACTION,
}


def _metrics(endpoint: str) -> list[Payload]:
    return [
        {"code": code, "name": "..", "numerator": num, "denominator": den, "ratio": ratio, "score": 1, "maxScore": 4}
        for code, (num, den, ratio) in MEASURED[endpoint].items()
    ]


def _dvcqg(asked: Asked, units: tuple[str, ...] = UNITS) -> Payload:
    endpoint = asked.path.rpartition("/")[2]
    question = json.loads(asked.body)
    if endpoint == "service-results":
        return _ok(_ranking())
    size, page = question["pageSize"], question["currentPage"]
    shown = units[(page - 1) * size : page * size]
    pages = max(1, -(-len(units) // size))
    pagination = {"total": len(units), "currentPage": page, "pageSize": size, "totalPages": pages}
    named = [{"departmentCode": u, "departmentName": f"Xã {u}", "departmentLevel": "COMMUNE"} for u in shown]
    if endpoint in MEASURED:
        rows = [row | {"metrics": _metrics(endpoint)} for row in named]
        overview = {"departmentName": "Tỉnh A", "metrics": _metrics(endpoint)}
        return _ok({"overview": overview, "evaluation": rows, "pagination": pagination, "source": "x"})
    root = {"departmentCode": "H99", "departmentName": "Tỉnh A"}
    if endpoint == "dvc-progress-tree":
        parent = root | {"totalReceived": 389256, "totalOnTime": 354437, "totalCompleted": 1}
        children = [row | {"totalReceived": 90, "totalOnTime": 80, "totalOverdue": 10} for row in named]
    elif endpoint == "formality-online-payment-tree":
        parent, children = root | PAYMENT, [row | PAYMENT for row in named]
    else:
        sums = {"channelOnlineSum": 60, "channelDirectSum": 30, "channelPostalSum": 10, "channelTotalSum": 100}
        return _ok({"parent": root | sums, "children": named})
    return _ok({"parent": parent, "children": children, "monthlyChart": [], "pagination": pagination})


def _ok(data: Payload) -> Payload:
    return {"code": "OK", "message": "OK", "data": data}


def _ranking() -> Payload:
    ring = [{"code": "ONLINE", "value": 600, "percent": 60}, {"code": "OTHER", "value": 400, "percent": 40}]
    provinces = [{"departmentCode": code, "departmentName": code, "totalScore": 59.18} for code in ("H01", "H99")]
    return {"overview": {}, "radar": [], "donuts": {"onlineDossier": ring}, "evaluation": provinces}


def _dvcqg_told(payload: Payload) -> list[int | None]:
    data = payload["data"]
    if "donuts" in data:
        return [part["value"] for part in data["donuts"]["onlineDossier"]]
    if "overview" in data:
        counted = {code for metrics in MEASURED.values() for code in metrics if code not in NOT_COUNTED}
        metrics = [m for unit in [data["overview"], *data["evaluation"]] for m in unit["metrics"]]
        return [m[k] for m in metrics if m["code"] in counted for k in ("numerator", "denominator")]
    if "channelTotalSum" in data["parent"]:
        return [data["parent"][f"channel{k}Sum"] for k in ("Online", "Direct", "Postal", "Total")]
    if "totalFeeFormality" in data["parent"]:
        return [unit[name] for unit in [data["parent"], *data["children"]] for name in PAYMENT]
    own = [data["parent"]["totalReceived"], data["parent"]["totalOnTime"]]
    return own + [child[k] for child in data["children"] for k in ("totalReceived", "totalOnTime", "totalOverdue")]


PEERS = (
    Peer(
        name="dvcqg",
        options=lambda url: {
            "base_url": f"{url}/api/v1/reporting",
            "root_department_id": "019d",
            "root_department_code": "H99",
        },
        answer=_dvcqg,
        empty=lambda asked: _dvcqg(asked, units=()),
        told=each(_dvcqg_told),
        fields=("numerator", "totalReceived", "channelTotalSum", *PAYMENT),
        batches=12,
        status=201,
        paged={"page_size": 2},
        rows=("evaluation", "children"),
    ),
    Peer(
        name="dvcqg ranking",
        connector="dvcqg",
        options=lambda url: {
            "base_url": f"{url}/api/v1/reporting",
            "root_department_id": "019d",
            "root_department_code": "H99",
            "families": ["service-results"],
            "nation_code": "H99",
        },
        answer=_dvcqg,
        empty=_dvcqg,
        told=each(_dvcqg_told),
        fields=("value",),
        batches=2,
        status=201,
    ),
)
