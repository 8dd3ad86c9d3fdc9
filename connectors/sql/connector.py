"""The connector: runs the reviewed query for each span and yields a Batch per chunk of its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import polars as pl
from pydantic import Field, PositiveFloat, PositiveInt, SecretStr
from sqlalchemy.engine import URL

from connectors.base import Batch, Connector, ConnectorOptions, Evidence, Span, Window
from connectors.errors import ContractBroken
from connectors.spans import begun
from connectors.sql.columns import SqlColumns, texts, tidy
from connectors.sql.database import Limits, Rows, address, asked, reading, shown
from connectors.sql.statement import read_query
from connectors.transport.patience import Clock


class SqlOptions(ConnectorOptions):
    """``url`` is the replica's SQLAlchemy address, ``query`` the reviewed file. Times are seconds.

    ``timeout`` bounds the query of one span, ``max_rows`` its result; ``chunk_rows`` rows are in memory at a time.
    """

    url: SecretStr
    query: str = Field(min_length=1)
    series: str = Field(min_length=1)
    columns: SqlColumns
    timeout: PositiveFloat = 300
    connect_timeout: PositiveFloat = 10
    max_rows: PositiveInt = 5_000_000
    chunk_rows: PositiveInt = 50_000


class Sql(Connector):
    """Yields the measures its columns declare. ``clock`` gives aware datetimes."""

    name: ClassVar[str] = "sql"
    system: ClassVar[str] = "Bản sao chỉ đọc của cơ sở dữ liệu (SQL)"
    Options: ClassVar[type[ConnectorOptions]] = SqlOptions
    measures: ClassVar[frozenset[str]] = frozenset()
    """None of its own: those of the columns."""

    def __init__(self, options: SqlOptions, *, clock: Clock) -> None:
        self.options = options
        self._clock = clock
        self._limits = Limits(options.timeout, options.connect_timeout, options.chunk_rows)

    def steps(self, window: Window) -> int:
        """At least one Batch per span that has begun; a large result comes in several."""
        return len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """The query once for each span, with :start and :end its first and last day (today, if it is running)."""
        spans = begun(window)
        if not spans:
            return
        query = read_query(self._path)
        for span in spans:
            yield from self._batches(query, span, min(span.end, window.today))

    def probe(self, today: date) -> str:
        """Run the query for today and look at its first rows only."""
        query = read_query(self._path)
        url = address(self.options.url.get_secret_value())
        with (
            reading(url, self._limits) as connection,
            asked(connection, query, {"start": today, "end": today}, self._limits) as (names, _),
        ):
            self._check(names)
        return f"The database answered the query {self._path.name}: {len(names)} columns, as declared."

    @property
    def _path(self) -> Path:
        return Path(self.options.query)

    def _batches(self, query: str, span: Span, last: date) -> Iterator[Batch]:
        url = address(self.options.url.get_secret_value())
        with (
            reading(url, self._limits) as connection,
            asked(connection, query, {"start": span.start, "end": last}, self._limits) as (names, chunks),
        ):
            self._check(names)
            first = 1
            for chunk in _at_least_one(chunks):
                if first + len(chunk) - 1 > self.options.max_rows:
                    raise ContractBroken(
                        f"The query {self._path.name} gives more than {self.options.max_rows} rows for one period.",
                        "Let it sum up per unit and procedure; raise max_rows only if so many are right.",
                    )
                table = texts(names, chunk, first)
                counts, rejects = tidy(table, self.options.columns, self.options.series, span)
                yield Batch(counts, self._evidence(table, query, url, Span(span.start, last)), rejects)
                first += len(chunk)

    def _check(self, names: Sequence[str]) -> None:
        """The result has the declared columns and no other: what nobody declared is not even fetched."""
        wanted = self.options.columns.names()
        if sorted(names) == sorted(wanted):
            return
        raise ContractBroken(
            f"The query {self._path.name} gives the columns {', '.join(names)}; declared are {', '.join(wanted)}.",
            "Let the query give exactly the declared columns.",
        )

    def _evidence(self, table: pl.DataFrame, query: str, url: URL, days: Span) -> Evidence:
        """The result's declared columns as CSV, and which query gave them."""
        return Evidence(
            url=f"{shown(url)}/{self._path.name}",
            method="SELECT",
            status=None,
            media_type="text/csv",
            body=table.write_csv().encode(),
            captured_at=self._clock(),
            provenance={
                "query": self._path.name,
                "query_sha256": sha256(query.encode()).hexdigest(),
                "days": f"{days.start} {days.end}",
            },
        )


def _at_least_one(chunks: Iterator[Rows]) -> Iterator[Rows]:
    """A result without rows is one empty chunk: that nothing was there is an answer, too."""
    yield next(chunks, ())
    yield from chunks
