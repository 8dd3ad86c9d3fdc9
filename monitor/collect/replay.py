"""After a correction of config/: check again what is held back, and store what is good now. No source is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from connectors.base import COUNT_SCHEMA
from monitor.collect.checks import FILE, Expected, rechecked
from monitor.collect.diff import changes
from monitor.collect.mapping import placed
from monitor.collect.pull import Clock, PullResult, closing_books, expected_of, refuse_mixing, result_of, terminable
from monitor.collect.seen import Seen
from monitor.collect.unit_map import as_written
from monitor.collect.windows import local_day
from monitor.declared.declared import Declared
from monitor.declared.models import Source
from monitor.store import COUNT_KEY, HELD_KEY, NEW_QUARANTINE, Answer, Batch, Ending, NewPull, Store, Tally

CONTESTED = "unit_contested"
_CAPTURE = ["captured_at", "pull_id", "evidence"]
"""Rows that came in one answer of one pull: they are judged together, as they were the first time."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """``good``: placed rows that keep every rule now; ``held``: the others, with ``reason_now`` and ``detail_now``."""

    good: pl.DataFrame
    held: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Against:
    """What the rows of one capture are checked against: rules, what was good before, the days asked for."""

    expected: Expected
    seen: Seen
    window: tuple[date | None, date | None] | None


def replay(store: Store, declared: Declared, source: Source, clock: Clock) -> PullResult:
    """Check the held rows of a source again, oldest capture first; a run of its own, of scope ``replay``.

    A row that is good now is stored with the time and evidence of its first capture and leaves quarantine in the same
    transaction; one for which a later value is known already leaves without being stored. What is still wrong stays,
    under its reason of today. A code that now means a unit which has other counts of its own in the same cell is a
    contradiction (``unit_contested``): which of the two is the unit's nobody can tell. Killed at any moment it can
    be run again: nothing is stored twice. Raises ``Busy`` if the source is being pulled, ``ConfigurationError`` where
    simulated and real counts would mix.
    """
    with store.exclusive(source.name), terminable():
        refuse_mixing(store, source)
        new = NewPull(source.name, source.connector, source.simulated, "replay", source.calendars, None, None, clock())
        pull_id = store.begin_pull(new)

        def finish(ending: Ending) -> None:
            store.finish_pull(pull_id, source.name, ending)

        with closing_books(finish, clock):
            expected = expected_of(declared, source, None, local_day(clock()))
            tally = _again(store, source.name, pull_id, expected, clock)
            ending = Ending("complete", clock())
            finish(ending)
    return result_of(source.name, pull_id, ending, tally)


def _again(store: Store, source: str, pull_id: int, expected: Expected, clock: Clock) -> Tally:
    total, seen, last = Tally(), Seen(), None
    windows = {
        row["id"]: (row["window_start"], row["window_end"]) for row in store.pulls(source=source).iter_rows(named=True)
    }
    for (captured_at, pull, evidence), rows in _captures(store, source):
        seen = seen if pull == last else Seen()
        last = pull
        answer = _answer(store, evidence, pull, captured_at)
        window = None if answer.method == FILE else windows[pull]
        judged = _judged(store, source, rows, _Against(expected, seen, window))
        counts, restated = _new_counts(store, source, judged.good, captured_at)
        moved = judged.held.filter(pl.col("reason_now") != pl.col("reason"))
        tally = Tally(
            rows_in=rows.height,
            stored=counts.height,
            quarantined=judged.held.height,
            unchanged=judged.good.height - counts.height,
            restated=restated,
            answers=1,
        )
        batch = Batch(
            answer=answer,
            counts=counts,
            quarantined=_under_new_reason(moved),
            tally=tally,
            closed=frozenset([*judged.good["id"], *moved["id"]]),
            closed_at=clock(),
        )
        store.commit(pull_id, source, batch)
        seen.add(judged.good)
        total += tally
    return total


def _captures(store: Store, source: str) -> Iterator[tuple[tuple[datetime, int, str], pl.DataFrame]]:
    held = store.quarantine(source=source).sort(*_CAPTURE, "id")
    yield from held.group_by(_CAPTURE, maintain_order=True)


def _judged(store: Store, source: str, rows: pl.DataFrame, against: _Against) -> _Judged:
    """Place and check the rows of one capture, beside the counts of the same cells that were good at once."""
    number = pl.col("value").cast(pl.Int64, strict=False)
    before = pl.col("unit").alias("unit_before")
    written = as_written(rows).with_columns(number).select("id", "reason", "detail", before, *COUNT_SCHEMA)
    frame = placed(written, against.expected.places)
    latest = _latest(store, source, frame)
    settled = store.quarantine(open_only=False, source=source).filter(pl.col("resolved_at").is_not_null())
    wrong = pl.concat([_unasked(frame, against.window), _contested(frame, latest, settled)])
    found = rechecked(frame, wrong, latest, against.expected, against.seen)
    again = found.rename({"reason": "reason_now", "detail": "detail_now"})
    good = frame.join(found, on="row", how="anti", maintain_order="left")
    return _Judged(good, frame.join(again, on="row", maintain_order="left"))


def _unasked(frame: pl.DataFrame, window: tuple[date | None, date | None] | None) -> pl.DataFrame:
    """Rows of days the pull had not asked for: [row, reason, detail]."""
    first, last = window or (None, None)
    early = pl.lit(value=False) if first is None else pl.col("period_start") < first
    late = pl.lit(value=False) if last is None else pl.col("period_end") > last
    detail = pl.format("{}..{}", "period_start", "period_end").alias("detail")
    return frame.filter(early | late).select("row", pl.lit("outside_window").alias("reason"), detail)


def _contested(frame: pl.DataFrame, latest: pl.DataFrame, settled: pl.DataFrame) -> pl.DataFrame:
    """Rows whose unit is new to them while that unit has another value already: [row, reason, detail].

    A value that came from an earlier held row of the same code (``settled``) is only its earlier version.
    """
    moved = frame.filter(pl.col("unit_before").is_null(), pl.col("unit").is_not_null())
    known = latest.select(*COUNT_KEY, pl.col("value").alias("known"))
    other = moved.join(known, on=list(COUNT_KEY)).filter(pl.col("value").ne_missing(pl.col("known")))
    mine = settled.select(*HELD_KEY, pl.col("value").cast(pl.Int64, strict=False).alias("known")).unique()
    contested = other.join(mine, on=[*HELD_KEY, "known"], how="anti", nulls_equal=True)
    shown = [pl.col(name).cast(pl.String).fill_null("null") for name in ("known", "value")]
    detail = pl.format("{}: {} ≠ {}", "measure", *shown).alias("detail")
    return contested.select("row", pl.lit(CONTESTED).alias("reason"), detail)


def _latest(store: Store, source: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The newest known counts of the units, series and days of these rows."""
    known = rows.filter(pl.col("unit").is_not_null(), pl.col("period_start").is_not_null())
    spans = known.select("period_start", "period_end").unique().rows()
    return store.latest_values(source, known["series"].unique().to_list(), spans, known["unit"].unique().to_list())


