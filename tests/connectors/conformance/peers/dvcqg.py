"""The national portal: three endpoints, pages, 201."""

from __future__ import annotations

import json

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


def _metrics() -> list[Payload]:
    return [
        {"code": code, "name": "..", "numerator": num, "denominator": den, "ratio": ratio, "score": 1, "maxScore": 4}
        for code, (num, den, ratio) in METRICS.items()
    ]


def _dvcqg(asked: Asked, units: tuple[str, ...] = UNITS) -> Payload:
    question = json.loads(asked.body)
    size, page = question["pageSize"], question["currentPage"]
    shown = units[(page - 1) * size : page * size]
    pages = max(1, -(-len(units) // size))
    pagination = {"total": len(units), "currentPage": page, "pageSize": size, "totalPages": pages}
    endpoint = asked.path.rpartition("/")[2]
    if endpoint == "dossier-digitized":
        rows = [
            {"departmentCode": u, "departmentName": f"Xã {u}", "departmentLevel": "COMMUNE", "metrics": _metrics()}
            for u in shown
        ]
        overview = {"departmentName": "Tỉnh A", "metrics": _metrics()}
        data: Payload = {"overview": overview, "evaluation": rows, "pagination": pagination, "source": "x"}
    elif endpoint == "dvc-progress-tree":
        parent = {"departmentCode": "H99", "totalReceived": 389256, "totalOnTime": 354437, "totalCompleted": 1}
        children = [
            {
                "departmentCode": u,
                "departmentName": f"Xã {u}",
                "totalReceived": 90,
                "totalOnTime": 80,
                "totalOverdue": 10,
            }
            for u in shown
        ]
        data = {"parent": parent, "children": children, "monthlyChart": [], "pagination": pagination}
    else:
        sums = {"channelOnlineSum": 60, "channelDirectSum": 30, "channelPostalSum": 10, "channelTotalSum": 100}
        data = {"parent": {"departmentCode": "H99", **sums}, "children": [{"departmentCode": u} for u in shown]}
    return {"code": "OK", "message": "OK", "data": data}


def _dvcqg_told(payload: Payload) -> list[int | None]:
    data = payload["data"]
    if "overview" in data:
        units = [data["overview"], *data["evaluation"]]
        carried = [m for unit in units for m in unit["metrics"] if m["code"] in METRICS]
        return [m[k] for m in carried if m["code"] != "ELECTRONIC_CERTIFIED_COPY" for k in ("numerator", "denominator")]
    if "channelTotalSum" in data["parent"]:
        return [data["parent"][f"channel{k}Sum"] for k in ("Online", "Direct", "Postal", "Total")]
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
        fields=("numerator", "totalReceived", "channelTotalSum"),
        batches=6,
        status=201,
        paged={"page_size": 2},
        rows=("evaluation", "children"),
    ),
)
