"""Progress bars on standard error for work that takes more than a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.collect.pull import Progress


@contextmanager
def pull_bar(names: tuple[str, ...]) -> Iterator[Callable[[Progress], None]]:
    """Show one bar per source; yields the callback the pull reports to."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks = {name: bars.add_task(name, total=None) for name in names}

        def report(progress: Progress) -> None:
            bars.update(tasks[progress.source], completed=progress.step, total=progress.steps)

        yield report
