"""``sohoa db``: schema, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The database: bring it up to date, check it, back it up.", no_args_is_help=True)


@app.command()
def upgrade() -> None:
    """Bring the database to the newest schema."""
    from monitor.cli.room import open_room

    open_room().bare_store.upgrade()
    typer.echo("The database is up to date.")


@app.command()
def check() -> None:
    """Say whether the schema is current and every listed evidence file is there and unharmed."""
    from monitor.cli.room import open_room

    problems = open_room().bare_store.check()
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo("The database and its evidence are sound.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="File to write, for example sohoa-2026-11-23.tar.")]) -> None:
    """Write database and evidence into one file."""
    from monitor.cli.room import open_room

    open_room().store.backup(file)
    typer.echo(f"Backup written to {file}.")


@app.command()
def restore(
    file: Annotated[
        Path, typer.Argument(help="A file written by: sohoa db backup", exists=True, dir_okay=False, readable=True)
    ],
) -> None:
    """Fill an empty database from a backup; a database that holds pulls is never overwritten."""
    from monitor.cli.room import open_room

    open_room().bare_store.restore(file)
    typer.echo(f"Restored from {file}.")
