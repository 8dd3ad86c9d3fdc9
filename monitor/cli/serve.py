"""``sohoa serve``: the dashboard."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from monitor.cli.room import Room


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; SOHOA_HOST otherwise.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; SOHOA_PORT otherwise.")] = None,
    scheduler: Annotated[
        bool, typer.Option("--scheduler", help="Run the scheduled pulls in this process too.")
    ] = False,
) -> None:
    """Serve the dashboard with a production server."""
    from monitor.cli.room import open_room
    from monitor.cli.scheduler import running_scheduler

    room = open_room()
    with ExitStack() as stack:
        if scheduler:
            stack.enter_context(running_scheduler(room))
        serve_dashboard(room, host or room.settings.host, room.settings.port if port is None else port)


def serve_dashboard(room: Room, host: str, port: int) -> None:
    """Serve until interrupted. Raises ``OSError`` when the port is taken."""
    from waitress.server import create_server

    from dashboards.app import create_app
    from monitor.cli.room import utc_now
    from monitor.figures import FigureService

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = create_app(FigureService(room.store, room.declared, utc_now, keep=True))
    try:
        server = create_server(app.server, host=host, port=port, threads=room.settings.threads)
    except OSError as error:
        raise OSError(f"Cannot listen on {host}:{port} ({error.strerror}). Choose another one with --port") from error
    typer.echo(f"sohoa: http://{host}:{server.effective_port}/  (Ctrl+C to stop)")
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()
