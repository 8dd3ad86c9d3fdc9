"""From rows of JSON to counts: read from a field of each row, or counted over the rows of a unit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl
from pydantic import TypeAdapter

from connectors.base import COUNT_SCHEMA, Reject, Span, count_frame
from connectors.rest.options import MeasureRule, Table
from connectors.rest.paths import ABSENT, at, find, matches, text
from connectors.rows import count_row
from connectors.spreadsheet.numbers import valued
from connectors.transport import Answer
from connectors.transport.payload import Count, broken, check, shown

_COUNT: TypeAdapter[int | None] = TypeAdapter(Count | None)
NOT_WHOLE = "the field is no whole number; if a mark separates thousands, declare it"
Cell = tuple["Row", str, str]
"""A row, a measure, and the field that holds it."""


@dataclass(frozen=True, slots=True)
class Key:
    """Whom and when a count is about."""

    code: str
    name: str
    procedure: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One row that counts, where in the answer it stands, and what it is about."""

    fields: dict[str, object]
    place: str
    key: Key


@dataclass(frozen=True, slots=True)
class Asked:
    """The days a question names, and the spans its counts may be about."""

    days: Span
    spans: tuple[Span, ...]


def rows_of(answer: Answer, body: object, table: Table) -> list[object]:
    """The list of rows an answer holds. Raises ``ContractBroken`` where the answer is not good or holds no list."""
    success = table.success
    if success.field is not None:
        said = at(answer, body, success.field)
        if said != success.equals or isinstance(said, bool) != isinstance(success.equals, bool):
            raise broken(
                answer, f"{success.field} is {shown(said)}, not {success.equals!r}: the source reports an error"
            )
    rows = at(answer, body, table.rows)
    if not isinstance(rows, list):
        raise broken(answer, f"{table.rows or 'the answer'}: expected a list, found {shown(rows)}")
    return rows


def counting(
    answer: Answer, rows: Sequence[object], table: Table, asked: Asked
) -> tuple[list[Row], tuple[Reject, ...]]:
    """The rows that count, children after their parent, and those whose period cannot be read."""
    counted: list[Row] = []
    rejects: list[Reject] = []
    for row, place in _rows(answer, rows, table):
        told = "" if table.period is None else text(answer, row, table.period.field, place)
        span = asked.spans[0] if table.period is None else table.period.span(told)
        code, name, procedure = _names(answer, row, place, table)
        if span is None:
            rejects += _undated(Row(row, place, Key(code, name, procedure, asked.days)), table, told)
        elif span in asked.spans:
            counted.append(Row(row, place, Key(code, name, procedure, span)))
    return counted, tuple(rejects)


def _undated(row: Row, table: Table, told: str) -> Iterator[Reject]:
    reason = f"the period {told} is not written as declared"
    for measure, rule in table.measures.items():
        yield _reject(row, table, measure, rule.field, str(find(row.fields, rule.field)), reason, None)


def _rows(answer: Answer, rows: Sequence[object], table: Table) -> Iterator[tuple[dict[str, object], str]]:
    waiting = [(row, f"{table.rows}[{index}]") for index, row in reversed(list(enumerate(rows)))]
    while waiting:
        row, place = waiting.pop()
        if not isinstance(row, dict):
            raise broken(answer, f"{place}: expected an object, found {shown(row)}")
        children = _children(answer, row, place, table)
        waiting += reversed([(child, f"{place}.{table.children}[{i}]") for i, child in enumerate(children)])
        if (not children or table.parents == "keep") and matches(answer, row, table.where, place):
            yield row, place


def _children(answer: Answer, row: dict[str, object], place: str, table: Table) -> list[object]:
    found = ABSENT if table.children is None else find(row, table.children)
    if found is ABSENT or found is None:
        return []
    if not isinstance(found, list):
        raise broken(answer, f"{place}.{table.children}: expected a list, found {shown(found)}")
    return found


def _names(answer: Answer, row: dict[str, object], place: str, table: Table) -> tuple[str, str, str]:
    unit = table.unit
    code = unit.always or (text(answer, row, unit.code, place) if unit.code else "")
    name = text(answer, row, unit.name, place) if unit.name else ""
    if not code and not name:
        raise broken(answer, f"{place} has neither code nor name of a unit")
    return code, name, text(answer, row, table.procedure, place) if table.procedure else ""


