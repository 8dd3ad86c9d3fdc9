from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import requests

from connectors.sandbox import Sandbox
from connectors.sandbox.faults import Kind
from tests.sandbox.conftest import Client


def ask(client: Client) -> requests.Response:
    return client.axis("01/10/2026", "31/10/2026")


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("403", 403), ("429", 429), ("html_login", 200)])
def test_a_fault_replaces_the_answer_as_often_as_ordered(
    sandbox: Sandbox, client: Client, kind: Kind, status: int
) -> None:
    right = ask(client).content
    sandbox.faults.add("/edoc/", kind, 2)
    for _ in range(2):
        answer = ask(client)
        assert answer.status_code == status
        assert answer.content != right
        assert answer.headers["X-Sohoa-Simulated"] == "1"
    assert ask(client).content == right


def test_too_many_requests_says_when_to_come_back(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("/edoc/", "429", retry_after=7)
    assert ask(client).headers["Retry-After"] == "7"


def test_pages_of_a_login_and_of_a_firewall(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("/edoc/", "html_login")
    sandbox.faults.add("/edoc/", "403")
    assert "Đăng nhập" in ask(client).text
    assert "Request Rejected" in ask(client).text


def test_a_truncated_answer_is_no_json(sandbox: Sandbox, client: Client) -> None:
    right = ask(client)
    sandbox.faults.add("/edoc/", "truncated")
    cut = ask(client)
    assert right.content.startswith(cut.content)
    with pytest.raises(requests.JSONDecodeError):
        cut.json()


def test_a_changed_field_keeps_everything_else(sandbox: Sandbox, client: Client) -> None:
    right = ask(client).json()
    sandbox.faults.add("/edoc/", "changed_field")
    row = ask(client).json()[0]
    assert "sent" not in row
    assert row.pop("sentCount") == right[0].pop("sent")
    assert row == right[0]


def test_a_reset_connection_gives_no_answer(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("/edoc/", "reset")
    with pytest.raises(requests.ConnectionError):
        ask(client)
    assert ask(client).status_code == 200


@contextmanager
def asking(client: Client, answers: list[requests.Response]) -> Iterator[None]:
    thread = Thread(target=lambda: answers.append(ask(client)))
    thread.start()
    yield
    thread.join()


def test_a_hanging_answer_comes_when_released(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("/edoc/", "hang")
    answers: list[requests.Response] = []
    with asking(client, answers):
        assert sandbox.faults.held.wait(timeout=20)
        assert answers == []
        sandbox.faults.release()
    assert [answer.status_code for answer in answers] == [200]


def test_only_the_named_path_and_only_after_so_many(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("/igate/pa/", "500", after=2)
    assert ask(client).status_code == 200
    statuses = [client.one_stop("2026-10-01", "2026-10-31").status_code for _ in range(4)]
    assert statuses == [200, 200, 500, 200]


def test_a_path_may_name_part_of_the_question(sandbox: Sandbox, client: Client) -> None:
    sandbox.faults.add("fromDate=01%2F09%2F2026", "500", None)
    assert client.axis("01/09/2026", "30/09/2026").status_code == 500
    assert ask(client).status_code == 200
    sandbox.faults.clear()
    assert client.axis("01/09/2026", "30/09/2026").status_code == 200


def test_an_unknown_fault_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match=r"'404' is no fault\. Use one of: 500, 403"):
        sandbox.faults.add("/", "404")  # type: ignore[arg-type]


def test_a_reset_without_a_connection_says_what_it_needs(sandbox: Sandbox) -> None:
    sandbox.faults.add("/edoc/", "reset")
    sandbox.app.testing = True
    with pytest.raises(RuntimeError, match=r"use Sandbox\.serve\(\)"):
        sandbox.app.test_client().get("/edoc/public/-/document/stat")
