"""The rim, third part: sums by procedure, where a source counts by procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from monitor.reports import content as frozen

if TYPE_CHECKING:
    from monitor.figures import FigureService
    from monitor.periods import Period


def procedures(service: FigureService, period: Period, figures: pl.DataFrame) -> pl.DataFrame:
    """``PROCEDURES`` of every indicator and source with figures of the province; see ``FigureService.by_procedure``.

    A procedure nobody reported is left out; what the total holds and no procedure does has the procedure "".
    """
    top = figures.filter(pl.col("unit") == service.province.code)
    pairs = top.select("indicator", "source").unique(maintain_order=True)
    named = service.declared.procedure_frame.select(
        "procedure", "procedure_name", field_vi="field_name", field_en="field_name_en"
    )
    found = [pl.DataFrame(schema=frozen.PROCEDURES)]
    for indicator, source in pairs.iter_rows():
        rows = service.by_procedure(indicator, period=period.code, calendar=period.calendar, source=source)
        known = rows.filter(pl.col("denominator").is_not_null())
        if not known.filter(pl.col("procedure") != "").is_empty():
            told = known.drop("procedure_name").join(named, on="procedure", how="left")
            found.append(told.sort(pl.col("procedure") == "", "procedure").select(frozen.PROCEDURES.keys()))
    return pl.concat(found)
