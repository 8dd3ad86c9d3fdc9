"""A file dropped by hand goes the way of every pull: evidence, checks, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

from connectors.base import Batch, Connector
from connectors.errors import ConfigurationError
from monitor.collect.pull import Clock, PullResult, Task, run, terminable
from monitor.collect.windows import local_day
from monitor.declared.declared import Declared
from monitor.declared.models import Source
from monitor.store import Store


@runtime_checkable
class FileReader(Protocol):
    """A connector that can read one file (``spreadsheet``)."""

    def file_batches(self, path: Path) -> Iterator[Batch]:
        """Read the file by the source's column map or as a form. Raises ``SourceError``."""
        ...


def import_file(  # noqa: PLR0913, PLR0917  (the contract between the rooms)
    store: Store,
    declared: Declared,
    source: Source,
    connector: Connector | Callable[[], Connector],
    path: Path,
    clock: Clock,
) -> PullResult:
    """Import one file through the source's connector; importing it again stores nothing new.

    Any period of the source's calendars is taken, because nobody asked for a window. A source whose connector reads
    no files ends as a failed pull with the remedy. Raises ``Busy`` if the source is being pulled.
    """

    def batches() -> tuple[int, Iterator[Batch]]:
        built = connector if isinstance(connector, Connector) else connector()
        if not isinstance(built, FileReader):
            raise ConfigurationError(
                f"The source {source.name} reads {source.connector}, not files.",
                "Choose a source of connector spreadsheet: sohoa sources list",
            )
        return 1, built.file_batches(path)

    with store.exclusive(source.name), terminable():
        return run(store, declared, Task(source, "file", None, local_day(clock()), batches), clock, None)
