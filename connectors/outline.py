"""What may be kept of an answer that was not as agreed, where its values may be personal data. Pure."""

from __future__ import annotations

import json
from dataclasses import replace
from http import HTTPStatus

from connectors.base import Evidence
from connectors.errors import ContractBroken

_DEEPEST = 12


def without_values(error: ContractBroken) -> ContractBroken:
    """The error with the outline of its answer. An answer that reports a failure by its status is kept as it is."""
    evidence = error.evidence
    if evidence is None or evidence.status is None or evidence.status >= HTTPStatus.MULTIPLE_CHOICES:
        return error
    return ContractBroken(error.message, error.remedy, _outlined(evidence))


def instead(whole: Evidence, body: str) -> Evidence:
    """The evidence with another body, and the whole one's size and sha256."""
    known = {**whole.provenance, "sha256": whole.sha256, "bytes": str(whole.size)}
    return replace(whole, body=body.encode(), spool=None, provenance=known)


def _outlined(whole: Evidence) -> Evidence:
    """The names and kinds of the answer's fields without a single value; nothing of it where it is no JSON."""
    try:
        drawn = json.dumps(_drawn(json.loads(whole.body), 0), ensure_ascii=False, indent=1)
    except (ValueError, RecursionError):
        drawn = "not JSON; content not kept"
    return instead(whole, drawn)


def _drawn(value: object, depth: int) -> object:
    if depth >= _DEEPEST:
        return "…"
    if isinstance(value, dict):
        return {key: _drawn(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_drawn(value[0], depth + 1), f"… {len(value)} in all"] if value else []
    return "null" if value is None else type(value).__name__
