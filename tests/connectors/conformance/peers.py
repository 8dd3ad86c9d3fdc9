"""How each real system answers, told with invented numbers: everything the suite has to know of a connector."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from connectors.base import Window
from connectors.spans import months
from tests.connectors.loopback import Asked, Reply

Payload = Any
SECRET = "mat-khau-rat-dai"
TOKEN = "the-token-of-the-moment"
WINDOW = Window((months(2026, 8, 1), months(2026, 9, 1)), date(2026, 11, 23))


@dataclass(frozen=True)
class Peer:
    """One system.

    ``options``  options of the connector beyond the address and the patience.
    ``answer``   the happy payload for a question; ``empty`` the payload without units.
    ``told``     independent reading: every count the payload holds, in any order.
    ``fields``   the names of count fields; at least one is in each answer.
    ``names``    the names of fields that hold a unit's name.
    ``before``   questions answered before the first Batch (a control question).
    ``token``    path of the token endpoint, if any.
    ``paged``    options that force a second page, if the system has pages.
    """

    name: str
    options: Callable[[str], Mapping[str, object]]
    answer: Callable[[Asked], Payload]
    empty: Callable[[Asked], Payload]
    told: Callable[[Payload], list[int | None]]
    fields: tuple[str, ...]
    names: tuple[str, ...]
    batches: int
    status: int = 200
    before: int = 0
    token: str | None = None
    paged: Mapping[str, object] | None = None

    def reply(self, asked: Asked, change: Callable[[Payload], Payload] = lambda payload: payload) -> Reply:
        """The happy answer, changed by ``change``."""
        return as_json(change(self.answer(asked)), self.status)

    def is_token(self, asked: Asked) -> bool:
        return asked.path == self.token

    def token_reply(self) -> Reply:
        return as_json({"access_token": TOKEN, "expires_in": 3600, "token_type": "Bearer"}, 200)


def as_json(payload: Payload, status: int) -> Reply:
    body = json.dumps(payload, ensure_ascii=False).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


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


IGATE_FIELDS = (
    "totalReceiver",
    "totalReceiverHavingFile",
    "totalReceiverNopeFile",
    "totalComplete",
    "totalCompleteHavingFile",
    "totalCompleteNopeFile",
    "totalReceiverCompleteHavingFile",
)


def _igate(asked: Asked) -> Payload:
    agencies = [("000.01.H99", "Sở A"), ("000.02.H99", "Sở Bưu chính")]
    counts = dict(zip(IGATE_FIELDS, (100, 80, 20, 90, 60, 30, 55), strict=True))
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    return [
        {
            "agency": {"id": "5f", "code": code, "name": name, "level": {}},
            **counts,
            "percentTotalReceiverHavingFile": 80.0,
        }
        for code, name in agencies
    ]


def _edoc(asked: Asked) -> Payload:
    sent, received = (120, 300) if asked.query["fromDate"].endswith("/2026") else (0, 0)
    rows = [
        {"organDomain": f"000.00.{n}.H99", "organName": f"Đơn vị {n}", "lastUpdate": 1785542400000}
        | {"sent": sent, "received": received, "total": sent + received}
        for n in ("01", "02", "03")
    ]
    return [{**rows[0], "childOrgan": [rows[2]]}, {**rows[1], "childOrgan": []}]


def _edoc_told(payload: Payload) -> list[int | None]:
    told: list[int | None] = []
    for organ in payload:
        told += [organ["sent"], organ["received"], *_edoc_told(organ.get("childOrgan") or [])]
    return told


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
        told=_dvcqg_told,
        fields=("numerator", "totalReceived", "channelTotalSum"),
        names=("departmentName",),
        batches=6,
        status=201,
        paged={"page_size": 2},
    ),
    Peer(
        name="igate",
        options=lambda url: {
            "base_url": url,
            "token_url": f"{url}/auth/token",
            "client_id": "web-onegate",
            "username": "can-bo",
            "password": SECRET,
            "ancestor_id": "0" * 24,
        },
        answer=_igate,
        empty=lambda asked: [],  # noqa: ARG005
        told=lambda payload: [row[field] for row in payload for field in IGATE_FIELDS],
        fields=IGATE_FIELDS,
        names=("name",),
        batches=2,
        token="/auth/token",
    ),
    Peer(
        name="edoc_axis",
        options=lambda url: {"base_url": url},
        answer=_edoc,
        empty=lambda asked: [],  # noqa: ARG005
        told=_edoc_told,
        fields=("sent", "received"),
        names=("organName",),
        batches=2,
        before=1,
    ),
)
