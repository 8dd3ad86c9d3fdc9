"""``make bench``: times as ratios, each pair measured in one run on the demo's own counts.

A ratio compares with a polars query written by hand over the same rows, so that it holds on any machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks import alerts, dashboard, download, million, rates, reports
from tests.running import ROOT, Home

RUNS = 7


def main() -> None:
    """Prepare the 36-month demo once, then print every figure."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        whole = timed(lambda: home.ok("demo", "--once"))
        demo = Home(home.data, extra={"SOHOA_SOURCES": str(ROOT / "config" / "demo" / "sources.yaml")})
        print(f"demo: 36 months of four systems pulled and listed in {whole:.1f} s")
        commands(demo)
        rates.report(demo)
        dashboard.report(demo)
        reports.report(demo)
    alerts.report()
    million.report()
    download.report()


def commands(demo: Home) -> None:
    """Whole processes: `sohoa rates` against the interpreter and against the bare imports it cannot do without."""
    bare = [sys.executable, "-c", "import polars, sqlalchemy, pydantic, typer, yaml"]
    empty = [sys.executable, "-c", "pass"]

    def process(words: list[str]) -> Callable[[], object]:
        return lambda: subprocess.run(words, env=demo.environ, cwd=ROOT, check=True, capture_output=True)

    start, imports = best(process(empty)), best(process(bare))
    command = best(lambda: demo.ok("rates", "--format", "json"))
    print(f"sohoa rates, 117 units × all indicators × one month: {command - start:.2f} s beyond interpreter start")
    print(f"  ratio to interpreter + bare imports: {command / imports:.2f}")


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    begun = perf_counter()
    work()
    return perf_counter() - begun


def best(work: Callable[[], object]) -> float:
    """Median seconds of several runs after one that warms up."""
    work()
    return median(timed(work) for _ in range(RUNS))


if __name__ == "__main__":
    main()