def _new_counts(store: Store, source: str, good: pl.DataFrame, captured_at: datetime) -> tuple[pl.DataFrame, int]:
    """``NEW_COUNTS`` to store, and how many of them restate; a value older than the newest known is left out."""
    latest = _latest(store, source, good)
    newer = latest.filter(pl.col("captured_at") >= captured_at)
    fresh = good.join(newer, on=list(COUNT_KEY), how="anti", maintain_order="left")
    found = changes(fresh, latest, captured_at)
    return found.store, found.restated


def _under_new_reason(moved: pl.DataFrame) -> pl.DataFrame:
    named = moved.drop("reason", "detail").rename({"reason_now": "reason", "detail_now": "detail"})
    # Whose count a contested one is stays open, for this replay and the next.
    unit = pl.when(pl.col("reason") != CONTESTED).then("unit").alias("unit")
    return named.with_columns(pl.col("value").cast(pl.String), unit).select(NEW_QUARANTINE.keys())


def _answer(store: Store, sha256: str, pull_id: int, captured_at: datetime) -> Answer:
    """The answer as it came the first time."""
    info = store.evidence_info(sha256)
    mine = [one for one in info["answers"] if (one["pull_id"], one["captured_at"]) == (pull_id, captured_at)]
    first = (mine or info["answers"])[0]
    return Answer(
        sha256=sha256,
        size=info["size"],
        url=first["url"],
        method=first["method"],
        status=first["status"],
        media_type=first["media_type"],
        captured_at=captured_at,
        provenance=first["provenance"],
    )
