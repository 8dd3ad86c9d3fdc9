"""``make bench``: times as ratios, each pair measured in one run on the demo's own counts.

A ratio compares with a polars query written by hand over the same rows, so that it holds on any machine.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks import alerts, dashboard, download, million, national, rates, reports
from tests.running import ROOT, Home

RUNS = 7


def main(names: Sequence[str]) -> None:
    """Print every figure, or those of some names."""
    unknown = sorted(set(names) - OF_THE_DEMO.keys() - OTHERS.keys())
    if unknown:
        known = ", ".join([*OF_THE_DEMO, *OTHERS])
        raise SystemExit(f"No benchmark is called {', '.join(unknown)}. There are: {known}.")
    of_the_demo = [report for name, report in OF_THE_DEMO.items() if not names or name in names]
    if of_the_demo:
        with tempfile.TemporaryDirectory() as folder:
            demo = pulled(Path(folder))
            for report in of_the_demo:
                report(demo)
    for name, measure in OTHERS.items():
        if not names or name in names:
            measure()


def pulled(folder: Path) -> Home:
    """The 36-month demo in a folder."""
    home = Home(folder)
    whole = timed(lambda: home.ok("demo", "--once"))
    print(f"demo: 36 months of four systems pulled and listed in {whole:.1f} s")
    return Home(home.data, extra={"SOHOA_SOURCES": str(ROOT / "config" / "demo" / "sources.yaml")})


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


OF_THE_DEMO: dict[str, Callable[[Home], None]] = {
    "commands": commands,
    "rates": rates.report,
    "dashboard": dashboard.report,
    "reports": reports.report,
}
OTHERS: dict[str, Callable[[], None]] = {
    "nation": national.report,
    "alerts": alerts.report,
    "million": million.report,
    "download": download.report,
}
"""What is measured, by the name by which ``make bench ARGS=…`` asks for some of it."""


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
    main(sys.argv[1:])
