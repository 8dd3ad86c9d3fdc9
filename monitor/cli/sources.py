"""``sohoa sources``: what is connected, and whether it answers."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.show import Format

app = typer.Typer(help="The configured sources.", no_args_is_help=True)


@app.command("list")
def list_sources(
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List the sources, their connector, schedule and last pull."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.words import listing

    room = open_room()
    frame = room.figures.source_frame()
    if output is Format.json:
        json_out({"sources": frame.to_dicts()})
    elif output is Format.csv:
        csv_out(frame)
    else:
        table_out(*listing(frame, frame.columns, room.settings.lang))


@app.command()
def test(name: Annotated[str, typer.Argument(help="The source's name in sources.yaml.")]) -> None:
    """Ask the source one cheap question and say what it answered; stores nothing."""
    from monitor.cli.pulls import wanted_sources
    from monitor.cli.room import open_room, utc_now
    from monitor.figures import local_day

    room = open_room()
    (source,) = wanted_sources(room, [name])
    typer.echo(f"{name}: {room.connector(source).probe(local_day(utc_now()))}")
