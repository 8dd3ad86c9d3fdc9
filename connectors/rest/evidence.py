"""What is kept of an answer: the fields that are read, because others may hold personal data. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from connectors.base import Evidence
from connectors.outline import instead
from connectors.rest.counting import Row
from connectors.rest.options import Table
from connectors.rest.paths import ABSENT, find
from connectors.transport import Answer


def declared_fields(answer: Answer, rows: Sequence[Row], table: Table) -> Evidence:
    """The declared fields of the rows that count, as a JSON list, with the whole answer's size and sha256."""
    kept = [
        {"row": row.place, **{path: v for path in table.fields() if (v := find(row.fields, path)) is not ABSENT}}
        for row in rows
    ]
    body = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in kept) + "\n]"
    return instead(answer.evidence(), body)
