"""Figures taken from kept sheets are the very figures computed afresh: every column, row and digit, on both databases.

The load is that of the benchmarks, smaller: three sources, twelve indicators, units that do not report, numbers held
back, a restatement of a few units and one of nearly all, a unit that ended and one that took it over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from monitor.declared import Declared, load
from monitor.figures import FigureService, Query
from monitor.periods import month_of
from monitor.store import Store
from monitor.viewer import Viewer
from tests.benchmarks import nation

NOW = datetime(2026, 11, 23, 5, tzinfo=UTC)
LAST = month_of(datetime(2026, 10, 15, tzinfo=UTC).date(), "calendar")
KNOWN = NOW - timedelta(days=20)
COMMUNES, MONTHS = 40, 14


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> Declared:
    folder = tmp_path_factory.mktemp("nation") / "config"
    nation.declare(folder, COMMUNES)
    units = folder / "units.csv"
    ended = units.read_text("utf-8").replace("T02,2020-01-01,,", "T02,2020-01-01,2026-03-31,", 1)
    units.write_text(ended, encoding="utf-8")
    lines = "predecessor,successor,share,valid_from\nX0001,X0002,1/3,2026-04-01\nX0001,X0003,2/3,2026-04-01\n"
    (folder / "unit_successions.csv").write_text(lines, encoding="utf-8")
    return load(folder, environ={})


@pytest.fixture
def filled(store: Store) -> Store:
    nation.fill(store, LAST, COMMUNES, MONTHS)
    return store


def queries() -> Iterator[Query]:
    """What pages, exports and reports ask about one period."""
    for code in ("2026-10", "2026-09", "2025-09", "2026-11", "2026-Q3", "2026-H1", "2026"):
        yield Query(period=code)
    for code in ("2026-02", "2026-10", "2026-9M"):
        yield Query(period=code, on_map="today")
    for status in (None, "below"):
        yield Query(("K1", "K3"), "2026-10", every_source=True, level="commune", status=status)
    for source in nation.SOURCES:
        for unit in ("VN", "T03", "X0007"):
            yield Query(("K3",), "2026-10", source=source, unit=unit)
    for code in ("2026-10", "2026-09", "2026-Q3", "2026-10M"):
        yield Query(period=code, compare="year_ago")
    yield Query(period="2026-04", unit="T02/commune")
    yield Query(period="2026-10", as_known_at=KNOWN)
    yield Query(period="2026-03", as_known_at=KNOWN, on_map="today", every_source=True)
    yield Query(period="2026-10", calendar="nd09")


def trends(service: FigureService) -> Iterator[pl.DataFrame]:
    """Trends of all units and of one, as charts and lists ask for them."""
    for code in ("K1", "K2", "K3", "K12"):
        yield service.trends(code, source=None, calendar="calendar", months=12)
    yield service.trends("K2", source=None, calendar="calendar", months=13, on_map="today")
    for unit in ("VN", "T02", "X0001", "X0002", "T03/commune"):
        yield service.series("K3", unit, source="mot-cua", calendar="calendar", months=14)
    yield service.series("K2", "VN", source=None, calendar="calendar", months=6, as_known_at=KNOWN)
    yield service.months(LAST, 9)
    yield service.months(LAST, 5, "K3")
    yield service.history((*LAST.months(), *LAST.previous().months()), frozenset({"K1", "K7"}))


def compare(afresh: FigureService, kept: FigureService) -> None:
    """Fail at the first question whose two answers differ in any digit."""
    answers = 0
    for query in queries():
        left, right = afresh.answer(query), kept.answer(query)
        assert left.equals(right), (query, differing(left, right))
        answers += left.height
    for left, right in zip(trends(afresh), trends(kept), strict=True):
        order = ["period_start", "indicator", "source", "unit"]
        assert left.sort(order).equals(right.sort(order)), differing(left, right)
        answers += left.height
    assert answers > MONTHS


def differing(left: pl.DataFrame, right: pl.DataFrame) -> object:
    """What to look at when two answers differ."""
    if left.schema != right.schema or left.height != right.height:
        return left.schema, right.schema, left.height, right.height
    return [(name, left[name].ne_missing(right[name]).sum()) for name in left.columns]


def test_both_roads_give_the_same_before_and_after_pulls_and_from_the_kept_files(
    filled: Store, declared: Declared
) -> None:
    def service(*, keep: bool) -> FigureService:
        return FigureService(filled, declared, lambda: NOW, keep=keep)

    kept = service(keep=True)
    compare(service(keep=False), kept)
    before = {path.name for path in filled.derived.folder.iterdir()}

    # Fewer cases in a month long closed, in all units of a source, and in the running one.
    for month, number in ((LAST.previous().previous(), MONTHS - 3), (month_of(NOW.date(), "calendar"), MONTHS)):
        rows = nation.less(nation.counts("cong-dvcqg", COMMUNES, number))
        nation.pull(filled, "cong-dvcqg", month, rows, NOW - timedelta(days=1))
    compare(service(keep=False), kept)
    after = {path.name for path in filled.derived.folder.iterdir()}
    assert before < after, "what did not change was not made again under another name"

    for path in filled.derived.folder.iterdir():
        path.write_bytes(path.read_bytes() if path.name in before else b"damaged")
    compare(service(keep=False), service(keep=True))


def test_a_viewer_of_one_province_gets_the_same_on_both_roads(filled: Store, declared: Declared) -> None:
    viewer = Viewer("unit", "T03")
    roads = [FigureService(filled, declared, lambda: NOW, keep=keep, viewer=viewer) for keep in (False, True)]
    compare(*roads)
    assert set(roads[1].figures(period="2026-10")["parent"].unique()) <= {"VN", "T03"}


def test_a_pull_that_stores_while_figures_are_made_is_seen_in_all_of_them_or_in_none(
    filled: Store, declared: Declared, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = FigureService(filled, declared, lambda: NOW, keep=True)
    read, late = filled.read_counts, iter([True])

    def overtaken(**asked: object) -> pl.DataFrame:
        if next(late, False):
            rows = nation.less(nation.counts("mot-cua", COMMUNES, MONTHS - 1))
            nation.pull(filled, "mot-cua", LAST, rows, NOW - timedelta(days=1))
        return read(**asked)  # type: ignore[arg-type]

    monkeypatch.setattr(filled, "read_counts", overtaken)
    found = kept.steadily(lambda: kept.answer(Query(period="2026-10")))
    monkeypatch.undo()
    afresh = FigureService(filled, declared, lambda: NOW)
    assert found.equals(afresh.answer(Query(period="2026-10")))
    compare(afresh, FigureService(filled, declared, lambda: NOW, keep=True))
