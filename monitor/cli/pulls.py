"""``sohoa pull``, ``sohoa pulls``, ``sohoa quarantine``: asking the sources, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from monitor.cli.room import Room
    from monitor.collect.pull import Progress, PullResult
    from monitor.declared.models import Source


def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Sources to pull; none = every enabled one.")] = None,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day to ask for.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day to ask for.")] = None,
) -> None:
    """Pull sources; safe to repeat, safe to kill. One source that fails does not stop the others."""
    from monitor.cli.progress import pull_bar
    from monitor.cli.room import open_room

    if first and last and last < first:
        raise typer.BadParameter("--to lies before --from.")
    room = open_room()
    wanted = wanted_sources(room, names)
    with pull_bar(tuple(source.name for source in wanted)) as report:
        results = [pull_one(room, source, _day(first), _day(last), report) for source in wanted]
    for result in results:
        typer.echo(str(result))
    if any(result.outcome != "complete" for result in results):
        raise typer.Exit(1)


def wanted_sources(room: Room, names: list[str] | None) -> tuple[Source, ...]:
    """The named sources, or all enabled ones. Raises ``UnknownName`` or ``UsageError``."""
    from monitor.cli.errors import UsageError

    sources = tuple(map(room.declared.source, names or [])) or tuple(s for s in room.declared.sources if s.enabled)
    if not sources:
        raise UsageError("No source is enabled. Set enabled: true in sources.yaml, or name a source.")
    for source in sources:
        if not source.enabled:
            raise UsageError(
                f"The source {source.name} is disabled in sources.yaml; it stays so until permission is given."
            )
    return sources


def pull_one(
    room: Room, source: Source, first: date | None, last: date | None, report: Callable[[Progress], None] | None = None
) -> PullResult:
    """Pull one source with the connector its declaration names."""
    from monitor.collect.pull import pull_source

    return pull_source(
        room.store,
        room.declared,
        source,
        lambda: room.connector(source),
        clock=room.clock,
        first=first,
        last=last,
        progress=report,
    )


def pulls(
    limit: Annotated[int, typer.Option(min=1, help="How many pulls to list, newest first.")] = 20,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List past pulls and their outcome, and the latest closed period."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out

    room = open_room()
    frame = room.store.pulls(limit=limit, source=room.declared.source(source).name if source else None)
    closed = room.figures.latest_closed_periods()
    default = room.declared.calendar.default_calendar
    if output is Format.json:
        json_out({"pulls": frame.to_dicts(), "latest_closed_period": closed[default], "latest_closed_periods": closed})
    elif output is Format.csv:
        csv_out(frame)
    else:
        headings = {
            "id": "pull",
            "source": "source",
            "started_at": "started",
            "outcome": "outcome",
            "stored": "stored",
            "unchanged": "unchanged",
            "restated": "restated",
            "quarantined": "quarantined",
            "message": "message",
        }
        text = ", ".join(f"{name} {code or 'none'}" for name, code in closed.items())
        table_out(frame, headings, f"Latest closed period: {text}")


def quarantine(
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List counts held back, each with its reason; none of them reaches a figure."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out

    room = open_room()
    frame = room.store.quarantine(source=source)
    if output is Format.json:
        json_out({"quarantine": frame.to_dicts()})
    elif output is Format.csv:
        csv_out(frame)
    else:
        columns = ("source", "unit_code", "unit_name", "measure", "period_start", "value", "reason", "detail")
        table_out(frame, {column: column for column in columns}, f"{frame.height} count(s) held back")


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
