"""``sohoa pull``, ``sohoa pulls``: asking the sources, and what came of it."""

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

_PULLS = ("id", "source", "started_at", "outcome", "stored", "unchanged", "restated", "quarantined", "message")


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
    from monitor.collect.pull import PullResult

    if first and last and last < first:
        raise typer.BadParameter("--to lies before --from.")
    room = open_room()
    wanted = wanted_sources(room, names)
    with pull_bar(tuple(source.name for source in wanted)) as report:
        results = [_pulled(room, source, (_day(first), _day(last)), report) for source in wanted]
    for result in results:
        typer.echo(str(result))
    if not all(isinstance(result, PullResult) and result.outcome == "complete" for result in results):
        raise typer.Exit(1)


def wanted_sources(room: Room, names: list[str] | None) -> tuple[Source, ...]:
    """The named sources, or all enabled ones. Raises ``UnknownName`` or ``UsageError``."""
    from monitor.cli.errors import UsageError

    sources = tuple(map(room.declared.source, dict.fromkeys(names or []))) or tuple(
        s for s in room.declared.sources if s.enabled
    )
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


def _pulled(
    room: Room, source: Source, days: tuple[date | None, date | None], report: Callable[[Progress], None]
) -> PullResult | str:
    """Pull one source, or say that another process is at it: the other sources are pulled all the same."""
    from monitor.store import Busy

    try:
        return pull_one(room, source, *days, report)
    except Busy as busy:
        return str(busy)


def pulls(
    limit: Annotated[int, typer.Option(min=1, help="How many pulls to list, newest first.")] = 20,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """List past pulls and their outcome, and the latest closed period."""
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import listing

    room = open_room()
    frame = room.store.pulls(limit=limit, source=room.declared.source(source).name if source else None)
    closed = room.figures.latest_closed_periods()
    default = room.declared.calendar.default_calendar
    if output is Format.json:
        json_out({"pulls": frame.to_dicts(), "latest_closed_period": closed[default], "latest_closed_periods": closed})
    elif output is Format.csv:
        csv_out(frame)
    else:
        lang = room.settings.lang
        words = {"vi": "Kỳ gần nhất đã khép: ", "en": "Latest closed period: "}[lang]
        text = ", ".join(f"{name} {code or '–'}" for name, code in closed.items())
        table_out(*listing(frame, _PULLS, lang), words + text)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
