"""``sohoa report``: freeze a period's figures, render its documents, follow them from draft to issued."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    import polars as pl

    from monitor.cli.room import Room
    from monitor.periods import Period
    from monitor.reports.delivery import Delivery
    from monitor.reports.service import ReportService

app = typer.Typer(help="The periodic report: frozen editions and their documents.", no_args_is_help=True)

_COLUMNS = {
    "id": "edition",
    "period": "period",
    "calendar": "calendar",
    "number": "number",
    "state": "state",
    "complete": "complete",
    "made_at": "frozen at",
    "made_by": "by",
    "sha256": "content",
}


class Kind(StrEnum):
    """Lengths of a period."""

    month = "month"
    quarter = "quarter"
    half = "half"
    nine_months = "nine-months"
    year = "year"


class Language(StrEnum):
    """Languages of a document; both writes each document twice."""

    vi = "vi"
    en = "en"
    both = "both"


Who = Annotated[str | None, typer.Option("--by", help="Who does this; none = the user of this machine.")]
Output = Annotated[Format, typer.Option("--format", help="table, json or csv.")]
Identity = Annotated[int, typer.Argument(help="Number of the edition, as sohoa report list shows it.")]


@app.command("build")
def build(
    period: Annotated[str | None, typer.Option(help="2026-10, 2026-Q3, 2026-H1, 2026-9M or 2026.")] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="Without --period: the newest closed period of this length.")
    ] = None,
    calendar: Annotated[str | None, typer.Option(help="calendar (1st to month end) or nd09 (15th to 14th).")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the documents.")] = Path(),
    lang: Annotated[Language, typer.Option(help="vi, en or both.")] = Language.vi,
    who: Who = None,
) -> None:
    """Freeze the period as it is known now and write its documents; nothing changed = the same edition again."""
    from monitor.cli.room import open_room
    from monitor.reports.rendering import write_all

    room = open_room()
    service = _service(room)
    edition = service.freeze(_period(service, period, kind, calendar), who or getpass.getuser())
    langs = ("vi", "en") if lang is Language.both else (lang.value,)
    state = "" if edition.content.complete else " The counts are not complete: the documents say so."
    typer.echo(f"Edition {edition.id}: {edition.content.period.code}, number {edition.number}, {edition.state}.{state}")
    for path in write_all(service, edition, out, langs):
        typer.echo(str(path))


@app.command("list")
def list_editions(
    output: Output = Format.table,
) -> None:
    """Print every edition, newest first."""
    from monitor.cli.room import open_room

    frame = _service(open_room()).editions()
    _print(frame, _COLUMNS, "editions", output)


@app.command("show")
def show(edition: Identity, output: Output = Format.table) -> None:
    """Print what was done to an edition, when and by whom."""
    from monitor.cli.room import open_room

    service = _service(open_room())
    service.edition(edition)
    headings = {"at": "at", "who": "by", "action": "action", "note": "note"}
    _print(service.events(edition), headings, "events", output)


@app.command("diff")
def diff(edition: Identity, output: Output = Format.table) -> None:
    """Print which figures differ from the edition before it."""
    from monitor.cli.room import open_room

    service = _service(open_room())
    frame = service.changes(service.edition(edition))
    headings = {name: name.replace("_", " ") for name in frame.columns if name not in {"before_status", "status"}}
    _print(frame, headings, "changes", output)


@app.command("review")
def review(
    edition: Identity, who: Who = None, note: Annotated[str, typer.Option(help="What the reviewer found.")] = ""
) -> None:
    """Record that somebody has reviewed a draft."""
    _step(edition, "review", who, note)


@app.command("issue")
def issue(
    edition: Identity,
    who: Who = None,
    note: Annotated[str, typer.Option(help="Number and date it was signed under.")] = "",
) -> None:
    """Record that a reviewed edition was signed and sent: it is the period's report from then on."""
    _step(edition, "issue", who, note)


@app.command("send")
def send(edition: Identity, who: Who = None) -> None:
    """Write an edition's documents into the data folder and send them to the roles of reports.yaml; once."""
    from monitor.cli.room import open_room

    room = open_room()
    delivery = delivery_of(room)
    queued = delivery.send(delivery.service.edition(edition), who or getpass.getuser())
    if queued is None:
        typer.echo(f"Nothing was sent: edition {edition} has been sent before (sohoa report show {edition}).")
        return
    typer.echo(
        f"{queued} message(s) queued for: {', '.join(delivery.service.plan.send_to) or 'nobody (send_to is empty)'}."
    )
    if queued:
        sent = deliver_now(room)
        typer.echo(f"{sent} sent. What waits or failed: sohoa alerts outbox")


def delivery_of(room: Room) -> Delivery:
    """What sends the room's reports."""
    from monitor.reports.delivery import Delivery

    return Delivery(_service(room), room.recipients, room.settings.public_url, room.settings.data / "reports")


def deliver_now(room: Room) -> int:
    """Send what waits in the outbox; return how many messages went out."""
    from monitor.alerts.deliver import deliver

    return deliver(room.post()).sent


def _step(edition: int, action: str, who: str | None, note: str) -> None:
    from monitor.cli.room import open_room

    service = _service(open_room())
    service.step(edition, action, who or getpass.getuser(), note)
    typer.echo(f"Edition {edition}: {service.edition(edition).state}")


def _service(room: Room) -> ReportService:
    from monitor.reports.service import ReportService

    return ReportService(room.figures, room.clock, room.settings.config / "reports")


def _period(service: ReportService, code: str | None, kind: Kind | None, calendar: str | None) -> Period:
    from monitor.cli.errors import UsageError

    if code is None and kind is not None:
        return service.latest(kind.value, calendar)
    period = service.period(code, calendar)
    if kind is not None and period.kind != kind.value:
        raise UsageError(
            f"{period.code} is a {period.kind}, not a {kind.value}. Leave out --kind or write another period."
        )
    return period


def _print(frame: pl.DataFrame, headings: dict[str, str], name: str, output: Format) -> None:
    from monitor.cli.show import csv_out, json_out, table_out

    if output is Format.json:
        json_out({name: frame.to_dicts()})
    elif output is Format.csv:
        csv_out(frame)
    else:
        table_out(frame, headings, f"{frame.height} {name}")
