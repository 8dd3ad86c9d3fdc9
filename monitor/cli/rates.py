"""``sohoa rates``: the figures, from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    import polars as pl

    from monitor.cli.room import Room


def rates(
    indicator: Annotated[list[str] | None, typer.Option(help="Indicator code, for example K1; none = all.")] = None,
    period: Annotated[
        str | None, typer.Option(help="2026-10, 2026-Q3, 2026-H1, 2026-9M, 2026 or 2026-10M (to date).")
    ] = None,
    calendar: Annotated[str | None, typer.Option(help="calendar (1st to month end) or nd09 (15th to 14th).")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    level: Annotated[str | None, typer.Option(help="province, department or commune.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit's code.")] = None,
    status: Annotated[str | None, typer.Option(help="Only this status, for example below.")] = None,
    as_known_at: Annotated[
        str | None,
        typer.Option(help="What was known then: 2026-10-31 (its end) or 2026-10-31T17:00:00, in Vietnam."),
    ] = None,
    on_map: Annotated[
        str,
        typer.Option("--map", help="published: units as then; today: counts of ended units at their successors."),
    ] = "published",
    compare: Annotated[
        str, typer.Option(help="change is told since the previous period, or since year_ago.")
    ] = "previous",
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """Print each unit's rate, what is missing to the target, and its status."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out
    from monitor.figures import Query, flat, moment_named, public

    room = open_room()
    query = Query(
        indicators=tuple(indicator or ()),
        period=period,
        calendar=calendar,
        source=source,
        every_source=source is None,
        level=level,
        unit=unit,
        status=status,
        as_known_at=moment_named(as_known_at) if as_known_at else None,
        on_map=on_map,
        compare=compare,
    )
    if period:
        room.figures.begun(period, calendar)
    frame = room.figures.answer(query)
    if frame.is_empty():
        typer.echo(_nothing(room), err=True)
    if output is Format.json:
        json_out({"figures": public(frame).to_dicts()})
    elif output is Format.csv:
        csv_out(flat(frame))
    else:
        _print_table(frame, room.settings.lang, room.figures.simulated)


def _print_table(frame: pl.DataFrame, lang: str, simulated: bool) -> None:
    from monitor.cli.show import table_out
    from monitor.cli.tables import readable

    table, headings = readable(frame, lang)
    caption = {"vi": f"{table.height} số liệu", "en": f"{table.height} figures"}[lang]
    mark = {"vi": "SỐ LIỆU MÔ PHỎNG · ", "en": "SIMULATED DATA · "}[lang] if simulated else ""
    table_out(table, headings, mark + caption)


def _nothing(room: Room) -> str:
    if room.store.last_started() is None:
        return "Nothing has been pulled yet. Run: sohoa pull"
    return "No figure fits this question. Ask for another period or leave out a filter; what there is: sohoa pulls"
