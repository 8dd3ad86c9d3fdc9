from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from monitor.store import BackupError, Resolved, Store, evidence, schema
from monitor.store.frames import Ending
from tests.store.rows import T0, add, begin, count_row, counts, finish, held, held_row
from tests.stores import NewUrl


@pytest.fixture
def filled(store: Store) -> Store:
    pull = begin(store)
    add(store, pull, counts(count_row(10), count_row(None, unit="Đặc khu")), held(held_row()))
    add(store, pull, counts(count_row(11, T0 + timedelta(microseconds=7), procedure="1.001")), body=b"second")
    resolved = Resolved(held(held_row()), frozenset(), frozenset())
    store.finish_pull(pull, "src", Ending("complete", T0), resolved)
    return store


def same(left: Store, right: Store) -> None:
    key = ["source", "series", "unit", "measure", "period_start", "procedure", "captured_at"]
    assert_frame_equal(left.read_counts().sort(key), right.read_counts().sort(key))
    assert_frame_equal(left.pulls(), right.pulls())
    assert_frame_equal(left.quarantine(open_only=False), right.quarantine(open_only=False))
    assert right.check() == ()


def test_a_backup_fills_an_empty_database_and_work_goes_on(filled: Store, new_url: NewUrl, tmp_path: Path) -> None:
    filled.backup(tmp_path / "backup.tar")
    restored = Store(new_url(), tmp_path / "other")
    restored.restore(tmp_path / "backup.tar")
    same(filled, restored)
    assert restored.version() > filled.version()
    pull = begin(restored)
    add(restored, pull, counts(count_row(12, T0 + timedelta(days=1), unit="new")), held(held_row("-3")))
    finish(restored, pull)
    assert restored.pulls().height == 2
    restored.close()


def test_a_backup_moves_from_one_kind_of_database_to_the_other(
    filled: Store, postgres_server: object, tmp_path: Path
) -> None:
    filled.backup(tmp_path / "backup.tar")
    make: Callable[[], str] = postgres_server.new_database  # type: ignore[attr-defined]
    url = f"sqlite:///{tmp_path}/moved.db" if filled.engine.dialect.name == "postgresql" else make()
    moved = Store(url, tmp_path / "moved")
    moved.restore(tmp_path / "backup.tar")
    same(filled, moved)
    moved.close()


def test_a_database_that_holds_pulls_is_never_filled(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "backup.tar")
    with pytest.raises(BackupError, match="empty one"):
        filled.restore(tmp_path / "backup.tar")
    assert filled.pulls().height == 1


def test_a_backup_never_replaces_a_file(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "backup.tar").write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        filled.backup(tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").read_text() == "precious"


@pytest.mark.parametrize("length", [0, 100, 2000, 5000])
def test_a_cut_off_backup_restores_nothing(filled: Store, new_url: NewUrl, tmp_path: Path, length: int) -> None:
    filled.backup(tmp_path / "whole.tar")
    (tmp_path / "cut.tar").write_bytes((tmp_path / "whole.tar").read_bytes()[:length])
    target = Store(new_url(), tmp_path / "other")
    with pytest.raises(BackupError, match="Nothing was restored"):
        target.restore(tmp_path / "cut.tar")
    assert target.pulls().is_empty()
    target.restore(tmp_path / "whole.tar")
    same(filled, target)
    target.close()


def rewritten(source: Path, target: Path, change: Callable[[str, bytes], bytes]) -> None:
    """Copy a tar, changing the bytes of its members."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            body = old.extractfile(member)
            assert body is not None
            data = change(member.name, body.read())
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


def test_altered_evidence_and_lost_rows_are_noticed(filled: Store, new_url: NewUrl, tmp_path: Path) -> None:
    filled.backup(tmp_path / "whole.tar")
    other = evidence.path_of(filled.evidence_dir, filled.keep_evidence(b"second")).read_bytes()
    changes: dict[str, Callable[[str, bytes], bytes]] = {
        "evidence": lambda name, data: other if name.startswith("evidence/") else data,
        "rows": lambda name, data: b"" if name == "tables/count.jsonl" else data,
        "schema": lambda name, data: (
            data.replace(schema.newest().encode(), b"0999") if name == "manifest.json" else data
        ),
    }
    target = Store(new_url(), tmp_path / "other")
    for what, change in changes.items():
        rewritten(tmp_path / "whole.tar", tmp_path / f"{what}.tar", change)
        with pytest.raises(BackupError):
            target.restore(tmp_path / f"{what}.tar")
        assert target.pulls().is_empty()
    target.close()
