from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from connectors.sandbox import Sandbox, troubles
from tests.sandbox.conftest import Client, Clock

BOTH = "SO_HOA_GIAY_TO_GIAI_QUYET"


def digitized(client: Client, month: int) -> dict[str, tuple[int | None, int | None]]:
    """Numerator and denominator of metric 4.2 by unit code."""
    rows: list[dict[str, Any]] = client.portal("dossier-digitized", month=month).json()["data"]["evaluation"]
    metric = {row["departmentCode"]: next(m for m in row["metrics"] if m["code"] == BOTH) for row in rows}
    return {code: (found["numerator"], found["denominator"]) for code, found in metric.items()}


def agencies(client: Client, start: str, end: str) -> set[str]:
    return {row["agency"]["code"] for row in client.one_stop(start, end).json()}


def test_a_month_is_restated_from_the_second_month_after_it(client: Client, clock: Clock) -> None:
    clock.set(2026, 10, 31)
    first = digitized(client, 9)
    clock.set(2026, 11, 1)
    later = digitized(client, 9)
    others = first.keys() - {troubles.WRONG_FIRST_COUNT, troubles.STOPS_REPORTING}
    changed = {code: (first[code], later[code]) for code in others if first[code] != later[code]}
    assert len(changed) == 12
    for (before, whole), (after, same) in changed.values():
        assert before is not None
        assert after is not None
        assert whole == same
        assert 0.02 < (after - before) / after < 0.10
    clock.set(2027, 3, 1)
    assert {code: digitized(client, 9)[code] for code in others} == {code: later[code] for code in others}


def test_one_commune_first_counts_more_than_there_is(client: Client, clock: Clock) -> None:
    wrong = {code for code, (part, whole) in digitized(client, 10).items() if part is not None and part > (whole or 0)}
    assert wrong == {troubles.WRONG_FIRST_COUNT}
    assert not any(part is not None and part > (whole or 0) for part, whole in digitized(client, 9).values())
    clock.set(2026, 12, 1)
    part, whole = digitized(client, 10)[troubles.WRONG_FIRST_COUNT]
    assert part is not None
    assert whole is not None
    assert part <= whole


def test_one_commune_stops_reporting(client: Client, sandbox: Sandbox) -> None:
    unit = sandbox.province.by_code[troubles.STOPS_REPORTING]
    assert [digitized(client, month)[unit.code] == (None, None) for month in (8, 9, 10)] == [False, True, True]
    spans = [
        ("2026-08-01", "2026-08-31"),
        ("2026-08-15", "2026-09-14"),
        ("2026-10-01", "2026-10-31"),
        ("2026-11-01", "2026-11-30"),
    ]
    assert [unit.one_stop_code in agencies(client, *span) for span in spans] == [True, False, False, False]
    progress = client.portal("dvc-progress-tree").json()["data"]["children"]
    row = next(child for child in progress if child["departmentCode"] == unit.code)
    assert [row[field] for field in ("totalReceived", "totalOnTime", "totalOverdue", "ratio")] == [None] * 4


def test_an_agency_nobody_knows_turns_up_each_october(client: Client) -> None:
    code = troubles.UNKNOWN_AGENCY[0]
    assert code in agencies(client, "2026-10-01", "2026-10-31")
    assert code in agencies(client, "2025-10-15", "2025-11-14")
    assert code not in agencies(client, "2026-09-01", "2026-09-30")
    assert code not in agencies(client, "2024-10-01", "2024-10-31")
    spans = [
        (date(2025, 9, 15), date(2025, 10, 14)),
        (date(2025, 10, 15), date(2025, 11, 14)),
        (date(2024, 1, 1), date(2026, 12, 31)),
    ]
    assert [troubles.unknown_agency_dossiers(*span) for span in spans] == [2, 3, 10]


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("2026-10-02T03:59:59+07:00", 200),
        ("2026-10-02T04:00:00+07:00", 503),
        ("2026-11-03T04:00:00+07:00", 503),
        ("2026-10-04T05:29:59+07:00", 503),
        ("2026-10-04T05:30:00+07:00", 200),
        ("2026-10-05T04:30:00+07:00", 200),
    ],
)
def test_the_axis_is_down_for_three_nights_a_month(client: Client, clock: Clock, moment: str, status: int) -> None:
    clock.now = datetime.fromisoformat(moment)
    assert client.axis("01/09/2026", "30/09/2026").status_code == status
    assert client.portal("dvc-progress-tree", month=8).status_code == 201


def test_one_commune_is_too_good_to_be_true(client: Client, sandbox: Sandbox) -> None:
    code = sandbox.province.by_code[troubles.ALWAYS_FULL].one_stop_code
    for month, days in ((1, 31), (6, 30), (10, 31)):
        rows = client.one_stop(f"2026-{month:02d}-01", f"2026-{month:02d}-{days}").json()
        row = next(row for row in rows if row["agency"]["code"] == code)
        assert row["totalReceiverCompleteHavingFile"] == row["totalComplete"] > 30
    rows = client.one_stop("2025-10-01", "2025-10-31").json()
    row = next(row for row in rows if row["agency"]["code"] == code)
    assert row["totalReceiverCompleteHavingFile"] < row["totalComplete"]
