"""``sohoa import``: a spreadsheet dropped by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX file.", exists=True, dir_okay=False, readable=True)],
    source: Annotated[str, typer.Option(help="A source of connector spreadsheet; its column map reads the file.")],
) -> None:
    """Read one file as the source's column map says; counts go the same way as pulled ones."""
    from monitor.cli.room import open_room, utc_now
    from monitor.collect.importing import import_file as import_counts

    room = open_room()
    declared_source = room.declared.source(source)
    result = import_counts(room.store, room.declared, declared_source, room.connector(declared_source), file, utc_now)
    typer.echo(str(result))
    if result.quarantined:
        typer.echo(f"{result.quarantined} count(s) held back; why: sohoa quarantine --source {source}", err=True)
    if result.outcome != "complete":
        raise typer.Exit(1)
    if not result.stored + result.unchanged:
        typer.echo(f"No count was taken from {file.name}. Check its rows, and the source's header_row.", err=True)
        raise typer.Exit(1)
