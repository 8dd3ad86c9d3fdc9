"""The connector: which files, in which order, and one Batch per file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import ClassVar

from connectors.base import Batch, Connector, ConnectorOptions, Evidence, Window
from connectors.errors import ConfigurationError, ContractBroken, SourceError, SourceUnavailable
from connectors.spreadsheet.options import SpreadsheetOptions
from connectors.spreadsheet.reading import read_file, within
from connectors.transport.patience import Clock

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TEMPORARY = ("~$", ".")
"""How office programs and operating systems begin the names of files that are no one's data."""
_log = logging.getLogger(__name__)


class Spreadsheet(Connector):
    """Yields the measures its column map declares. ``clock`` gives aware datetimes."""

    name: ClassVar[str] = "spreadsheet"
    system: ClassVar[str] = "Bảng tính (CSV, XLSX)"
    Options: ClassVar[type[ConnectorOptions]] = SpreadsheetOptions
    measures: ClassVar[frozenset[str]] = frozenset()
    """None of its own: those of the column map."""

    def __init__(self, options: SpreadsheetOptions, *, clock: Clock) -> None:
        self.options = options
        self._clock = clock

    def steps(self, window: Window) -> int:  # noqa: ARG002 - files, not spans, are the steps
        """One Batch per file now in the folder."""
        return len(self._files())

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per file, by name, holding what the window asks for; an import reads the rest.

        A file that cannot be read does not keep the others from being read: its error is raised at the end.
        """
        files = self._files()
        if not files:
            raise SourceUnavailable(
                f"The folder of this source holds no file {self.options.pattern}.", "Put the file there and pull again."
            )
        problem: SourceError | None = None
        for path in files:
            try:
                batch = self.file_batch(path)
            except SourceError as error:
                _log.warning("%s is skipped: %s", path.name, error.message)
                problem = problem or error
            else:
                yield within(batch, window)
        if problem is not None:
            raise problem

    def file_batch(self, path: Path) -> Batch:
        """Everything one file holds in its declared columns.

        The evidence is those columns as CSV and the file's own sha256: other columns may hold personal data, which
        is never stored. Raises ``ConfigurationError`` or ``ContractBroken`` about the file.
        """
        return read_file(self._whole(path), self.options)

    def probe(self, today: date) -> str:  # noqa: ARG002 - the folder is there or not, whatever the day
        """Look into the folder without opening a file."""
        return f"The folder holds {len(self._files())} files {self.options.pattern}."

    def _files(self) -> list[Path]:
        if self.options.folder is None:
            raise ConfigurationError("This source has no folder.", "Set options.folder, or bring files with an import.")
        folder = Path(self.options.folder)
        if not folder.is_dir():
            raise ConfigurationError(
                f"There is no folder {folder.name!r} for this source.", "Create it or correct options.folder."
            )
        found = (path for path in folder.glob(self.options.pattern) if path.is_file())
        return sorted(path for path in found if not path.name.startswith(_TEMPORARY))

    def _whole(self, path: Path) -> Evidence:
        """The file's bytes, in memory only, under its bare name: where it lies is nobody's business."""
        limit = self.options.max_file_bytes
        try:
            with path.open("rb") as file:
                body = file.read(limit + 1)
        except OSError as error:
            raise ConfigurationError(
                f"{path.name} cannot be opened ({error.strerror}).", "Check that it exists and may be read."
            ) from None
        if len(body) > limit:
            raise ContractBroken(
                f"{path.name} is larger than {limit} bytes.", "Split it, or raise max_file_bytes if that is right."
            )
        return Evidence(
            url=f"file:{path.name}",
            method="READ",
            status=None,
            media_type=_MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"),
            body=body,
            captured_at=self._clock(),
            provenance={"file": path.name},
        )
