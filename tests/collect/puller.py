"""A process of its own that pulls a made-up source: python -m tests.collect.puller URL DATA ROUND.

It prints one line after each batch it has stored. Every round restates every count.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from connectors.base import Batch
from monitor.collect.pull import Progress, PullResult, pull_source
from monitor.store import Store
from tests.collect.world import DIGITIZED, NOW, RECEIVED, Scripted, batch, declared, month, row, source, ticking, unit

UNITS = tuple(f"U{n:02d}" for n in range(40))
MONTHS = tuple(f"2026-{n:02d}" for n in range(1, 11))
ROWS = 2 * len(UNITS)


def value_of(round_number: int, code: str, unit_code: str) -> int:
    """What the source says in this round; never the same in two rounds."""
    return round_number * 10_000 + int(code[-2:]) * 100 + int(unit_code[1:])


def answers(round_number: int) -> list[Batch]:
    """One batch per month."""
    at = NOW + timedelta(days=round_number)
    return [
        batch(
            [
                row(measure, value_of(round_number, code, name) + extra, name, month(code))
                for name in UNITS
                for measure, extra in ((DIGITIZED, 0), (RECEIVED, 5))
            ],
            at,
            url=f"http://source.test/{code}",
        )
        for code in MONTHS
    ]


def pull(store: Store, round_number: int) -> PullResult:
    """Pull the round's answers."""
    world = declared(units=[unit(name) for name in UNITS])
    connector = Scripted(answers(round_number))
    clock = ticking(NOW + timedelta(days=round_number))
    return pull_source(
        store, world, source(units_as_of="today"), connector, clock=clock, first=month("2026-01").start, progress=_tell
    )


def _tell(progress: Progress) -> None:
    sys.stdout.write(f"{progress.step}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    pull(Store(sys.argv[1], Path(sys.argv[2])), int(sys.argv[3]))
