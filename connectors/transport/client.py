"""Carries questions: one at a time, within the budget, with patience, within bounds."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from http import HTTPStatus
from itertools import count
from threading import Lock

import requests
from urllib3.exceptions import HTTPError

from connectors.errors import ContractBroken, SourceUnavailable
from connectors.spool import Spool
from connectors.transport.auth import BAD_REQUEST, UNAUTHORIZED, Auth
from connectors.transport.message import Answer, Question
from connectors.transport.options import HttpOptions
from connectors.transport.patience import Breaker, Clock, Pace, Sleep
from connectors.transport.redaction import Redactor
from connectors.transport.verdict import LATER, Verdict, accept, judge, no_answer
from connectors.transport.ways import carried

USER_AGENT = "sohoa/0.1 (digitization monitor; one question at a time)"
_CHUNK = 65_536
_HEAD = 65_536
"""How much of an answer that is not held in memory is looked at, or kept where it is too large altogether."""
_log = logging.getLogger(__name__)


class _Session(requests.Session):
    """A session in which a redirect is an answer like any other: it is neither followed nor read ahead."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        return None


class Transport:
    """Asks one source. Not shared between sources; safe to call from several threads, which then queue.

    ``clock`` gives aware datetimes; ``sleep`` takes seconds.
    """

    def __init__(self, options: HttpOptions, auth: Auth, *, clock: Clock, sleep: Sleep) -> None:
        self._options = options
        self._auth = auth
        self._clock = clock
        self._sleep = sleep
        self._way = options.transport.way(options.base_url)
        self._redactor = Redactor(lambda: (*auth.secrets(), *self._way.secrets()))
        self._pace = Pace(options.requests_per_second, clock, sleep)
        self._breaker = Breaker(options.cool_down, clock)
        self._session = _Session()
        self._session.trust_env = False  # neither .netrc nor a proxy may slip in from the environment
        self._lock = Lock()

    def ask(
        self, question: Question, success: Callable[[int], bool] = lambda status: status == HTTPStatus.OK
    ) -> Answer:
        """The whole answer to ``question`` once its status satisfies ``success``.

        Raises a ``SourceError``; see ``verdict`` for which.
        """
        with self._lock:
            flow = carried(self._auth.flow(question, self._clock), self._way, self._clock)
            answer = self._persist(next(flow))
            while True:
                try:
                    following = flow.send(answer)
                except StopIteration:
                    return accept(answer, success)
                answer = self._persist(following)

    def _persist(self, question: Question) -> Answer:
        """Ask until there is an answer to read, or no attempt is left."""
        url = self._redactor.url(question.url)
        for attempt in count():
            self._breaker.check()
            self._pace.wait()
            try:
                answer = self._once(question)
                verdict = self._way.verdict(answer) or judge(answer, self._clock, self._options.max_wait)
            except (OSError, HTTPError, UnicodeError) as error:  # requests' errors are OSErrors
                _log.info("no answer: %s %s (%s)", question.method, url, type(error).__name__)
                verdict = no_answer(error, url)
            if verdict is None:
                return self._checked_token(question, answer)
            self._again_or_raise(verdict, attempt)
        raise AssertionError("count() does not end")

    def _again_or_raise(self, verdict: Verdict, attempt: int) -> None:
        allowed = self._options.retries
        if verdict.further is not None:
            allowed = min(allowed, verdict.further)
        if attempt < allowed:
            pause = verdict.wait if verdict.wait is not None else self._options.backoff * 2**attempt
            self._sleep(min(pause, self._options.max_wait))
            return
        if verdict.stop and isinstance(verdict.error, SourceUnavailable):
            self._breaker.stop(verdict.error)
        raise verdict.error

    def _checked_token(self, question: Question, answer: Answer) -> Answer:
        """Who refuses a token says so with 400 or 401, which ``Auth`` reads; any other status is nobody's answer."""
        if question.confidential:
            return accept(answer, lambda status: status in {HTTPStatus.OK, BAD_REQUEST, UNAUTHORIZED})
        return answer

    def _once(self, question: Question) -> Answer:
        request = self._request(question)
        options = self._options
        proxies = {"http": options.proxy, "https": options.proxy} if options.proxy else {}
        timeout = (options.connect_timeout, options.read_timeout)
        response = self._session.send(
            request,
            stream=True,
            timeout=timeout,
            verify=options.verify_tls,
            cert=self._certificate(),
            proxies=proxies,
            allow_redirects=False,
        )
        with response:
            answer = self._received(question, response)
        _log.info("%s %s: %s, %s bytes", answer.method, answer.url, answer.status, answer.size)
        return answer

    def _received(self, question: Question, response: requests.Response) -> Answer:
        pieces = self._pieces(question, response)
        if question.spooled and response.status_code == HTTPStatus.OK:
            spool = Spool(pieces)
            return self._answer(question, response, spool.head(_HEAD), spool)
        return self._answer(question, response, b"".join(pieces))

    def _certificate(self) -> str | tuple[str, str] | None:
        """The file or files that show who we are on the connection."""
        certificate, key = self._options.client_certificate, self._options.client_key
        return (certificate, key) if certificate is not None and key is not None else certificate

    def _request(self, question: Question) -> requests.PreparedRequest:
        """The question as it goes over the wire."""
        request = requests.Request(
            question.method,
            question.url,
            params=dict(question.params),
            json=question.json,
            data=question.form,
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "application/json",
                "Accept-Encoding": "gzip, deflate",
                **question.headers,
            },
        )
        return self._session.prepare_request(request)

    def _pieces(self, question: Question, response: requests.Response) -> Iterator[bytes]:
        """The decoded body piece by piece, so that neither size nor time runs away."""
        options = self._options
        name = "max_download_bytes" if question.spooled else "max_answer_bytes"
        limit = options.max_download_bytes if question.spooled else options.max_answer_bytes
        deadline = self._clock() + timedelta(seconds=options.answer_timeout)
        size, head = 0, b""
        for piece in response.iter_content(_CHUNK):
            size += len(piece)
            head = head or piece
            if size > limit:
                kept = self._answer(question, response, head)
                raise ContractBroken(
                    f"{kept.url} answers with more than {limit} bytes.",
                    f"Read the kept beginning; raise {name} of this source only if such an answer is right.",
                    kept.evidence(),
                )
            if self._clock() > deadline:
                url = self._redactor.url(question.url)
                raise SourceUnavailable(f"The answer of {url} took longer than {options.answer_timeout:.0f} s.", LATER)
            yield piece

    def _answer(
        self, question: Question, response: requests.Response, body: bytes, spool: Spool | None = None
    ) -> Answer:
        failed = response.status_code >= HTTPStatus.MULTIPLE_CHOICES
        return Answer(
            method=question.method,
            url=self._redactor.url(response.url or question.url),
            status=response.status_code,
            headers={name.lower(): value for name, value in self._redactor.headers(response.headers).items()},
            body=self._redactor.body(body) if failed else body,
            captured_at=self._clock(),
            provenance={name: self._redactor.text(value) for name, value in question.provenance().items()},
            confidential=question.confidential,
            spool=spool,
        )
