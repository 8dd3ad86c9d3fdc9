"""``sohoa check``: whether everything the province declares is sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def check(
    config: Annotated[Path | None, typer.Option(help="Folder to check instead of SOHOA_CONFIG.")] = None,
) -> None:
    """Validate config/; every problem names file, key, value and remedy."""
    from monitor.cli.room import open_room
    from monitor.declared import check as check_declared

    room = open_room()
    folder = config or room.settings.config
    problems = check_declared(folder, sources_file=room.settings.sources, environ=room.environ)
    for problem in problems:
        typer.echo(str(problem), err=True)
    if problems:
        typer.echo(f"{len(problems)} problem(s) in {folder}. Mend them and run: sohoa check", err=True)
        raise typer.Exit(1)
    typer.echo(f"{folder}: no problem found.")
