"""``sohoa sources``: what is connected, and whether it answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from monitor.cli.room import Room
    from monitor.declared.models import Source

app = typer.Typer(help="The configured sources.", no_args_is_help=True)


@app.command("list")
def list_sources(
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List the sources, their connector, schedule and last pull."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import listing

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


@app.command("map")
def map_units(
    name: Annotated[str, typer.Argument(help="The source's name in sources.yaml.")],
    assign: Annotated[
        list[str] | None, typer.Option("--set", metavar="CODE=UNIT", help="Let this code or name mean this unit.")
    ] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="First day it means the unit; none = the unit's first day."),
    ] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """Show how each of a source's codes and names is understood; --set writes one into config/unit_codes.csv."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import MAP_COLUMNS, trust_listing
    from monitor.collect.unit_map import unit_map
    from monitor.figures import local_day

    room = open_room()
    source = room.declared.source(name)
    if assign:
        for pair in assign:
            typer.echo(_assigned(room, source, pair, first.date() if first else None))
        typer.echo(f"Now run: sohoa quarantine replay --source {name}")
        return
    frame = unit_map(room.declared, source, room.store.quarantine(source=name), local_day(room.clock()))
    if output is Format.json:
        json_out({"units": frame.to_dicts()})
    elif output is Format.csv:
        csv_out(frame)
    else:
        unknown = int(frame["how"].is_in(["unknown", "not_valid"]).sum())
        words = {"vi": f"{unknown} mã hoặc tên chưa có đơn vị", "en": f"{unknown} code(s) or name(s) without a unit"}
        table_out(*trust_listing(frame, MAP_COLUMNS, room.settings.lang), words[room.settings.lang])


def _assigned(room: Room, source: Source, pair: str, first: date | None) -> str:
    """Write one CODE=UNIT into unit_codes.csv and say what was written."""
    from monitor.cli.errors import UsageError
    from monitor.declared import UnitCode, load
    from monitor.declared.code_file import assign

    code, equals, unit = (part.strip() for part in pair.rpartition("="))
    if not equals or not code or not unit:
        raise UsageError(f"{pair!r} is no assignment. Write --set CODE=UNIT, for example --set 000.77.H01=H01.12")
    declared = load(room.settings.config, sources_file=room.settings.sources, environ=room.environ)
    begin = first or declared.unit(unit).valid_from
    new = UnitCode(scheme=source.units, code=code, unit=unit, valid_from=begin)
    return assign(room.settings.config / "unit_codes.csv", declared, new)
