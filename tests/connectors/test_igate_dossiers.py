"""Dossiers read to be counted: none lost or doubled while they change, and nothing of a person kept."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Batch, Window
from connectors.errors import ContractBroken, SourceError, SourceUnavailable
from connectors.igate import Igate
from connectors.registry import build
from connectors.spans import months
from connectors.transport import Answer, Question
from tests.connectors.conformance.peer import as_json
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Reply, Script

PEER = next(peer for peer in PEERS if peer.name == "igate dossier-search")
ONLINE = next(peer for peer in PEERS if peer.name == "igate kgg-dossier-report-online")
AUGUST = Window((months(2026, 8, 1),), date(2026, 11, 23))
Serve = Callable[[Script], Loopback]
Rows = list[dict[str, Any]]
PERSON = ("Bí Mật", "0900000000")


def served(rows: Rows, **page: object) -> Script:
    """The happy system with these dossiers on one page."""

    def answer(asked: Asked) -> Reply:
        if PEER.is_token(asked):
            return PEER.token_reply()
        return as_json({"content": rows, "last": True, **page}, 200) if PEER.is_data(asked) else PEER.reply(asked)

    return answer


def dossiers() -> Rows:
    query = {"accepted-from": "2026-08-01", "page": "0", "size": "50"}
    rows: Rows = PEER.answer(Asked("GET", "/pa/dossier/search", query, {}, b""))["content"]
    return rows


def pulled(serve: Serve, clock: Clock, script: Script, **options: object) -> list[Batch]:
    server = serve(script)
    connector = build("igate", {**PEER.options(server.url), "retries": 0, **options}, clock=clock, sleep=clock.sleep)
    return list(connector.pull(AUGUST))


def counts(batches: list[Batch]) -> dict[tuple[str, str], int | None]:
    rows = (row for batch in batches for row in batch.counts.select("unit_code", "measure", "value").rows())
    return {(code, measure): value for code, measure, value in rows}


def test_dossiers_become_counts(serve: Serve, clock: Clock) -> None:
    """By hand from the six dossiers of the peer: two online and one direct of A, one of each way of the post's."""
    found = counts(pulled(serve, clock, served(dossiers())))
    assert found == {
        ("000.01.H99", "dossiers_received"): 3,
        ("000.01.H99", "dossiers_online"): 2,
        ("000.01.H99", "dossiers_direct"): 1,
        ("000.01.H99", "dossiers_postal"): 0,
        ("000.02.H99", "dossiers_received"): 3,
        ("000.02.H99", "dossiers_online"): 1,
        ("000.02.H99", "dossiers_direct"): 1,
        ("000.02.H99", "dossiers_postal"): 1,
    }


