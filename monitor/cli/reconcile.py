"""``sohoa reconcile``: why two sources give different figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.show import Format

if TYPE_CHECKING:
    from monitor.figures.reconciling import Reconciled, SideInfo


def reconcile(
    indicator: Annotated[str, typer.Option(help="Indicator code, for example K3.")],
    source: Annotated[list[str], typer.Option(help="The two sources to compare: give the option twice.")],
    period: Annotated[str | None, typer.Option(help="Period, for example 2026-10; none = latest closed month.")] = None,
    calendar: Annotated[str | None, typer.Option(help="calendar or nd09.")] = None,
    unit: Annotated[str | None, typer.Option(help="Only this unit's code.")] = None,
    output: Annotated[Format, typer.Option("--format", help="table, json or csv.")] = Format.table,
) -> None:
    """Put two sources side by side and split their difference into causes that add up to it."""
    from monitor.cli.errors import UsageError
    from monitor.cli.room import open_room
    from monitor.cli.show import csv_out, json_out, table_out
    from monitor.cli.tables import reconciliation
    from monitor.figures.reconciling import reconcile as compare

    if len(source) != 2:  # noqa: PLR2004 - two sides of a comparison
        raise UsageError("Two sources are compared: give --source twice.")
    room = open_room()
    found = compare(room.figures, indicator, (source[0], source[1]), period=period, calendar=calendar, unit=unit)
    if output is Format.json:
        json_out(document(found))
    elif output is Format.csv:
        csv_out(found.rows.join(found.parts, on="unit", suffix="_of_cause", maintain_order="left"))
    else:
        lang = room.settings.lang
        for line in _heading(found, lang):
            typer.echo(line)
        mark = {"vi": "SỐ LIỆU MÔ PHỎNG · ", "en": "SIMULATED DATA · "}[lang] if room.figures.simulated else ""
        table_out(*reconciliation(found.rows, found.parts, lang), f"{mark}{found.indicator} {found.period.code}")


def document(found: Reconciled) -> dict[str, Any]:
    """The comparison as JSON: two sides, and one object per unit with its causes; ``points`` as text."""
    causes: dict[str, list[dict[str, Any]]] = {}
    for row in found.parts.to_dicts():
        causes.setdefault(row.pop("unit"), []).append(_in_points(row))
    return {
        "indicator": found.indicator,
        "period": found.period.code,
        "calendar": found.period.calendar,
        "first": _side(found.first),
        "second": _side(found.second),
        "reconciliation": [{**_in_points(row), "causes": causes.get(row["unit"], [])} for row in found.rows.to_dicts()],
    }


def _in_points(row: dict[str, Any]) -> dict[str, Any]:
    from monitor.words import signed_points

    return {**row, "points": None if row["points"] is None else signed_points(row["points"])}


def _side(side: SideInfo) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(side)


def _heading(found: Reconciled, lang: str) -> tuple[str, str]:
    from monitor.words import moment

    looked = {"vi": "xem lần cuối", "en": "last looked at"}[lang]
    first, second = (
        f"{side.title[lang]} ({side.source}) · {side.basis[lang]} · {looked} {moment(side.looked_at)}"
        for side in (found.first, found.second)
    )
    return f"A: {first}", f"B: {second}"
