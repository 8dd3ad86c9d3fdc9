"""Provincial document axis with a received list (Lạng Sơn, 2026).

Wire format: ``POST v1/auth/login`` gives a token for 30 minutes; ``GET v1/syncReceivedEdocList?messageType=edoc&
fromDate=yyyy/MM/dd&toDate=yyyy/MM/dd`` with that token, ``X-SystemId`` and ``X-SecretKey`` lists one row per document
and receiver. There are no pages, so each day is asked for by itself, and ``count`` must be the number of rows. Errors
come inside a 200: ``{success: false, message, data: {errorCode, errorDesc}}``.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar, NoReturn

from pydantic import Field, SecretStr, TypeAdapter

from connectors.base import Batch, ConnectorOptions, Span, Window
from connectors.edoc_axis.copies import Copy, Kind, Listed, batch_of, day_of
from connectors.errors import ConfigurationError, CredentialsError, SourceUnavailable
from connectors.spans import begun
from connectors.transport import Answer, Auth, HttpConnector, HttpOptions, Question
from connectors.transport.auth import BAD_REQUEST, UNAUTHORIZED
from connectors.transport.patience import Clock
from connectors.transport.payload import Count, Payload, broken, check, decode, parse

RECEIVED = Kind("syncReceivedEdocList", "documents_received", "receiver")
_LIFE = timedelta(minutes=29)
"""A token lives 30 minutes; it is renewed before it ends under way."""
_OK = 200


class LangsonOptions(HttpOptions):
    """``username`` and ``password`` log in, ``system_id`` and ``secret_key`` name the system that asks.

    ``recalled`` are the statuses of copies that the sender took back (Decision 28/2018/QĐ-TTg: 13).
    """

    username: str
    password: SecretStr
    application_code: str = ""
    system_id: SecretStr
    secret_key: SecretStr
    recalled: tuple[str, ...] = ("13",)


class _Token(Payload):
    token: str = Field(pattern=r"^[\x21-\x7e]+$")


class _Login(Payload):
    code: int
    data: _Token | None = None


class _Failure(Payload):
    code: int | str = Field(alias="errorCode")


class _Refusal(Payload):
    success: bool
    data: _Failure | list[object] | None = None


class _Row(Payload):
    document: str = Field(alias="docId", min_length=1)
    kind: str = Field(alias="messageType")
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to", min_length=1)
    status: str
    created: str = Field(alias="createdTime")


class _List(Payload):
    success: bool
    count: Count
    rows: list[_Row] = Field(alias="data")


_LOGIN, _REFUSAL, _LIST = TypeAdapter(_Login), TypeAdapter(_Refusal), TypeAdapter(_List)


class LoginToken(Auth):
    """Logs in when needed, before the token ends, and once more when the axis answers 401 in the middle."""

    def __init__(self, options: LangsonOptions) -> None:
        self._options = options
        self._token: str | None = None
        self._ends: datetime | None = None

    def flow(self, question: Question, clock: Clock) -> Generator[Question, Answer, None]:
        """A login where needed, then the question with its token."""
        if self._token is None or self._ends is None or clock() >= self._ends:
            yield from self._renew(clock)
        answer = yield self._dressed(question)
        if answer.status == UNAUTHORIZED:
            yield from self._renew(clock)
            yield self._dressed(question)

    def secrets(self) -> Iterable[str]:
        """Password, key and the token of the moment."""
        options = self._options
        known = (options.password, options.system_id, options.secret_key)
        return tuple(filter(None, (*(one.get_secret_value() for one in known), self._token)))

    def _renew(self, clock: Clock) -> Generator[Question, Answer, None]:
        self._token = None
        answer = yield self._login()
        login = None if answer.status in {BAD_REQUEST, UNAUTHORIZED} else parse(answer, _LOGIN)
        if login is None or login.code != _OK or login.data is None:
            raise CredentialsError(
                f"{answer.url} did not let us in.", "Check username and password of this source.", answer.evidence()
            )
        self._token, self._ends = login.data.token, clock() + _LIFE

    def _login(self) -> Question:
        options = self._options
        body = {
            "username": options.username,
            "password": options.password.get_secret_value(),
            "applicationCode": options.application_code,
            "otp": None,
            "twoFactorProvider": None,
            "typeObjs": [0, 1],
        }
        url = f"{options.base_url}/v1/auth/login"
        return Question("POST", url, params={"allow_anonymous": "true"}, json=body, confidential=True)

    def _dressed(self, question: Question) -> Question:
        ours = {
            "Authorization": f"Bearer {self._token}",
            "X-SystemId": self._options.system_id.get_secret_value(),
            "X-SecretKey": self._options.secret_key.get_secret_value(),
        }
        return replace(question, headers={**question.headers, **ours})


class EdocAxisLangson(HttpConnector[LangsonOptions]):
    """Yields ``documents_received`` per organisation and span."""

    name: ClassVar[str] = "edoc_axis_langson"
    system: ClassVar[str] = "Trục liên thông văn bản của tỉnh (danh sách nhận, kiểu Lạng Sơn)"
    Options: ClassVar[type[ConnectorOptions]] = LangsonOptions
    measures: ClassVar[frozenset[str]] = frozenset({"documents_received"})

    @staticmethod
    def auth(options: LangsonOptions) -> Auth:
        """A login of the axis."""
        return LoginToken(options)

    def steps(self, window: Window) -> int:
        """One Batch per span that has begun; it takes one question per day."""
        return len(begun(window))

    def pull(self, window: Window) -> Iterator[Batch]:
        """One Batch per span; a running span is asked for up to today."""
        for span in begun(window):
            listed = self._listed(Span(span.start, min(span.end, window.today)))
            yield batch_of(listed, span, RECEIVED, self.options.recalled)

    def probe(self, today: date) -> str:
        """Log in and ask for yesterday."""
        day = today - timedelta(days=1)
        _, listed = self._day(day)
        return f"The document axis answered for {day:%d/%m/%Y}: {len(listed.rows)} documents received."

    def _listed(self, span: Span) -> Listed:
        copies: list[Copy] = []
        answers: list[Answer] = []
        for offset in range((span.end - span.start).days + 1):
            day = span.start + timedelta(days=offset)
            answer, listed = self._day(day)
            answers.append(answer)
            copies += _copies(answer, listed.rows, Span(day, day))
        return Listed(copies, answers)

    def _day(self, day: date) -> tuple[Answer, _List]:
        params = {"messageType": "edoc", "fromDate": f"{day:%Y/%m/%d}", "toDate": f"{day:%Y/%m/%d}"}
        answer = self.transport.ask(Question("GET", self.address("v1/syncReceivedEdocList"), params=params))
        body = decode(answer)
        refusal = check(answer, body, _REFUSAL)
        if not refusal.success:
            _refused(answer, refusal)
        listed = check(answer, body, _LIST)
        if listed.count != len(listed.rows):
            raise broken(answer, f"count says {listed.count}, but {len(listed.rows)} rows came")
        return answer, listed


def _copies(answer: Answer, rows: list[_Row], asked: Span) -> Iterator[Copy]:
    for number, row in enumerate(rows):
        if row.kind.lower() == "edoc":
            day = day_of(answer, row.created, asked, f"data[{number}].createdTime")
            yield Copy(row.document, row.sender, row.receiver, day, row.status)


def _refused(answer: Answer, refusal: _Refusal) -> NoReturn:
    """Raise what an error inside a 200 means: 15 wrong key, 19 not registered, 20 and 21 trouble of the axis itself."""
    code = str(refusal.data.code) if isinstance(refusal.data, _Failure) else "none"
    said = f"{answer.url} refused with errorCode {code}"
    if code == "15":
        remedy = "Check system_id and secret_key of this source and renew them."
        raise CredentialsError(f"{said}: wrong system id or key.", remedy, answer.evidence())
    if code == "19":
        remedy = "Ask the axis's owner to register this system."
        raise ConfigurationError(f"{said}: this system is not registered.", remedy, answer.evidence())
    if code in {"20", "21"}:
        remedy = "Nothing was lost: the next pull asks for the same periods again."
        raise SourceUnavailable(f"{said}: the axis is in trouble.", remedy, answer.evidence())
    raise broken(answer, f"refused with errorCode {code}")
