"""What an answer, or the lack of one, means: take it, ask again, or stop. Pure."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

import requests
from urllib3.exceptions import HTTPError

from connectors.errors import (
    ConfigurationError,
    ContractBroken,
    CredentialsError,
    SourceError,
    SourceUnavailable,
)
from connectors.transport.message import Answer
from connectors.transport.pages import leads_to_login, page_kind
from connectors.transport.patience import Clock, retry_after

LATER = "Nothing was lost: the next pull asks for the same periods again."
ASK_OWNER = "Leave the source alone for now and ask its owner; this program does not try to get around a refusal."
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_EXPIRED_CERTIFICATE = 10
"""OpenSSL's X509_V_ERR_CERT_HAS_EXPIRED."""
_SILENCES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (requests.exceptions.ProxyError, "the proxy on the way did not let us through"),
    (requests.exceptions.ConnectTimeout, "the connection was not taken in time"),
    (requests.exceptions.Timeout, "no answer in time"),
    ((requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError), "the answer was cut off"),
    ((requests.exceptions.ConnectionError, HTTPError), "the connection was refused or broken"),
)
"""What went wrong between us and the source, most particular first; all of it is worth another try."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``error`` is raised unless one of ``further`` attempts is left (None = as many as the options allow).

    ``wait`` is the pause the source asked for, ``stop`` means that it must not be asked again for a while.
    """

    error: SourceError
    further: int | None = 0
    wait: float | None = None
    stop: bool = False


def judge(answer: Answer, clock: Clock, max_wait: float) -> Verdict | None:
    """None = an answer to read; otherwise why it is not one."""
    if page_kind(answer) == "firewall":
        error = SourceUnavailable(f"A firewall refused {answer.url}.", ASK_OWNER, answer.evidence())
        return Verdict(error, stop=True)
    if answer.status == HTTPStatus.FORBIDDEN:
        return Verdict(
            SourceUnavailable(f"{answer.url} answered 403 (forbidden).", ASK_OWNER, answer.evidence()), stop=True
        )
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return _throttled(answer, retry_after(answer.headers.get("retry-after"), clock()), max_wait)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status in _AGAIN:
        return _failing(answer, retry_after(answer.headers.get("retry-after"), clock()), max_wait)
    return None


def _throttled(answer: Answer, wait: float | None, max_wait: float) -> Verdict:
    error = SourceUnavailable(
        f"{answer.url} answered 429 (too many questions){_asked(wait)}.",
        "Lower requests_per_second of this source; the next pull asks again.",
        answer.evidence(),
        wait,
    )
    if wait is None or wait > max_wait:
        return Verdict(error, stop=True)
    return Verdict(error, further=1, wait=wait, stop=True)


def _failing(answer: Answer, wait: float | None, max_wait: float) -> Verdict:
    message = f"{answer.url} answered {answer.status}{_asked(wait)}."
    error = SourceUnavailable(message, LATER, answer.evidence(), wait)
    if wait is not None and wait > max_wait:
        return Verdict(error, stop=True)
    return Verdict(error, further=None, wait=wait)


def _asked(wait: float | None) -> str:
    return "" if wait is None else f" and asked to wait {wait:.0f} s"


def accept(answer: Answer, success: Callable[[int], bool]) -> Answer:
    """The answer, if its status is one the connector agreed on and it is no login page; raises otherwise."""
    if not success(answer.status):
        raise _unagreed(answer)
    if page_kind(answer) == "login":
        raise _login(answer)
    return answer


def _unagreed(answer: Answer) -> SourceError:
    status, evidence = answer.status, answer.evidence()
    if status == HTTPStatus.UNAUTHORIZED:
        remedy = "Check and renew the user name, password or token of this source."
        return CredentialsError(f"{answer.url} did not accept who we are (status 401).", remedy, evidence)
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return _redirected(answer)
    if status in _GONE:
        remedy = "Check base_url of this source; the system may have moved or been upgraded."
        return ConfigurationError(f"{answer.url} does not exist (status {status}).", remedy, evidence)
    remedy = "Nothing was stored. Read the kept answer: the source no longer takes this question as agreed."
    return ContractBroken(f"{answer.url} answered {status}, which was not agreed.", remedy, evidence)


def _redirected(answer: Answer) -> SourceError:
    """Redirects are never followed: credentials would travel with them, and X-Road forbids it."""
    target = answer.headers.get("location", "")
    if leads_to_login(target):
        return _login(answer)
    shown = target.partition("?")[0] or "nowhere"
    remedy = "Put the new address in base_url of this source if its owner confirms the move."
    return ConfigurationError(f"{answer.url} sends on to {shown}.", remedy, answer.evidence())


def _login(answer: Answer) -> SourceError:
    remedy = "Check whether the source now asks for a login, and whether ours is still valid; the next pull asks again."
    return SourceUnavailable(f"{answer.url} showed its login page instead of data.", remedy, answer.evidence())


def no_answer(error: Exception, url: str) -> Verdict:
    """Why there is no whole answer at all, from what the HTTP library raised."""
    if isinstance(error, requests.exceptions.SSLError):
        return _tls(error, url)
    if _caused_by(error, "ReadTimeoutError"):
        return _retried(f"{url} did not answer in time")
    if _caused_by(error, "NameResolutionError"):
        return _retried(f"{url} cannot be reached: its name is not known; check base_url")
    for kinds, what in _SILENCES:
        if isinstance(error, kinds):
            return _retried(f"{url}: {what}")
    remedy = "Check base_url, verify_tls, client_certificate, proxy and the secrets of this source."
    return Verdict(ConfigurationError(f"{url} cannot be asked ({type(error).__name__}).", remedy))


def _retried(message: str) -> Verdict:
    return Verdict(SourceUnavailable(f"{message}.", LATER), further=None)


def _tls(error: Exception, url: str) -> Verdict:
    failed = next((e for e in _chain(error) if isinstance(e, ssl.SSLCertVerificationError)), None)
    if failed is None:
        remedy = "Check that base_url says https only where the source speaks it."
        return Verdict(SourceUnavailable(f"No secure connection to {url}.", f"{remedy} {LATER}"))
    why = failed.verify_message or "it could not be verified"
    if failed.verify_code == _EXPIRED_CERTIFICATE:
        remedy = f"Tell the source's owner to renew it. {LATER}"
        return Verdict(SourceUnavailable(f"The certificate of {url} has expired.", remedy))
    remedy = "Get the issuing authority's certificate from the source's owner and name its file in verify_tls."
    return Verdict(ConfigurationError(f"The certificate of {url} is not trusted: {why}.", remedy))


def _caused_by(error: BaseException, name: str) -> bool:
    return any(type(cause).__name__ == name for cause in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it wraps: causes, contexts, arguments and urllib3's ``reason``."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None), *current.args)
        waiting.extend(part for part in inner if isinstance(part, BaseException))
