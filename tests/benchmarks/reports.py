"""`sohoa report build` as a whole: figures from the store, the frozen edition, then Word, PDF and all annexes.

The province is the demo's; the nation is made up (``nation``). By itself: python -m tests.benchmarks.reports
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.million import measured
from tests.benchmarks.nation import nation
from tests.running import ROOT, SOHOA, Home


def report(demo: Home) -> None:
    """Print both sizes, from a process of its own: what it starts begins with its own peak of memory."""
    words = [sys.executable, "-m", "tests.benchmarks.reports", str(demo.data)]
    subprocess.run(words, env=demo.environ, cwd=ROOT, check=True)


def main() -> None:
    """Measure the demo in the folder named, or one made for this; then the nation."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Home(Path(*sys.argv[1:] or [folder]), extra={"SOHOA_SOURCES": str(ROOT / "config/demo/sources.yaml")})
        if not sys.argv[1:]:
            Home(demo.data).ok("demo", "--once")
        build("117 units, 36 months in the store", demo)
    build("34 provinces and 3,321 communes × 12 indicators, 60 months in the store", nation())


def build(what: str, home: Home) -> None:
    """Print seconds, peak memory and sizes of the newest closed month's full pack: in Vietnamese, in both languages."""
    print(f"report build, {what}")
    for lang in ("vi", "both"):
        with tempfile.TemporaryDirectory() as folder:
            words = [str(SOHOA), "report", "build", "--out", folder, "--lang", lang]
            busy = _busy()
            seconds, memory = measured(words, home.environ, r"Edition \d+")
            busy = _busy() - busy
            sizes = ", ".join(f"{path.stat().st_size >> 10} KiB {path.suffix[1:]}" for path in Path(folder).iterdir())
        told = f"{seconds:.1f} s ({busy:.1f} s of processor), peak {memory:.0f} MiB"
        print(f"  Word, PDF and all annexes ({lang}): {told}")
        print(f"    {sizes}", flush=True)


def _busy() -> float:
    """Seconds of processor that processes started here have used: on a machine that others use, too, it says more."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
