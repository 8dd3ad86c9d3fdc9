from __future__ import annotations

import pytest
import requests

from connectors.sandbox import Sandbox
from tests.sandbox.conftest import Client


def test_the_front_page_says_it_is_simulated(client: Client) -> None:
    answer = client.session.get(client.url, timeout=20)
    assert "SỐ LIỆU MÔ PHỎNG" in answer.text
    assert answer.headers["X-Sohoa-Simulated"] == "1"


def test_it_stops_answering_when_the_block_ends(sandbox: Sandbox) -> None:
    with sandbox.serve() as serving:
        assert requests.get(serving.url, timeout=20).status_code == 200
    with pytest.raises(requests.ConnectionError):
        requests.get(serving.url, timeout=20)


def test_two_can_run_side_by_side_and_again(sandbox: Sandbox) -> None:
    with sandbox.serve() as one, sandbox.serve() as two:
        assert one.url != two.url
        assert [requests.get(serving.url, timeout=20).status_code for serving in (one, two)] == [200, 200]
    with sandbox.serve() as again:
        assert requests.get(again.url, timeout=20).status_code == 200


def test_a_request_that_hangs_does_not_keep_it_from_ending(sandbox: Sandbox) -> None:
    sandbox.faults.add("/", "hang")
    with sandbox.serve() as serving, pytest.raises(requests.ReadTimeout):
        requests.get(serving.url, timeout=0.2)
    assert not sandbox.faults.held.is_set()


def test_an_unknown_page_is_marked_too(client: Client) -> None:
    answer = client.session.get(f"{client.url}/dvcqg/nowhere", timeout=20)
    assert answer.status_code == 404
    assert answer.headers["X-Sohoa-Simulated"] == "1"
