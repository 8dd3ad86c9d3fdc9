"""The one-stop system behind its Keycloak."""

from __future__ import annotations

from tests.connectors.conformance.peer import SECRET, TOKEN, Payload, Peer, each
from tests.connectors.loopback import Asked

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


PEERS = (
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
        told=each(lambda payload: [row[field] for row in payload for field in IGATE_FIELDS]),
        fields=IGATE_FIELDS,
        batches=2,
        token="/auth/token",
    ),
)
