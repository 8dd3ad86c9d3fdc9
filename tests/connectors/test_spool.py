"""A file too large for memory is spooled to disk, known by its sha256, and gone when nobody needs it."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from connectors.errors import ContractBroken, CredentialsError
from connectors.spool import Spool
from connectors.transport import HttpOptions, NoAuth, Question, Transport
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Loopback, Reply, Script

Serve = Callable[[Script], Loopback]
BODY = b"don vi;so\n" + b"H99.01;12\n" * 50_000


def download(server: Loopback, clock: Clock, **options: object) -> Transport:
    known = HttpOptions.model_validate({"base_url": server.url, "retries": 0, "max_answer_bytes": 1000, **options})
    return Transport(known, NoAuth(), clock=clock, sleep=clock.sleep)


def test_a_download_lies_on_disk_and_only_its_beginning_in_memory(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, BODY, {"Content-Type": "text/csv"}))
    answer = download(server, clock).ask(Question("GET", server.url, spooled=True))
    assert BODY.startswith(answer.body)
    assert len(answer.body) < len(BODY) == answer.size
    evidence = answer.evidence()
    assert (evidence.body, evidence.size, evidence.sha256) == (b"", len(BODY), sha256(BODY).hexdigest())
    with evidence.open() as whole:
        assert whole.read() == BODY


def test_the_file_goes_with_its_last_user(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, BODY))
    evidence = download(server, clock).ask(Question("GET", server.url, spooled=True)).evidence()
    assert evidence.spool is not None
    path = evidence.spool.path
    assert path.exists()
    del evidence
    gc.collect()
    assert not path.exists()


def test_a_download_has_a_bound_of_its_own(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(200, BODY))
    with pytest.raises(ContractBroken, match=r"more than 100000 bytes.*raise max_download_bytes") as caught:
        download(server, clock, max_download_bytes=100_000).ask(Question("GET", server.url, spooled=True))
    assert caught.value.evidence is not None
    assert 0 < caught.value.evidence.size <= 65_536


def test_a_refusal_is_no_download(serve: Serve, clock: Clock) -> None:
    server = serve(lambda _: Reply(401, b"who are you"))
    with pytest.raises(CredentialsError) as caught:
        download(server, clock).ask(Question("GET", server.url, spooled=True))
    assert caught.value.evidence is not None
    assert caught.value.evidence.spool is None


def test_nothing_is_left_of_a_download_that_breaks_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def pieces() -> Iterator[bytes]:
        yield b"beginning"
        raise OSError("cut")

    with pytest.raises(OSError, match="cut"):
        Spool(pieces())
    gc.collect()
    assert list(tmp_path.iterdir()) == []