@dataclass
class Changing:
    """Stands where the transport stands; before some questions a dossier changes and moves to the front."""

    changes: list[tuple[int, int]]
    """Before question n, dossier number m changes."""
    asked: int = 0
    rows: Rows = field(default_factory=dossiers)

    def ask(self, question: Question) -> Answer:
        asked = Asked("GET", question.url.removeprefix("http://h.invalid"), question.params, {}, b"")
        payload = PEER.answer(asked) if PEER.is_control(asked) else self._page(question.params)
        return Answer("GET", question.url, 200, {}, json.dumps(payload).encode(), Clock().now)

    def _page(self, params: Mapping[str, str]) -> object:
        for _, number in (change for change in self.changes if change[0] == self.asked):
            self._change(number)
        self.asked += 1
        page, size = int(params["page"]), int(params["size"])
        shown = self.rows[page * size : (page + 1) * size]
        if params["spec"] == "page":
            return {"content": shown, "totalPages": -(-len(self.rows) // size), "totalElements": len(self.rows)}
        return {"content": shown, "last": (page + 1) * size >= len(self.rows)}

    def _change(self, number: int) -> None:
        newest = datetime.fromisoformat(self.rows[0]["updatedDate"])
        row = next(row for row in self.rows if row["id"].endswith(f"/{number}"))
        self.rows.remove(row)
        moment = (newest + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S.000+0700")
        self.rows.insert(0, {**row, "updatedDate": moment})


def changing(changes: list[tuple[int, int]], **options: object) -> dict[tuple[str, str], int | None]:
    source: Any = Changing(changes)
    given = Igate.Options.model_validate({**PEER.options("http://h.invalid"), **options})
    connector: Any = Igate
    return counts(list(connector(given, source).pull(AUGUST)))


def outcome(changes: list[tuple[int, int]], **options: object) -> dict[tuple[str, str], int | None] | str:
    try:
        return changing(changes, **options)
    except SourceError as error:
        return error.message


@settings(deadline=None, max_examples=150)
@given(
    changes=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=5),
    size=st.integers(1, 7),
    paging=st.sampled_from(["slice", "page"]),
    look_back=st.sampled_from([0, 60, 100_000]),
)
def test_a_dossier_that_changes_meanwhile_is_counted_once(
    changes: list[tuple[int, int]], size: int, paging: str, look_back: int
) -> None:
    found = outcome(changes, page_size=size, paging=paging, look_back=look_back)
    whole = outcome([], page_size=50)
    assert found == whole or (changes and "gives the rows of an earlier page" in str(found)), (
        "only a part pushed back as a whole may look like one given twice"
    )


def test_the_last_unread_dossier_jumps_to_the_front() -> None:
    """Read in parts of two, the oldest dossier changes after the first part: no later part of that reading has it."""
    assert changing([(1, 0)], page_size=2) == changing([], page_size=50)


def test_a_list_that_never_rests_is_left_for_later() -> None:
    source: Any = Changing([(n, n % 6) for n in range(1000)])
    with pytest.raises(SourceUnavailable, match="changed at each of 20 readings"):
        list(Igate(Igate.Options.model_validate(PEER.options("http://h.invalid")), source).pull(AUGUST))  # type: ignore[arg-type]


def test_no_one_stays_in_what_is_kept(serve: Serve, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    (batch,) = pulled(serve, clock, served(dossiers()))
    kept = f"{batch.evidence.body.decode()} {batch.evidence} {caplog.text}"
    assert "000.01.H99,Sở A,3,2,1,0,0" in kept
    assert batch.evidence.provenance["dossiers"] == "6"
    assert len(batch.evidence.provenance["sha256"]) == 64
    assert not any(secret in kept for secret in PERSON)
    assert "2026-08/0" not in kept


def spoiled(**changes: object) -> Rows:
    """The dossiers, the second with some fields changed (None: left out)."""
    first, second, *rest = dossiers()
    changed = {key: value for key, value in {**second, **changes}.items() if value is not None}
    return [first, changed, *rest]


@pytest.mark.parametrize(
    ("rows", "page", "error", "says"),
    [
        (spoiled(acceptedDate="2026-09-01T00:10:00.000+0700"), {}, ContractBroken, "the days asked for are ignored"),
        (spoiled(acceptedDate="2026-08-31T18:00:00.000+0000"), {}, ContractBroken, "the days asked for are ignored"),
        (spoiled(updatedDate="2026-10-01T00:10:00.000+0700"), {}, ContractBroken, "newest change first"),
        (spoiled(acceptedDate="2026-08-05T00:10:00"), {}, ContractBroken, "no offset"),
        (spoiled(acceptedDate="05/08/2026"), {}, ContractBroken, "acceptedDate"),
        (spoiled(id=""), {}, ContractBroken, "id"),
        (spoiled(agency="x"), {}, ContractBroken, "agency"),
        (spoiled(updatedDate=None), {}, ContractBroken, "updatedDate is missing"),
        (dossiers(), {"totalElements": 7}, ContractBroken, "6 dossiers came, 7 were announced"),
        (dossiers(), {"totalElements": 5}, SourceUnavailable, "left the list"),
        (dossiers(), {"last": None}, ContractBroken, "neither last nor totalPages"),
        ([], {"last": False}, ContractBroken, "empty though more pages"),
    ],
    ids=str,
)
def test_a_list_that_cannot_be_counted(  # noqa: PLR0913, PLR0917 - a table of cases
    rows: Rows, page: dict[str, object], error: type[SourceError], says: str, serve: Serve, clock: Clock
) -> None:
    with pytest.raises(error) as caught:
        pulled(serve, clock, served(rows, **page))
    assert says in caught.value.message
    assert caught.value.evidence is not None
    told = f"{caught.value} {caught.value.evidence} {caught.value.evidence.body.decode()}"
    assert not any(secret in told for secret in PERSON)


def test_a_midnight_in_utc_is_the_day_in_vietnam(serve: Serve, clock: Clock) -> None:
    rows = spoiled(acceptedDate="2026-07-31T17:30:00.000+0000")
    found = counts(pulled(serve, clock, served(rows)))
    assert [value for (_, measure), value in found.items() if measure == "dossiers_received"] == [3, 3]


def test_what_is_not_known_is_held_back(serve: Serve, clock: Clock) -> None:
    rows = spoiled(applyMethod={"name": "Qua người quen"}, agency={"id": "5f01"})
    rows[2] = {**rows[2], "agency": {}}
    rows[3] = {**rows[3], "agency": {"id": "5fff"}}
    (batch,) = pulled(serve, clock, served(rows))
    found = counts([batch])
    assert found["000.01.H99", "dossiers_received"] == 3
    assert ("000.01.H99", "dossiers_online") not in found
    assert found["5fff", "dossiers_received"] == 1, "an agency the catalogue lacks keeps the system's own id"
    held = {(reject.unit_code, reject.measure): reject for reject in batch.rejects}
    assert "Qua người quen" in held["000.01.H99", "dossiers_online"].reason
    assert held["", "dossiers_received"].value == "1"
    assert set(held) == {("000.01.H99", f"dossiers_{way}") for way in ("online", "direct", "postal")} | {
        ("", f"dossiers_{measure}") for measure in ("received", "online", "direct", "postal")
    }


def test_a_way_of_filing_may_be_named(serve: Serve, clock: Clock) -> None:
    rows = spoiled(applyMethod={"name": "Ki-ốt  TỰ phục vụ"})
    (batch,) = pulled(serve, clock, served(rows), filed_online=["Trực tuyến", "ki-ốt tự phục vụ"])
    assert batch.rejects == ()


def test_a_name_two_agencies_share_is_no_ones_code(serve: Serve, clock: Clock) -> None:
    def answer(asked: Asked) -> Reply:
        if ONLINE.is_token(asked):
            return ONLINE.token_reply()
        if ONLINE.is_control(asked):
            names = ("Sở A", "Sở Bưu chính", "SỞ BƯU  CHÍNH")
            rows = [{"id": str(n), "code": f"c{n}", "name": name} for n, name in enumerate(names)]
            return as_json({"content": rows, "last": True}, 200)
        return ONLINE.reply(asked)

    server = serve(answer)
    parameters = {"kgg-dossier-report-online": {"is-ignore-free-dossier": "true"}}
    options = {**ONLINE.options(server.url), "parameters": parameters}
    (batch,) = build("igate", options, clock=clock, sleep=clock.sleep).pull(AUGUST)
    assert set(batch.counts.select("unit_code", "unit_name").rows()) == {("c0", "Sở A"), ("", "Sở Bưu chính")}
    assert server.asked[-1].query["is-ignore-free-dossier"] == "true"


def test_a_report_may_be_asked_for_once_only() -> None:
    with pytest.raises(SourceError, match="twice"):
        build("igate", {**PEER.options("http://h.invalid"), "reports": ["dossier-search"] * 2}, clock=Clock())
