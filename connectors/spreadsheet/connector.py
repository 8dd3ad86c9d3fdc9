"""The connector: which files, in which order, and one Batch per file."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, ClassVar

import polars as pl

from connectors.base import Batch, Connector, ConnectorOptions, Evidence, Window
from connectors.errors import ConfigurationError, ContractBroken, SourceError, SourceUnavailable
from connectors.folders import files_in
from connectors.spreadsheet.form_files import preview, read_form_file
from connectors.spreadsheet.options import SpreadsheetOptions
from connectors.spreadsheet.preview import Preview
from connectors.spreadsheet.reading import read_file, within
from connectors.spreadsheet.streamed import BLOCK, is_csv, stream_csv
from connectors.transport.patience import Clock

_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".htm": "text/html",
    ".html": "text/html",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
}
_KEY = ["series", "unit_code", "unit_name", "measure", "period_start", "period_end", "procedure"]
_log = logging.getLogger(__name__)


class Spreadsheet(Connector):
    """Yields the measures its column map declares, or those of the forms it recognises. ``clock`` is aware."""

    name: ClassVar[str] = "spreadsheet"
    system: ClassVar[str] = "Bảng tính và biểu mẫu (CSV, XLSX, XLS, HTML)"
    Options: ClassVar[type[ConnectorOptions]] = SpreadsheetOptions
    measures: ClassVar[frozenset[str]] = frozenset()
    """None of its own: those of the column map or of the forms."""

    def __init__(self, options: SpreadsheetOptions, *, clock: Clock) -> None:
        self.options = options
        self._clock = clock

    def steps(self, window: Window) -> int:  # noqa: ARG002 - files, not spans, are the steps
        """One Batch per file now in the folder."""
        return len(self._files())

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per file. By a column map: by name, holding what the window asks for; an import reads the rest.

        Forms: from the oldest file to the newest, whatever period they name; what a newer file of the folder says of
        the same count is left out of the older one. A file that cannot be read, or is still being written, does not
        keep the others from being read and stays where it is: all of them are named in the error at the end.
        """
        files = self._files()
        if not files:
            raise SourceUnavailable(
                f"The folder of this source holds no file {self.options.pattern}.", "Put the file there and pull again."
            )
        problems: list[SourceError] = []
        if self.options.columns is not None:
            yield from self._mapped(files, window, problems)
        elif window.spans:
            yield from self._forms(files, problems)
        if problems:
            raise _joined(problems, len(files))

    def file_batch(self, path: Path) -> Batch:
        """Everything one file holds in its declared or recognised columns.

        The evidence is those columns as CSV and the file's own sha256: other columns may hold personal data, which
        is never stored. Raises ``ConfigurationError`` or ``ContractBroken`` about the file.
        """
        rules = self.options.rules
        whole = self._whole(path)
        return read_form_file(whole, self.options) if rules is None else read_file(whole, rules)

    def file_batches(self, path: Path) -> Iterator[Batch]:
        """As ``file_batch``; a large CSV file by a column map comes in several Batches of one evidence.

        Such a file is never held in memory, so ``max_file_bytes`` is no limit to it.
        """
        rules = self.options.rules
        if rules is None or _stat(path).st_size <= BLOCK:
            yield self.file_batch(path)
            return
        with _opened(path) as file:
            head = self._evidence(path, file.read(BLOCK))
            if not is_csv(head):
                yield self.file_batch(path)
                return
            file.seek(0)
            yield from stream_csv(head, file, rules)

    def preview(self, path: Path) -> Preview:
        """How the file would be understood; nothing is stored. Raises what ``file_batch`` raises."""
        return preview(self._whole(path), self.options)

    def probe(self, today: date) -> str:  # noqa: ARG002 - the folder is there or not, whatever the day
        """Look into the folder without opening a file."""
        return f"The folder holds {len(self._files())} files {self.options.pattern}."

    def _mapped(self, files: list[Path], window: Window, problems: list[SourceError]) -> Iterator[Batch]:
        for batch in self._each(sorted(files), problems):
            yield within(batch, window)

    def _forms(self, files: list[Path], problems: list[SourceError]) -> Iterator[Batch]:
        """Oldest first. The newest word on each count is known before the first Batch is given."""
        ordered = sorted(files, key=lambda path: (_changed(path), path.name))
        batches = list(self._each(ordered, problems))
        said: list[pl.DataFrame] = []
        kept: list[Batch] = []
        for batch in reversed(batches):
            newer = pl.concat(said) if said else batch.counts.select(_KEY).clear()
            counts = batch.counts.join(newer, on=_KEY, how="anti", nulls_equal=True, maintain_order="left")
            if counts.height < batch.counts.height:
                replaced = batch.counts.height - counts.height
                _log.info("%s: newer files replace %d of its counts", batch.evidence.provenance["file"], replaced)
            said.append(batch.counts.select(_KEY))
            kept.append(replace(batch, counts=counts))
        yield from reversed(kept)

    def _each(self, files: list[Path], problems: list[SourceError]) -> Iterator[Batch]:
        for path in files:
            try:
                self._refuse_unfinished(path)
                for batch in self.file_batches(path):
                    _tell(batch)
                    yield batch
            except SourceError as error:
                _log.warning("%s is skipped: %s", path.name, error.message)
                problems.append(error)

    def _refuse_unfinished(self, path: Path) -> None:
        """A file that changed a moment ago may be half written. A file dated in the future says nothing."""
        age = self._clock().timestamp() - _stat(path).st_mtime
        if 0 <= age < self.options.settle:
            raise SourceUnavailable(
                f"{path.name} changed less than {self.options.settle:g} s ago and may still be being written.",
                "It is taken at the next pull.",
            )

    def _files(self) -> list[Path]:
        found = files_in(self.options.folder, self.options.pattern)
        return [path for path in found if self.options.pattern != "*" or path.suffix.lower() in _MEDIA_TYPES]

    def _whole(self, path: Path) -> Evidence:
        """The file's bytes, in memory only, under its bare name: where it lies is nobody's business."""
        limit = self.options.max_file_bytes
        with _opened(path) as file:
            before = os.fstat(file.fileno())
            body = file.read(limit + 1)
            after = os.fstat(file.fileno())
        if len(body) > limit:
            raise ContractBroken(
                f"{path.name} is larger than {limit} bytes.", "Split it, or raise max_file_bytes if that is right."
            )
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or after.st_size != len(body):
            raise SourceUnavailable(f"{path.name} changed while it was read.", "Try again when it is written.")
        return self._evidence(path, body)

    def _evidence(self, path: Path, body: bytes) -> Evidence:
        return Evidence(
            url=f"file:{path.name}",
            method="READ",
            status=None,
            media_type=_MEDIA_TYPES.get(path.suffix.lower(), "application/octet-stream"),
            body=body,
            captured_at=self._clock(),
            provenance={"file": path.name},
        )


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise _unopened(path, error) from None


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise _unopened(path, error) from None


def _changed(path: Path) -> int:
    """When the file was changed; one that is gone is told when it is opened."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _unopened(path: Path, error: OSError) -> ConfigurationError:
    return ConfigurationError(
        f"{path.name} cannot be opened ({error.strerror}).", "Check that it exists and may be read."
    )


def _tell(batch: Batch) -> None:
    known = batch.evidence.provenance
    form = f"{known['form']}, {known['period']}, {known['rows']} units" if "form" in known else "by the column map"
    _log.info("%s: %s, %d counts, %d held back", known["file"], form, batch.counts.height, len(batch.rejects))


def _joined(problems: list[SourceError], files: int) -> SourceError:
    """One error that names every file it is about; a file being written is no reason to look for another's fault."""
    if len(problems) == 1:
        return problems[0]
    first = next((problem for problem in problems if not isinstance(problem, SourceUnavailable)), problems[0])
    told = " ".join(problem.message for problem in problems)
    return type(first)(f"{len(problems)} of {files} files were not taken: {told}", first.remedy, first.evidence)
