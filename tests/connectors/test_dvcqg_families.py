"""The portal's further endpoints: what is asked how, what is held back, and one procedure at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from connectors.base import Batch, Window
from connectors.errors import ConfigurationError, ContractBroken
from connectors.registry import build
from connectors.spans import months
from tests.connectors.conformance.peer import Payload
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Asked, Loopback, Script
from tests.connectors.test_dvcqg import MONTH, counts

PORTAL, RANKING = (peer for peer in PEERS if peer.registered == "dvcqg")
Serve = Callable[[Script], Loopback]
Change = Callable[[Payload], object]
CODE, KEY = "2.000815", "proc-1"
TODAY = date(2026, 11, 23)


def endpoint(asked: Asked) -> str:
    return asked.path.rpartition("/")[2]


def catalogue(asked: Asked, items: list[Payload] | None = None) -> Payload:
    question = json.loads(asked.body)
    every = [
        {"id": KEY, "code": CODE, "name": "Chứng thực", "state": "x", "appliedDepartmentIds": ["019d", "other"]},
        {"id": "proc-2", "code": "2.000816", "name": "Khác", "state": "x", "appliedDepartmentIds": ["other"]},
        {"id": "proc-3", "code": f"{CODE}.H99", "name": "Riêng", "state": "x", "appliedDepartmentIds": ["019d"]},
    ]
    found = [item for item in items or every if question["q"] in item["code"]]
    size, page = question["pageSize"], question["currentPage"]
    pagination = {"total": len(found), "currentPage": page, "pageSize": size, "totalPages": -(-len(found) // size)}
    items = found[(page - 1) * size : page * size]
    return {"code": "OK", "message": "OK", "data": {"items": items, "pagination": pagination}}


def halved(payload: Payload) -> Payload:
    """Every count of the answer halved: what a single procedure might have."""
    if isinstance(payload, dict):
        return {k: halved(v) for k, v in payload.items() if k not in {"ratio", "pagination"}} | (
            {"ratio": None} if "ratio" in payload else {"pagination": payload.get("pagination")}
        )
    if isinstance(payload, list):
        return [halved(part) for part in payload]
    return payload // 2 if isinstance(payload, int) else payload


def single(asked: Asked) -> Payload:
    """Answers about one procedure where the right key names it, about all where the key is the wrong one."""
    if endpoint(asked) == "formalities":
        return catalogue(asked)
    question, key = json.loads(asked.body), "formalityID" if endpoint(asked) == "dossier-digitized" else "formalityId"
    whole = PORTAL.answer(asked)
    return halved(whole) if question.get(key) == KEY else whole


def pull(
    serve: Serve, clock: Clock, answer: Callable[[Asked], Payload], window: Window = MONTH, **options: object
) -> tuple[list[Batch], Loopback]:
    server = serve(lambda asked: PORTAL.reply(asked, lambda _: answer(asked)) if options else PORTAL.reply(asked))
    portal = build("dvcqg", {**PORTAL.options(server.url), **options}, clock=clock, sleep=clock.sleep)
    return list(portal.pull(window)), server


def changed(name: str, change: Change) -> Callable[[Asked], Payload]:
    def answer(asked: Asked) -> Payload:
        payload = PORTAL.answer(asked)
        if endpoint(asked) == name:
            change(payload["data"])
        return payload

    return answer


def test_each_family_is_a_series_with_its_own_denominators(serve: Serve, clock: Clock) -> None:
    found = counts(pull(serve, clock, PORTAL.answer)[0])
    assert (
        found["DOSSIER_SYNC", "H99", "dossiers_synced"] == found["DOSSIER_SYNC", "H99", "dossiers_sync_due"] == 325676
    )
    assert found["PUBLIC_UPDATE_ON_TIME", "H99.01", "procedures_update_due"] == 0
    assert found["PETITION_HANDLING_SATISFACTION", "H99", "petitions_received"] == 0
    assert found["DOSSIER_RECEIVING_SATISFACTION", "H99.101", "dossiers_satisfied"] == 354
    assert found["formality-online-payment-tree", "H99.02", "dossiers_paid_online"] == 61
    assert found["formality-online-payment-tree", "H99", "procedures_with_fee"] == 8
    assert not any(metric.startswith("PETITION_CLASSIFICATION") for metric, _, _ in found)


def test_satisfaction_is_asked_by_days_and_the_rest_by_name(serve: Serve, clock: Clock) -> None:
    _, server = pull(serve, clock, PORTAL.answer)
    bodies = {endpoint(asked): json.loads(asked.body) for asked in server.asked}
    days = bodies.pop("handling-satisfaction")
    assert (days["fromDate"], days["toDate"], days["rootDepartmentId"]) == ("2026-08-01", "2026-08-31", "019d")
    assert "timeType" not in days
    assert all((b["timeType"], b["year"], b["month"]) == ("month", 2026, 8) for b in bodies.values())


MARK = {"dataQualityStatus": "TEMP_NATIONAL_REPORT_DENOMINATOR", "dataQualityMessage": "Mẫu số tạm tính"}


@pytest.mark.parametrize(
    ("mark", "held"),
    [
        (lambda data: data["overview"]["metrics"][3].update(MARK), {("H99", "DOSSIER_SYNC")}),
        (
            lambda data: data["evaluation"][1].update(dataQualityStatus="NO_NATIONAL_REPORT_DATA"),
            {("H99.02", metric) for metric in ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME")}
            | {("H99.02", metric) for metric in ("PUBLIC_CONTENT_FULL", "DOSSIER_SYNC")},
        ),
        (lambda data: data["evaluation"][0]["metrics"][3].update(dataQualityStatus="OK"), set()),
        (lambda data: data["evaluation"][0]["metrics"][3].update(dataQualityStatus=None), set()),
        (
            lambda data: data["evaluation"][2]["metrics"][0].update(dataQualityStatus="X"),
            {("H99.101", "PUBLISH_ON_TIME")},
        ),
    ],
    ids=["metric", "unit", "final", "null", "a mark nobody knows"],
)
def test_what_the_portal_marks_as_not_final_is_held_back(
    mark: Change, held: set[tuple[str, str]], serve: Serve, clock: Clock
) -> None:
    options: dict[str, Any] = {"families": ["transparency"]}
    (whole,), _ = pull(serve, clock, PORTAL.answer, **options)
    (batch,), _ = pull(serve, clock, changed("transparency", mark), **options)
    assert {(r.unit_code, r.series.rpartition("/")[2]) for r in batch.rejects} == held
    assert {r.rule for r in batch.rejects} <= {"provisional"}
    assert all("not final" in r.reason for r in batch.rejects)
    assert batch.counts.height + len(batch.rejects) == whole.counts.height
    kept = {(unit, series.rpartition("/")[2]) for unit, series in batch.counts.select("unit_code", "series").rows()}
    assert not kept & held


def test_a_whole_tree_may_be_marked(serve: Serve, clock: Clock) -> None:
    tree = "formality-online-payment-tree"
    answer = changed(tree, lambda data: data["children"][0].update(MARK))
    (batch,), _ = pull(serve, clock, answer, families=[tree])
    assert {r.unit_code for r in batch.rejects} == {"H99.01"}
    assert "TEMP_NATIONAL_REPORT_DENOMINATOR: Mẫu số tạm tính" in batch.rejects[0].reason
    (batch,), _ = pull(serve, clock, changed(tree, lambda data: data.update(MARK)), families=[tree])
    assert batch.counts.is_empty()


def test_communes_have_no_part_in_publishing(serve: Serve, clock: Clock) -> None:
    def communes(data: Payload) -> None:
        data["evaluation"][2]["metrics"] = data["evaluation"][2]["metrics"][-1:]

    (batch,), _ = pull(serve, clock, changed("transparency", communes), families=["transparency"])
    measures = batch.counts.filter(unit_code="H99.101")["measure"].to_list()
    assert measures == ["dossiers_synced", "dossiers_sync_due"]
    with pytest.raises(ContractBroken, match="lacks DOSSIER_SYNC"):
        pull(
            serve,
            clock,
            changed("transparency", lambda d: d["evaluation"][0]["metrics"].pop()),
            families=["transparency"],
        )


def test_a_single_procedure_is_asked_under_the_key_of_each_endpoint(serve: Serve, clock: Clock) -> None:
    batches, server = pull(serve, clock, single, procedures=[CODE])
    assert len(batches) == 11
    keys = {}
    for asked in server.asked:
        body = json.loads(asked.body)
        named = [key for key in body if key.lower() == "formalityid"]
        if named:
            assert body[named[0]] == KEY
            keys[endpoint(asked)] = named
    assert keys == {
        "dossier-digitized": ["formalityID"],
        "transparency": ["formalityId"],
        "dvc-progress-tree": ["formalityId"],
        "provide-online-tree": ["formalityId"],
        "formality-online-payment-tree": ["formalityId"],
    }
    frame = pl.concat([batch.counts for batch in batches])
    both = frame.filter(measure="dossiers_input_result_digitized", unit_code="H99.01").select("procedure", "value")
    assert sorted(both.rows()) == [("", 11250), (CODE, 5625)]


def test_a_procedure_filter_that_is_dropped_without_a_word(serve: Serve, clock: Clock) -> None:
    def deaf(asked: Asked) -> Payload:
        return catalogue(asked) if endpoint(asked) == "formalities" else PORTAL.answer(asked)

    with pytest.raises(ContractBroken, match=f"figures for {CODE} are those of all procedures"):
        pull(serve, clock, deaf, procedures=[CODE])


def test_a_procedure_the_catalogue_does_not_have(serve: Serve, clock: Clock) -> None:
    with pytest.raises(ConfigurationError, match=r"no procedure 2\.000000"):
        pull(serve, clock, single, procedures=["2.000000"])
    with pytest.raises(ConfigurationError, match=r"options\.procedures\.0"):
        build("dvcqg", {**PORTAL.options("http://h.invalid"), "procedures": ["815"]}, clock=clock)


def test_the_catalogue_is_counted_for_the_month_that_is_running(serve: Serve, clock: Clock) -> None:
    running = Window((months(2026, 10, 1), months(2026, 11, 1)), TODAY)
    options: dict[str, Any] = {"families": ["formalities"], "catalogue_page_size": 2}
    batches, server = pull(serve, clock, catalogue, running, **options)
    assert [batch.counts.height for batch in batches] == [0, 1]
    row = batches[1].counts.row(0, named=True)
    assert (row["unit_code"], row["measure"], row["value"]) == ("H99", "procedures_catalogued", 2)
    assert (row["period_start"], row["period_end"]) == (date(2026, 11, 1), date(2026, 11, 30))
    assert [json.loads(asked.body)["currentPage"] for asked in server.asked] == [1, 2]
    assert pull(serve, clock, catalogue, MONTH, **options)[0] == []


def test_a_catalogue_that_loses_procedures(serve: Serve, clock: Clock) -> None:
    def short(asked: Asked) -> Payload:
        page = catalogue(asked)
        page["data"]["pagination"]["total"] += 1
        return page

    window = Window((months(2026, 11, 1),), TODAY)
    with pytest.raises(ContractBroken, match="3 rows came, 4 were announced"):
        pull(serve, clock, short, window, families=["formalities"])


def ranking(serve: Serve, clock: Clock, change: Change) -> Batch:
    def answer(asked: Asked) -> Payload:
        payload = RANKING.answer(asked)
        change(payload["data"])
        return payload

    server = serve(lambda asked: RANKING.reply(asked, lambda _: answer(asked)))
    (batch,) = build("dvcqg", RANKING.options(server.url), clock=clock, sleep=clock.sleep).pull(MONTH)
    return batch


def test_the_ranking_gives_counts_of_the_nation_and_no_scores(serve: Serve, clock: Clock) -> None:
    batch = ranking(serve, clock, lambda _: None)
    assert batch.counts.select("unit_code", "measure", "value").rows() == [
        ("H99", "dossiers_online", 600),
        ("H99", "dossiers_not_online", 400),
    ]


def test_a_ring_that_contradicts_its_own_shares_is_held_back(serve: Serve, clock: Clock) -> None:
    batch = ranking(serve, clock, lambda data: data["donuts"]["onlineDossier"][0].update(value=700))
    assert batch.counts.is_empty()
    assert [(r.value, r.rule) for r in batch.rejects] == [("700", "contradiction"), ("400", "contradiction")]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: data["evaluation"].pop(), "lacks H99"),
        (lambda data: data["donuts"]["onlineDossier"].pop(), "holds ONLINE, not ONLINE and OTHER"),
        (lambda data: data["donuts"]["onlineDossier"][1].update(code="ONLINE"), "holds ONLINE, ONLINE, not"),
    ],
)
def test_a_ranking_of_something_else(change: Change, says: str, serve: Serve, clock: Clock) -> None:
    with pytest.raises(ContractBroken, match=says):
        ranking(serve, clock, change)


def test_the_nation_needs_a_code(clock: Clock) -> None:
    options = {**PORTAL.options("http://h.invalid"), "families": ["service-results"]}
    with pytest.raises(ConfigurationError, match="nation_code"):
        build("dvcqg", options, clock=clock)
