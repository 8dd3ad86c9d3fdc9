"""National document axis through its client interface (VXP/VPCP, SDK 2.0.1).

Wire format: parameters travel as headers, each with the prefix ``XroadVnpt-``; one more header repeats them as JSON,
and another is the HMAC-SHA256 of exactly that JSON. ``getSentEdocList`` and ``getReceivedEdocList`` (POST, in pages)
list one row per document and receiver; ``countReceiveEdoc`` (GET) is the control total of the received list. The client
library takes an empty answer, or one that is no JSON, for "no document"; here it is a broken contract.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import count
from typing import ClassVar, Generic, TypeVar

from pydantic import Field, PositiveInt, SecretStr, TypeAdapter

from connectors.base import Batch, ConnectorOptions, Span, Window
from connectors.edoc_axis.copies import Copy, Kind, Listed, batch_of, day_of
from connectors.moments import VIETNAM
from connectors.secrecy import may_be_classified
from connectors.spans import begun, last_closed_month
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, Question
from connectors.transport.patience import Clock
from connectors.transport.payload import Count, Payload, broken, check, decode

PREFIX = "XroadVnpt-"
VERSION = "3.0.201608"
SENT = Kind("getSentEdocList", "documents_sent", "sender")
RECEIVED = Kind("getReceivedEdocList", "documents_received", "receiver")
TOTAL = "countReceiveEdoc"
_REMEDY = "Nothing was stored. Check system_id and secret of this source first, then compare with the agreed format."


class VxpOptions(HttpOptions):
    """``system_id`` and ``secret`` sign each question; ``page_size`` rows are asked for at a time.

    ``recalled`` are the statuses of copies that the sender took back (Decision 28/2018/QĐ-TTg: 13).
    """

    system_id: str
    secret: SecretStr
    page_size: PositiveInt = 500
    recalled: tuple[str, ...] = ("13",)


class SignedHeaders(Auth):
    """Moves a question's parameters into headers and signs them."""

    def __init__(self, system_id: str, secret: str) -> None:
        self._system_id = system_id
        self._secret = secret

    def flow(self, question: Question, clock: Clock) -> Generator[Question, Answer, None]:
        """The question as the axis wants it."""
        yield replace(question, params={}, headers={**question.headers, **self._headers(question.params, clock)})

    def secrets(self) -> Iterable[str]:
        """What signs."""
        return (self._secret,)

    def _headers(self, params: Mapping[str, str], clock: Clock) -> dict[str, str]:
        now = clock().astimezone(VIETNAM)
        named = {
            "timestamp": f"{now:%d%m%YT%H%M%S}+{now.microsecond // 1000:04d}",
            "systemid": self._system_id,
            "servicetype": "eDoc",
            "messagetype": "edoc",
            **params,
        }
        carried = {f"{PREFIX}{name}": value for name, value in named.items()}
        text = json.dumps(carried, separators=(",", ":"))
        return {
            **carried,
            f"{PREFIX}sign-header-key": ";".join(named),
            f"{PREFIX}sign-header": text,
            f"{PREFIX}hash-header": hmac.new(self._secret.encode(), text.encode(), sha256).hexdigest(),
            f"{PREFIX}version": VERSION,
        }


class _Reply(Payload):
    status: str
    code: int | str = Field(alias="ErrorCode")


class _Total(Payload):
    count: Count


class _Row(Payload):
    """One copy. ``title`` and ``notation`` are looked at for marks of secrecy and then forgotten."""

    document: str
    sender: str
    receiver: str
    status: str
    at: str
    title: str | None = None
    notation: str | None = None

    def may_be_classified(self) -> bool:
        """Whether its title or symbol is marked."""
        return may_be_classified((("title", self.title or ""), ("notation", self.notation or "")))


class _Received(_Row):
    document: str = Field(alias="docId", min_length=1)
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to", min_length=1)
    at: str = Field(alias="created_time")


class _Sent(_Row):
    document: str = Field(alias="senderDocId", min_length=1)
    sender: str = Field(alias="fromCode", min_length=1)
    receiver: str = Field(alias="toCode")
    status: str = Field(alias="sendStatus")
    at: str = Field(alias="sentTime")


R = TypeVar("R", bound=_Row)


class _List(Payload, Generic[R]):
    rows: list[R] = Field(alias="data")


