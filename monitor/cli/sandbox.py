"""``sohoa sandbox``: the simulated e-government systems alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from connectors.sandbox.server import Sandbox
    from monitor.settings import Settings

app = typer.Typer(help="The simulated province.", no_args_is_help=True)
SEED = 2026


@app.callback()
def sandbox() -> None:
    """Keep ``serve`` a subcommand of its own."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 = any free one.")] = 8060,
    seed: Annotated[int, typer.Option(help="Another seed makes another province.")] = SEED,
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Pretend it is this day.")] = None,
) -> None:
    """Serve the simulated e-government systems over their real wire formats."""
    from monitor.cli.room import open_room, utc_now
    from monitor.cli.serve import check_address

    check_address(host, port)
    fixed = at.replace(hour=12, tzinfo=UTC) if at else None
    simulated = build(open_room().settings, seed, lambda: fixed or utc_now())
    with simulated.serve(host, port) as served:
        user, password = simulated.credentials
        typer.echo(f"sohoa sandbox: {served.url}  (SỐ LIỆU MÔ PHỎNG; user {user}, password {password}; Ctrl+C to stop)")
        with _until_interrupted():
            threading.Event().wait()


def build(settings: Settings, seed: int, clock: Callable[[], datetime]) -> Sandbox:
    """Build the simulated province from the declared units and procedures."""
    import secrets

    from connectors.sandbox.server import Sandbox

    catalogue = settings.config / "procedures.csv"
    return Sandbox(
        seed=seed,
        units=settings.config / "units.csv",
        unit_codes=settings.config / "unit_codes.csv",
        procedures=catalogue if catalogue.exists() else None,
        clock=clock,
        credentials=("sandbox", secrets.token_hex(8)),
    )


@contextmanager
def _until_interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        typer.echo("sohoa sandbox: stopped")
