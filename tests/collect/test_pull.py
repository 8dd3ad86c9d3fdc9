from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import polars as pl
import pytest

from connectors.base import Batch, Connector, Evidence, Window
from connectors.errors import (
    ConfigurationError,
    ContractBroken,
    CredentialsError,
    SourceError,
    SourceUnavailable,
)
from monitor.collect.pull import Progress, PullResult, pull_source
from monitor.declared.models import Source
from monitor.declared.placeholders import PlaceholderError
from monitor.store import COUNT_KEY, EvidenceDamaged, Store
from tests.collect.world import (
    DIGITIZED,
    NOVEMBER,
    NOW,
    OCTOBER,
    RECEIVED,
    Scripted,
    batch,
    broken,
    declared,
    month,
    reject,
    row,
    source,
    ticking,
)

DAY = timedelta(days=1)


def pull(
    store: Store,
    *batches: Batch,
    error: Exception | None = None,
    at: datetime = NOW,
    asked: Source | None = None,
    window: Window | None = None,
) -> PullResult:
    connector = Scripted(batches, error)
    return pull_source(store, declared(), asked or source(), connector, clock=ticking(at), window=window)


def values(store: Store) -> list[tuple[str, str, int | None]]:
    latest = store.read_counts().unique(list(COUNT_KEY), keep="last", maintain_order=True)
    return sorted(latest.select("unit", "measure", "value").rows())


def test_a_pull_stores_counts_and_tells_what_it_did(store: Store) -> None:
    seen: list[Progress] = []
    connector = Scripted(
        [batch([row(RECEIVED, 10), row(RECEIVED, None, "U2")]), batch([row(RECEIVED, 4, span=NOVEMBER)])]
    )
    result = pull_source(store, declared(), source(), lambda: connector, clock=ticking(), progress=seen.append)
    assert (result.outcome, result.problem, result.message) == ("complete", None, None)
    assert (result.rows_in, result.stored, result.unchanged, result.quarantined, result.answers) == (3, 3, 0, 0, 2)
    assert str(result) == "src: complete · 3 stored (0 restated), 0 unchanged, 0 quarantined, 2 answers · pull 1"
    assert [(p.step, p.steps, p.stored, p.message) for p in seen] == [
        (0, 2, 0, ""),
        (1, 2, 2, "2026-10-01 … 2026-10-31"),
        (2, 2, 3, "2026-11-01 … 2026-11-30"),
    ]
    (told,) = store.pulls().to_dicts()
    assert told["id"] == result.pull_id
    assert (told["outcome"], told["stored"], told["window_start"], told["window_end"]) == (
        "complete",
        3,
        date(2025, 11, 1),
        date(2026, 11, 30),
    )


def test_every_count_leads_back_to_the_bytes_it_came_from(store: Store) -> None:
    answer = batch([row(RECEIVED, 10)])
    pull(store, answer)
    (counted,) = store.read_counts().to_dicts()
    assert store.evidence(counted["evidence"]) == answer.evidence.body
    (received,) = store.evidence_info(counted["evidence"])["answers"]
    assert (received["url"], received["pull_id"]) == ("http://source.test/table", counted["pull_id"])


def test_pulling_again_stores_nothing_new(store: Store) -> None:
    rows = [row(RECEIVED, 10), row(DIGITIZED, 12, "U2"), row(RECEIVED, 11, "U2"), row(RECEIVED, None, "U3")]
    first = pull(store, batch(rows, rejects=(reject("casefiles", "x"),)))
    again = pull(store, batch(rows, NOW + DAY, rejects=(reject("casefiles", "x"),)), at=NOW + DAY)
    assert (first.stored, first.unchanged, first.quarantined) == (2, 0, 3)
    assert (again.stored, again.unchanged, again.quarantined) == (0, 2, 3)
    assert store.read_counts().height == 2
    assert store.quarantine().height == 3


