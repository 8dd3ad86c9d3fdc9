"""The national document axis: parameters as headers, pages, a control total beside the received list."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.moments import vietnamese_time
from tests.connectors.conformance.peer import SECRET, Payload, Peer
from tests.connectors.loopback import Asked

A, B = "000.00.01.H99", "000.00.02.H99"


def _parameter(asked: Asked, name: str) -> str:
    return asked.query.get(name) or asked.headers[f"xroadvnpt-{name.lower()}"]


def _sent(number: int, sender: str, receiver: str, day: str) -> Payload:
    return {
        "fromCode": sender,
        "toCode": receiver,
        "title": "Về việc thử nghiệm",
        "notation": f"{number}/CV-VP",
        "sentTime": f"{day} 08:00:00",
        "receivedTime": f"{day} 08:01:00",
        "sendStatus": "done",
        "sendStatusDesc": "Đã gửi",
        "receiveStatus": "done",
        "senderDocId": f"s-{day}-{number}",
        "receiverDocId": f"r-{day}-{number}-{receiver}",
    }


def _received(number: int, receiver: str, day: str) -> Payload:
    return {
        "docId": f"r-{day}-{number}",
        "serviceType": "eDoc",
        "messageType": "edoc",
        "from": A,
        "to": receiver,
        "created_time": f"{day} 08:00:00",
        "updated_time": f"{day} 08:00:00",
        "status": "initial",
        "status_desc": "",
    }


def _rows(path: str, month: str) -> list[Payload]:
    day = f"{month}/05"
    if path.endswith("getSentEdocList"):
        return [_sent(1, A, B, day), _sent(1, A, "000.00.03.H99", day), _sent(2, A, B, day), _sent(3, B, A, day)]
    return [_received(1, A, day), _received(2, A, day), _received(1, B, day)]


def _answer(asked: Asked) -> Payload:
    ok = {"status": "OK", "ErrorCode": "0", "ErrorDesc": "Success"}
    month = _parameter(asked, "fromDate")[:7]
    if asked.path.endswith("countReceiveEdoc"):
        return {**ok, "count": len(_rows("getReceivedEdocList", month))}
    size, page = int(_parameter(asked, "pageSize")), int(_parameter(asked, "pageIndex"))
    return {**ok, "data": _rows(asked.path, month)[(page - 1) * size : page * size]}


def _empty(asked: Asked) -> Payload:
    answer = _answer(asked)
    return {**answer, "count": 0} if "count" in answer else {**answer, "data": []}


def _told(payloads: Sequence[Payload]) -> list[int | None]:
    """Documents per unit and month, taken from the rows one by one."""
    held: dict[tuple[str, int, str], set[str]] = {}
    for row in (row for payload in payloads for row in payload.get("data", [])):
        side, unit, document, at, status = (
            ("sent", row["fromCode"], row["senderDocId"], row["sentTime"], row["sendStatus"])
            if "senderDocId" in row
            else ("received", row["to"], row["docId"], row["created_time"], row["status"])
        )
        moment = vietnamese_time(at)
        assert moment is not None
        if status != "13":
            held.setdefault((side, moment.month, unit), set()).add(document)
    return [len(documents) for documents in held.values()]


PEERS = (
    Peer(
        name="edoc_axis_vxp",
        options=lambda url: {"base_url": url, "system_id": "VN:GOV:999", "secret": SECRET},
        answer=_answer,
        empty=_empty,
        told=_told,
        fields=("count",),
        batches=4,
        raw=False,
        paged={"page_size": 1},
        rows=("data",),
        page_batches=False,
        named=False,
    ),
)
