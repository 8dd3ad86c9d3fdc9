"""Document exchange axis (Bkav eDoc): public statistics of documents sent and received per organisation.

Wire format: ``GET /public/-/stat/detail?fromDate=dd/MM/yyyy&toDate=dd/MM/yyyy``, no login, an array of
organisations. Traps known from its public source code:

* a date it cannot read becomes "no date", and the filter is dropped without a word: the answer is then all-time.
  So each pull first asks for one day long before any exchange existed; an answer with counts in it proves that
  dates are ignored, and nothing is taken;
* a parent's figure does not include its ``childOrgan`` rows: each is a unit of its own;
* a document to n receivers counts n received, 1 sent: the two are never compared;
* ``lastUpdate`` is epoch milliseconds; the newest stands with the evidence, so that stale figures can be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import ClassVar

from pydantic import Field, TypeAdapter

from connectors.base import Batch, ConnectorOptions, Evidence, Reject, Span, Window, count_frame
from connectors.errors import ContractBroken
from connectors.rows import count_row, plain
from connectors.spans import begun, last_closed_month
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, NoAuth, Question
from connectors.transport.payload import Count, Payload, broken, parse

SERIES = "stat-detail"
BEFORE_ANY_EXCHANGE = Span(date(2000, 1, 1), date(2000, 1, 1))


class EdocAxisOptions(HttpOptions):
    """Nothing beyond how to reach it: the statistics are public."""


class _Organ(Payload):
    code: str = Field(alias="organDomain", min_length=1)
    name: str | None = Field(alias="organName")
    sent: Count | None
    received: Count | None
    total: Count | None
    updated: Count | None = Field(alias="lastUpdate", default=None)
    children: list[_Organ] | None = Field(alias="childOrgan", default=None)


_ORGANS = TypeAdapter(list[_Organ])


class EdocAxis(HttpConnector[EdocAxisOptions]):
    """Yields ``documents_sent`` and ``documents_received`` per organisation and span."""

    name: ClassVar[str] = "edoc_axis"
    system: ClassVar[str] = "Trục liên thông văn bản Bkav eDoc"
    Options: ClassVar[type[ConnectorOptions]] = EdocAxisOptions
    measures: ClassVar[frozenset[str]] = frozenset({"documents_sent", "documents_received"})

    @staticmethod
    def auth(options: EdocAxisOptions) -> Auth:  # noqa: ARG004 - the same for any options
        """Nobody: the statistics are public."""
        return NoAuth()

    def steps(self, window: Window) -> int:
        """One answer per span that has begun; the control question yields no Batch."""
        return len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per span. Raises ``ContractBroken`` before the first if the date filter is ignored."""
        spans = begun(window)
        if spans:
            self._prove_filter()
        for span in spans:
            answer = self._ask(Span(span.start, min(span.end, window.today)))
            yield _batch(answer, parse(answer, _ORGANS), span)

    def probe(self, today: date) -> str:
        """Ask for the last closed month and check that the date filter holds."""
        self._prove_filter()
        span = last_closed_month(today)
        organs = parse(self._ask(span), _ORGANS)
        return f"The document axis answered for {span.start:%m/%Y}: {len(organs)} organisations."

    def _ask(self, span: Span) -> Answer:
        params = {"fromDate": f"{span.start:%d/%m/%Y}", "toDate": f"{span.end:%d/%m/%Y}"}
        return self.transport.ask(Question("GET", self.address("public/-/stat/detail"), params=params))

    def _prove_filter(self) -> None:
        answer = self._ask(BEFORE_ANY_EXCHANGE)
        organs = _flat(parse(answer, _ORGANS))
        if any(organ.sent or organ.received for organ in organs):
            raise ContractBroken(
                f"{answer.url} counts documents on a day before any exchange: it ignores the dates asked for.",
                "Nothing was stored. Ask the axis's owner which date format the statistics take now.",
                answer.evidence(),
            )


def _flat(organs: list[_Organ]) -> Iterator[_Organ]:
    """Every organisation, parents before their children."""
    for organ in organs:
        yield organ
        yield from _flat(organ.children or [])


def _batch(answer: Answer, organs: list[_Organ], span: Span) -> Batch:
    rows: list[dict[str, object]] = []
    rejects: list[Reject] = []
    for organ in _flat(organs):
        if _adds_up(organ):
            rows.extend(_rows(organ, span))
        else:
            rejects.extend(_rejects(organ, span))
    return Batch(count_frame(rows), _dated(answer, organs), tuple(rejects))


def _dated(answer: Answer, organs: list[_Organ]) -> Evidence:
    """The answer as evidence, with the newest moment at which its figures were brought up to date."""
    evidence = answer.evidence()
    updated = [organ.updated for organ in _flat(organs) if organ.updated is not None]
    if not updated:
        return evidence
    try:
        newest = datetime.fromtimestamp(max(updated) / 1000, tz=UTC)
    except (OverflowError, OSError, ValueError):
        raise broken(answer, "a lastUpdate is no time in milliseconds since 1970") from None
    return replace(evidence, provenance={**evidence.provenance, "last_update": newest.isoformat()})


def _adds_up(organ: _Organ) -> bool:
    """Whether the printed total is the sum of its parts; without all three there is nothing to compare."""
    if organ.sent is None or organ.received is None or organ.total is None:
        return True
    return organ.sent + organ.received == organ.total


def _values(organ: _Organ) -> tuple[tuple[str, int | None], ...]:
    return ("documents_sent", organ.sent), ("documents_received", organ.received)


def _rows(organ: _Organ, span: Span) -> Iterator[dict[str, object]]:
    for measure, value in _values(organ):
        yield count_row(SERIES, organ.code, organ.name, measure, span, value)


def _rejects(organ: _Organ, span: Span) -> Iterator[Reject]:
    reason = f"sent {organ.sent} + received {organ.received} is not the total {organ.total}"
    for measure, value in _values(organ):
        yield Reject(
            where=f"organDomain {organ.code}",
            unit_code=organ.code,
            unit_name=plain(organ.name),
            measure=measure,
            period=span,
            value=str(value),
            reason=reason,
            series=SERIES,
            rule="contradiction",
        )
