"""Small helpers every connector needs to fill a Batch."""

from __future__ import annotations

from unicodedata import normalize

from connectors.base import Span


def count_row(  # noqa: PLR0913, PLR0917 - one argument per column of COUNT_SCHEMA
    series: str, code: str, name: str | None, measure: str, span: Span, value: int | None, procedure: str = ""
) -> dict[str, object]:
    """One row of ``COUNT_SCHEMA``, for all procedures together unless one is named."""
    return {
        "series": series,
        "unit_code": code,
        "unit_name": plain(name),
        "measure": measure,
        "period_start": span.start,
        "period_end": span.end,
        "procedure": procedure,
        "value": value,
    }


def plain(name: str | None) -> str | None:
    """A name in Unicode NFC without outer blanks: systems send the same letters composed or decomposed."""
    return None if name is None else normalize("NFC", name).strip()
