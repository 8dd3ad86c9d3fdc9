"""The connector: one question per declared table and period, walked to its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from connectors.base import Batch, ConnectorOptions, Evidence, Reject, Span, Window
from connectors.errors import ContractBroken
from connectors.outline import without_values
from connectors.rest.columns import plain_counts
from connectors.rest.counting import Asked, Row, Tally, counting, no_counts, read_counts, rows_of
from connectors.rest.evidence import declared_fields
from connectors.rest.options import AuthRules, RestOptions, Table
from connectors.rest.pages import walk
from connectors.rest.placeholders import filled, filled_in
from connectors.spans import begun, last_closed_month, running
from connectors.transport import Answer, Auth, Basic, HttpConnector, NoAuth, OAuth2, Question
from connectors.transport.auth import Flow
from connectors.transport.patience import Clock
from connectors.transport.payload import decode


@dataclass(frozen=True)
class WithHeaders(Auth):
    """Secret headers on top of another way of saying who we are; a token service never sees them."""

    inner: Auth
    headers: tuple[tuple[str, str], ...]

    def flow(self, question: Question, clock: Clock) -> Flow:
        """The question with the headers."""
        yield from self.inner.flow(replace(question, headers={**question.headers, **dict(self.headers)}), clock)

    def secrets(self) -> tuple[str, ...]:
        """The values of the headers, and the secrets of the other way."""
        return (*(value for _, value in self.headers), *self.inner.secrets())


class Rest(HttpConnector[RestOptions]):
    """Yields the measures its tables declare."""

    name: ClassVar[str] = "rest"
    system: ClassVar[str] = "API JSON khai báo trong cấu hình"
    Options: ClassVar[type[ConnectorOptions]] = RestOptions
    measures: ClassVar[frozenset[str]] = frozenset()
    """None of its own: those of the tables."""

    @staticmethod
    def auth(options: RestOptions) -> Auth:
        """What the declaration says."""
        rules = options.auth
        if not rules.headers:
            return _way(rules)
        return WithHeaders(
            _way(rules), tuple((name, value.get_secret_value()) for name, value in rules.headers.items())
        )

    def steps(self, window: Window) -> int:
        """One answer per question; more where an answer has several pages or is split."""
        return sum(len(_questions(table, window)) for table in self.options.tables)

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per page; of counts over rows, the last page's Batch holds them all."""
        try:
            for table in self.options.tables:
                for asked in _questions(table, window):
                    yield from (self._counted if table.counted else self._read)(table, asked)
        except ContractBroken as error:
            raise self._without_values(error) from error

    def probe(self, today: date) -> str:
        """Ask the first table for the last closed month, its first page only."""
        table, span = self.options.tables[0], last_closed_month(today)
        try:
            _, rows, _ = next(self._walked(table, Asked(span, (span,))))
        except ContractBroken as error:
            raise self._without_values(error) from error
        return f"The source answered for {span.start:%m/%Y}: {len(rows)} rows of {table.series}."

    def _read(self, table: Table, asked: Asked) -> Iterator[Batch]:
        for answer, whole in self._pages(table, asked):
            quick = plain_counts(whole, table, asked) if self.options.keep == "whole" else None
            if quick is not None:
                yield Batch(quick, answer.evidence())
                continue
            rows, undated = counting(answer, whole, table, asked)
            counts, rejects = read_counts(answer, rows, table)
            yield Batch(counts, self._evidence(answer, rows, table), (*undated, *rejects))

    def _counted(self, table: Table, asked: Asked) -> Iterator[Batch]:
        """Every page's evidence, and the counts with the last: only then are they whole."""
        tally, last = Tally(table), None
        for days in _parts(asked.days, table.split_days):
            for answer, rows, undated in self._walked(table, replace(asked, days=days)):
                if last is not None:
                    yield last[1]
                tally.add(answer, rows)
                last = answer, Batch(no_counts(), self._evidence(answer, rows, table), undated)
        if last is not None:
            yield replace(last[1], counts=tally.counts(last[0]))

    def _walked(self, table: Table, asked: Asked) -> Iterator[tuple[Answer, list[Row], tuple[Reject, ...]]]:
        for answer, rows in self._pages(table, asked):
            yield answer, *counting(answer, rows, table, asked)

    def _pages(self, table: Table, asked: Asked) -> Iterator[tuple[Answer, list[object]]]:
        def ask(question: Question) -> Answer:
            return self.transport.ask(question, lambda status: status in table.success.status)

        def read(answer: Answer) -> tuple[object, list[object]]:
            body = decode(answer)
            return body, rows_of(answer, body, table)

        yield from walk(ask, read, table.pages, self._question(table, asked.days))

    def _question(self, table: Table, asked: Span) -> Question:
        return Question(
            table.method,
            self.address(filled(table.path, asked)),
            params={name: filled(value, asked) for name, value in table.query.items()},
            json=None if table.method == "GET" else _object(filled_in(table.body or {}, asked)),
            headers=table.headers,
        )

    def _evidence(self, answer: Answer, rows: list[Row], table: Table) -> Evidence:
        return answer.evidence() if self.options.keep == "whole" else declared_fields(answer, rows, table)

    def _without_values(self, error: ContractBroken) -> ContractBroken:
        return error if self.options.keep == "whole" else without_values(error)


def _way(rules: AuthRules) -> Auth:
    if rules.basic is not None:
        return Basic(rules.basic.username, rules.basic.password.get_secret_value())
    if rules.oauth2 is None:
        return NoAuth()
    given = rules.oauth2
    return OAuth2(
        given.token_url,
        given.client_id,
        client_secret=None if given.client_secret is None else given.client_secret.get_secret_value(),
        username=given.username,
        password=None if given.password is None else given.password.get_secret_value(),
    )


def _questions(table: Table, window: Window) -> list[Asked]:
    """One question per span; where each row names its period, one for all of them."""
    spans = tuple(s for s in begun(window) if table.running == "ask" or not running(s, window.today))
    asked = [Asked(Span(span.start, min(span.end, window.today)), (span,)) for span in spans]
    if table.period is None or not asked:
        return asked
    last = max(question.days.end for question in asked)
    return [Asked(Span(asked[0].days.start, last), spans)]


def _parts(asked: Span, days: int | None) -> Iterator[Span]:
    """The span in runs of so many days."""
    start = asked.start
    while start <= asked.end:
        end = asked.end if days is None else min(asked.end, start + timedelta(days=days - 1))
        yield Span(start, end)
        start = end + timedelta(days=1)


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
