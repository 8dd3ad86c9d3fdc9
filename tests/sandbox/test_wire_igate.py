from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox import Sandbox
from tests.sandbox.conftest import UNIT_CODES, UNITS, Client, Clock

COUNTS = (
    "totalReceiver",
    "totalReceiverHavingFile",
    "totalReceiverNopeFile",
    "totalComplete",
    "totalCompleteHavingFile",
    "totalCompleteNopeFile",
    "totalReceiverCompleteHavingFile",
)


def by_code(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["agency"]["code"]: row for row in rows}


def test_a_token_as_the_sign_on_gives_it(client: Client) -> None:
    answer = client.token()
    assert answer.status_code == 200
    assert answer.json().keys() >= {"access_token", "refresh_token", "expires_in", "token_type"}
    renewed = client.token(grant_type="refresh_token", refresh_token=answer.json()["refresh_token"])
    assert renewed.status_code == 200
    again = client.token(grant_type="refresh_token", refresh_token=answer.json()["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (401, "invalid_grant")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"password": "sai"}, 401, "invalid_grant"),
        ({"username": "ai-do"}, 401, "invalid_grant"),
        ({"client_id": "khac"}, 401, "invalid_client"),
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
    ],
)
def test_who_is_not_known_gets_no_token(client: Client, form: dict[str, str], status: int, error: str) -> None:
    answer = client.token(**form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_token_is_good_for_forty_questions(client: Client) -> None:
    token = client.token().json()["access_token"]
    statuses = [client.one_stop("2026-10-01", "2026-10-31", token).status_code for _ in range(42)]
    assert statuses == [200] * 40 + [401] * 2


def test_a_token_ages(client: Client, clock: Clock) -> None:
    token = client.token().json()["access_token"]
    clock.set(2026, 11, 24)
    assert client.one_stop("2026-10-01", "2026-10-31", token).status_code == 401


@pytest.mark.parametrize("token", ["", "made-up"])
def test_without_a_good_token_nothing_is_told(client: Client, token: str) -> None:
    answer = client.one_stop("2026-10-01", "2026-10-31", token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_answer_is_a_bare_array_of_agencies(client: Client) -> None:
    rows = client.one_stop("2026-08-01", "2026-08-31").json()
    assert len(rows) == 117
    row = by_code(rows)["101.H01"]
    assert row["agency"].keys() == {"id", "code", "name", "level"}
    assert row.keys() >= set(COUNTS)
    assert isinstance(row["percentTotalReceiverHavingFile"], float)


def test_identities_hold_for_every_agency(client: Client) -> None:
    for start, end in (("2026-08-01", "2026-08-31"), ("2026-08-15", "2026-09-14"), ("2026-07-03", "2026-07-09")):
        for row in client.one_stop(start, end).json():
            assert row["totalReceiver"] == row["totalReceiverHavingFile"] + row["totalReceiverNopeFile"]
            assert row["totalComplete"] == row["totalCompleteHavingFile"] + row["totalCompleteNopeFile"]
            assert row["totalReceiverCompleteHavingFile"] <= row["totalReceiverHavingFile"]
            assert row["totalReceiverCompleteHavingFile"] <= row["totalCompleteHavingFile"]


def test_days_add_up_to_the_month(client: Client) -> None:
    month = by_code(client.one_stop("2026-07-01", "2026-07-31").json())
    parts = [
        by_code(client.one_stop(*span).json()) for span in (("2026-07-01", "2026-07-14"), ("2026-07-15", "2026-07-31"))
    ]
    for code, row in month.items():
        assert [row[field] for field in COUNTS] == [sum(part[code][field] for part in parts) for field in COUNTS]


def test_the_running_month_grows_with_the_clock(client: Client, clock: Clock) -> None:
    def received() -> int:
        return sum(row["totalReceiver"] for row in client.one_stop("2026-11-01", "2026-11-30").json())

    clock.set(2026, 11, 10)
    early = received()
    clock.set(2026, 11, 23)
    assert 0 < early < received()
    assert not any(row["totalReceiver"] for row in client.one_stop("2026-12-01", "2026-12-31").json())


def test_another_ancestor_has_no_agencies(client: Client) -> None:
    assert client.one_stop("2026-10-01", "2026-10-31", **{"ancestor-id": "f" * 24}).json() == []


def test_bounds_it_cannot_read_are_refused(client: Client) -> None:
    answer = client.one_stop("01/10/2026", "31/10/2026")
    assert answer.status_code == 400


def test_credentials_are_made_up_when_not_given(sandbox: Sandbox) -> None:
    first, second = (Sandbox(units=UNITS, unit_codes=UNIT_CODES).credentials for _ in range(2))
    assert first != second
    assert sandbox.credentials == ("nguoi-dung", "mat-khau")
