"""OpenCPS statistics: the agencies with a roll-up row among them, then the roll-up alone."""

from __future__ import annotations

from collections.abc import Sequence

from tests.connectors.conformance.peer import SECRET, Payload, Peer
from tests.connectors.loopback import Asked

FIELDS = {
    "receivedCount": 100,
    "onlineCount": 60,
    "onegateCount": 40,
    "remainingCount": 20,
    "processCount": 120,
    "releaseCount": 90,
    "betimesCount": 30,
    "ontimeCount": 50,
    "overtimeCount": 10,
    "processingCount": 30,
    "undueCount": 25,
    "overdueCount": 5,
}
AGENCIES = {"H99.01": "Sở A", "H99.02": "Sở Bưu chính"}


def row(asked: Asked, code: str, name: str, times: int) -> Payload:
    return {
        "month": int(asked.query["month"]),
        "year": int(asked.query["year"]),
        "govAgencyCode": code,
        "govAgencyName": name,
        "domainCode": "",
        **{field: times * count for field, count in FIELDS.items()},
        "viaPostalCount": 0,
        "dossierOnline3Count": 0,
        "dossierOnline4Count": 0,
        "system": "0",
    }


def answer(asked: Asked) -> Payload:
    roll_up = row(asked, "", "Toàn tỉnh", len(AGENCIES))
    agencies = [] if asked.query.get("agency") == "total" else [row(asked, *one, 1) for one in AGENCIES.items()]
    return {"total": len(agencies) + 1, "agency": asked.query.get("agency", ""), "data": [*agencies, roll_up]}


def _told(payloads: Sequence[Payload]) -> list[int | None]:
    """Agencies from the first answer of each pair, the roll-up from the second."""
    told: list[int | None] = []
    for place, payload in enumerate(payloads):
        alone = place % 2 == 1
        told += [one[field] for one in payload["data"] if alone or one["govAgencyCode"] for field in FIELDS]
    return told


PEERS = (
    Peer(
        name="opencps",
        options=lambda url: {
            "base_url": url,
            "group_id": "35417",
            "province_code": "H99",
            "username": "can-bo",
            "password": SECRET,
        },
        answer=answer,
        empty=lambda asked: {"total": 0, "agency": "", "data": []},  # noqa: ARG005
        told=_told,
        fields=tuple(FIELDS),
        batches=4,
    ),
)
