"""How the text of a cell becomes a count. Pure."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

_MOST_DIGITS = 18
"""Nineteen digits may not fit into 64 bits."""


def valued(cells: pl.DataFrame, not_reported: Collection[str], thousands: str | None) -> pl.DataFrame:
    """Add ``value`` Int64, null where not reported, and ``bad`` where ``text`` is neither that nor a whole number.

    ``thousands`` is the mark between groups of three digits: with ".", 1.234 is 1234; 12.5 and 0.123 are bad.
    """
    digits, grouped = pl.col("text"), pl.col("text")
    whole = rf"^-?[0-9]{{1,{_MOST_DIGITS}}}$"
    if thousands is not None:
        mark = rf"[{thousands}]" if thousands != " " else r"[ \u00a0\u202f]"
        is_grouped = grouped.str.contains(rf"^-?[1-9][0-9]{{0,2}}({mark}[0-9]{{3}})+$")
        digits = pl.when(is_grouped).then(grouped.str.replace_all(mark, "")).otherwise(digits)
    if thousands != ".":
        digits = digits.str.replace(r"^(-?[0-9]+)\.00?$", "$1")
    missing = pl.col("text").is_in(list(not_reported))
    is_whole = digits.str.contains(whole)
    return cells.with_columns(
        pl.when(is_whole & ~missing).then(digits).otherwise(None).cast(pl.Int64, strict=False).alias("value"),
        (~missing & ~is_whole).alias("bad"),
    )
