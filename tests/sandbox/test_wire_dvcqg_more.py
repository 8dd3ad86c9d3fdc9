"""The simulated portal's further endpoints, read by the connector itself: one story with the rest of the province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from connectors.base import Batch, Connector, Window
from connectors.dvcqg.families import DIGITIZED, FAMILIES
from connectors.errors import ContractBroken, SourceUnavailable
from connectors.registry import build
from connectors.sandbox import Sandbox
from connectors.sandbox.rhythm import Month
from connectors.spans import months
from tests.sandbox.conftest import ROOT_ID, Client, Clock

OCTOBER = Window((months(2026, 10, 1),), date(2026, 11, 23))


def portal(client: Client, clock: Clock, **options: object) -> Connector:
    base: dict[str, object] = {"base_url": f"{client.url}/dvcqg/api/v1/reporting", "root_department_id": ROOT_ID}
    base |= {"root_department_code": "H01", "root_department_name": "An Giang", "requests_per_second": 10_000}
    return build("dvcqg", {**base, **options}, clock=clock)


def whole(batches: Iterator[Batch]) -> pl.DataFrame:
    return pl.concat([batch.counts for batch in batches])


def test_every_family_is_served_and_parts_stay_within_their_whole(
    client: Client, clock: Clock, sandbox: Sandbox
) -> None:
    connector = portal(client, clock)
    batches = list(connector.pull(OCTOBER))
    assert len(batches) == connector.steps(OCTOBER) == 6
    frame = whole(iter(batches))
    units = frame.filter(pl.col("unit_code") != "H01")
    province = frame.filter(unit_code="H01")
    unreported = {r.measure: int(r.value) for b in batches for r in b.rejects if r.value != "None"}
    due = sandbox.province.portal("H01.200", [Month(2026, 10)]).competence
    unreported["dossiers_sync_due"] = due
    for part, all_of_it in (
        ("dossiers_synced", "dossiers_sync_due"),
        ("dossiers_paid_online", "dossiers_with_fee"),
        ("dossiers_satisfied", "dossiers_assessed"),
        ("petitions_handled_on_time", "petitions_handled"),
        ("petitions_satisfied", "petitions_received"),
        ("procedures_paid_online", "procedures_fee_active"),
        ("procedures_public_full", "procedures_public"),
    ):
        pairs = units.filter(pl.col("measure").is_in([part, all_of_it])).pivot(
            "measure", index="unit_code", values="value", aggregate_function="first"
        )
        assert (pairs[part] <= pairs[all_of_it]).all(), part
        for measure in (part, all_of_it):
            own = province.filter(measure=measure)["value"].to_list()
            held = units.filter(measure=measure)["value"].sum()
            # The portal holds one unit's sync back as provisional; the province's figure contains it.
            assert own == [held + unreported.get(measure, 0)], measure
    silent = units.filter(unit_code="H01.159", measure="dossiers_with_fee")
    assert silent["value"].to_list() == [None]


def test_the_sync_metric_is_provisional_until_the_middle_of_the_next_month(client: Client, clock: Clock) -> None:
    def sync() -> tuple[int, set[tuple[object, str]]]:
        (batch,) = portal(client, clock, families=["transparency"]).pull(OCTOBER)
        marks: set[tuple[object, str]] = {(r.rule, r.reason.partition("(")[2].partition(":")[0]) for r in batch.rejects}
        return batch.counts.filter(measure="dossiers_synced").height, marks

    clock.set(2026, 11, 14)
    temporary: tuple[object, str] = ("provisional", "TEMP_NATIONAL_REPORT_DENOMINATOR")
    assert sync() == (0, {temporary, ("provisional", "NO_NATIONAL_REPORT_DATA")})
    clock.set(2026, 11, 15)
    assert sync() == (117, {("provisional", "NO_NATIONAL_REPORT_DATA")})


def test_a_month_the_portal_does_not_publish_yet_is_its_own_timing(client: Client, clock: Clock) -> None:
    clock.set(2026, 10, 31)
    ours = Window((months(2026, 9, 1), months(2026, 10, 1)), date(2026, 11, 1))
    pull = portal(client, clock, families=["transparency"]).pull(ours)
    assert next(pull).counts.height
    with pytest.raises(SourceUnavailable, match="does not publish this period yet"):
        next(pull)


def test_procedures_add_up_to_all_of_them(client: Client, clock: Clock) -> None:
    family = {"families": ["dossier-digitized"]}
    catalogue = client.session.post(
        f"{client.url}/dvcqg/api/v1/reporting/formalities", json={"q": "", "pageSize": 200}, timeout=20
    ).json()["data"]
    codes = [item["code"] for item in catalogue["items"]]
    assert len(codes) == catalogue["pagination"]["total"] == 60
    frame = whole(portal(client, clock, procedures=codes, **family).pull(OCTOBER))
    measured = frame.filter(
        measure="dossiers_in_competence", series="dossier-digitized/SO_HOA_GIAY_TO_GIAI_QUYET", unit_code="H01.101"
    )
    by_procedure = measured.filter(pl.col("procedure") != "")
    assert by_procedure.height == 60
    assert by_procedure["value"].sum() == measured.filter(procedure="")["value"].item()


def test_the_wrong_key_of_a_procedure_is_ignored_and_noticed(
    client: Client, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FAMILIES, "dossier-digitized", replace(DIGITIZED, procedure_key="formalityId"))
    with pytest.raises(ContractBroken, match="the filter was ignored"):
        list(portal(client, clock, families=["dossier-digitized"], procedures=["1.000815"]).pull(OCTOBER))


def test_the_ranking_and_the_catalogue(client: Client, clock: Clock, sandbox: Sandbox) -> None:
    window = Window((*OCTOBER.spans, months(2026, 11, 1)), OCTOBER.today)
    options = {"families": ["service-results", "formalities"], "nation_code": "VN"}
    connector = portal(client, clock, **options)
    frame = whole(connector.pull(window))
    assert dict(frame.filter(measure="procedures_catalogued").select("unit_code", "value").rows()) == {"H01": 40}
    nation = frame.filter(unit_code="VN").select("measure", "value").rows()
    assert [measure for measure, _ in nation] == ["dossiers_online", "dossiers_not_online"]
    assert sandbox.province.units
