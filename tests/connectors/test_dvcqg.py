"""Traps of the portal that no other source has."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Batch, Span, Window
from connectors.dvcqg.payload import Metric
from connectors.errors import ConfigurationError, ContractBroken, SourceError, SourceUnavailable
from connectors.registry import build
from connectors.spans import months
from tests.connectors.conformance.peer import WINDOW, Payload, as_json
from tests.connectors.conformance.peers import PEERS
from tests.connectors.conformance.peers.dvcqg import METRICS
from tests.connectors.conftest import Clock
from tests.connectors.loopback import Loopback, Script

PORTAL = next(peer for peer in PEERS if peer.name == "dvcqg")
Serve = Callable[[Script], Loopback]
MONTH = Window((months(2026, 8, 1),), date(2026, 11, 23))


def pull(
    serve: Serve,
    clock: Clock,
    change: Callable[[Payload], object] = lambda _: None,
    window: Window = MONTH,
    **options: object,
) -> tuple[list[Batch], Loopback]:
    def changed(payload: Payload) -> Payload:
        change(payload["data"])
        return payload

    server = serve(lambda asked: PORTAL.reply(asked, changed))
    portal = build("dvcqg", {**PORTAL.options(server.url), **options}, clock=clock, sleep=clock.sleep)
    return list(portal.pull(window)), server


def counts(batches: list[Batch]) -> dict[tuple[str, str, str], int | None]:
    frame = pl.concat([batch.counts for batch in batches])
    rows = frame.select("series", "unit_code", "measure", "value").rows()
    return {(series.rpartition("/")[2], unit, measure): value for series, unit, measure, value in rows}


def test_each_metric_keeps_its_own_denominator(serve: Serve, clock: Clock) -> None:
    found = counts(pull(serve, clock)[0])
    assert found["SO_HOA_GIAY_TO_GIAI_QUYET", "H99.01", "dossiers_input_result_digitized"] == 11250
    assert found["SO_HOA_GIAY_TO_GIAI_QUYET", "H99.01", "dossiers_in_competence"] == 50000
    assert found["REUSED_DIGITIZED_DATA", "H99", "dossiers_received"] == 50003
    assert found["SYNCED_WITH_DVCQG_PERSONAL_STORAGE", "H99", "dossiers_received"] == 0
    assert found["CITIZEN_DATA_CONNECTED_DOSSIER", "H99", "dossiers_received"] is None
    assert found["provide-online-tree", "H99", "dossiers_received"] == 100
    assert found["dvc-progress-tree", "H99.02", "dossiers_handled_overdue"] == 10
    assert ("dvc-progress-tree", "H99", "dossiers_handled_overdue") not in found
    assert not any(metric == "ELECTRONIC_CERTIFIED_COPY" for metric, _, _ in found)


def test_the_question_is_asked_as_agreed(serve: Serve, clock: Clock) -> None:
    _, server = pull(serve, clock)
    assert [asked.path.rpartition("/")[2] for asked in server.asked] == [
        "dossier-digitized",
        "dvc-progress-tree",
        "provide-online-tree",
        "transparency",
        "handling-satisfaction",
        "formality-online-payment-tree",
    ]
    assert {asked.method for asked in server.asked} == {"POST"}
    assert json.loads(server.asked[0].body) == {
        "timeType": "month",
        "year": 2026,
        "month": 8,
        "rootDepartmentId": "019d",
        "currentPage": 1,
        "pageSize": 200,
    }


def test_the_running_month_is_not_asked_for(serve: Serve, clock: Clock) -> None:
    window = Window((*WINDOW.spans, months(2026, 10, 1)), date(2026, 10, 31))
    batches, server = pull(serve, clock, window=window)
    questions = [json.loads(asked.body) for asked in server.asked]
    assert {question.get("month") or int(question["toDate"][5:7]) for question in questions} == {8, 9}
    assert len(batches) == 12


def test_quarters_and_years_are_asked_for_by_name(serve: Serve, clock: Clock) -> None:
    window = Window((months(2026, 7, 3), months(2026, 1, 12)), date(2026, 11, 23))
    batches, server = pull(serve, clock, window=window)
    asked = [json.loads(question.body) for question in server.asked]
    assert (asked[0]["timeType"], asked[0]["quarter"], "month" in asked[0]) == ("quarter", 3, False)
    assert (asked[4]["fromDate"], asked[4]["toDate"]) == ("2026-07-01", "2026-09-30")
    assert (asked[6]["timeType"], "quarter" in asked[6]) == ("year", False)
    assert batches[6].counts["period_end"].unique().to_list() == [date(2026, 12, 31)]


@pytest.mark.parametrize(
    "span", [months(2026, 8, 1, "nd09"), months(2026, 1, 6), Span(date(2026, 8, 1), date(2026, 8, 2))]
)
def test_a_period_the_portal_does_not_know(span: Span, serve: Serve, clock: Clock) -> None:
    with pytest.raises(ConfigurationError, match="no period from"):
        pull(serve, clock, window=Window((span,), date(2026, 11, 23)))


def _about(payload: Payload, field: str, value: str) -> None:
    payload.get("overview", payload.get("parent"))[field] = value


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda data: _about(data, "departmentCode", "H20"), "about H20, not H99"),
        (lambda data: _about(data, "departmentName", "Tỉnh B"), "about Tỉnh B"),
        (lambda data: data["evaluation"][1].update(departmentCode="H990.1"), "H990.1, which is no unit of H99"),
        (lambda data: data["pagination"].update(total=4), "3 rows came, 4 were announced"),
        (lambda data: data["pagination"].update(currentPage=2), "page 1 was asked for, page 2"),
        (lambda data: data["evaluation"][0]["metrics"].pop(0), "lacks SO_HOA_GIAY_TO_GIAI_QUYET"),
        (lambda data: data["overview"]["metrics"].append(data["overview"]["metrics"][0]), "2 times"),
        (lambda data: data["evaluation"][2]["metrics"][1].pop("denominator"), "evaluation[2].metrics[1].denominator"),
    ],
)
def test_an_answer_about_something_else(
    change: Callable[[Payload], object], says: str, serve: Serve, clock: Clock
) -> None:
    with pytest.raises(ContractBroken) as caught:
        pull(serve, clock, change, root_department_name="tỉnh  a")
    assert says in caught.value.message
    assert caught.value.evidence is not None


@pytest.mark.parametrize("status", [201, 400])
@pytest.mark.parametrize(
    ("code", "message", "kind"),
    [
        ("ERR_01", "Lỗi hệ thống", ContractBroken),
        ("ERR_02", "Kỳ chưa kết thúc", SourceUnavailable),
        ("PERIOD_NOT_CLOSED", None, SourceUnavailable),
        ("OK", "OK", ContractBroken),
    ],
)
def test_a_refusal_says_whose_it_is(  # noqa: PLR0913, PLR0917 - a table of cases and two fixtures
    status: int, code: str, message: str | None, kind: type[SourceError], serve: Serve, clock: Clock
) -> None:
    refusal = {"code": code, "message": message, "data": None}
    server = serve(lambda _: as_json(refusal, status))
    portal = build("dvcqg", PORTAL.options(server.url), clock=clock, sleep=clock.sleep)
    with pytest.raises(kind) as caught:
        list(portal.pull(MONTH))
    assert caught.value.evidence is not None
    assert caught.value.evidence.status == status
    if code != "OK":
        assert f"{code}: {message or 'no reason given'}" in caught.value.message


def test_the_population_metric_of_procedures_may_be_absent(serve: Serve, clock: Clock) -> None:
    def without(data: Payload) -> None:
        for unit in [data["overview"], *data["evaluation"]] if "overview" in data else []:
            unit["metrics"] = [m for m in unit["metrics"] if m["code"] != "CITIZEN_DATA_CONNECTED_FORMALITY"]

    batches, _ = pull(serve, clock, without)
    assert not any(series.endswith("_FORMALITY") for series in batches[0].counts["series"])


def test_a_ratio_that_contradicts_its_counts_holds_only_that_pair_back(serve: Serve, clock: Clock) -> None:
    def contradict(data: Payload) -> None:
        if data.get("source") == "x" and len(data["overview"]["metrics"]) == len(METRICS):
            data["evaluation"][1]["metrics"][0]["ratio"] = 90.0

    good = counts(pull(serve, clock)[0])
    batches, _ = pull(serve, clock, contradict)
    found = counts(batches)
    held = {
        ("SO_HOA_GIAY_TO_GIAI_QUYET", "H99.02", measure)
        for measure in ("dossiers_input_result_digitized", "dossiers_in_competence")
    }
    assert good.keys() - found.keys() == held
    assert [(r.unit_code, r.value, r.period) for r in batches[0].rejects] == [
        ("H99.02", "11250", MONTH.spans[0]),
        ("H99.02", "50000", MONTH.spans[0]),
    ]
    assert "11250/50000 is not the published 90.0 %" in batches[0].rejects[0].reason


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(-50, 50))
def test_ratios_agree_to_a_hundredth(numerator: int, denominator: int, off: int) -> None:
    shown = (Decimal(100 * numerator) / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)
    ratio = float(shown + off * Decimal("0.01"))
    metric = Metric(code="x", numerator=numerator, denominator=denominator, ratio=ratio)
    assert metric.agrees() == (abs(off) <= 1)


def test_pages_without_pagination_end_with_a_short_one(serve: Serve, clock: Clock) -> None:
    def bare(data: Payload) -> None:
        if "children" in data:
            data.pop("pagination", None)

    whole = counts(pull(serve, clock)[0])
    batches, server = pull(serve, clock, bare, page_size=2)
    assert counts(batches) == whole
    assert [asked.path.rpartition("/")[2] for asked in server.asked].count("dvc-progress-tree") == 2