def test_a_changed_value_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    running = datetime(2026, 10, 20, tzinfo=UTC)
    pull(store, batch([row(RECEIVED, 5)], running), at=running)
    updated = pull(store, batch([row(RECEIVED, 10)]))
    restated = pull(store, batch([row(RECEIVED, 12)], NOW + DAY), at=NOW + DAY)
    withdrawn = pull(store, batch([row(RECEIVED, None)], NOW + 2 * DAY), at=NOW + 2 * DAY)
    assert [r.restated for r in (updated, restated, withdrawn)] == [0, 1, 1]
    versions = store.read_counts()
    assert versions["value"].to_list() == [5, 10, 12, None]
    assert versions["captured_at"].to_list() == [running, NOW, NOW + DAY, NOW + 2 * DAY]
    as_known = versions.filter(pl.col("captured_at") <= NOW + timedelta(hours=1))
    assert as_known["value"].to_list()[-1] == 10


def test_a_clock_that_stands_still_loses_no_version(store: Store) -> None:
    for value in (1, 2, 3):
        pull(store, batch([row(RECEIVED, value)]))
    assert store.read_counts()["value"].to_list() == [1, 2, 3]
    assert pull(store, batch([row(RECEIVED, 3)])).stored == 0


def test_a_bad_group_leaves_the_last_good_values_and_a_good_one_resolves_it(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10), row(DIGITIZED, 8)]))
    bad = pull(store, batch([row(RECEIVED, 10), row(DIGITIZED, 11)], NOW + DAY), at=NOW + DAY)
    assert (bad.outcome, bad.stored, bad.quarantined) == ("complete", 0, 2)
    assert values(store) == [("U1", DIGITIZED, 8), ("U1", RECEIVED, 10)]
    assert store.quarantine()["unit"].to_list() == ["U1", "U1"]
    mended = pull(store, batch([row(RECEIVED, 12), row(DIGITIZED, 11)], NOW + 2 * DAY), at=NOW + 2 * DAY)
    assert mended.stored == 2
    assert store.quarantine().is_empty()
    closed = store.quarantine(open_only=False)
    assert closed["resolved_by"].to_list() == [mended.pull_id] * 2


def test_a_new_numerator_is_never_shown_over_an_old_denominator(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10), row(DIGITIZED, 8)]))
    pull(store, batch([row(DIGITIZED, 50)], NOW + DAY, (reject(RECEIVED, "năm mươi"),)), at=NOW + DAY)
    assert values(store) == [("U1", DIGITIZED, 8), ("U1", RECEIVED, 10)]


def test_two_files_that_disagree_do_not_take_turns(store: Store) -> None:
    files = [batch([row(RECEIVED, 5)], url="file:a"), batch([row(RECEIVED, 7)], url="file:b")]
    for _ in range(3):
        pull(store, *files)
    assert store.read_counts()["value"].to_list() == [5]
    held = store.quarantine(open_only=False)
    assert held.select("value", "reason", "resolved_at").rows() == [("7", "duplicate_conflict", None)]
    pull(store, files[0])
    assert store.quarantine().is_empty()


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        (ConfigurationError, "configuration"),
        (CredentialsError, "credentials"),
        (SourceUnavailable, "unavailable"),
        (ContractBroken, "contract"),
    ],
)
def test_each_trouble_of_the_source_is_told_with_its_evidence(
    store: Store, kind: type[SourceError], problem: str
) -> None:
    bad = Evidence("http://source.test/x", "GET", 500, "text/html", b"<html>sorry</html>", NOW)
    failed = pull(store, error=broken(kind, bad))
    assert (failed.outcome, failed.problem, failed.stored) == ("failed", problem, 0)
    assert str(failed).endswith("· It did not work. Do this next.")
    partial = pull(store, batch([row(RECEIVED, 10)]), error=broken(kind))
    assert (partial.outcome, partial.problem, partial.stored) == ("partial", problem, 1)
    assert values(store) == [("U1", RECEIVED, 10)]
    told = store.pulls().select("outcome", "problem", "message", "remedy").rows()
    assert told == [(outcome, problem, "It did not work.", "Do this next.") for outcome in ("partial", "failed")]
    assert store.evidence(bad.sha256) == b"<html>sorry</html>"
    assert store.evidence_info(bad.sha256)["answers"][0]["pull_id"] == failed.pull_id