def read_counts(answer: Answer, rows: Sequence[Row], table: Table) -> tuple[pl.DataFrame, tuple[Reject, ...]]:
    """A count per row and measure (``COUNT_SCHEMA``); what is no number as text is held back."""
    cells = [(row, measure, rule.field) for row in rows for measure, rule in table.measures.items()]
    if table.numbers == "text":
        return _texts(answer, cells, table)
    return count_frame([_count(table, m, row.key, _whole(answer, row, path)) for row, m, path in cells]), ()


def _texts(answer: Answer, cells: Sequence[Cell], table: Table) -> tuple[pl.DataFrame, tuple[Reject, ...]]:
    texts = [_number_text(answer, row, path) for row, _, path in cells]
    judged = valued(pl.DataFrame({"text": texts}, schema={"text": pl.String()}), table.not_reported, table.thousands)
    counts: list[dict[str, object]] = []
    rejects: list[Reject] = []
    told = judged.select("text", "value", "bad").iter_rows()
    for (row, measure, path), (written, value, bad) in zip(cells, told, strict=True):
        if bad:
            rejects.append(_reject(row, table, measure, path, written, NOT_WHOLE, row.key.span))
        else:
            counts.append(_count(table, measure, row.key, value))
    return count_frame(counts), tuple(rejects)


def _reject(  # noqa: PLR0913, PLR0917 - what a reject tells
    row: Row, table: Table, measure: str, path: str, value: str, reason: str, span: Span | None
) -> Reject:
    return Reject(
        where=f"{row.place}.{path}",
        unit_code=row.key.code,
        unit_name=row.key.name or None,
        measure=measure,
        period=span,
        value=value,
        reason=reason,
        procedure=row.key.procedure,
        series=table.series,
    )


def _number_text(answer: Answer, row: Row, path: str) -> str:
    value = at(answer, row.fields, path, row.place)
    if isinstance(value, str):
        return value.strip()
    number = check(answer, value, _COUNT, f"{row.place}.{path}")
    return "" if number is None else str(number)


def _whole(answer: Answer, row: Row, path: str) -> int | None:
    return check(answer, at(answer, row.fields, path, row.place), _COUNT, f"{row.place}.{path}")


@dataclass
class Tally:
    """Counts over the rows of each unit, gathered from every page of a question."""

    table: Table
    _units: dict[Key, None] = field(default_factory=dict)
    _sums: dict[tuple[Key, str], int | None] = field(default_factory=dict)
    _texts: dict[tuple[Key, str], set[str]] = field(default_factory=dict)

    def add(self, answer: Answer, rows: Sequence[Row]) -> None:
        """Take the rows of one page."""
        for row in rows:
            self._units[row.key] = None
            for measure, rule in self.table.measures.items():
                if matches(answer, row.fields, rule.where, row.place):
                    self._take(answer, row, measure, rule)

    def counts(self, answer: Answer) -> pl.DataFrame:
        """A count per unit and measure (``COUNT_SCHEMA``), units in the order they were met."""
        return count_frame(
            [
                _count(self.table, measure, key, check(answer, self._value(key, measure, rule), _COUNT, measure))
                for key in self._units
                for measure, rule in self.table.measures.items()
            ]
        )

    def _take(self, answer: Answer, row: Row, measure: str, rule: MeasureRule) -> None:
        place = row.key, measure
        if rule.sum is not None:
            part, before = _whole(answer, row, rule.sum), self._sums.get(place, 0)
            self._sums[place] = None if part is None or before is None else before + part
            return
        told = text(answer, row.fields, rule.field, row.place)
        if not told:
            raise broken(answer, f"{row.place}.{rule.field} is empty: what is counted once must have a name")
        self._texts.setdefault(place, set()).add(told)

    def _value(self, key: Key, measure: str, rule: MeasureRule) -> int | None:
        if rule.distinct is not None:
            return len(self._texts.get((key, measure), ()))
        if (key, measure) not in self._sums:
            return 0 if rule.absent == "zero" else None
        return self._sums[key, measure]


def no_counts() -> pl.DataFrame:
    """A frame of ``COUNT_SCHEMA`` without rows."""
    return pl.DataFrame(schema=COUNT_SCHEMA)


def _count(table: Table, measure: str, key: Key, value: int | None) -> dict[str, object]:
    row = count_row(table.series, key.code, key.name or None, measure, key.span, value)
    return {**row, "procedure": key.procedure}
