"""What was understood of a file, for people to look at before anything is stored."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.base import Span


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """``role``: measure, unit_name, unit_code, procedure, period, number, personal (never read) or unknown (not read).

    ``letter`` is the column as a spreadsheet program names it, ``header`` its header from the top row down.
    """

    letter: str
    header: str
    role: str
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class RowsSkipped:
    """Rows that give no counts of a unit, and why."""

    rows: tuple[int, ...]
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class TotalCheck:
    """A total or section row against the rows it sums up. ``agrees`` is None where a cell cannot be read."""

    row: int
    label: str
    measure: str
    stated: str
    added: int
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class RejectSeen:
    """A cell that would be held back."""

    where: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class FirstRow:
    """One of the first rows as it would be stored; a count of None is not reported."""

    row: int
    unit_code: str
    unit_name: str
    counts: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """One sheet. ``form`` is None where nothing was recognised; ``why`` says by what it was, or what is missing."""

    sheet: str
    form: str | None
    form_name: dict[str, str]
    why: str
    header_rows: tuple[int, int] | None = None
    period: Span | None = None
    period_text: str = ""
    problem: str | None = None
    columns: tuple[ColumnSeen, ...] = ()
    rows_read: int = 0
    counts: int = 0
    skipped: tuple[RowsSkipped, ...] = ()
    totals: tuple[TotalCheck, ...] = ()
    rejects: tuple[RejectSeen, ...] = ()
    first: tuple[FirstRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be taken: ``kind`` CSV, XLSX, XLS or HTML; ``ready`` = counts would be taken from it."""

    file: str
    sha256: str
    size: int
    kind: str
    encoding: str | None
    delimiter: str | None
    sheets: tuple[SheetSeen, ...]

    @property
    def ready(self) -> bool:
        """Whether an import would take at least one count."""
        return any(sheet.counts for sheet in self.sheets)
