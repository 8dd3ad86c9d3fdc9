"""Two APIs that exist only as declarations: fields read from nested rows, and counts by pattern over a dimension."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from unicodedata import normalize

from tests.connectors.conformance.peer import SECRET, TOKEN, Payload, Peer
from tests.connectors.loopback import Asked

RECEIVED, DIGITIZED = "tiepNhan", "số hóa"


def _row(code: str, name: str, counts: tuple[int, int | None], *inner: Payload) -> Payload:
    return {"ma": code, "donVi": {"ten": name}, RECEIVED: counts[0], DIGITIZED: counts[1], "con": list(inner)}


ROWS = [
    _row("01", "Xã Mỹ Hòa Hưng", (120, 114), _row("01.1", "Ấp Hòa Bình", (20, 19))),
    _row("02", "Sở Tư pháp", (0, None)),
    _row("03", "Xã Bình Hòa", (77, 70)),
]


def _tables(per_page: int) -> list[dict[str, object]]:
    return [
        {
            "series": "so-hoa",
            "method": "POST",
            "path": "thong-ke/so-hoa",
            "body": {"tuNgay": "{start:%d/%m/%Y}", "thang": "{start:%-m|number}", "loc": ["{end:%Y%m%d}"]},
            "success": {"status": [200, 201], "field": "ma", "equals": "OK"},
            "rows": "data.items",
            "children": "con",
            "pages": {"by": "page", "number": "trang", "size": "co", "per_page": per_page, "total": "data.tong"},
            "unit": {"code": "ma", "name": "donVi.ten"},
            "measures": {"dossiers_received": RECEIVED, "dossiers_components_digitized": DIGITIZED},
        }
    ]


def _answer(asked: Asked, *, units: bool = True) -> Payload:
    assert asked.headers["authorization"] == f"Bearer {TOKEN}"
    question = json.loads(asked.body)
    assert question["tuNgay"] == f"01/{question['thang']:02}/2026"
    rows = copy.deepcopy(ROWS) if units else []  # a test may damage what it gets
    start = (question["trang"] - 1) * question["co"]
    return {"ma": "OK", "data": {"items": rows[start : start + question["co"]], "tong": len(rows)}}


def _told(payloads: Sequence[Payload]) -> list[int | None]:
    told: list[int | None] = []
    waiting = [row for payload in payloads for row in payload["data"]["items"]]
    for row in waiting:
        told += [row[RECEIVED], row[DIGITIZED]]
        waiting += row.get("con") or []
    return told


CHANNELS = [
    {"unit": "Sở Y tế", "channel": "digital", "n": 40},
    {"unit": "Sở Y tế", "channel": "paper", "n": 9},
    {"unit": "Sở Y tế", "channel": "digital", "n": 2},
    {"unit": "Xã Hòa", "channel": "paper", "n": 5},
]


def _channels_told(payloads: Sequence[Payload]) -> list[int | None]:
    told: list[int | None] = []
    for payload in payloads:
        for unit in dict.fromkeys(_text(row["unit"]) for row in payload):
            of_unit = [row for row in payload if _text(row["unit"]) == unit]
            told.append(_sum([row["n"] for row in of_unit if _text(row["channel"]) == "digital"]))
            told.append(_sum([row["n"] for row in of_unit if _text(row["channel"])]))
    return told


def _sum(parts: list[int | None]) -> int | None:
    known = [int(part) for part in parts if part is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return normalize("NFC", str(int(value) if isinstance(value, float) else value)).strip()


PEERS = (
    Peer(
        name="rest",
        options=lambda url: {
            "base_url": f"{url}/api",
            "auth": {
                "oauth2": {
                    "token_url": f"{url}/auth/token",
                    "client_id": "c",
                    "username": "can-bo",
                    "password": SECRET,
                },
            },
            "tables": _tables(100),
        },
        answer=_answer,
        empty=lambda asked: _answer(asked, units=False),
        told=_told,
        fields=(RECEIVED, DIGITIZED),
        batches=2,
        status=201,
        raw=False,
        token="/auth/token",
        paged={"tables": _tables(1)},
        rows=("items",),
    ),
    Peer(
        name="rest by pattern",
        connector="rest",
        options=lambda url: {
            "base_url": url,
            "keep": "whole",
            "tables": [
                {
                    "series": "kenh",
                    "path": "channels",
                    "query": {"from": "{start:%Y-%m-%d}", "to": "{after:%Y-%m-%d}"},
                    "unit": {"name": "unit"},
                    "measures": {
                        "dossiers_online": {"sum": "n", "where": {"channel": "^digital$"}},
                        "dossiers_received": {"sum": "n", "where": {"channel": ".+"}},
                    },
                }
            ],
        },
        answer=lambda asked: [{**row, "from": asked.query["from"]} for row in CHANNELS],
        empty=lambda asked: [],  # noqa: ARG005
        told=_channels_told,
        fields=("n",),
        batches=2,
    ),
)
