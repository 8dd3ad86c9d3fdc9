"""``sohoa findings`` and ``sohoa completeness``: whether the numbers can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    import polars as pl

    from monitor.cli.room import Room

_PERIOD = typer.Option(help="2026-10, 2026-Q3, 2026-H1, 2026-9M or 2026; none = latest closed month.")
_CALENDAR = typer.Option(help="calendar (1st to month end) or nd09 (15th to 14th).")
_FORMAT = typer.Option("--format", help="table, json or csv.")


def findings(
    period: Annotated[str | None, _PERIOD] = None,
    calendar: Annotated[str | None, _CALENDAR] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit's code.")] = None,
    check: Annotated[str | None, typer.Option(help="Only this check, for example always_full.")] = None,
    severity: Annotated[str | None, typer.Option(help="error, warning or notice: the least grave one shown.")] = None,
    skipped: Annotated[bool, typer.Option("--skipped", help="What the checks did not judge, and why.")] = False,
    output: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """List what should be looked at, with the numbers it rests on and what to do; a finding accuses nobody."""
    from monitor.cli.room import open_room
    from monitor.cli.tables import FINDING_COLUMNS, SKIPPED_COLUMNS

    room = open_room()
    lang = room.settings.lang
    if skipped:
        rows = room.trust.skipped(period=period, calendar=calendar)
        _print(room, rows, "skipped", output, _in(rows, lang), SKIPPED_COLUMNS)
        return
    frame = room.trust.findings(
        period=period, calendar=calendar, source=source, unit=unit, check=check, severity=severity
    )
    table = _in(frame, lang)
    _print(room, frame, "findings", output, table, FINDING_COLUMNS)
    if output is Format.table:
        for title, remedy in table.select("title", "remedy").unique(maintain_order=True).iter_rows():
            typer.echo(f"{title}: {remedy}")


def completeness(
    period: Annotated[str | None, _PERIOD] = None,
    calendar: Annotated[str | None, _CALENDAR] = None,
    source: Annotated[str | None, typer.Option(help="Only this source.")] = None,
    units: Annotated[bool, typer.Option("--units", help="One row per unit instead of one per source.")] = False,
    output: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """Count the units that should have reported to each source, those that did, and those in time."""
    from monitor.cli.room import open_room
    from monitor.cli.tables import COMPLETENESS_COLUMNS, COMPLETENESS_UNIT_COLUMNS

    room = open_room()
    ask = room.trust.completeness if units else room.trust.completeness_summary
    frame = ask(period=period, calendar=calendar, source=source)
    columns = COMPLETENESS_UNIT_COLUMNS if units else COMPLETENESS_COLUMNS
    _print(room, frame, "completeness", output, frame, columns)


def _in(frame: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The texts of one language under their bare names."""
    ending = f"_{lang}"
    return frame.rename({name: name.removesuffix(ending) for name in frame.columns if name.endswith(ending)})


def _print(
    room: Room, frame: pl.DataFrame, name: str, output: Format, table: pl.DataFrame, columns: tuple[str, ...]
) -> None:
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import trust_listing

    simulated, lang = room.figures.simulated, room.settings.lang
    if output is Format.json:
        json_out({name: frame.to_dicts(), "simulated": simulated})
    elif output is Format.csv:
        csv_out(frame.with_columns(simulated=simulated))
    else:
        mark = {"vi": "SỐ LIỆU MÔ PHỎNG · ", "en": "SIMULATED DATA · "}[lang] if simulated else ""
        rows = {"vi": f"{table.height} dòng", "en": f"{table.height} row(s)"}[lang]
        table_out(*trust_listing(table, columns, lang), mark + rows)
