"""Tân Dân tables: the province among its units, details of another level beside them, pages, tokens."""

from __future__ import annotations

import json
from collections.abc import Sequence

from tests.connectors.conformance.peer import SECRET, TOKEN, Payload, Peer
from tests.connectors.loopback import Asked

DIGITIZED = {
    "tiepNhan": 100,
    "chuaSoHoaTPHS": 20,
    "coSoHoaTPHS": 80,
    "coTaiSuDungTPHS": 15,
    "coTaiSuDungTPHSTuDvcQg": 5,
    "daGiaiQuyet": 90,
    "daGiaiQuyetChuaSoHoa": 30,
    "daGiaiQuyetDaSoHoa": 60,
}
ONLINE = {
    "tongTiepNhan": 100,
    "tiepNhanQuaMang": 60,
    "tiepNhanTrucTiep": 30,
    "tiepNhanBCCI": 10,
    "tongDaDongBoVeDvcqg": 99,
    "tongCoNghiaVuTaiChinh": 40,
    "daTTTTQuaDvcqg": 25,
}
REPORT = {
    "tongSo": 120,
    "tongTiepNhan": 100,
    "tiepNhanKyTruoc": 20,
    "tiepNhanQuaMang": 60,
    "tiepNhanTrucTiep": 30,
    "tiepNhanQuaBCCI": 10,
    "tongDaXuLy": 90,
    "daXuLyTruocHan": 30,
    "daXuLyDungHan": 50,
    "daXuLyQuaHan": 10,
    "dangXuLyTrongHan": 25,
    "dangXuLyQuaHan": 5,
}
COLUMNS = {"ChiTieuSoHoa": DIGITIZED, "ChiTieuDvcTrucTuyen": ONLINE, "BaoCao06a": REPORT}


def row(catalog: str, code: str, above: str, name: str, counts: Payload) -> Payload:
    named = {"catalog": catalog, "maThongKe": code, "maThongKeCha": above, "tenThongKe": name, "maDinhDanh": code}
    return {**named, **counts}


def rows(table: str) -> list[Payload]:
    counts = COLUMNS[table]
    return [
        row("don-vi", "H99", "", "Tỉnh A", {name: 2 * count for name, count in counts.items()}),
        row("don-vi", "H99.1", "H99", "Sở A", counts),
        row("linh-vuc", "H99.1.LV", "H99.1", "Đất đai", counts),
        row("don-vi", "H99.1.2", "H99.1", "Chi cục", counts),
        row("don-vi", "H99.2", "H99", "Sở Bưu chính", counts),
    ]


def paged(asked: Asked, every: list[Payload]) -> Payload:
    question = json.loads(asked.body)
    page, size = question["pageNumber"], question["pageSize"]
    pages = -(-len(every) // size)
    return {
        "data": every[(page - 1) * size : page * size],
        "currentPage": page,
        "totalPages": pages,
        "totalCount": len(every),
        "pageSize": size,
        "hasNextPage": page < pages,
    }


def answer(asked: Asked) -> Payload:
    return paged(asked, rows(asked.path.rpartition("/")[2]))


def _told(payloads: Sequence[Payload]) -> list[int | None]:
    """The province and the units just below it, nothing else."""
    told: list[int | None] = []
    for place, payload in enumerate(payloads):
        columns = list(COLUMNS.values())[place % len(COLUMNS)]
        for one in payload["data"]:
            is_unit = one["maThongKe"] == "H99" or one["maThongKeCha"] == "H99"
            if is_unit and one.get("catalog") in {None, "don-vi"}:
                told += [one[name] for name in columns]
    return told


PEERS = (
    Peer(
        name="tandan",
        options=lambda url: {
            "base_url": url,
            "parent_code": "H99",
            "username": "can-bo",
            "password": SECRET,
        },
        answer=answer,
        empty=lambda asked: paged(asked, []),
        told=_told,
        fields=tuple(name for columns in COLUMNS.values() for name in columns),
        batches=6,
        token="/api/tokens",
        token_payload={"token": TOKEN, "refreshToken": None, "refreshTokenExpiryTime": "2026-11-30T00:00:00Z"},
        paged={"page_size": 2},
        rows=("data",),
    ),
)