_REPLY, _TOTAL = TypeAdapter(_Reply), TypeAdapter(_Total)
_SENT, _RECEIVED = TypeAdapter(_List[_Sent]), TypeAdapter(_List[_Received])


class EdocAxisVxp(HttpConnector[VxpOptions]):
    """Yields ``documents_sent`` and ``documents_received`` per organisation and span, each a series of its own."""

    name: ClassVar[str] = "edoc_axis_vxp"
    system: ClassVar[str] = "Trục liên thông văn bản quốc gia (VXP)"
    Options: ClassVar[type[ConnectorOptions]] = VxpOptions
    measures: ClassVar[frozenset[str]] = frozenset({"documents_sent", "documents_received"})

    @staticmethod
    def auth(options: VxpOptions) -> Auth:
        """Signed headers."""
        return SignedHeaders(options.system_id, options.secret.get_secret_value())

    def steps(self, window: Window) -> int:
        """Two Batches per span that has begun: sent and received."""
        return 2 * len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """Sent, then received of each span; a running span is asked for up to today."""
        for span in begun(window):
            asked = Span(span.start, min(span.end, window.today))
            sent = self._listed(SENT.series, _SENT, asked)
            yield batch_of(sent, span, SENT, self.options.recalled)
            answer, total = self._total(asked)
            received = self._listed(RECEIVED.series, _RECEIVED, asked)
            listed = len(received.copies) + received.secret
            if total != listed:
                raise broken(answer, f"{TOTAL} says {total}, but {RECEIVED.series} gives {listed} rows")
            yield batch_of(received, span, RECEIVED, self.options.recalled)

    def probe(self, today: date) -> str:
        """Ask how many documents were received in the last closed month."""
        span = last_closed_month(today)
        _, total = self._total(span)
        return f"The national document axis answered for {span.start:%m/%Y}: {total} copies received."

    def _total(self, span: Span) -> tuple[Answer, int]:
        answer, body = self._ask("GET", TOTAL, _dates(span))
        return answer, check(answer, body, _TOTAL).count

    def _listed(self, path: str, model: TypeAdapter[_List[R]], span: Span) -> Listed:
        copies: list[Copy] = []
        answers: list[Answer] = []
        secret: set[str] = set()
        for answer, rows in self._pages(path, model, span):
            answers.append(answer)
            for number, row in enumerate(rows):
                day = day_of(answer, row.at, span, f"data[{number}], its time,")
                copies.append(Copy(row.document, row.sender, row.receiver, day, row.status))
                if row.may_be_classified():
                    secret.add(row.document)
        kept = [copy for copy in copies if copy.document not in secret]
        return Listed(kept, answers, len(copies) - len(kept))

    def _pages(self, path: str, model: TypeAdapter[_List[R]], span: Span) -> Iterator[tuple[Answer, list[R]]]:
        """Page after page until one is not full. An axis without pages gives more rows than asked for: all of them."""
        seen: set[tuple[str, str, str, str]] = set()
        for page in count(1):
            params = {**_dates(span), "pageSize": str(self.options.page_size), "pageIndex": str(page)}
            answer, body = self._ask("POST", path, params)
            rows = check(answer, body, model).rows
            keys = {(row.document, row.sender, row.receiver, row.at) for row in rows}
            if page > 1 and keys & seen:
                raise broken(answer, f"page {page} repeats rows of an earlier page")
            seen |= keys
            yield answer, rows
            if len(rows) != self.options.page_size:
                return

    def _ask(self, method: str, path: str, params: dict[str, str]) -> tuple[Answer, object]:
        """The answer and its JSON, once it says OK. Its body is never kept as it is: lists carry titles."""
        body: dict[str, object] | None = {} if method == "POST" else None
        question = Question(method, self.address(path), params=params, json=body, confidential=True)
        answer = self.transport.ask(question)
        content = decode(answer)
        reply = check(answer, content, _REPLY)
        if reply.status.upper() != "OK" or str(reply.code) != "0":
            raise broken(answer, f"refused with ErrorCode {str(reply.code)[:20]}", _REMEDY)
        return answer, content


def _dates(span: Span) -> dict[str, str]:
    return {"fromDate": f"{span.start:%Y/%m/%d}", "toDate": f"{span.end:%Y/%m/%d}"}
