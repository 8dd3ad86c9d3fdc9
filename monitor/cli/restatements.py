"""``sohoa restatements``: which past counts changed, and what that did to the figures."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.show import Format

_COUNTS = ("captured_at", "pull_id", "source", "unit", "unit_name", "measure", "before", "value", "by_source")
_EFFECTS = ("pull_id", "indicator", "source", "unit", "unit_name", "shown_before", "shown", "change")


def restatements(
    period: Annotated[str | None, typer.Option(help="Period, for example 2026-09; none = latest closed month.")] = None,
    calendar: Annotated[str | None, typer.Option(help="calendar or nd09.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit and those below it.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List counts of closed periods that a source changed: from what to what, when, by which pull, to what effect."""
    import polars as pl

    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import listing
    from monitor.figures.restating import restated
    from monitor.words import local_number

    room = open_room()
    found = restated(room.figures, period=period, calendar=calendar, source=source, unit=unit)
    if output is Format.json:
        json_out({"restatements": found.counts.to_dicts(), "effects": found.effects.to_dicts()})
        return
    if output is Format.csv:
        csv_out(found.counts)
        return
    lang = room.settings.lang
    mark = {"vi": "SỐ LIỆU MÔ PHỎNG · ", "en": "SIMULATED DATA · "}[lang] if room.figures.simulated else ""
    rows = {"vi": "số liệu được sửa lại", "en": "counts restated"}[lang]
    table_out(*listing(found.counts, _COUNTS, lang), f"{mark}{found.period.code}: {found.counts.height} {rows}")
    effect = {"vi": "Ảnh hưởng đến tỷ lệ", "en": "Effect on rates"}[lang]
    local = pl.col("shown_before", "shown").map_elements(lambda text: local_number(text, lang), return_dtype=pl.String)
    points = found.effects.with_columns(local, pl.col("change").round(2))
    table_out(*listing(points, _EFFECTS, lang), f"{mark}{effect}: {found.effects.height}")
