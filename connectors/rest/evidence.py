"""What is kept of an answer: the fields that are read, because others may hold personal data. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from connectors.base import Evidence
from connectors.rest.counting import Row
from connectors.rest.options import Table
from connectors.rest.paths import ABSENT, find
from connectors.transport import Answer

_DEEPEST = 12


def declared_fields(answer: Answer, rows: Sequence[Row], table: Table) -> Evidence:
    """The declared fields of the rows that count, as a JSON list, with the whole answer's size and sha256."""
    kept = [
        {"row": row.place, **{path: v for path in table.fields() if (v := find(row.fields, path)) is not ABSENT}}
        for row in rows
    ]
    body = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in kept) + "\n]"
    return _instead(answer.evidence(), body)


def outline(whole: Evidence) -> Evidence:
    """The names and kinds of an answer's fields without a single value; nothing of it where it is no JSON."""
    try:
        drawn = json.dumps(_drawn(json.loads(whole.body), 0), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError):
        drawn = "not JSON; content not kept"
    return _instead(whole, drawn)


def _instead(whole: Evidence, body: str) -> Evidence:
    known = {**whole.provenance, "sha256": whole.sha256, "bytes": str(whole.size)}
    return replace(whole, body=body.encode(), spool=None, provenance=known)


def _drawn(value: object, depth: int) -> object:
    if depth >= _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {key: _drawn(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_drawn(value[0], depth + 1), f"… {len(value)} in all"] if value else []
    return "null" if value is None else type(value).__name__
