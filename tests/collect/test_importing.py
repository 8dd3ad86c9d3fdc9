from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.base import Batch, Evidence
from connectors.errors import ContractBroken
from monitor.collect.importing import import_file
from monitor.collect.pull import PullResult
from monitor.store import Busy, Store
from tests.collect.world import NOW, RECEIVED, Scripted, batch, declared, month, reject, row, source, ticking

JANUARY = month("2026-01")


@dataclass
class Reader(Scripted):
    """Reads a "file" whose text is the number received by U1 in January 2026."""

    def file_batches(self, path: Path) -> Iterator[Batch]:
        text = path.read_text()
        if not text:
            raise ContractBroken("The file is empty.", "Save it again.", Evidence("file:x", "READ", None, "", b"", NOW))
        url = f"file:{path.name}"
        if text.isdigit():
            yield batch([row(RECEIVED, int(text), span=JANUARY)], url=url)
        else:
            yield batch([], rejects=(reject(RECEIVED, text, span=None),), url=url)


def imported(store: Store, path: Path, text: str) -> PullResult:
    path.write_text(text)
    return import_file(store, declared(), source(), Reader([]), path, ticking())


def test_a_file_of_any_period_is_taken_and_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    first = imported(store, tmp_path / "a.csv", "41")
    assert (first.outcome, first.stored) == ("complete", 1)
    assert imported(store, tmp_path / "a.csv", "41").stored == 0
    (told, _) = store.pulls().to_dicts()
    assert (told["scope"], told["window_start"], told["window_end"]) == ("file", JANUARY.start, JANUARY.end)
    assert store.last_usual_start("src", "calendar") is None


def test_a_corrected_file_resolves_what_was_wrong_with_it(store: Store, tmp_path: Path) -> None:
    wrong = imported(store, tmp_path / "a.csv", "bốn mốt")
    assert (wrong.outcome, wrong.quarantined) == ("complete", 1)
    imported(store, tmp_path / "b.csv", "7")
    assert store.quarantine().height == 1
    imported(store, tmp_path / "a.csv", "7")
    assert store.quarantine().is_empty()


def test_a_file_that_cannot_be_read_is_a_failed_pull_with_its_bytes(store: Store, tmp_path: Path) -> None:
    result = imported(store, tmp_path / "a.csv", "")
    assert (result.outcome, result.problem, result.remedy) == ("failed", "contract", "Save it again.")


def test_a_source_that_reads_no_files_says_so(store: Store, tmp_path: Path) -> None:
    result = import_file(store, declared(), source(), lambda: Scripted([]), tmp_path / "a.csv", ticking())
    assert (result.outcome, result.problem) == ("failed", "configuration")
    assert "sohoa sources list" in str(result)


def test_no_import_while_the_source_is_pulled(store: Store, tmp_path: Path) -> None:
    with store.exclusive("src"), pytest.raises(Busy):
        imported(store, tmp_path / "a.csv", "1")
