from __future__ import annotations

from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from monitor.store import EvidenceDamaged, EvidenceMissing, Store, evidence
from tests.store.rows import add, begin, counts


@given(body=st.binary(max_size=3000))
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, body: bytes) -> None:
    folder = tmp_path_factory.mktemp("evidence")
    name = evidence.keep(folder, body)
    assert evidence.keep(folder, body) == name
    assert evidence.read(folder, name) == body
    assert [path.name for path in folder.glob("*/*")] == [f"{name}.zst"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"not compressed", zstandard.compress(b"other bytes"), zstandard.compress(b"body")[:-2]],
    ids=["empty", "not-compressed", "other-bytes", "cut-off"],
)
def test_damage_on_disk_is_told_and_mended_by_the_next_pull(tmp_path: Path, damage: bytes) -> None:
    name = evidence.keep(tmp_path, b"body")
    evidence.path_of(tmp_path, name).write_bytes(damage)
    with pytest.raises(EvidenceDamaged, match="Restore it from a backup"):
        evidence.read(tmp_path, name)
    evidence.keep(tmp_path, b"body")
    assert evidence.read(tmp_path, name) == b"body"


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EvidenceMissing, match="sohoa db restore"):
        evidence.read(tmp_path, "0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_only_a_sha256_is_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvidenceMissing, match="64 hex digits"):
        evidence.read(tmp_path, name)


def test_the_check_names_every_damaged_and_missing_file(store: Store) -> None:
    pull = begin(store)
    for body in (b"one", b"two", b"three"):
        add(store, pull, counts(), body=body)
    assert store.check() == ()
    one, two = (store.keep_evidence(body) for body in (b"one", b"two"))
    evidence.path_of(store.evidence_dir, one).unlink()
    evidence.path_of(store.evidence_dir, two).write_bytes(b"x")
    missing, damaged = store.check()
    assert one in missing
    assert two in damaged
