"""``sohoa serve``: the dashboard."""

from __future__ import annotations

import logging
from contextlib import ExitStack, suppress
from socket import AI_PASSIVE, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, getaddrinfo, socket
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.cli.room import Room
    from monitor.collect.pull import Progress, PullResult
    from monitor.declared.models import Source


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
    address = host or room.settings.host, room.settings.port if port is None else port
    check_address(*address)
    with ExitStack() as stack:
        if scheduler:
            stack.enter_context(running_scheduler(room))
        serve_dashboard(room, *address)


def check_address(host: str, port: int) -> None:
    """Find out before any work whether an address can be listened on. Raises ``UsageError``."""
    from monitor.cli.errors import UsageError

    try:
        for family, kind, protocol, _, address in getaddrinfo(host, port, type=SOCK_STREAM, flags=AI_PASSIVE):
            with socket(family, kind, protocol) as probe:
                probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
                probe.bind(address)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "no such address"
        raise UsageError(
            f"Cannot listen on {host}:{port} ({reason}). Choose another one with --host and --port."
        ) from error


def serve_dashboard(room: Room, host: str, port: int) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from waitress.server import create_server

    from dashboards.app import create_app
    from dashboards.question import Workshop
    from dashboards.work import Work
    from monitor.cli.pulls import pull_one
    from monitor.cli.room import utc_now
    from monitor.collect.pull import terminable
    from monitor.figures import FigureService
    from monitor.figures.warming import Warmer
    from monitor.reports.service import ReportService

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    figures = FigureService(room.store, room.declared, utc_now, keep=True)
    work = Work(room.store.engine, utc_now, room.settings.data / "work")
    aside = FigureService(room.store, room.declared, utc_now)
    reports = ReportService(aside, utc_now, room.settings.config / "reports")

    def pull(source: Source, report: Callable[[Progress], None]) -> PullResult:
        return pull_one(room, source, None, None, report)

    warmer = Warmer(figures)
    workshop = Workshop(work, reports, pull)
    app = create_app(figures, room.alerts_over(figures), workshop, warm=lambda: warmer.warm)
    server = create_server(app.server, host=host, port=port, threads=room.settings.threads)
    with terminable(), suppress(KeyboardInterrupt), warmer:
        typer.echo(f"sohoa: http://{host}:{server.effective_port}/  (Ctrl+C to stop)")
        server.run()
    server.close()
    work.close()
    typer.echo("sohoa: stopped")
