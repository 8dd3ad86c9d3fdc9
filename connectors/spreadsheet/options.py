"""The declared column map: which header holds what, and how its cells are written."""

from __future__ import annotations

import codecs
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveInt, field_validator, model_validator

from connectors.base import ConnectorOptions
from connectors.folders import inside_folder
from connectors.spans import CalendarName, coded
from connectors.spreadsheet.forms import is_personal

MEBIBYTE = 1024 * 1024
Text = Annotated[str, Field(min_length=1)]
PeriodFormat = Literal["MM/YYYY", "YYYY-MM", "YYYY", "YYYY-YYYY", "fiscal", "code"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PeriodColumn(_Part):
    """The period stands in a column.

    ``format``: MM/YYYY (08/2026) · YYYY-MM (2026-08) · YYYY (2026) · fiscal or YYYY-YYYY (2023-2024) · code (2026-Q3,
    2026-H1, 2026-9M and the others). ``first_month`` is the month a year of the formats YYYY and fiscal begins in.
    """

    column: Text
    format: PeriodFormat
    first_month: int = Field(default=1, ge=1, le=12)
    calendar: CalendarName = "calendar"


class PeriodFixed(_Part):
    """The whole file is about one period, given by its code."""

    fixed: Text
    calendar: CalendarName = "calendar"

    @field_validator("fixed")
    @classmethod
    def _is_code(cls, value: str) -> str:
        if coded(value) is None:
            raise ValueError("write a period code: 2026-10, 2026-Q3, 2026-H1, 2026-9M or 2026")
        return value


class MetricTarget(_Part):
    """Where the two counts of one metric belong."""

    series: Text
    numerator: Text
    denominator: Text


class Metric(_Part):
    """The long layout: one row per metric, its name in ``column``, its two counts in two columns."""

    column: Text
    map: dict[str, MetricTarget] = Field(min_length=1)
    numerator: Text
    denominator: Text


class Columns(_Part):
    """Header of each thing read. Either ``measures`` (measure → header) or ``metric``."""

    unit_code: Text | None = None
    unit_name: Text | None = None
    procedure: Text | None = None
    period: PeriodColumn | PeriodFixed
    measures: dict[str, Text] = {}
    metric: Metric | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.unit_code is None and self.unit_name is None:
            raise ValueError("name the column of unit_code or unit_name")
        if bool(self.measures) == (self.metric is not None):
            raise ValueError("give either measures or metric")
        named = self.headers()
        twice = sorted({header for header in named if named.count(header) > 1})
        if twice:
            raise ValueError(f"one column cannot be two things: {', '.join(twice)}")
        personal = sorted(filter(is_personal, named))
        if personal:
            raise ValueError(f"personal data is never read: {', '.join(personal)}")
        return self

    def headers(self) -> list[str]:
        """Every header that is read."""
        period = self.period.column if isinstance(self.period, PeriodColumn) else None
        metric = [self.metric.column, self.metric.numerator, self.metric.denominator] if self.metric else []
        single = (self.unit_code, self.unit_name, self.procedure, period)
        return [header for header in (*single, *metric, *self.measures.values()) if header is not None]


class TableSyntax(_Part):
    """How a table's cells are written.

    ``header_row`` counts from 1, title rows above it are not read. ``not_reported`` are the cell texts that mean
    "not reported"; "" stands for an empty cell. ``thousands`` is the mark between groups of three digits, if any.
    ``totals`` are unit names or codes of rows that sum up others and are left out. ``encoding`` and ``delimiter`` of
    a text file are told from the file where they are not given (``texts``).
    """

    sheet: Text | None = None
    header_row: PositiveInt = 1
    series: Text | None = None
    encoding: str | None = None
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    not_reported: tuple[str, ...] = ("ND", "NA", "N/A", "N/P", "")
    thousands: Literal[".", ",", " "] | None = None
    totals: tuple[str, ...] = ()
    max_file_bytes: PositiveInt = 64 * MEBIBYTE

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        try:
            codecs.lookup(value or "utf-8")
        except LookupError:
            raise ValueError("not an encoding; use utf-8-sig, utf-16 or cp1258") from None
        return value


class TableRules(TableSyntax):
    """How a table is read by a column map: by a spreadsheet's connector, or by another one that has met a table."""

    columns: Columns

    @model_validator(mode="after")
    def _series_named(self) -> Self:
        if self.columns.measures and self.series is None:
            raise ValueError("name the series of these measures")
        return self


class SpreadsheetOptions(TableSyntax, ConnectorOptions):
    """``folder`` and ``pattern`` say which files a pull reads; an import names its file and needs neither.

    With ``columns`` files are read by that map. Without, each file must be a form that is recognised by its headers:
    ``forms`` is a folder of further layouts (``connectors.spreadsheet.forms``), ``period`` the period of files that
    name none, ``calendar`` what a month named without days means; the form says it otherwise. A file of the folder
    that changed less than ``settle`` seconds ago may still be being written and waits for the next pull.
    """

    folder: Text | None = None
    pattern: Text = "*"
    columns: Columns | None = None
    forms: Text | None = None
    period: PeriodFixed | None = None
    calendar: CalendarName | None = None
    settle: NonNegativeFloat = 3

    @property
    def rules(self) -> TableRules | None:
        """The column map and all that belongs to it, if there is one."""
        if self.columns is None:
            return None
        syntax = {name: getattr(self, name) for name in TableSyntax.model_fields}
        return TableRules(columns=self.columns, **syntax)

    @field_validator("pattern")
    @classmethod
    def _inside_folder(cls, value: str) -> str:
        return inside_folder(value)

    @model_validator(mode="after")
    def _series_named(self) -> Self:
        if self.columns is not None and self.columns.measures and self.series is None:
            raise ValueError("name the series of these measures")
        if self.columns is not None and (self.forms or self.period or self.calendar):
            raise ValueError("forms, period and calendar belong to files without a column map")
        return self
