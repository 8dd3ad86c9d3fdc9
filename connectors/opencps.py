"""OpenCPS v2 one-stop system (open source, Liferay), stored statistics of dossiers.

Wire format: ``GET {base}/statistics?year=&month=&domain=&agency=&system=`` with the header ``groupId`` gives
``{"total": n, "data": [row, …]}``. ``total`` as the value of domain, agency or system asks for the roll-up over it; one
left out gives its details *and* the roll-up among them. ``month`` 1 … 12 is that month, 0 the stored year, -1 every
month. ``start`` and ``end`` 0 give all rows; ``total`` is how many came, not how many there are.

So each span is asked for twice: the agencies (``agency`` left out), then the province's roll-up (``agency=total``) as
the control total. Roll-up rows among the agencies are not counted; a measure whose total is not the sum of its agencies
is held back for the province, the agencies' own counts stand.

Traps: 203 means "not logged in", 406 an error of the statistics, 403 ``No Content.`` any other error; the columns
``viaPostalCount``, ``dossierOnline3Count``, ``dossierOnline4Count`` and ``saturday…`` are never filled by the system,
their 0 is no zero and is not read; ``reCalculate`` writes on the server and is never sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, ClassVar, Self

from pydantic import Field, SecretStr, TypeAdapter, model_validator

from connectors.base import Batch, ConnectorOptions, Span, Window, count_frame
from connectors.errors import (
    ConfigurationError,
    ContractBroken,
    CredentialsError,
    SourceError,
    SourceUnavailable,
)
from connectors.rollup import differences, held_total
from connectors.rows import count_row
from connectors.spans import Named, begun, last_closed_month, named
from connectors.transport import Answer, Auth, Basic, HttpConnector, HttpOptions, NoAuth, Question
from connectors.transport.auth import Flow
from connectors.transport.patience import Clock
from connectors.transport.payload import Count, Payload, broken, check, decode, parse
from connectors.transport.verdict import LATER

SERIES = "statistics"
TOTAL = "total"
NOT_LOGGED_IN, FAULT = HTTPStatus.NON_AUTHORITATIVE_INFORMATION, HTTPStatus.NOT_ACCEPTABLE
_READ = frozenset({HTTPStatus.OK, NOT_LOGGED_IN, FAULT})
_REFUSED_QUESTION = "400"
_WHOLE_YEAR = 0


class OpencpsOptions(HttpOptions):
    """How to reach the statistics and who asks.

    ``path``           path of the statistics below ``base_url`` (``secure/rest/statistics`` in newer versions).
    ``group_id``       id of the site, sent as header ``groupId``.
    ``province_code``  unit code under which the roll-up over all agencies is kept: its row has none.
    ``username`` and ``password`` (HTTP Basic), or ``token`` with the ``cookie`` of its login, or ``localaccess`` with
    ``userid``; none of them where the path is open.
    """

    path: Annotated[str, Field(pattern=r"^[\w/.-]+$")] = "o/rest/statistics"
    group_id: str
    province_code: str
    username: str | None = None
    password: SecretStr | None = None
    token: SecretStr | None = None
    cookie: SecretStr | None = None
    localaccess: SecretStr | None = None
    userid: str | None = None

    @model_validator(mode="after")
    def _one_way_in(self) -> Self:
        for one, other in (("username", "password"), ("localaccess", "userid")):
            if (getattr(self, one) is None) != (getattr(self, other) is None):
                raise ValueError(f"{one} and {other} belong together")
        if self.cookie is not None and self.token is None:
            raise ValueError("cookie belongs to a token")
        if sum(way is not None for way in (self.username, self.token, self.localaccess)) > 1:
            raise ValueError("give username, token or localaccess, only one of them")
        return self


@dataclass(frozen=True)
class Headers(Auth):
    """Fixed headers; those of ``open`` are no secret."""

    secret: Mapping[str, str]
    open: Mapping[str, str] = field(default_factory=dict)

    def flow(self, question: Question, clock: Clock) -> Flow:  # noqa: ARG002 - a token needs the clock
        """The question with the headers."""
        yield replace(question, headers={**question.headers, **self.open, **self.secret})

    def secrets(self) -> tuple[str, ...]:
        """The values of the secret headers."""
        return tuple(self.secret.values())


class _Row(Payload):
    month: Count
    year: Count
    agency: str | None = Field(alias="govAgencyCode", default=None)
    name: str | None = Field(alias="govAgencyName", default=None)
    domain: str | None = Field(alias="domainCode", default=None)
    received: Count | None = Field(alias="receivedCount")
    online: Count | None = Field(alias="onlineCount")
    at_counter: Count | None = Field(alias="onegateCount")
    carried_over: Count | None = Field(alias="remainingCount")
    to_handle: Count | None = Field(alias="processCount")
    resolved: Count | None = Field(alias="releaseCount")
    early: Count | None = Field(alias="betimesCount")
    on_time: Count | None = Field(alias="ontimeCount")
    overdue: Count | None = Field(alias="overtimeCount")
    in_process: Count | None = Field(alias="processingCount")
    not_due: Count | None = Field(alias="undueCount")
    due: Count | None = Field(alias="overdueCount")

    def counts(self) -> dict[str, int | None]:
        """Measure → count."""
        return {
            "dossiers_received": self.received,
            "dossiers_online": self.online,
            "dossiers_direct_or_postal": self.at_counter,
            "dossiers_carried_over": self.carried_over,
            "dossiers_to_handle": self.to_handle,
            "dossiers_resolved": self.resolved,
            "dossiers_resolved_early": self.early,
            "dossiers_resolved_on_time": self.on_time,
            "dossiers_resolved_overdue": self.overdue,
            "dossiers_in_process": self.in_process,
            "dossiers_in_process_not_due": self.not_due,
            "dossiers_in_process_overdue": self.due,
        }


class _Statistics(Payload):
    total: Count
    data: list[_Row]


class _Fault(Payload):
    code: str = Field(alias="faultCode")
    message: str | None = Field(alias="faultMessage", default=None)


_STATISTICS = TypeAdapter(_Statistics)
_FAULT = TypeAdapter(_Fault)


class Opencps(HttpConnector[OpencpsOptions]):
    """Yields twelve dossier counts per agency and span, and the province's own beside them."""

    name: ClassVar[str] = "opencps"
    system: ClassVar[str] = "Hệ thống một cửa OpenCPS v2"
    Options: ClassVar[type[ConnectorOptions]] = OpencpsOptions
    measures: ClassVar[frozenset[str]] = frozenset(
        {
            "dossiers_received",
            "dossiers_online",
            "dossiers_direct_or_postal",
            "dossiers_carried_over",
            "dossiers_to_handle",
            "dossiers_resolved",
            "dossiers_resolved_early",
            "dossiers_resolved_on_time",
            "dossiers_resolved_overdue",
            "dossiers_in_process",
            "dossiers_in_process_not_due",
            "dossiers_in_process_overdue",
        }
    )

    @staticmethod
    def auth(options: OpencpsOptions) -> Auth:
        """Whichever way in the options name."""
        if options.username is not None and options.password is not None:
            return Basic(options.username, options.password.get_secret_value())
        if options.token is not None:
            cookie = {} if options.cookie is None else {"Cookie": options.cookie.get_secret_value()}
            return Headers({"Token": options.token.get_secret_value(), **cookie})
        if options.localaccess is not None and options.userid is not None:
            return Headers({"localaccess": options.localaccess.get_secret_value()}, {"userid": options.userid})
        return NoAuth()

    def steps(self, window: Window) -> int:
        """Two answers per span: the agencies and their control total."""
        return 2 * len(_askable(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """Per span: the agencies, then the province's roll-up as far as it is their sum."""
        for span, period in _askable(window):
            answer = self._ask(period)
            agencies = _agencies(answer, _rows(answer, period))
            yield _batch(answer, span, agencies)
            answer = self._ask(period, agency=TOTAL)
            yield self._province(answer, span, _rows(answer, period), agencies)

    def probe(self, today: date) -> str:
        """Ask for the control total of the last closed month."""
        span = last_closed_month(today)
        period = Named("month", span.start.year, span.start.month)
        answer = self._ask(period, agency=TOTAL)
        row = _roll_up(answer, _rows(answer, period))
        total = "no" if row is None or row.received is None else row.received
        return f"The one-stop system answered for {span.start:%m/%Y}: {total} dossiers received."

    def _province(self, answer: Answer, span: Span, rows: list[_Row], agencies: list[_Row]) -> Batch:
        row, code = _roll_up(answer, rows), self.options.province_code
        if row is None:
            return Batch(count_frame([]), answer.evidence())
        counts = row.counts()
        why = differences(counts, [agency.counts() for agency in agencies])
        kept = [count_row(SERIES, code, row.name, m, span, value) for m, value in counts.items() if m not in why]
        return Batch(count_frame(kept), answer.evidence(), held_total(SERIES, code, row.name, span, counts, why))

    def _ask(self, period: Named, **more: str) -> Answer:
        month = _WHOLE_YEAR if period.time_type == "year" else period.number
        asked = {"year": str(period.year), "month": str(month), "domain": TOTAL, "system": TOTAL, **more}
        params = {**asked, "start": "0", "end": "0"}
        question = Question(
            "GET", self.address(self.options.path), params=params, headers={"groupId": self.options.group_id}
        )
        try:
            answer = self.transport.ask(question, _READ.__contains__)
        except SourceUnavailable as error:
            raise _no_content(error) from None
        if answer.status != HTTPStatus.OK:
            raise _said(answer)
        return answer


def _askable(window: Window) -> list[tuple[Span, Named]]:
    """The spans that have begun, by name. Raises ``ConfigurationError`` for one that is no month and no year."""
    found: list[tuple[Span, Named]] = []
    for span in begun(window):
        period = named(span)
        if period is None or period.time_type == "quarter":
            raise ConfigurationError(
                f"OpenCPS stores no statistics from {span.start} to {span.end}; it knows months and years.",
                "Set calendar: calendar for this source in config/sources.yaml.",
            )
        found.append((span, period))
    return found


def _rows(answer: Answer, period: Named) -> list[_Row]:
    """The rows of an answer, verified to be all of it and about the period asked for."""
    found = parse(answer, _STATISTICS)
    if found.total != len(found.data):
        raise broken(answer, f"{len(found.data)} rows came, {found.total} were announced")
    month = _WHOLE_YEAR if period.time_type == "year" else period.number
    for index, row in enumerate(found.data):
        if (row.year, row.month) != (period.year, month):
            raise broken(answer, f"data[{index}] is about {row.month}/{row.year}, not {month}/{period.year}")
        if row.domain:
            raise broken(answer, f"data[{index}] is a detail by domain ({row.domain}) where domain=total was asked for")
    return found.data


def _agencies(answer: Answer, rows: list[_Row]) -> list[_Row]:
    """The rows of agencies, each once; the roll-up among them is left out."""
    agencies = [row for row in rows if row.agency]
    seen: set[str | None] = set()
    for row in agencies:
        if row.agency in seen:
            raise broken(answer, f"agency {row.agency} stands twice: roll-up and detail rows are mixed")
        seen.add(row.agency)
    if len(rows) - len(agencies) > 1:
        raise broken(answer, f"{len(rows) - len(agencies)} rows have no agency; one roll-up row was agreed")
    return agencies


def _roll_up(answer: Answer, rows: list[_Row]) -> _Row | None:
    """The one row of an answer to agency=total; None where the system has not stored it."""
    if len(rows) > 1:
        raise broken(answer, f"{len(rows)} rows came where agency=total has one: the filter was ignored")
    row = rows[0] if rows else None
    if row is not None and row.agency:
        raise broken(answer, f"the roll-up over all agencies is about {row.agency}: the filter was ignored")
    return row


def _batch(answer: Answer, span: Span, agencies: list[_Row]) -> Batch:
    rows = [
        count_row(SERIES, row.agency or "", row.name, measure, span, value)
        for row in agencies
        for measure, value in row.counts().items()
    ]
    return Batch(count_frame(rows), answer.evidence())


def _said(answer: Answer) -> SourceError:
    """What 203 and 406 mean."""
    if answer.status == NOT_LOGGED_IN:
        return CredentialsError(
            f"{answer.url} answered 203: OpenCPS does not know who asks.",
            "Check and renew the user name and password, token or localaccess of this source.",
            answer.evidence(),
        )
    fault = check(answer, decode(answer), _FAULT)
    said = f"{answer.url} answered 406, an error of its statistics ({fault.code}: {(fault.message or '')[:200]})."
    if fault.code == _REFUSED_QUESTION:
        remedy = "Nothing was stored. Compare the question with the kept answer: the system no longer takes it."
        return ContractBroken(said, remedy, answer.evidence())
    return SourceUnavailable(said, LATER, answer.evidence())


def _no_content(error: SourceUnavailable) -> SourceUnavailable:
    """403 "No Content." is OpenCPS's word for any error it has no other for, not a refusal."""
    evidence = error.evidence
    if evidence is None or evidence.status != HTTPStatus.FORBIDDEN or b"No Content." not in evidence.body:
        return error
    return SourceUnavailable(
        f'{evidence.url} answered 403 "No Content.", OpenCPS\'s word for any error it has no other for.',
        f"Check group_id and path of this source; otherwise ask the system's operator. {LATER}",
        evidence,
        error.retry_after,
    )
