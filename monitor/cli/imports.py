"""``sohoa import``: a spreadsheet dropped by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from connectors.base import Connector
    from monitor.cli.room import Room


def import_file(
    file: Annotated[
        Path, typer.Argument(help="CSV, XLSX, XLS or HTML file.", exists=True, dir_okay=False, readable=True)
    ],
    source: Annotated[str, typer.Option(help="A source of connector spreadsheet: its column map, or known forms.")],
    preview: Annotated[bool, typer.Option("--preview", help="Show how the file is understood; store nothing.")] = False,
    period: Annotated[
        str | None, typer.Option(help="Period code of a form that names none: 2026-10, 2026-Q3, 2026-H1, 2026.")
    ] = None,
    calendar: Annotated[str | None, typer.Option(help="Calendar of --period: calendar or nd09.")] = None,
    output: Annotated[Format, typer.Option("--format", help="With --preview: table or json.")] = Format.table,
) -> None:
    """Read one file by the source's column map, or as a form known by its headers; counts go the way of pulled ones."""
    from monitor.cli.room import open_room, utc_now
    from monitor.collect.importing import import_file as import_counts

    room = open_room()
    declared = room.declared.source(source)
    more: dict[str, object] = {}
    if period is not None:
        more["period"] = {"fixed": period, "calendar": calendar or declared.calendars[0]}
    if preview:
        _preview(room, room.connector(declared, more), file, output)
        return
    result = import_counts(room.store, room.declared, declared, room.connector(declared, more), file, utc_now)
    typer.echo(str(result))
    if result.quarantined:
        typer.echo(f"{result.quarantined} count(s) held back; why: sohoa quarantine --source {source}", err=True)
    if result.outcome != "complete":
        raise typer.Exit(1)
    if not result.stored + result.unchanged:
        hint = f"Look at it with sohoa import {file.name} --source {source} --preview"
        typer.echo(f"No count was taken from {file.name}. {hint}", err=True)
        raise typer.Exit(1)


def _preview(room: Room, connector: Connector, file: Path, output: Format) -> None:
    from connectors.spreadsheet import Spreadsheet
    from monitor.cli.errors import UsageError
    from monitor.cli.previews import preview_json, preview_table

    if not isinstance(connector, Spreadsheet):
        raise UsageError("This source reads no files. Choose a source of connector spreadsheet: sohoa sources list")
    seen = connector.preview(file)
    if output is Format.json:
        preview_json(seen)
    else:
        preview_table(seen, room.settings.lang)
    if not seen.ready:
        raise typer.Exit(1)
