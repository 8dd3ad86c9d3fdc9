"""The frame every check answers with: one row per thing to look at, worded as a question, never as blame."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

FOUND: dict[str, pl.DataType] = {
    "check": pl.String(),
    "source": pl.String(),
    "series": pl.String(),
    "indicator": pl.String(),
    "unit": pl.String(),
    "calendar": pl.String(),
    "period": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "value": pl.Float64(),
    "expected": pl.Float64(),
    "words_vi": pl.String(),
    "words_en": pl.String(),
    "pull_id": pl.Int64(),
    "evidence": pl.String(),
}
"""What a check yields: one row per check × source × unit × period it did not hold for.

``check``: its code in config/checks.yaml. ``series``, ``indicator``: null where the finding is about neither.
``unit``: null = the source as a whole. ``value`` is what was seen and ``expected`` what would have held, in the unit
the words name (counts, per cent, days); null where one number does not tell it. ``words_vi``, ``words_en``: the
evidence as a sentence built from the numbers. ``pull_id``, ``evidence`` (sha256): the newest count it rests on, null
where it rests on many or on none.
"""

TEXTS: dict[str, pl.DataType] = {
    "check": pl.String(),
    "severity": pl.String(),
    "title_vi": pl.String(),
    "title_en": pl.String(),
    "remedy_vi": pl.String(),
    "remedy_en": pl.String(),
}
"""What is declared of every check. ``severity``: error, warning or notice."""

FINDINGS: dict[str, pl.DataType] = {
    "check": FOUND["check"],
    "severity": TEXTS["severity"],
    "title_vi": TEXTS["title_vi"],
    "title_en": TEXTS["title_en"],
    **{name: kind for name, kind in FOUND.items() if name != "check"},
    "unit_name": pl.String(),
    "remedy_vi": TEXTS["remedy_vi"],
    "remedy_en": TEXTS["remedy_en"],
}
"""A finding as people read it: ``FOUND`` with the declared words of its check and the unit's name."""

SEVERITIES = ("error", "warning", "notice")
"""error = the number cannot be right; warning = it should be checked; notice = good to know when reading it."""


def none_found() -> pl.DataFrame:
    """``FOUND`` without a row."""
    return pl.DataFrame(schema=FOUND)


def told(found: Iterable[pl.DataFrame], texts: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """``FINDINGS`` of all ``FOUND`` frames, the gravest first, then by source, unit and period.

    ``texts``: ``TEXTS``, one row per check; ``units``: [unit, unit_name, …]. A check without texts is a mistake of
    this program: ``ValueError``.
    """
    rows = pl.concat([none_found(), *(frame.select(FOUND.keys()) for frame in found)])
    unknown = rows.join(texts, on="check", how="anti")["check"].unique().sort().to_list()
    if unknown:
        raise ValueError(f"No texts are declared for {', '.join(unknown)}.")
    named = rows.join(texts, on="check").join(units.select("unit", "unit_name"), on="unit", how="left")
    grave = pl.col("severity").replace_strict({name: place for place, name in enumerate(SEVERITIES)})
    order = ["check", "source", "unit", "indicator", "period_start", "series", "words_en"]
    return named.sort(grave, *order, nulls_last=True).select(FINDINGS.keys())
