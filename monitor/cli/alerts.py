"""``sohoa alerts``: who must hear of which shortfall, and what came of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.cli.room import Room

app = typer.Typer(help="Shortfalls followed until a later pull verifies that they are gone.", no_args_is_help=True)
DAY = ["%Y-%m-%d"]
BY = "Who answers: a position or a unit, not a person's name."
Who = Annotated[str, typer.Option("--by", help=BY)]
Number = Annotated[int, typer.Argument(help="The alert's id, from: sohoa alerts list")]
Output = Annotated[Format, typer.Option("--format", help="table, json or csv.")]
_DRY = (
    "rule",
    "subject",
    "unit_name",
    "period",
    "numerator",
    "denominator",
    "shown",
    "shortfall",
    "decision",
    "reason",
)
_BOARD = ("id", "rule", "subject", "period", "shown", "shortfall", "severity", "state", "step", "answer_by", "cause")
_EVENTS = ("at", "who", "act", "to_state", "why")
_SILENCES = ("id", "rule", "unit", "author", "reason", "until", "lifted_at")
_OUTBOX = ("id", "recipient", "channel", "state", "attempts", "not_before", "sent_at", "problem")
_EFFECT = (
    *("rule", "opened", "alerts", "acknowledged", "claimed", "verified", "share_verified", "refuted", "restated"),
    *("withdrawn", "still", "days_to_answer", "days_to_recover"),
)


@app.command()
def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be done, and why or why not.")] = False,
    deliver: Annotated[bool, typer.Option(help="Send what waits in the outbox afterwards.")] = True,
    rule: Annotated[str | None, typer.Option(help="With --dry-run: only this rule.")] = None,
    unit: Annotated[str | None, typer.Option(help="With --dry-run: only this unit's code.")] = None,
    output: Output = Format.table,
) -> None:
    """Evaluate every rule on the counts as they are now, take the steps, send the messages."""
    from monitor.cli.room import open_room

    room = open_room()
    if dry_run:
        _print_decisions(room, rule, unit, output)
        return
    report = room.alerts.run()
    acts = ", ".join(f"{name} {number}" for name, number in sorted(report.acts.items())) or "nothing new"
    typer.echo(f"{acts}; {report.messages} message(s) queued.")
    if deliver:
        _deliver(room)


def _print_decisions(room: Room, rule: str | None, unit: str | None, output: Format) -> None:
    import polars as pl

    decided = room.alerts.decisions()
    for column, wanted in (("rule", rule), ("subject", unit)):
        if wanted is not None:
            decided = decided.filter(pl.col(column) == wanted)
    caption = {"vi": f"{decided.height} quyết định", "en": f"{decided.height} decisions"}[room.settings.lang]
    _print(room, decided.to_dicts(), _DRY, output, "decisions", _marked(room, caption))


def _deliver(room: Room) -> None:
    from monitor.alerts.deliver import deliver

    done = deliver(room.post())
    typer.echo(f"{done.sent} sent, {done.put_off} put off, {done.dead} given up.")
    for channel, problem in done.unset.items():
        typer.echo(f"Messages wait for the channel {channel}: {problem}", err=True)


@app.command("list")
def list_alerts(
    state: Annotated[list[str] | None, typer.Option(help="Only this state; none = all that are not closed.")] = None,
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit's code.")] = None,
    output: Output = Format.table,
) -> None:
    """List alerts, newest first."""
    from monitor.alerts.states import STATES
    from monitor.cli.errors import UsageError
    from monitor.cli.room import open_room

    room = open_room()
    unknown = sorted(set(state or ()) - set(STATES))
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no state. Use one of: {', '.join(STATES)}.")
    rows = room.alerts.board(states_in=state or None, rule=rule, unit=unit)
    caption = {"vi": f"{len(rows)} cảnh báo", "en": f"{len(rows)} alerts"}[room.settings.lang]
    _print(room, rows, _BOARD, output, "alerts", _marked(room, caption))


@app.command()
def show(number: Number, output: Output = Format.table) -> None:
    """Show one alert: its figure, every step of it, who was told."""
    from dataclasses import asdict

    from monitor.alerts.words import table
    from monitor.cli.room import open_room
    from monitor.cli.show import json_out, table_out

    room = open_room()
    detail = room.alerts.detail(number)
    if output is not Format.table:
        json_out(asdict(detail))
        return
    lang = room.settings.lang
    table_out(*table([detail.alert], _BOARD, lang), _marked(room, detail.alert["subject"]))
    table_out(*table(detail.events, _EVENTS, lang))
    table_out(*table(detail.told, ("recipient", "channel", "state", "sent_at"), lang))


@app.command()
def ack(
    number: Number,
    by: Who,
    cause: Annotated[
        str,
        typer.Option(help="staff, equipment, software, connection, process, people_paper, procedure, data or other."),
    ],
    explanation: Annotated[str, typer.Option(help="The cause in own words.")],
) -> None:
    """Acknowledge an alert with a typed cause and an explanation."""
    from monitor.cli.room import open_room

    _told(open_room().alerts.acknowledge(number, by, cause, explanation))


@app.command()
def explain(
    number: Number,
    by: Who,
    cause: Annotated[str, typer.Option(help="The corrected cause, as for ack.")],
    explanation: Annotated[str, typer.Option(help="The corrected explanation.")],
) -> None:
    """Correct the explanation of an acknowledged alert."""
    from monitor.cli.room import open_room

    _told(open_room().alerts.explain(number, by, cause, explanation))


@app.command()
def action(
    number: Number,
    by: Who,
    owner: Annotated[str, typer.Option(help="The position that answers for the action.")],
    product: Annotated[str, typer.Option(help="What comes of it, in a form that can be checked.")],
    due: Annotated[datetime, typer.Option(formats=DAY, help="By which day.")],
) -> None:
    """Set the action: who answers for it, what comes of it, by when."""
    from monitor.cli.room import open_room

    _told(open_room().alerts.plan(number, by, owner=owner, product=product, due=due.date()))


@app.command()
def done(number: Number, by: Who, remark: Annotated[str, typer.Option(help="What was done.")]) -> None:
    """Say that it is done; a later pull has to show it."""
    from monitor.cli.room import open_room

    _told(open_room().alerts.claim_done(number, by, remark))


@app.command()
def withdraw(number: Number, by: Who, reason: Annotated[str, typer.Option(help="Why it is not followed on.")]) -> None:
    """Close an alert that should not be followed on, with the reason."""
    from monitor.cli.room import open_room

    _told(open_room().alerts.withdraw(number, by, reason))


@app.command()
def silence(
    by: Who,
    reason: Annotated[str, typer.Option(help="Why nobody is to be urged.")],
    until: Annotated[datetime, typer.Option(formats=DAY, help="Last day of the silence.")],
    rule: Annotated[str | None, typer.Option(help="Only this rule.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit and those below it.")] = None,
) -> None:
    """Stop notices of a rule, a unit, or both, up to a day."""
    from monitor.cli.room import open_room

    number = open_room().alerts.silence(author=by, reason=reason, until=until.date(), rule=rule, unit=unit)
    typer.echo(f"Silence {number} holds until {until:%d/%m/%Y}, that day included.")


@app.command()
def silences(
    every: Annotated[bool, typer.Option("--all", help="Also those that have ended.")] = False,
    lift: Annotated[int | None, typer.Option(help="End the silence with this id now.")] = None,
    by: Annotated[str | None, typer.Option(help="Who ends it.")] = None,
    output: Output = Format.table,
) -> None:
    """List silences, or end one early."""
    from monitor.cli.errors import UsageError
    from monitor.cli.room import open_room

    room = open_room()
    if lift is not None:
        if by is None:
            raise UsageError("Say with --by who ends the silence.")
        room.alerts.lift(lift, by)
        typer.echo(f"Silence {lift} has ended.")
        return
    _print(room, room.alerts.silences(every=every), _SILENCES, output, "silences", "")


@app.command()
def letter(
    number: Number,
    out: Annotated[Path, typer.Option(help="The docx file to write.")],
    layout: Annotated[str | None, typer.Option(help="state or party; none = as alerts.yaml says.")] = None,
) -> None:
    """Draft an official urging letter for a person to read, number and sign."""
    from monitor.alerts.letter import draft
    from monitor.cli.room import open_room

    room = open_room()
    draft(room.alerts, number, out, layout)
    typer.echo(f"Draft written to {out}. A person checks, numbers and signs it; the program sends nothing.")


@app.command()
def outbox(
    state: Annotated[str | None, typer.Option(help="waiting, sent or dead; none = all.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many messages, newest first.")] = 50,
    send: Annotated[bool, typer.Option("--send", help="Send what waits, now.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Let messages that were given up wait again.")] = False,
    output: Output = Format.table,
) -> None:
    """List messages, send what waits, or revive what was given up."""
    from monitor.cli.room import open_room

    room = open_room()
    if retry:
        typer.echo(f"{room.alerts.revive()} message(s) wait again.")
    if send:
        _deliver(room)
    if not (retry or send):
        rows = room.post().outbox.listed(state, limit)
        _print(room, rows, _OUTBOX, output, "messages", "")


@app.command()
def effect(
    first: Annotated[datetime | None, typer.Option("--from", formats=DAY, help="First day; none = a year ago.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAY, help="Last day; none = today.")] = None,
    output: Output = Format.table,
) -> None:
    """Did it help: times to answer and recover, share verified, who comes back, which causes."""
    from dataclasses import asdict
    from datetime import timedelta

    from monitor.alerts.states import CAUSES
    from monitor.cli.room import open_room
    from monitor.figures import local_day

    room = open_room()
    end = last.date() if last else local_day(room.clock())
    begin = first.date() if first else end - timedelta(days=365)
    found = room.alerts.effect(begin, end)
    _print(room, [asdict(one) for one in found], _EFFECT, output, "effect", f"{begin:%d/%m/%Y} – {end:%d/%m/%Y}")
    if output is Format.table:
        lang = room.settings.lang
        for cause, number in found[0].causes.items():
            typer.echo(f"{CAUSES[cause][lang]}: {number}")
        repeats = ", ".join(f"{subject} ({times})" for subject, times in found[0].repeats.items())
        if repeats:
            typer.echo({"vi": "Lặp lại: ", "en": "Came back: "}[lang] + repeats)


def _print(
    room: Room, rows: Sequence[Mapping[str, Any]], columns: Sequence[str], output: Format, name: str, caption: str
) -> None:
    from monitor.alerts.words import table
    from monitor.cli.show import csv_out, json_out, table_out

    if output is Format.json:
        json_out({name: list(rows)})
    elif output is Format.csv:
        import polars as pl

        csv_out(
            pl.DataFrame(
                [{column: row.get(column) for column in columns} for row in rows],
                schema=list(columns),
                infer_schema_length=None,
            )
        )
    else:
        table_out(*table(rows, columns, room.settings.lang), caption)


def _marked(room: Room, caption: str) -> str:
    mark = {"vi": "SỐ LIỆU MÔ PHỎNG · ", "en": "SIMULATED DATA · "}[room.settings.lang]
    return mark + caption if room.figures.simulated else caption


def _told(alert: Mapping[str, Any]) -> None:
    typer.echo(f"Alert {alert['id']} is now: {alert['state']}")
