"""``sohoa demo``: simulated province → embedded database → pull → dashboard, in one command."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from monitor.cli.room import Room
    from monitor.declared.models import Source

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_HOUR = 4
EARLIER_DAY = 3
MONTHS = 36
FORMS = 2
"""Months of which the simulated one-stop system exports its forms, to be tried with ``sohoa import``."""
SHORT = ("below", "near")


class Clock:
    """A clock that stands where the demo puts it until it goes on; it starts at the real time."""

    def __init__(self) -> None:
        self.moment: datetime | None = datetime.now(UTC)

    def __call__(self) -> datetime:
        """Tell the time it was put to, or the real one."""
        return self.moment or datetime.now(UTC)

    def go_on(self) -> None:
        """Tell the real time from now on."""
        self.moment = None


def demo(
    once: Annotated[bool, typer.Option("--once", help="Print the units below target and end.")] = False,
    host: Annotated[str | None, typer.Option(help="Address to listen on; SOHOA_HOST otherwise.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; SOHOA_PORT otherwise.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed makes another province.")] = 2026,
) -> None:
    """Show the main job on simulated counts: nothing to configure, nothing leaves this machine."""
    from monitor.cli.serve import check_address, serve_dashboard

    clock = Clock()
    room = demo_room(clock)
    address = host or room.settings.host, room.settings.port if port is None else port
    if not once:
        check_address(*address)
    with ExitStack() as stack:
        gather(room, clock, seed, stack)
        if once:
            _print_list(room)
        else:
            clock.go_on()
            serve_dashboard(room, *address)


def demo_room(clock: Clock) -> Room:
    """Open the room the other commands open too, with the simulated province as its sources."""
    from monitor.cli.room import Room
    from monitor.settings import read_settings

    settings = read_settings()
    return Room(settings.model_copy(update={"sources": settings.config / "demo" / "sources.yaml"}), clock)


def gather(room: Room, clock: Clock, seed: int, stack: ExitStack) -> None:
    """Pull the simulated systems as on two days, so that outage, restatement and catching up can be seen.

    They are served until ``stack`` ends, so that they can be pulled from the page too.
    """
    from monitor.cli.pulls import wanted_sources
    from monitor.cli.sandbox import build

    # Before anything is built: a broken config folder and a database of real counts are told as such.
    sources = wanted_sources(room, None)
    room.bare_store.upgrade()
    sandbox = build(room.settings, seed, clock)
    served = stack.enter_context(sandbox.serve())
    user, password = sandbox.credentials
    room.variables.update(SOHOA_SANDBOX_URL=served.url, SOHOA_SANDBOX_USERNAME=user, SOHOA_SANDBOX_PASSWORD=password)
    for moment in pull_moments(clock(), room.store.last_started()):
        clock.moment = moment
        sandbox.write_register(room.settings.data / "inbox" / "so-van-ban", _closed_months(moment))
        sandbox.write_forms(room.settings.data / "inbox" / "bieu-mau", _closed_months(moment)[-FORMS:])
        typer.echo(f"Pulling the simulated systems as on {moment.astimezone(ZONE):%d/%m/%Y}", err=True)
        _pull_all(room, sources)


def pull_moments(now: datetime, last_started: datetime | None) -> list[datetime]:
    """The simulated days of pulling: the third of last month (the axis is down that day), then now."""
    month_start = now.astimezone(ZONE).replace(day=1, hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    earlier = (month_start - timedelta(days=1)).replace(day=EARLIER_DAY)
    return [moment for moment in (earlier, now) if last_started is None or moment > last_started]


def _closed_months(moment: datetime) -> list[tuple[int, int]]:
    from monitor.periods import last_closed_month

    newest = last_closed_month(moment.astimezone(ZONE).date(), "calendar")
    indexes = (newest.year * 12 + newest.number - 1 - back for back in reversed(range(MONTHS)))
    return [(index // 12, index % 12 + 1) for index in indexes]


def _pull_all(room: Room, sources: tuple[Source, ...]) -> None:
    from monitor.cli.progress import pull_bar
    from monitor.cli.pulls import pull_one

    with pull_bar(tuple(source.name for source in sources)) as report:
        results = [pull_one(room, source, None, None, report) for source in sources]
    for result in results:
        typer.echo(str(result), err=True)


def _print_list(room: Room) -> None:
    from monitor.cli.show import table_out
    from monitor.cli.tables import readable
    from monitor.figures import Query

    headline = [info for info in room.figures.indicators(room.settings.lang) if info.headline]
    for info in headline:
        query = Query(indicators=(info.code,), level=None)
        frame = room.figures.answer(query)
        units = frame.filter(frame["kind"].is_in(["province", "group"]).not_())
        short = units.filter(units["status"].is_in(SHORT)).sort("shortfall", descending=True, nulls_last=True)
        table, headings = readable(short, room.settings.lang)
        table_out(table, headings, f"SỐ LIỆU MÔ PHỎNG · {info.code} {info.name}: {short.height}")
