"""``sohoa explain``: one figure's passport."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.errors import UsageError
from monitor.cli.show import Format


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

    from monitor.cli.room import open_room
    from monitor.cli.show import json_out
    from monitor.words import passport_text

    room = open_room()
    lang = room.settings.lang
    passport = room.figures.explain(indicator, unit, period=period, calendar=calendar, source=source, lang=lang)
    if passport is None:
        raise UsageError(f"No source has counts for {indicator}. Sources and their pulls: sohoa sources list")
    if output is Format.json:
        json_out(asdict(passport))
    else:
        typer.echo(passport_text(passport, lang))
