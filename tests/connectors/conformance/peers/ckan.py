"""Open-data portals: a CKAN and a DKAN 1.x, each with one resource a month."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from tests.connectors.conformance.peer import Payload, Peer
from tests.connectors.loopback import Asked

ROWS: tuple[tuple[str, str, object, object], ...] = (
    ("H99.01", "Xã Mỹ Hòa Hưng", "120", "114"),
    ("H99.02", "Xã Bình Hòa", "0", ""),
    ("H99.03", "Sở Tư pháp", 77, 70),
)
RECEIVED, DIGITIZED = "Tong tiep nhan", "So hoa TPHS"
DIFFERS = {
    "number as text": "text is what a workbook's cells become on a portal: it is read, see test_ckan.py",
    "fraction": "a cell that is no whole number is held back, the others are read, see test_ckan.py",
    "beyond 64 bits": "a cell that is no whole number is held back, the others are read, see test_ckan.py",
}


RESOURCES = [
    {
        "id": f"t{month}",
        "series": "ket-qua",
        "columns": {
            "unit_code": "Ma",
            "unit_name": "Ten/don vi",
            "period": {"fixed": f"2026-0{month}"},
            "measures": {"dossiers_received": RECEIVED, "dossiers_components_digitized": DIGITIZED},
        },
    }
    for month in (8, 9)
]


def _records() -> list[Payload]:
    names = ("_id", "Ma", "Ten/don vi", RECEIVED, DIGITIZED)
    return [dict(zip(names, (number, *row), strict=True)) for number, row in enumerate(ROWS, 1)]


def _result(records: list[Payload], total: int, **more: object) -> Payload:
    fields = [{"id": name, "type": "text"} for name in _records()[0]]
    return {"help": "..", "success": True, "result": {"fields": fields, "records": records, "total": total, **more}}


def _ckan(asked: Asked, *, units: bool = True) -> Payload:
    if asked.path.endswith("resource_show"):
        return {"success": True, "result": {"id": asked.query["id"], "name": "T8", "datastore_active": True}}
    limit = int(asked.query["limit"])
    if limit == 0:
        return _result([], len(ROWS))
    after = json.loads(asked.query.get("filters", "{}")).get("_id", {"gt": 0})["gt"]
    left = [record for record in (_records() if units else []) if record["_id"] > after]
    shown = left[:limit]
    following = {"next_page": {"_id": {"gt": shown[-1]["_id"]}}} if shown else {}
    return _result(shown, len(left), limit=limit, **following)


def _dkan(asked: Asked, *, units: bool = True) -> Payload:
    limit, offset = int(asked.query["limit"]), int(asked.query["offset"])
    records = _records() if units else []
    shown = [{k: v for k, v in record.items() if k != "_id"} for record in records[offset : offset + limit]]
    return {"success": True, "result": {"records": shown, "total": len(records)}}


def _told(payloads: Sequence[Payload]) -> list[int | str | None]:
    records = [record for payload in payloads for record in payload["result"]["records"]]
    return [_cell(record[name]) for record in records for name in (RECEIVED, DIGITIZED)]


def _cell(value: object) -> int | str | None:
    """A cell as a person reads it: a whole number, not reported, or a text that is neither."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    text = "" if value is None else "".join(_trimmed(str(value)))
    if text in {"", "ND", "NA", "N/A", "N/P"}:
        return None
    found = re.fullmatch(r"(-?[0-9]{1,18})(\.00?)?", text)
    return int(found[1]) if found else text


def _trimmed(text: str) -> str:
    outer = "".join(letter for letter in map(chr, range(0x3001)) if letter.isspace() and not "\x1c" <= letter <= "\x1f")
    return text.strip(outer)


PEERS = (
    Peer(
        name="ckan",
        options=lambda url: {"base_url": url, "resources": RESOURCES},
        answer=_ckan,
        empty=lambda asked: _ckan(asked, units=False),
        told=_told,
        fields=(RECEIVED, DIGITIZED),
        batches=2,
        control=lambda asked: asked.query.get("limit", "0") == "0",
        paged={"page_size": 2},
        rows=("records",),
        probe_says="3 rows",
        lenient=True,
        differs=DIFFERS,
    ),
    Peer(
        name="dkan",
        connector="ckan",
        options=lambda url: {"base_url": url, "software": "dkan", "resources": RESOURCES},
        answer=_dkan,
        empty=lambda asked: _dkan(asked, units=False),
        told=_told,
        fields=(RECEIVED, DIGITIZED),
        batches=2,
        probe_says="has rows",
        paged={"page_size": 2},
        rows=("records",),
        lenient=True,
        differs=DIFFERS,
    ),
)
