"""The one-stop system behind its Keycloak."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

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


CATALOGUE = [("5f01", "000.01.H99", "Sở A"), ("5f02", "000.02.H99", "Sở Bưu chính")]
STATISTIC_FIELDS = ("received", "receivedOnline", "receivedDirect", "resolved", "resolvedOverdue")
ONLINE_FIELDS = ("total", "onlinepaid_quantity")
WAYS = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
FILED = [(0, 0), (0, 0), (0, 1), (1, 2), (1, 0), (1, 1)]
"""Dossiers of a month: which agency of the catalogue, which of the ways."""


def _is_catalogue(asked: Asked) -> bool:
    return asked.path == "/ba/agency/name+code"


def _catalogue() -> Payload:
    rows = [{"id": key, "code": code, "name": name} for key, code, name in CATALOGUE]
    return {"content": rows, "totalPages": 1, "last": True}


def _statistic(asked: Asked) -> Payload:
    assert asked.query["agency-id"] == "0" * 24
    counts = dict(zip(STATISTIC_FIELDS, (100, 61, 37, 90, 4), strict=True))
    return [{"agency": {"id": key, "code": code, "name": name}, **counts} for key, code, name in CATALOGUE]


def _online(asked: Asked) -> Payload:
    if _is_catalogue(asked):
        return _catalogue()
    assert asked.query["from-applied-date"].endswith("T00:00:00.0Z")
    counts = {"datiepnhan_quantity": 55, "hoanthanh_quantity": 50, "tuchoi_quantity": 3}
    own = dict(zip(ONLINE_FIELDS, (61, 40), strict=True))
    return [{"agency_name": name, "parent_name": "Tỉnh A", **counts, **own} for _, _, name in CATALOGUE]


def _dossiers(asked: Asked) -> Payload:
    if _is_catalogue(asked):
        return _catalogue()
    month, page, size = asked.query["accepted-from"][:7], int(asked.query["page"]), int(asked.query["size"])
    rows = [_dossier(month, number) for number in reversed(range(len(FILED)))]
    shown = rows[page * size : (page + 1) * size]
    return {"content": shown, "totalElements": len(rows), "last": (page + 1) * size >= len(rows)}


def _dossier(month: str, number: int) -> Payload:
    agency, way = FILED[number]
    day = f"{month}-{number + 1:02d}"
    return {
        "id": f"{month}/{number}",
        "code": f"H99-{number}",
        "acceptedDate": f"{day}T00:10:00.000+0700",
        "updatedDate": f"{day}T17:00:00.000+0700",
        "applicant": {"data": {"fullname": "Nguyễn Văn Bí Mật", "phoneNumber": "0900000000"}},
        "applyMethod": {"id": way, "name": WAYS[way]},
        "agency": {"id": CATALOGUE[agency][0], "name": [{"languageId": 228, "name": "x"}]},
    }


def _dossiers_told(payloads: Sequence[Payload]) -> list[int | None]:
    """By agency and month: how many dossiers there are, and how many in each of the three ways."""
    codes = {key: code for key, code, _ in CATALOGUE}
    known = {row["id"]: row for payload in payloads for row in payload["content"]}
    filed: dict[tuple[str, str], list[str | None]] = {}
    for row in known.values():
        agency = row["agency"].get("code") or codes.get(row["agency"].get("id"), row["agency"].get("id"))
        method = row["applyMethod"]["name"] if row["applyMethod"] and row["applyMethod"].get("name") else None
        filed.setdefault((row["acceptedDate"][:7], agency or ""), []).append(method)
    return [count for ways in filed.values() for count in (len(ways), *(ways.count(way) for way in WAYS))]


def _options(*reports: str) -> Callable[[str], Mapping[str, object]]:
    return lambda url: {
        "base_url": url,
        "token_url": f"{url}/auth/token",
        "client_id": "web-onegate",
        "username": "can-bo",
        "password": SECRET,
        "ancestor_id": "0" * 24,
        "reports": reports,
    }


def _peer(report: str, **more: Any) -> Peer:  # noqa: ANN401 - what is left of a Peer
    return Peer(
        name=f"igate {report}", connector="igate", options=_options(report), batches=2, token="/auth/token", **more
    )


PEERS = (
    Peer(
        name="igate",
        options=_options("digitization-by-agency"),
        answer=_igate,
        empty=lambda asked: [],  # noqa: ARG005
        told=each(lambda payload: [row[field] for row in payload for field in IGATE_FIELDS]),
        fields=IGATE_FIELDS,
        batches=2,
        token="/auth/token",
    ),
    _peer(
        "statistic-agency-kgg",
        answer=_statistic,
        empty=lambda asked: [],  # noqa: ARG005
        told=each(lambda payload: [row[field] for row in payload for field in STATISTIC_FIELDS]),
        fields=STATISTIC_FIELDS,
    ),
    _peer(
        "kgg-dossier-report-online",
        answer=_online,
        empty=lambda asked: _catalogue() if _is_catalogue(asked) else [],
        told=each(lambda payload: [row[field] for row in payload for field in ONLINE_FIELDS]),
        fields=ONLINE_FIELDS,
        control=_is_catalogue,
    ),
    _peer(
        "dossier-search",
        answer=_dossiers,
        empty=lambda asked: _catalogue() if _is_catalogue(asked) else {"content": [], "last": True},
        told=_dossiers_told,
        fields=("acceptedDate",),
        control=_is_catalogue,
        first=2,
        raw=False,
        paged={"page_size": 2},
        rows=("content",),
        page_batches=False,
        differs={"number as text": "dossiers are counted here; the answer holds no count"},
    ),
)
