"""``sohoa explain``: one figure's passport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.errors import UsageError
from monitor.cli.show import Format

if TYPE_CHECKING:
    from monitor.cli.room import Room


def explain(
    indicator: Annotated[str, typer.Argument(help="Indicator code, for example K1.")],
    unit: Annotated[str, typer.Argument(help="Unit code, for example H01.201.")],
    period: Annotated[str, typer.Argument(help="Period, for example 2026-10.")],
    calendar: Annotated[str | None, typer.Option(help="calendar or nd09.")] = None,
    source: Annotated[str | None, typer.Option(help="Source; none = the indicator's headline source.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table or json.")] = Format.table,
) -> None:
    """Print where a figure comes from: counts, evidence, definition, target, checks."""
    from dataclasses import asdict

    if output is Format.csv:
        raise typer.BadParameter("a passport is printed as table or json.", param_hint="--format")

    from monitor.cli.passport_text import passport_text
    from monitor.cli.room import open_room
    from monitor.cli.show import json_out

    room = open_room()
    lang = room.settings.lang
    room.figures.begun(period, calendar)
    passport = room.figures.explain(indicator, unit, period=period, calendar=calendar, source=source, lang=lang)
    if passport is None:
        raise UsageError(_absence(room, indicator, period, source))
    if output is Format.json:
        json_out(asdict(passport))
    else:
        typer.echo(passport_text(passport, lang))


def _absence(room: Room, indicator: str, period: str, source: str | None) -> str:
    """Why there is no such figure, and what to ask instead."""
    serving = room.figures.sources_of(indicator)
    if not serving:
        return f"No source has counts for {indicator}. Sources and their pulls: sohoa sources list"
    if source is not None and source not in serving:
        return f"The source {source} has no counts for {indicator}. Choose one that has: {', '.join(serving)}."
    return (
        f"{indicator} has no figure for this unit in {period}: no version of it was in force then, or its source does "
        f"not count this unit or calendar. What there is: sohoa rates --indicator {indicator} --period {period}"
    )
