"""The full pack of the monthly report: freeze, then Word, PDF and annexes in both languages; province and nation.

The nation is the province's frozen content repeated under new codes until it has 3,321 units: what is rendered is of
that size; the figures are not computed anew. Each size runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import polars as pl

from monitor.cli.room import open_room
from monitor.reports.content import Content, to_bytes
from monitor.reports.rendering import write_all
from monitor.reports.service import ReportService
from tests.running import ROOT, Home

NATION = 3321
REPEATED = ("figures", "trend", "units", "findings", "restatements", "alerts")


def report(demo: Home) -> None:
    """Print both sizes."""
    for size in ("province", "nation"):
        words = [sys.executable, "-m", "tests.benchmarks.reports", size]
        print(
            subprocess.run(words, env=demo.environ, cwd=ROOT, check=True, capture_output=True, text=True).stdout, end=""
        )


def measure(size: str) -> None:
    """Freeze the newest closed month and render everything, in this process."""
    room = open_room()
    service = ReportService(room.figures, room.clock, room.settings.config / "reports")
    with stopwatch("frozen from the store"):
        edition = service.freeze(service.latest("month", "calendar"), "bench")
    if size == "nation":
        edition = replace(edition, content=repeated(edition.content, NATION))
        with stopwatch("frozen form of the nation"):
            to_bytes(edition.content)
    units = edition.content["units"].filter(pl.col("parent").is_not_null()).height
    indicators = edition.content["figures"]["indicator"].n_unique()
    with tempfile.TemporaryDirectory() as folder:
        for lang in ("vi", "en"):
            with stopwatch(f"{units} units × {indicators} indicators, Word, PDF and all annexes ({lang})"):
                paths = write_all(service, edition, Path(folder), (lang,))
        sizes = ", ".join(f"{path.suffix[1:]} {path.stat().st_size >> 10} KiB" for path in paths)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"  {sizes}; peak {peak} MiB")


def repeated(content: Content, wanted: int) -> Content:
    """The content with its units again and again under new codes, until there are so many."""
    leaves = content["units"].filter(pl.col("parent").is_not_null())["unit"]
    times = -(-wanted // leaves.len())
    frames = dict(content.frames)
    for name in REPEATED:
        frame = frames[name]
        own = frame.filter(pl.col("unit").is_in(leaves.implode()))
        left = wanted - leaves.len()
        copies = [own]
        for number in range(1, times):
            some = leaves.head(left)
            copies.append(
                own.filter(pl.col("unit").is_in(some.implode())).with_columns(
                    pl.format("{}-{}", "unit", pl.lit(number)).alias("unit")
                )
            )
            left -= some.len()
        frames[name] = pl.concat([frame.filter(~pl.col("unit").is_in(leaves.implode())), *copies])
    return replace(content, frames=frames)


@contextmanager
def stopwatch(what: str) -> Iterator[None]:
    """Print how long the work inside took."""
    begun = perf_counter()
    yield
    print(f"report: {what}: {perf_counter() - begun:.1f} s")


if __name__ == "__main__":
    measure(sys.argv[1])
