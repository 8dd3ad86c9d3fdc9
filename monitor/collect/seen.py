"""What a pull has already seen good: small enough to hold for ten million rows."""

from __future__ import annotations

import polars as pl

from monitor.store import HELD_KEY

SEEN: dict[str, pl.DataType] = {**HELD_KEY, "unit": pl.String(), "value": pl.Int64()}
_COMPACT = {name: pl.Categorical() if kind == pl.String() else kind for name, kind in SEEN.items()}
"""The same few codes stand in millions of rows: a number each instead of their letters."""


class Seen:
    """Good rows of the batches before this one, in ``SEEN`` columns."""

    def __init__(self) -> None:
        self._rows = pl.DataFrame(schema=_COMPACT)

    def add(self, good: pl.DataFrame) -> None:
        """Remember placed rows."""
        self._rows.vstack(good.select(SEEN.keys()).cast(pl.Schema(_COMPACT)), in_place=True)

    def near(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What was seen of the units and days of ``rows``, in ``SEEN`` columns.

        The earlier batches of a long pull are many; few of them, if any, speak of the days of this one.
        """
        starts = rows["period_start"]
        days = self._rows.filter(pl.col("period_start").is_between(starts.min(), starts.max()))
        if days.is_empty():
            return days.cast(pl.Schema(SEEN))
        units = rows.select(pl.col("unit").unique().cast(pl.Categorical()))
        return days.join(units, on="unit", how="semi").cast(pl.Schema(SEEN))

    def keys(self) -> pl.DataFrame:
        """``HELD_KEY`` columns of everything seen, texts as Categorical."""
        return self._rows.select(HELD_KEY.keys())