def test_anything_else_in_a_connector_means_that_the_contract_is_broken(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        result = pull(store, batch([row(RECEIVED, 10)]), error=KeyError("data"))
    assert (result.outcome, result.problem) == ("partial", "contract")
    assert result.message == "The connector met something it does not know (KeyError)."
    assert "Traceback" not in str(result)
    assert "KeyError: 'data'" in caplog.text


def test_a_connector_that_cannot_be_built_is_a_failed_pull(store: Store) -> None:
    def refuse() -> Connector:
        raise PlaceholderError("SOHOA_USER is not set.", "Set it.")

    result = pull_source(store, declared(), source(), refuse, clock=ticking())
    assert (result.outcome, result.problem, result.message, result.remedy) == (
        "failed",
        "configuration",
        "SOHOA_USER is not set.",
        "Set it.",
    )


def test_a_batch_with_other_columns_is_refused_and_kept_as_evidence(store: Store) -> None:
    odd = batch([row(RECEIVED, 1)])
    odd = Batch(odd.counts.with_columns(pl.col("value").cast(pl.Float64)), odd.evidence)
    result = pull(store, odd)
    assert (result.outcome, result.problem) == ("failed", "contract")
    assert store.evidence(odd.evidence.sha256) == odd.evidence.body
    assert store.read_counts().is_empty()


def test_an_error_of_ours_is_not_blamed_on_the_source(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_body: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "keep_evidence", full)
    with pytest.raises(OSError, match="No space left"):
        pull(store, batch([row(RECEIVED, 1)]))
    (told,) = store.pulls().to_dicts()
    assert (told["outcome"], told["problem"], told["stored"]) == ("interrupted", None, 0)
    assert "on this machine" in told["message"]
    assert store.read_counts().is_empty()


def test_the_windows_of_pulls_follow_each_other(store: Store) -> None:
    asked = source(calendar=["calendar", "nd09"], history=6, repull=1)
    windows: list[Window] = []
    for error, at in ((broken(SourceUnavailable), NOW), (None, NOW), (None, NOW + DAY), (None, NOW + 100 * DAY)):
        connector = Scripted([], error)
        pull_source(store, declared(), asked, connector, clock=ticking(at))
        windows += connector.asked
    assert [len(window.spans) for window in windows] == [14, 14, 4, 9]
    assert windows[3].spans[0] == NOVEMBER
    assert windows[3].today == date(2027, 3, 3)


def test_a_range_asked_for_by_hand_does_not_count_as_the_usual_window(store: Store) -> None:
    connector = Scripted([])
    pull_source(store, declared(), source(), connector, clock=ticking(), first=OCTOBER.start, last=date(2026, 10, 3))
    pull_source(store, declared(), source(), connector, clock=ticking())
    assert [len(window.spans) for window in connector.asked] == [1, 13]
    assert store.pulls()["scope"].to_list() == ["usual", "range"]


def test_damaged_evidence_is_told_clearly(store: Store) -> None:
    pull(store, batch([row(RECEIVED, 10)]))
    (name,) = store.read_counts()["evidence"]
    (path,) = store.evidence_dir.glob("*/*.zst")
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(EvidenceDamaged, match=name):
        store.evidence(name)


def shuffled(random: Random, answers: Sequence[dict[str, object]]) -> list[Batch]:
    """The same rows in another order, cut into other batches."""
    rows = random.sample(list(answers), len(answers))
    cut = sorted(random.sample(range(1, len(rows)), k=random.randrange(4)))
    parts = [rows[start:end] for start, end in zip([0, *cut], [*cut, len(rows)], strict=True)]
    return [batch(part, NOW + random.random() * DAY) for part in parts]


def test_neither_order_nor_batching_matters(store: Store) -> None:
    random = Random(7)
    units, months = ("U1", "U2", "U3"), ("2026-08", "2026-09", "2026-10")
    rows = [row("casefiles", random.randrange(100), unit, month(code)) for unit in units for code in months]
    rows += [row("dossiers_online", None, unit, month(code)) for unit in units for code in months]
    for _ in range(6):
        pull(store, *shuffled(random, rows))
    assert store.read_counts().height == len(rows)
    found = store.read_counts().select("unit", "measure", "period_start", "value").rows()
    said = [(one["unit_code"], one["measure"], one["period_start"], one["value"]) for one in rows]
    assert set(found) == set(said)
