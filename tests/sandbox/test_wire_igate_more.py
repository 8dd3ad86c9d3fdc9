"""The one-stop system's other answers tell of the same dossiers, whichever is asked."""

from __future__ import annotations

from datetime import date

import pytest

from connectors.base import Window
from connectors.registry import build
from connectors.sandbox import Sandbox
from connectors.sandbox.units import object_id
from connectors.spans import months
from tests.sandbox.conftest import Client, Clock

WINDOW = Window((months(2026, 9, 1), months(2026, 11, 1)), date(2026, 11, 23))
"""A month that has ended and the running one."""
CODE = "000.01.H01"
WAYS = ("dossiers_online", "dossiers_direct", "dossiers_postal")
Counts = dict[tuple[str, date, str], int]


def pulled(sandbox: Sandbox, url: str, report: str, **options: object) -> Counts:
    user, password = sandbox.credentials
    given = {
        "base_url": f"{url}/igate",
        "token_url": f"{url}/igate/auth/realms/digo/protocol/openid-connect/token",
        "client_id": "web-onegate",
        "username": user,
        "password": password,
        "ancestor_id": "0" * 24,
        "requests_per_second": 10_000,
        "reports": [report],
        **options,
    }
    connector = build("igate", given, clock=Clock(), sleep=lambda _: None)
    found: Counts = {}
    for batch in connector.pull(WINDOW):
        assert batch.rejects == ()
        for code, start, measure, value in batch.counts.select(
            "unit_code", "period_start", "measure", "value"
        ).iter_rows():
            found[code, start, measure] = value
    return found


@pytest.mark.parametrize("paging", ["slice", "page"])
def test_every_answer_tells_of_the_same_dossiers(sandbox: Sandbox, paging: str) -> None:
    with sandbox.serve() as serving:
        digitized = pulled(sandbox, serving.url, "digitization-by-agency")
        statistic = pulled(sandbox, serving.url, "statistic-agency-kgg")
        online = pulled(sandbox, serving.url, "kgg-dossier-report-online")
        parameters = {"dossier-search": {"agency-id": object_id(CODE)}}
        listed = pulled(sandbox, serving.url, "dossier-search", parameters=parameters, paging=paging, page_size=50)
    received = {key: value for key, value in statistic.items() if key[2] == "dossiers_received"}
    assert {key: digitized[key] for key in received} == received
    assert {key: value for key, value in online.items() if key[2] == "dossiers_online"} == {
        key: value for key, value in statistic.items() if key[2] == "dossiers_online"
    }
    for span in WINDOW.spans:
        assert listed[CODE, span.start, "dossiers_received"] == statistic[CODE, span.start, "dossiers_received"] > 50
        assert listed[CODE, span.start, "dossiers_online"] == statistic[CODE, span.start, "dossiers_online"] > 0
        ways = sum(listed[CODE, span.start, way] for way in WAYS)
        assert ways == listed[CODE, span.start, "dossiers_received"]


def test_who_asks_must_be_known(client: Client) -> None:
    for path in ("ba/agency/name+code", "pa/dossier/search", "pa/dossier-statistic/--statistic-agency-kgg"):
        assert client.session.get(f"{client.url}/igate/{path}", timeout=20).status_code == 401


def test_days_that_cannot_be_read(client: Client) -> None:
    headers = {"Authorization": f"Bearer {client.token().json()['access_token']}"}
    for path in (
        "pa/dossier/search",
        "pa/dossier-statistic/--statistic-agency-kgg",
        "pa/kgg-dossier-statistic/--kgg-dossier-report-online",
    ):
        assert client.session.get(f"{client.url}/igate/{path}", headers=headers, timeout=20).status_code == 400
