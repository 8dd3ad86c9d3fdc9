from __future__ import annotations

from typing import Any

import pytest

from connectors.sandbox import Sandbox
from connectors.sandbox.rhythm import Month
from tests.sandbox.conftest import Client, Clock


def flat(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    nested = [child for row in rows for child in row.get("childOrgan", [])]
    return {row["organDomain"]: row for row in rows + nested}


def test_organisations_and_their_children(client: Client) -> None:
    rows = client.axis("01/10/2026", "31/10/2026").json()
    assert rows[0].keys() == {"organDomain", "organName", "lastUpdate", "sent", "received", "total"}
    parents = {
        row["organDomain"]: [child["organDomain"] for child in row["childOrgan"]] for row in rows if "childOrgan" in row
    }
    assert parents == {
        "000.00.13.H01": ["000.00.16.H01"],
        "000.201.00.H01": ["000.200.00.H01", "000.202.00.H01"],
    }
    organs = flat(rows)
    assert len(rows) == 114
    assert len(organs) == 117
    assert all(row["total"] == row["sent"] + row["received"] for row in organs.values())


def test_counts_are_those_of_the_province_and_within_the_register(client: Client, sandbox: Sandbox) -> None:
    row = flat(client.axis("01/10/2026", "31/10/2026").json())["000.200.00.H01"]
    month = Month(2026, 10)
    counts = sandbox.province.documents("H01.200", month.start, month.end)
    assert (row["sent"], row["received"]) == (counts.sent, counts.received)
    assert row["sent"] <= counts.signed
    assert row["received"] <= counts.electronic


@pytest.mark.parametrize(("start", "end"), [("2026-10-01", "2026-10-31"), ("31/02/2026", "01/03/2026"), ("", "")])
def test_a_date_it_cannot_read_drops_the_filter_without_a_word(client: Client, start: str, end: str) -> None:
    answer = client.axis(start, end)
    assert answer.status_code == 200
    everything = sum(row["sent"] for row in flat(answer.json()).values())
    october = sum(row["sent"] for row in flat(client.axis("01/10/2026", "31/10/2026").json()).values())
    assert everything > 20 * october
    assert everything == client.axis("", "", "document/stat").json()["total"]


def test_a_day_long_ago_is_empty(client: Client) -> None:
    rows = client.axis("01/01/2000", "01/01/2000").json()
    assert len(flat(rows)) == 117
    assert not any(row["total"] for row in flat(rows).values())


def test_months_add_up(client: Client) -> None:
    spans = [("01/09/2026", "30/09/2026"), ("01/10/2026", "31/10/2026"), ("01/09/2026", "31/10/2026")]
    first, second, whole = (flat(client.axis(*span).json()) for span in spans)
    for code, row in whole.items():
        assert row["received"] == first[code]["received"] + second[code]["received"]


def test_the_axis_as_a_whole(client: Client) -> None:
    body = client.axis("", "", "document/stat").json()
    assert body["totalOrgan"] == 117
    assert body["dateTime"] == "23/11/2026"


def test_the_running_month_ends_at_the_servers_day(client: Client, clock: Clock) -> None:
    def sent() -> int:
        return sum(row["sent"] for row in flat(client.axis("01/11/2026", "30/11/2026").json()).values())

    clock.set(2026, 11, 10)
    early = sent()
    clock.set(2026, 11, 23)
    assert 0 < early < sent()
