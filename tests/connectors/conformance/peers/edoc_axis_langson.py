"""A document axis with a received list: a login, one question a day, one row per document and receiver."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.moments import vietnamese_time
from tests.connectors.conformance.peer import SECRET, TOKEN, Payload, Peer
from tests.connectors.loopback import Asked

A, B = "000.00.01.H99", "000.00.02.H99"


def _row(number: int, receiver: str, day: str) -> Payload:
    return {
        "docId": f"d-{day}-{number}",
        "serviceType": "eDoc",
        "messageType": "edoc",
        "from": "000.00.03.H99",
        "to": receiver,
        "status": "initial",
        "statusDesc": "Mới",
        "createdTime": f"{day} 08:00:00",
        "updatedTime": f"{day} 09:00:00",
    }


def _list(asked: Asked) -> Payload:
    day = asked.query["fromDate"]
    assert day == asked.query["toDate"]
    two = [_row(1, A, day), _row(1, B, day)]
    rows = {"03": two, "04": [*two, _row(2, B, day), two[0]]}.get(day[-2:], [])
    return {"success": True, "message": "OK", "count": len(rows), "data": rows}


def _told(payloads: Sequence[Payload]) -> list[int | None]:
    """Documents per receiver and month, taken from the rows one by one."""
    held: dict[tuple[int, str], set[str]] = {}
    for payload in payloads:
        for row in payload["data"]:
            if row["messageType"].lower() == "edoc" and row["status"] != "13":
                moment = vietnamese_time(row["createdTime"])
                assert moment is not None
                held.setdefault((moment.month, row["to"]), set()).add(row["docId"])
    return [len(documents) for documents in held.values()]


PEERS = (
    Peer(
        name="edoc_axis_langson",
        options=lambda url: {
            "base_url": url,
            "username": "can-bo",
            "password": SECRET,
            "system_id": "he-thong-1",
            "secret_key": "khoa-bi-mat-dai",
        },
        answer=_list,
        empty=lambda asked: {"success": True, "message": "OK", "count": 0, "data": []},  # noqa: ARG005
        told=_told,
        fields=("count",),
        batches=2,
        first=31,
        raw=False,
        token="/v1/auth/login",
        token_payload={"code": 200, "data": {"token": TOKEN}},
        probe_says="22/11/2026",
        named=False,
    ),
)
