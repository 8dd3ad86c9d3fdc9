"""Figures are worked out before anybody asks, again after a pull; and nobody waits for it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.declared import load
from monitor.figures import FigureService
from monitor.figures.warming import Warmer
from monitor.periods import month_of
from monitor.store import Store
from tests.benchmarks import nation

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
LAST = month_of(datetime(2026, 10, 15, tzinfo=UTC).date(), "calendar")


def until_warm(warmer: Warmer) -> None:
    limit = time.monotonic() + 240
    while not warmer.warm:
        assert time.monotonic() < limit, "never worked out"
        time.sleep(0.05)


def test_after_a_start_and_after_a_pull_the_figures_are_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nation.declare(tmp_path / "config", 34)
    store = Store(f"sqlite:///{tmp_path / 'sohoa.db'}", tmp_path)
    store.upgrade()
    nation.fill(store, LAST, 34, 9)
    figures = FigureService(store, load(tmp_path / "config", environ={}), lambda: NOW, keep=True)
    monkeypatch.setattr("monitor.figures.warming.PAUSE", 0.05)
    with Warmer(figures) as warmer:
        until_warm(warmer)
        kept = {path.name for path in store.derived.folder.iterdir()}
        figures.figures(period="2026-09")
        assert {path.name for path in store.derived.folder.iterdir()} == kept, "2026-09 was not at hand"

        nation.pull(store, "mot-cua", LAST, nation.less(nation.counts("mot-cua", 34, 8)), NOW - timedelta(days=1))
        assert not warmer.warm
        until_warm(warmer)
        more = {path.name for path in store.derived.folder.iterdir()}
        assert kept < more
        figures.figures(period="2026-10")
        assert {path.name for path in store.derived.folder.iterdir()} == more
    store.close()
