"""After a correction of config/, what was held back is checked again and stored as it was captured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from connectors.base import Batch
from monitor.collect.pull import PullResult, pull_source
from monitor.collect.replay import replay
from monitor.declared import Declared, UnitCode
from monitor.store import COUNT_KEY, Store
from tests.collect.world import (
    CHECKS,
    DIGITIZED,
    NOT_DIGITIZED,
    NOW,
    RECEIVED,
    Scripted,
    batch,
    declared,
    month,
    reject,
    row,
    source,
    ticking,
    unit,
)

DAY = timedelta(days=1)
WORLD = declared()
WITH_X = replace(WORLD, unit_codes=(UnitCode(scheme="portal", code="X", unit="U3", valid_from=unit("U3").valid_from),))
LATER = NOW + 30 * DAY
PROJECT = Path(__file__).parents[2]


def pull(store: Store, *batches: Batch, world: Declared = WORLD, at: datetime = NOW) -> PullResult:
    return pull_source(store, world, source(), Scripted(batches), clock=ticking(at))


def again(store: Store, world: Declared = WITH_X) -> PullResult:
    return replay(store, world, source(), ticking(LATER))


def known(store: Store) -> list[tuple[str, str, int | None, datetime]]:
    latest = store.read_counts().unique(list(COUNT_KEY), keep="last", maintain_order=True)
    return sorted(latest.select("unit", "measure", "value", "captured_at").rows())


def held(store: Store) -> list[tuple[str, str, str | None, str]]:
    return store.quarantine().select("unit_code", "measure", "value", "reason").rows()


def test_a_mapped_code_is_stored_with_its_first_capture_and_evidence(store: Store) -> None:
    asked = batch([row(DIGITIZED, 8, "X"), row(RECEIVED, 10, "X"), row(RECEIVED, 4)])
    pull(store, asked)
    assert len(held(store)) == 2
    assert again(store, WORLD).quarantined == 2
    result = again(store)
    assert (result.outcome, result.rows_in, result.stored, result.quarantined) == ("complete", 2, 2, 0)
    assert known(store) == [("U1", RECEIVED, 4, NOW), ("U3", DIGITIZED, 8, NOW), ("U3", RECEIVED, 10, NOW)]
    counts = store.read_counts(units=["U3"])
    assert counts["evidence"].n_unique() == 1
    assert store.evidence(counts["evidence"][0]) == asked.evidence.body
    assert counts["pull_id"].unique().to_list() == [result.pull_id]
    (newest,) = store.pulls(limit=1).to_dicts()
    assert (newest["scope"], newest["window_start"], newest["window_end"]) == ("replay", None, None)
    assert held(store) == []
    assert store.quarantine(open_only=False)["resolved_by"].to_list() == [result.pull_id] * 2
    assert again(store).rows_in == 0
    assert pull(store, asked, world=WITH_X, at=LATER).stored == 0


def test_every_capture_of_a_code_becomes_a_version(store: Store) -> None:
    for number, value in enumerate((10, 12, 11)):
        pull(store, batch([row(RECEIVED, value, "X")], NOW + number * DAY), at=NOW + number * DAY)
    assert again(store).stored == 3
    versions = store.read_counts().select("value", "captured_at").rows()
    assert versions == [(10, NOW), (12, NOW + DAY), (11, NOW + 2 * DAY)]
    assert held(store) == []


def test_what_is_still_wrong_stays_under_its_reason_of_today(store: Store) -> None:
    pull(store, batch([row(DIGITIZED, 11, "X"), row(RECEIVED, 10, "X"), row("casefiles", -1, "X")]))
    result = again(store)
    assert (result.stored, result.quarantined) == (0, 3)
    assert sorted(held(store)) == [
        ("X", "casefiles", "-1", "negative"),
        ("X", DIGITIZED, "11", "numerator_over_denominator"),
        ("X", RECEIVED, "10", "numerator_over_denominator"),
    ]
    assert again(store).quarantined == 3
    assert len(held(store)) == 3


def test_what_only_the_source_can_mend_is_never_taken(store: Store) -> None:
    bad = [row(RECEIVED, 5), row(RECEIVED, 6), row(RECEIVED, 9, "U2", span=month("2025-08"))]
    pull(store, batch(bad, rejects=(reject(DIGITIZED, "mười", "U3"),)), batch([row(RECEIVED, 7, "U3")]))
    before = held(store)
    assert {reason for *_, reason in before} == {"duplicate_conflict", "outside_window", "unreadable"}
    assert again(store).stored == 0
    assert held(store) == before


def test_a_period_nobody_asked_for_is_not_taken_because_its_unit_is_known_now(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10, "X", span=month("2025-08"))]))
    assert [reason for *_, reason in held(store)] == ["unknown_unit"]
    assert again(store).stored == 0
    assert [reason for *_, reason in held(store)] == ["outside_window"]


def test_what_was_tied_is_taken_with_what_it_was_tied_to_and_not_before(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10), row(DIGITIZED, 6)], rejects=(reject(NOT_DIGITIZED, "bốn"),)))
    assert again(store).stored == 0
    assert {reason for *_, reason in held(store)} == {"unreadable", "tied_to_held"}


def test_a_wider_tolerance_lets_counts_in(store: Store) -> None:
    rows = [row(RECEIVED, 10), row(DIGITIZED, 6), row(NOT_DIGITIZED, 3)]
    pull(store, batch(rows))
    assert again(store, WORLD).stored == 0
    wider = [
        check.model_copy(update={"compares": tuple(one.model_copy(update={"tolerance": 1}) for one in check.compares)})
        for check in CHECKS
    ]
    assert again(store, replace(WORLD, checks=tuple(wider))).stored == 3
    assert [value for _, _, value, _ in known(store)] == [6, 3, 10]


def test_a_new_measure_is_compared_with_the_counts_stored_at_once(store: Store) -> None:
    small = replace(
        WORLD, measures=tuple(one for one in WORLD.measures if one.code != DIGITIZED), indicators=(), checks=()
    )
    pull(
        store,
        batch([row(RECEIVED, 10), row(DIGITIZED, 11), row(RECEIVED, 9, "U2"), row(DIGITIZED, 9, "U2")]),
        world=small,
    )
    assert [reason for *_, reason in held(store)] == ["unknown_measure"] * 2
    assert again(store, WORLD).stored == 1
    assert held(store) == [("U1", DIGITIZED, "11", "numerator_over_denominator")]


def test_a_code_assigned_to_a_unit_with_other_counts_is_contested_until_it_is_mended(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10, "X"), row(RECEIVED, 90, "U3")]))
    assert again(store).stored == 0
    assert held(store) == [("X", RECEIVED, "10", "unit_contested")]
    assert again(store).stored == 0
    mended = replace(
        WORLD, unit_codes=(UnitCode(scheme="portal", code="X", unit="U2", valid_from=unit("U2").valid_from),)
    )
    assert again(store, mended).stored == 1
    assert known(store) == [("U2", RECEIVED, 10, NOW), ("U3", RECEIVED, 90, NOW)]


def test_a_later_value_is_never_replaced_by_an_older_one(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10), row(DIGITIZED, 11)]))
    other = declared(readings=(((DIGITIZED,), ("dossiers_handled",)),))
    late = batch([row(RECEIVED, 20)], NOW + DAY)
    connector = Scripted([late])
    pull_source(store, replace(other, checks=()), source(), connector, clock=ticking(NOW + DAY))
    result = again(store, replace(other, checks=()))
    assert result.outcome == "complete"
    assert ("U1", RECEIVED, 20, NOW + DAY) in known(store)
    assert held(store) == []


def test_names_without_codes_are_matched_once_they_are_declared(store: Store) -> None:
    pull(store, batch([row(RECEIVED, n, "", unit_name=name) for n, name in ((1, "Xã Mới"), (2, "Xã Khác"))]))
    named = (UnitCode(scheme="portal", code="UBND Xã Mới", unit="U1", valid_from=unit("U1").valid_from),)
    assert again(store, replace(WORLD, unit_codes=named)).stored == 1
    assert known(store) == [("U1", RECEIVED, 1, NOW)]
    assert held(store) == [("Xã Khác", RECEIVED, "2", "unknown_unit")]


CODES = tuple(f"N{n:02d}" for n in range(30))
ROUNDS = int(os.environ.get("SOHOA_FAULT_ROUNDS", "2"))


def crowded(mapped: Sequence[str] = CODES) -> Declared:
    names = tuple(f"V{n:02d}" for n in range(30))
    world = declared(units=[unit(name) for name in names])
    codes = zip(mapped, names, strict=True)
    return replace(
        world,
        unit_codes=tuple(UnitCode(scheme="portal", code=c, unit=u, valid_from=unit(u).valid_from) for c, u in codes),
    )


@pytest.mark.faults
def test_killed_at_random_moments_a_replay_ends_in_the_same_counts(store: Store, database_url: str) -> None:
    answers = [batch([row(RECEIVED, 100 * n + int(code[1:]), code) for code in CODES], NOW + n * DAY) for n in range(6)]
    for number, answer in enumerate(answers):
        pull(store, answer, world=declared(), at=NOW + number * DAY)
    random = Random(2026)
    for _ in range(ROUNDS):
        command = [sys.executable, "-m", "tests.collect.test_replay", database_url, str(store.evidence_dir.parent)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            try:
                process.wait(timeout=random.random() * 0.1)
            except subprocess.TimeoutExpired:
                process.kill()
        counts, waiting = store.read_counts(), store.quarantine()
        assert counts.height % len(CODES) == 0
        assert counts.height + waiting.height == len(CODES) * len(answers)
    assert replay(store, crowded(), source(), ticking(LATER)).outcome == "complete"
    found = store.read_counts().sort("captured_at", "unit")
    assert found["value"].to_list() == [100 * n + place for n in range(6) for place in range(30)]
    assert found["captured_at"].unique().sort().to_list() == [NOW + n * DAY for n in range(6)]
    assert store.quarantine().is_empty()
    assert "running" not in store.pulls()["outcome"].to_list()
    pulls = store.pulls()
    assert (pulls["rows_in"] == pulls["stored"] + pulls["unchanged"] + pulls["quarantined"]).all()


if __name__ == "__main__":
    ready = Store(sys.argv[1], Path(sys.argv[2]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    replay(ready, crowded(), source(), lambda: datetime.now(UTC))
