"""The document axis: a control question first, children inside their parents."""

from __future__ import annotations

from tests.connectors.conformance.peer import Payload, Peer, each
from tests.connectors.loopback import Asked


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
        name="edoc_axis",
        options=lambda url: {"base_url": url},
        answer=_edoc,
        empty=lambda asked: [],  # noqa: ARG005
        told=each(_edoc_told),
        fields=("sent", "received"),
        batches=2,
        control=lambda asked: not asked.query["fromDate"].endswith("/2026"),
    ),
)
