"""``sohoa quarantine``: what is held back, why, and what becomes of it once config/ is corrected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from monitor.collect.rules import Rule

app = typer.Typer(help="Counts held back, each with its reason; none of them reaches a figure.")

_HELD = ("id", "source", "unit_code", "unit_name", "measure", "procedure", "period_start", "value", "reason", "detail")
_SOURCE = typer.Option(help="Only this source.")
_FORMAT = typer.Option("--format", help="table, json or csv.")


@app.callback(invoke_without_command=True)
def alone(
    context: typer.Context,
    source: Annotated[str | None, _SOURCE] = None,
    output: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """List counts held back, each with its reason; none of them reaches a figure."""
    if context.invoked_subcommand is None:
        list_held(source, output)


@app.command("list")
def list_held(source: Annotated[str | None, _SOURCE] = None, output: Annotated[Format, _FORMAT] = Format.table) -> None:
    """List counts held back, each with its reason."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import listing
    from monitor.collect.rules import rules

    room = open_room()
    frame = room.store.quarantine(source=room.declared.source(source).name if source else None)
    if output is Format.json:
        json_out({"quarantine": frame.to_dicts()})
    elif output is Format.csv:
        csv_out(frame)
    else:
        lang = room.settings.lang
        words = {"vi": f"{frame.height} số liệu bị giữ lại", "en": f"{frame.height} count(s) held back"}[lang]
        table_out(*listing(frame, _HELD, lang), words)
        for code in frame["reason"].unique(maintain_order=True):
            typer.echo(remedy(code, rules(room.declared), lang))


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="ID", help="The number in sohoa quarantine list.")],
    output: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """Show one held count with its rule, what to do, and the answer it came in."""
    from monitor.cli.errors import UsageError
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out
    from monitor.collect.rules import rules

    room = open_room()
    every = room.store.quarantine(open_only=False)
    frame = every.filter(every["id"] == number)
    if frame.is_empty():
        raise UsageError(f"No count held back has the number {number}. Numbers are shown by: sohoa quarantine list")
    (row,) = frame.to_dicts()
    answers = room.store.evidence_info(row["evidence"])["answers"]
    row["address"] = next((one["url"] for one in answers if one["pull_id"] == row["pull_id"]), None)
    row["remedy"] = remedy(row["reason"], rules(room.declared), room.settings.lang)
    if output is Format.json:
        json_out({"quarantine": row})
    elif output is Format.csv:
        csv_out(frame)
    else:
        for name, value in row.items():
            typer.echo(f"{name}: {'–' if value is None else value}")


@app.command()
def replay(source: Annotated[list[str] | None, typer.Option(help="Only these sources.")] = None) -> None:
    """Check what is held back again after a correction of config/, and store what is good now; asks no source."""
    from monitor.cli.room import open_room
    from monitor.collect.replay import replay as check_again

    room = open_room()
    names = source or room.store.quarantine()["source"].unique().sort().to_list()
    wanted = [room.declared.source(name) for name in dict.fromkeys(names)]
    if not wanted:
        typer.echo("Nothing is held back.")
    for one in wanted:
        typer.echo(str(check_again(room.store, room.declared, one, room.clock)))


def remedy(code: str, known: Mapping[str, Rule], lang: str) -> str:
    """What a reason of the quarantine means, and what to do."""
    rule = known.get(code)
    if rule is None:
        return code
    what, then = (rule.en, rule.remedy_en) if lang == "en" else (rule.vi, rule.remedy_vi)
    return f"{code}: {what}. {then}"
